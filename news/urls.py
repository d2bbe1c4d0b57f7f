"""The newsroom's public addresses."""

from django.urls import path

from news import views

urlpatterns = [
    path("tin/<str:slug>-<int:pk>/", views.article_detail, name="article"),
    path("chuyen-muc/<slug:slug>/", views.CategoryView.as_view(), name="category"),
]
