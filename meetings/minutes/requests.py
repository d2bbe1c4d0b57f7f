"""The meeting of a request."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from meetings.models import Meeting
from organization.requests import StaffRequest


def readable_meeting(request: StaffRequest, pk: int) -> Meeting:
    """Return a meeting the person may read. Raises Http404 for any other."""
    meetings = Meeting.objects.readable_by(request.user).select_related(
        "series", "chair", "secretary"
    )
    return get_object_or_404(meetings, pk=pk)
