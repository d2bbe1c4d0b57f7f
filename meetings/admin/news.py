"""The way from a meeting's page in the admin to the news about it."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.admin.workflow import WorkflowAdmin
from meetings.models import Meeting
from news.permissions import is_writer
from organization.requests import staff_user


class NewsFromMeetingAdmin(WorkflowAdmin):
    """Base of the meetings' admin: offers “Viết tin” to writers once the minutes are approved."""

    def panels(self, request: HttpRequest, item: Meeting) -> list[SafeString]:
        panels = super().panels(request, item)
        if item.is_approved and is_writer(staff_user(request)):
            panels.append(render_to_string("meetings/admin/_news_panel.html", {"meeting": item}))
        return panels
