"""Admin URLs of broadcasts beside those of ModelAdmins, beneath ``/quan-tri/``."""

from django.urls import path

from broadcasts import views
from broadcasts.logbook.views import logbook_page

urlpatterns = [
    path("phat-thanh/nhat-ky/", logbook_page, name="broadcast_logbook"),
    path("phat-thanh/doc-thu/", views.read_aloud_page, name="read_aloud"),
]
