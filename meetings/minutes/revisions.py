"""What the minutes said each time they were approved, kept as one plain document."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils import timezone

from core.workflow.engine import log_of
from meetings.models import Meeting, MinutesVersion
from organization.models import User

_PARTS = ("attendances", "agenda_items", "results", "limitations", "opinions", "conclusions")
_NOT_SAID = {"id", "meeting", "version", "position", "idempotency_key"}
_HEAD = (
    "title",
    "review_period",
    "plan_period",
    "figures_as_of",
    "starts_at",
    "ends_at",
    "place",
    "chair_name",
    "chair_title",
    "secretary_name",
    "secretary_title",
    "is_public",
    "minutes_number",
    "notice_number",
    "other_opinions",
)


def snapshot(meeting: Meeting) -> dict[str, Any]:
    """Return the minutes as they are: ``{"meeting": {…}, "conclusions": [{…}], …}``.

    Every value is a text, a number, a truth value or a list of names: it says what it said also
    when units and people have other names by then. Times are the ward's.
    """
    content: dict[str, Any] = {"meeting": {name: _plain(getattr(meeting, name)) for name in _HEAD}}
    for name in _PARTS:
        content[name] = [_row(part) for part in getattr(meeting, name).all()]
    return content


def _row(part: Model) -> dict[str, Any]:
    row = {
        field.name: _plain(getattr(part, field.name))
        for field in part._meta.concrete_fields
        if field.name not in _NOT_SAID and not field.generated
    }
    return row | {
        field.name: [str(one) for one in getattr(part, field.name).all()]
        for field in part._meta.many_to_many
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat()
    if value is None or isinstance(value, (str, bool, int)):
        return value
    return str(value) if isinstance(value, Model) else value.isoformat()


def keep_version(meeting: Meeting, *, actor: User, now: datetime) -> MinutesVersion:
    """Keep the minutes as the next version; one after the first says why it was made.

    The meeting is locked.
    """
    number = meeting.minutes_versions.count() + 1
    correction = log_of(meeting).filter(name="correct").last() if number > 1 else None
    return MinutesVersion.objects.create(
        meeting=meeting,
        number=number,
        reason=correction.note if correction else "",
        content=snapshot(meeting),
        approved_at=now,
        approved_by=actor,
    )
