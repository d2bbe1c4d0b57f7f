"""Public URLs of the news."""

from django.urls import path, re_path
from django.views.decorators.http import require_safe

from news.public import archive, corrections, feeds, views

urlpatterns = [
    path("tin/", archive.AllNewsView.as_view(), name="all_news"),
    re_path(
        r"^tin/(?P<year>[0-9]{4})/(?P<month>0[1-9]|1[0-2])/$",
        archive.MonthView.as_view(),
        name="month",
    ),
    path("tin/<int:pk>/", views.article_detail, {"slug": ""}, name="article_by_number"),
    path("tin/<str:slug>-<int:pk>/", views.article_detail, name="article"),
    path("dinh-chinh/", corrections.corrections, name="corrections"),
    path("xem-truoc/<str:token>/", views.preview, name="preview"),
    path("chuyen-muc/<slug:slug>/", views.CategoryView.as_view(), name="category"),
    path("rss.xml", require_safe(feeds.NewsFeed()), name="rss"),
    path("chuyen-muc/<slug:slug>/rss.xml", require_safe(feeds.CategoryFeed()), name="category_rss"),
]
