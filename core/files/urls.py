"""Addresses of stored files.

They stand before the admin's, which would answer for all below its own.
"""

from django.urls import path, re_path

from core.files import views

urlpatterns = [
    re_path(
        r"^tep/(?P<key>[0-9a-f]{32})\.(?P<extension>[a-z0-9]{2,8})$", views.stored_file, name="file"
    ),
    re_path(
        r"^tep/(?P<key>[0-9a-f]{32})-(?P<name>[a-z0-9-]{1,20}\.[a-z]{3,4})$",
        views.rendition,
        name="rendition",
    ),
    path("quan-tri/tep/tai-len/", views.file_upload, name="file_upload"),
]
