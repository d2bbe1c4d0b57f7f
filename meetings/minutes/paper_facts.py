"""Numbers, days and signers of the papers of a meeting, and whether residents see the meeting."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.models.revisions import attribute_revision
from core.registries import Registry
from core.text.vietnamese import clean_line
from core.workflow import classified
from core.workflow.engine import StaleObject, TransitionNotAllowed, TransitionRefused
from meetings.minutes.chair import minutes_approvers
from meetings.models import Meeting
from meetings.models.paper_facts import NUMBER_FIELDS, PAPER_FIELDS, SIGNER_FIELDS
from meetings.permissions import by_secretary
from meetings.states import MeetingState
from organization.models import Topic, User, Ward, notify

# A register of documents that gives the numbers of papers: (meeting, field) -> the number, None
# for a paper that is not in the register.
NumberSource = Callable[[Meeting, str], str | None]
number_sources: Registry[NumberSource] = Registry()


def is_number_editable(meeting: Meeting, field: str) -> bool:
    """Return whether the number is typed by hand: no register of documents has given it."""
    return all(source(meeting, field) is None for source in number_sources)


def editable_fields(meeting: Meeting) -> tuple[str, ...]:
    """Return the facts that the secretary may enter now."""
    return tuple(
        name
        for name in PAPER_FIELDS
        if name not in NUMBER_FIELDS or is_number_editable(meeting, name)
    )


def may_enter_paper_facts(meeting: Meeting, user: User) -> bool:
    """The meeting's secretary and editors, in every state but cancelled."""
    return meeting.state != MeetingState.CANCELLED and by_secretary(meeting, user)


def default_signers() -> dict[str, str]:
    """Return the signers of the ward today, for a new meeting."""
    ward = Ward.current()
    return {name: getattr(ward, name) for name in SIGNER_FIELDS}


@transaction.atomic
def store_paper_facts(
    meeting: Meeting,
    facts: Mapping[str, Any],
    *,
    is_public: bool,
    actor: User,
    version: int | None,
    now: datetime | None = None,
) -> Meeting:
    """Store the facts, logged as a revision, without opening the minutes; return the meeting.

    ``is_public`` False takes the meeting off the public pages at once. True is at once before the
    first approval, which confirms it; afterwards it is a request that the approver answers.

    Raises TransitionNotAllowed, TransitionRefused, StaleObject, ClassifiedText.
    """
    at = now or timezone.now()
    locked = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if not by_secretary(locked, actor):
        raise TransitionNotAllowed("Quý vị không có quyền ghi số và ngày giấy tờ.")
    if not may_enter_paper_facts(locked, actor):
        raise TransitionRefused("Cuộc họp đã hủy: không ghi số và ngày giấy tờ nữa.")
    if locked.version != version:
        raise StaleObject(
            "Cuộc họp vừa được sửa ở nơi khác. Chữ quý vị gõ còn nguyên; xin xem lại rồi lưu."
        )
    changed = []
    for name in editable_fields(locked):
        value = facts.get(name, getattr(locked, name))
        value = clean_line(value) if isinstance(value, str) else value
        if value != getattr(locked, name):
            setattr(locked, name, value)
            changed.append(name)
    classified.reject_classified(*(value for value in facts.values() if isinstance(value, str)))
    visibility = _set_public(locked, is_public=is_public, actor=actor, at=at)
    if not changed and not visibility:
        return locked
    locked.version += 1
    reasons = ["Ghi số và ngày giấy tờ" if changed else "", visibility]
    attribute_revision(locked, user=actor, at=at, reason="; ".join(filter(None, reasons)))
    locked.save()
    return locked


def _set_public(meeting: Meeting, *, is_public: bool, actor: User, at: datetime) -> str:
    """Change or ask for the publication; return what was done, "" for nothing."""
    if not is_public:
        was_asked = meeting.publication_asked_at is not None
        was_public, meeting.is_public = meeting.is_public, False
        meeting.publication_asked_at = meeting.publication_asked_by = None
        if was_public:
            return "Gỡ cuộc họp khỏi trang công khai"
        return "Rút đề nghị công khai" if was_asked else ""
    if meeting.is_public or meeting.publication_asked_at:
        return ""
    if not meeting.was_approved:
        meeting.is_public = True
        return "Đánh dấu công khai"
    meeting.publication_asked_at, meeting.publication_asked_by = at, actor
    notify(
        [person for person in minutes_approvers(meeting) if person != actor],
        event=f"publication:{meeting.pk}:{at.isoformat()}",
        text=f"{actor} đề nghị đưa cuộc họp “{meeting}” lên trang công khai.",
        url=meeting.address,
        now=at,
        topic=Topic.ASKED,
    )
    return "Đề nghị công khai"
