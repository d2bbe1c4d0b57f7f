"""Public URLs of the organization."""

from django.urls import path

from organization.pages.views import contact, page_detail, structure

urlpatterns = [
    path("trang/<slug:slug>/", page_detail, name="page"),
    path("co-cau-to-chuc/", structure, name="structure"),
    path("lien-he/", contact, name="contact"),
]
