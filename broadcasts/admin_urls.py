"""Admin URLs of broadcasts beside those of ModelAdmins, beneath ``/quan-tri/``."""

from django.urls import path

from broadcasts import views
from broadcasts.bulletins import views as bulletins
from broadcasts.emergency import views as emergency

urlpatterns = [
    path("phat-thanh/doc-thu/", views.read_aloud_page, name="read_aloud"),
    path("phat-thanh/<int:pk>/muc/", bulletins.change_places, name="bulletin_places"),
    path("phat-thanh/muc/<int:pk>/nguon/", bulletins.settle_item, name="air_item_settle"),
    path("phat-thanh/khan-cap/", emergency.emergency_form, name="emergency_form"),
    path("phat-thanh/khan-cap/<int:pk>/", emergency.emergency_page, name="emergency"),
    path("phat-thanh/khan-cap/<int:pk>/dung/", emergency.stop_page, name="emergency_stop"),
]
