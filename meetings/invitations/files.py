"""Files of a meeting that those on its list of attendees read; others are internal."""

from __future__ import annotations

from django.db.models import Q

from core.models import FileUse
from meetings.models import Meeting
from organization.models import User

SHARED_TITLE = "Tài liệu họp"


def shared_files(user: User) -> Q:
    """Return the condition of the uses of files that those on the list of attendees read."""
    return Q(
        content_type__app_label=Meeting._meta.app_label,
        content_type__model=Meeting._meta.model_name,
        object_id__in=Meeting.objects.attended_by(user).order_by().values("pk"),
        role=FileUse.Role.ATTACHMENT,
        title=SHARED_TITLE,
    )
