"""Storing meetings and rows of minutes, under the lock of the meeting, with optimistic locking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from core.models.revisions import attribute_revision
from core.workflow import classified
from core.workflow.engine import StaleObject, TransitionNotAllowed, TransitionRefused
from meetings.invitations.notices import (
    invite,
    notify_moved,
    people_expected,
    withdraw_invitation,
)
from meetings.minutes.chair import notify_chairs, taking_over_problem
from meetings.minutes.paper_facts import default_signers
from meetings.models import Attendance, Conclusion, Meeting, MeetingSeries, MinutesPart
from meetings.models.series import SINGLE
from meetings.permissions import may_edit_meetings, may_write_minutes
from meetings.states import Presence
from organization.models import User

CHANGED_MESSAGE = (
    "Dòng này vừa được người khác sửa. Chữ quý vị gõ còn nguyên; xin xem bản mới rồi lưu lại."
)
LOCKED_MESSAGE = (
    "Biên bản đã trình, đã duyệt hoặc cuộc họp đã hủy: muốn sửa, xin dùng bước “Lấy lại để sửa”"
    " khi đang chờ duyệt, bước “Mở lại để đính chính” khi đã duyệt."
)


def new_meeting(series: MeetingSeries) -> Meeting:
    """Return an unsaved meeting with the defaults of its series and the ward's signers of today."""
    copied_fields = (
        "chair",
        "chair_name",
        "chair_title",
        "secretary",
        "secretary_name",
        "secretary_title",
        "place",
    )
    copied = {name: getattr(series, name) for name in copied_fields}
    return Meeting(series=series, title=series.name, **copied | default_signers())


def series_of_single_meetings() -> MeetingSeries:
    """Return the series of meetings that belong to no other, which is made when first needed."""
    return MeetingSeries.objects.get_or_create(name=SINGLE)[0]


@transaction.atomic
def store_meeting(
    meeting: Meeting, *, actor: User, now: datetime | None = None, reason: str = ""
) -> None:
    """Store a new meeting with the attendees of its series, or a changed one whose row is locked.

    One without a series is a single meeting.
    A change of chair is named in the revision and told to both chairs.

    Raises TransitionNotAllowed, TransitionRefused (approved), ClassifiedText, and ValidationError
    (names, chair, order of times and periods).
    """
    is_new = meeting.pk is None
    if is_new and not may_edit_meetings(actor):
        raise TransitionNotAllowed("Quý vị không có quyền lập cuộc họp.")
    if meeting.series_id is None:
        meeting.series = series_of_single_meetings()
    stored: Meeting | MeetingSeries = meeting.series
    if not is_new:
        stored = Meeting.objects.select_related("chair").get(pk=meeting.pk)
        _refuse_unless_writing(stored, actor)
        if problem := taking_over_problem(meeting, stored, actor):
            raise ValidationError({"chair": problem})
        meeting.version += 1
        if stored.was_approved:  # since then `store_paper_facts` decides
            meeting.is_public = stored.is_public
    meeting.clean()
    meeting.validate_constraints()
    classified.reject_classified(
        meeting.title, meeting.place, meeting.chair_title, meeting.secretary_title
    )
    default_reason = "Lập cuộc họp" if is_new else "Sửa thông tin cuộc họp"
    at = now or timezone.now()
    attribute_revision(meeting, user=actor, at=at, reason=reason or default_reason)
    meeting.save()
    notify_chairs(meeting, stored.chair, actor=actor, now=at)
    if isinstance(stored, Meeting):
        notify_moved(meeting, stored, actor=actor, now=at)
    else:
        _copy_attendees(meeting)
        invite(meeting, people_expected(meeting), actor=actor, now=at)


def _copy_attendees(meeting: Meeting) -> None:
    attendees = meeting.series.usual_attendees.select_related("person", "unit")
    Attendance.objects.bulk_create(
        Attendance(
            meeting=meeting,
            position=position,
            group=row.group,
            person=row.person,
            name=row.name or str(row.person or row.unit or row.group),
            title=row.title or (row.person.title if row.person else ""),
            unit=row.unit or (row.person.unit if row.person else None),
            presence=default_presence(meeting),
        )
        for position, row in enumerate(attendees, start=1)
    )


def default_presence(meeting: Meeting) -> Presence:
    """Return the presence of a new attendee: present once the meeting has begun."""
    return Presence.PRESENT if meeting.has_begun() else Presence.EXPECTED


