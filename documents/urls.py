"""Public URLs of documents."""

from django.urls import path

from core.search.item_addresses import cut_off
from documents.library import feeds, views

urlpatterns = [
    path("van-ban/", views.document_list, name="documents"),
    path("van-ban/rss.xml", feeds.document_feed, name="document_feed"),
    path("van-ban/<int:pk>/", views.document_detail, {"slug": ""}, name="document_by_number"),
    path("van-ban/<slug:slug>-<int:pk>/", views.document_detail, name="document"),
    path("van-ban/<slug:slug>/", cut_off),
]
