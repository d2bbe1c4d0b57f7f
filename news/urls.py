"""Public URLs of the news."""

from django.urls import path, re_path

from core.search.item_addresses import cut_off
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
    path("tin/<str:slug>/", cut_off),
    path("dinh-chinh/", corrections.corrections, name="corrections"),
    path("xem-truoc/<str:token>/", views.preview, name="preview"),
    path("chuyen-muc/<slug:slug>/", views.CategoryView.as_view(), name="category"),
    path("rss.xml", feeds.news_feed, name="rss"),
    path("chuyen-muc/<slug:slug>/rss.xml", feeds.category_feed, name="category_rss"),
]