@transaction.atomic
def store_part(
    part: MinutesPart,
    *,
    actor: User,
    version: int | None = None,
    relations: Mapping[str, Iterable[Any]] | None = None,
) -> None:
    """Store a new row of the minutes, or a changed one whose stored version is ``version``.

    A new row with a position is inserted there, one without is the last. ``relations`` are the
    related rows by many-to-many field. Raises TransitionNotAllowed, TransitionRefused (approved
    meanwhile), StaleObject (changed or removed meanwhile), ClassifiedText, and ValidationError.
    """
    meeting = _lock_meeting(part, actor)
    if part.pk is None and (stored := _stored_before(part)):
        # A retry after a lost response updates the row of the first attempt.
        part.pk = stored.pk
        part.position = stored.position
        version = 1
    if part.pk is None:
        last = _last_position(part)
        part.position = min(part.position or last + 1, last + 1)
        _siblings(part).filter(position__gte=part.position).update(position=F("position") + 1)
    else:
        _refuse_unless_seen(part, version)
        part.version = (version or 0) + 1
    part.clean()
    _refuse_presence_before(meeting, part)
    classified.reject_classified(
        *(value for value in vars(part).values() if isinstance(value, str))
    )
    part.clean_fields()
    part.validate_constraints()
    former = _attendee(part)
    part.save()
    record_change(meeting, actor)
    if isinstance(part, Attendance):
        withdraw_invitation(meeting, former, actor=actor)
        invite(meeting, [part.person], actor=actor, now=timezone.now())
    for name, rows in (relations or {}).items():
        getattr(part, name).set(rows)


@transaction.atomic
def remove_part(part: MinutesPart, *, actor: User, version: int) -> None:
    """Remove a row of the minutes. A numbered conclusion cannot be removed.

    Raises the same errors as ``store_part``.
    """
    meeting = _lock_meeting(part, actor)
    _refuse_unless_seen(part, version)
    if isinstance(part, Conclusion) and part.number:
        raise TransitionRefused(
            f"Kết luận số {part.code} đã vào sổ, không bỏ được; xin sửa chữ của kết luận."
        )
    former = _attendee(part)
    part.delete()
    record_change(meeting, actor)
    withdraw_invitation(meeting, former, actor=actor)


def _attendee(part: MinutesPart) -> User | None:
    """Return the account of a stored row of the list of attendees."""
    if part.pk is None or not isinstance(part, Attendance):
        return None
    return User.objects.filter(
        pk__in=_stored_rows(part).filter(pk=part.pk).values("person")
    ).first()


def record_change(meeting: Meeting, actor: User) -> None:
    """Record that the actor changed a row, or the order of rows, of the locked meeting.

    They do not approve these minutes, and the raised version refuses an approval of what was read
    before. The texts of the meeting are the same, so there is no revision.
    """
    meeting.writers.add(actor)
    Meeting.objects.filter(pk=meeting.pk).update(version=F("version") + 1)


def _refuse_presence_before(meeting: Meeting, part: MinutesPart) -> None:
    if not isinstance(part, Attendance) or meeting.has_begun():
        return
    if part.presence in (Presence.PRESENT, Presence.ABSENT):
        raise ValidationError(
            "Cuộc họp chưa bắt đầu: chưa ghi có mặt hay vắng không lý do. Xin chọn “Được mời”,"
            " “Vắng có lý do” hoặc “Cử người dự thay”."
        )


@transaction.atomic
def move_part(part: MinutesPart, *, actor: User, step: int) -> None:
    """Move a row up (``step`` -1) or down (1) among those of its section; at an end it stays.

    Raises TransitionNotAllowed, and TransitionRefused (approved meanwhile).
    """
    meeting = _lock_meeting(part, actor)
    rows = list(_siblings(part).order_by("position", "pk"))
    place = next((at for at, row in enumerate(rows) if row.pk == part.pk), None)
    if place is None or not 0 <= place + step < len(rows):
        return
    rows.insert(place + step, rows.pop(place))
    for position, row in enumerate(rows, start=1):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])
    record_change(meeting, actor)


def _lock_meeting(part: MinutesPart, actor: User) -> Meeting:
    """Lock the meeting, so that no row changes during approval; check the permission."""
    meeting = Meeting.objects.select_for_update().get(pk=part.meeting_id)
    _refuse_unless_writing(meeting, actor)
    return meeting


def _refuse_unless_writing(meeting: Meeting, actor: User) -> None:
    if may_write_minutes(meeting, actor):
        return
    if meeting.is_open_for_minutes:
        raise TransitionNotAllowed("Quý vị không có quyền ghi biên bản này.")
    raise TransitionRefused(LOCKED_MESSAGE)


def _refuse_unless_seen(part: MinutesPart, version: int | None) -> None:
    stored = _stored_rows(part).filter(pk=part.pk).values_list("version", "meeting").first()
    if stored != (version, part.meeting_id):
        raise StaleObject(CHANGED_MESSAGE)


def _stored_before(part: MinutesPart) -> MinutesPart | None:
    """Return the row already stored under the idempotency key of a new one.

    The meeting is locked, so there is at most one.
    """
    if not part.idempotency_key:
        return None
    return _siblings(part).filter(idempotency_key=part.idempotency_key).first()


def _last_position(part: MinutesPart) -> int:
    positions = _siblings(part).order_by("-position").values_list("position", flat=True)
    return positions.first() or 0


def _siblings(part: MinutesPart) -> QuerySet[Any]:
    """Return the stored rows of the same section."""
    return _stored_rows(part).filter(meeting=part.meeting_id)


def _stored_rows(part: MinutesPart) -> QuerySet[Any]:
    """Return the rows of the part's own model; the abstract one has no manager."""
    model: Any = type(part)
    return model.objects.all()
