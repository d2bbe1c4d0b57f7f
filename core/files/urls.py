"""URLs of stored files; they precede the admin's, which match everything below their prefix."""

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
