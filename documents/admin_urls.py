"""Admin URLs of documents beside those of ModelAdmins, beneath ``/quan-tri/``."""

from django.urls import path

from documents.register import views as register
from documents.statistics import views as statistics
from documents.uploads import file_views

urlpatterns = [
    path("van-ban/<int:pk>/tep/", file_views.add_document_file, name="document_file_add"),
    path(
        "van-ban/<int:pk>/tep/<int:file>/bo/",
        file_views.remove_document_file,
        name="document_file_remove",
    ),
    path("van-ban-den/", statistics.statistics_page, name="incoming_statistics"),
    path("van-ban-den/so/<int:pk>/", register.entry_page, name="incoming_entry"),
    path("van-ban-den/<str:code>/", statistics.statistics_page, name="incoming_statistics_period"),
    path("van-ban-den/<str:code>/danh-sach/", statistics.items_page, name="incoming_items"),
]
