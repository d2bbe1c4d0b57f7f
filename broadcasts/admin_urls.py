"""Admin URLs of broadcasts beside those of ModelAdmins, beneath ``/quan-tri/``."""

from django.urls import path

from broadcasts import views

urlpatterns = [
    path("phat-thanh/doc-thu/", views.read_aloud_page, name="read_aloud"),
]
