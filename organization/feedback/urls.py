"""Public URLs of residents' feedback."""

from django.urls import path, re_path

from organization.feedback import views
from organization.feedback.workflow import CODE_PATTERN

urlpatterns = [
    path("bao-sai-sot/", views.find_report, name="find_error_report"),
    re_path(rf"^bao-sai-sot/(?P<code>{CODE_PATTERN})/$", views.receipt, name="error_report"),
    path("bao-sai-sot/<slug:kind>/<int:pk>/", views.report_error, name="report_error"),
    path("huu-ich/<slug:kind>/<int:pk>/", views.rate, name="rate"),
    path("huu-ich/<slug:kind>/<int:pk>/<slug:answer>/", views.thanks, name="rated"),
]
