"""Admin URLs of reports beside those of ModelAdmins, beneath ``/quan-tri/``."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
