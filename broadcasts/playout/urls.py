"""URLs of play-out pages."""

from django.urls import path

from broadcasts.playout import views

urlpatterns = [
    path("phat/<slug:token>/", views.playout_page, name="playout"),
    path("phat/<slug:token>/ke-hoach.json", views.playout_plan, name="playout_plan"),
    path("phat/<slug:token>/bao/", views.playout_report, name="playout_report"),
    path("phat/<slug:token>/phat.m3u", views.playout_m3u, name="playout_m3u"),
    path("phat/<slug:token>/<int:pk>.mp3", views.playout_audio, name="playout_audio"),
]
