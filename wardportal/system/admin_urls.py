"""Admin URLs of handbooks and of the server's state, beneath ``/quan-tri/``."""

from django.urls import path

from core.admin import jobs
from wardportal.system import handbooks, views

urlpatterns = [
    path("huong-dan/", handbooks.handbook_list, name="handbooks"),
    path("huong-dan/<slug:name>/", handbooks.handbook_page, name="handbook"),
    path("may-chu/", views.server_page, name="server"),
    path("may-chu/viec/<uuid:key>/lam-lai/", views.retry_job, name="retry_job"),
    path("may-chu/dung-gio/", views.confirm_time, name="confirm_time"),
    path("may-chu/lap-chuyen-muc/", views.make_categories, name="make_categories"),
    path("may-chu/sao-luu/", views.back_up_now, name="back_up_now"),
    path("viec-nen/<uuid:key>/", jobs.job_page, name="job"),
]
