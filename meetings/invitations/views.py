"""The page of a meeting for those on its list of attendees."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from core.admin.staff_page import staff_page
from meetings.invitations.files import SHARED_TITLE
from meetings.models import Meeting
from meetings.states import MeetingState
from organization.permissions import is_active
from organization.requests import StaffRequest


@staff_page(is_active)
@require_safe
def invitation_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the invited when, where and about what, with the documents; nothing of the minutes."""
    readable = Meeting.objects.readable_by(request.user)
    found = readable | Meeting.objects.attended_by(request.user)
    meeting = get_object_or_404(found, pk=pk)
    context = admin.site.each_context(request) | {
        "title": f"Mời họp: {meeting}",
        "meeting": meeting,
        "is_cancelled": meeting.state == MeetingState.CANCELLED,
        "agenda": meeting.agenda_items.all(),
        "files": meeting.file_uses.filter(title=SHARED_TITLE).select_related("file"),
        "meeting_url": meeting.address if readable.filter(pk=pk).exists() else "",
    }
    return TemplateResponse(request, "meetings/admin/invitation.html", context)
