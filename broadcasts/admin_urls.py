"""Admin URLs of broadcasts beside those of ModelAdmins, beneath ``/quan-tri/``."""

from django.urls import path

from broadcasts import views
from broadcasts.bulletins import views as bulletins

urlpatterns = [
    path("phat-thanh/doc-thu/", views.read_aloud_page, name="read_aloud"),
    path("phat-thanh/<int:pk>/muc/", bulletins.change_places, name="bulletin_places"),
    path("phat-thanh/muc/<int:pk>/nguon/", bulletins.settle_item, name="air_item_settle"),
]
