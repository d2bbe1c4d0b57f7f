"""The organization's public addresses."""

from django.urls import path

from organization import public_views

urlpatterns = [
    path("trang/<slug:slug>/", public_views.page_detail, name="page"),
    path("co-cau-to-chuc/", public_views.structure, name="structure"),
    path("lien-he/", public_views.contact, name="contact"),
]
