"""Public URLs of documents."""

from django.urls import path
from django.views.decorators.http import require_safe

from documents.library import feeds, views

urlpatterns = [
    path("van-ban/", views.document_list, name="documents"),
    path("van-ban/rss.xml", require_safe(feeds.DocumentFeed()), name="document_feed"),
    path("van-ban/<int:pk>/", views.document_detail, {"slug": ""}, name="document_by_number"),
    path("van-ban/<slug:slug>-<int:pk>/", views.document_detail, name="document"),
]
