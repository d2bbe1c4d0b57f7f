"""Public URLs of the loudspeakers."""

from django.urls import path

from broadcasts.public import audio_views, feeds, views

urlpatterns = [
    path("phat-thanh/", views.broadcast_week, name="broadcasts"),
    path("phat-thanh/podcast.xml", feeds.podcast, name="podcast"),
    path("phat-thanh/<int:pk>/", views.bulletin_detail, name="bulletin"),
    path("phat-thanh/<int:pk>/ban-tin.mp3", audio_views.bulletin_audio, name="bulletin_audio"),
    path("phat-thanh/<int:pk>/muc-luc.json", views.bulletin_chapters, name="bulletin_chapters"),
    path("phat-thanh/muc/<int:pk>.mp3", audio_views.item_audio, name="item_audio"),
]
