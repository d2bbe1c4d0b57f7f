"""Public URLs of reports."""

from __future__ import annotations

from django.urls import path

from reports.public import views

urlpatterns = [
    path("bao-cao/", views.public_reports, name="public_reports"),
    path("bao-cao/<slug:code>/", views.public_report, name="public_report"),
]
