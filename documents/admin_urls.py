"""Admin URLs of documents beside those of ModelAdmins, beneath ``/quan-tri/``."""

from django.urls import path

from documents.uploads import file_views

urlpatterns = [
    path("van-ban/<int:pk>/tep/", file_views.add_document_file, name="document_file_add"),
    path(
        "van-ban/<int:pk>/tep/<int:file>/bo/",
        file_views.remove_document_file,
        name="document_file_remove",
    ),
]
