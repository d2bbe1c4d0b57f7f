"""What stands in the way of approving minutes, in sentences: the guard and the page say the
same.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.text import Truncator

from core.workflow.engine import TransitionAttempt
from meetings.models import Conclusion, Meeting, MinutesPart
from meetings.states import Presence
from organization.models import Unit


class MinutesProblem(str):
    """A sentence about what is lacking, with the row it speaks of; None where it speaks of the
    meeting itself.
    """

    part: MinutesPart | None

    def __new__(cls, sentence: str, part: MinutesPart | None = None) -> MinutesProblem:
        made = super().__new__(cls, sentence)
        made.part = part
        return made


def minutes_problems(meeting: Meeting) -> list[MinutesProblem]:
    """Return what the minutes lack before the chair may approve them; nothing when they may be.

    Five queries.
    """
    problems = [] if meeting.ends_at else [MinutesProblem("Chưa ghi giờ kết thúc họp.")]
    without = meeting.attendances.filter(presence=Presence.DEPUTY, deputy_name="")
    problems += [
        MinutesProblem(f"{row.name} cử người dự thay nhưng chưa ghi tên người dự thay.", row)
        for row in without
    ]
    conclusions = meeting.conclusions.select_related("person").prefetch_related(
        "lead_units__successor"
    )
    for place, conclusion in enumerate(conclusions, start=1):
        named = _named(place, conclusion)
        problems += [
            MinutesProblem(f"{named} {words}", conclusion)
            for words in _of_conclusion(meeting, conclusion)
        ]
    return problems


def _named(place: int, conclusion: Conclusion) -> str:
    words = Truncator(conclusion.text).chars(60)
    return f"Kết luận {place} (“{words}”)"


def _of_conclusion(meeting: Meeting, conclusion: Conclusion) -> Iterator[str]:
    units = list(conclusion.lead_units.all())
    if conclusion.has_no_task:
        if units:
            yield "vừa có đơn vị chủ trì vừa đánh dấu không giao việc."
        if not conclusion.no_task_reason:
            yield "đánh dấu không giao việc nhưng chưa ghi lý do."
        return
    if not units:
        yield "chưa giao cho đơn vị nào, cũng chưa đánh dấu không giao việc."
        return
    if not conclusion.due_on and not conclusion.recurrence:
        yield "chưa có hạn: xin ghi ngày, hoặc chọn thường xuyên, hằng tuần."
    if conclusion.due_on and conclusion.due_on < meeting.held_on:
        yield f"có hạn {conclusion.due_on:%d/%m/%Y} trước ngày họp."
    person = conclusion.person
    if person and person.unit_id not in {unit.pk for unit in units}:
        yield f"giao cho {person}, người không thuộc đơn vị chủ trì."
    # A task that was given before the unit was dissolved stays where it is.
    given = (
        set(conclusion.tasks.values_list("lead_unit", flat=True)) if conclusion.number else set()
    )
    for unit in units:
        if unit.pk not in given and (gone := unit_is_gone(unit, meeting.held_on)):
            yield f"giao cho {gone}"


def unit_is_gone(unit: Unit, day: date) -> str:
    """Return the unit with why it takes no task on a day, and who came after it; empty when it
    does.
    """
    if unit.valid_from and unit.valid_from > day:
        return f"{unit.name}, đơn vị đến {unit.valid_from:%d/%m/%Y} mới thành lập."
    if unit.valid_until and unit.valid_until < day:
        after = f"; đơn vị kế tục: {unit.successor.name}" if unit.successor else ""
        return f"{unit.name}, đơn vị đã kết thúc hoạt động ngày {unit.valid_until:%d/%m/%Y}{after}."
    return ""


# Checks and conditions of the tables


def has_whole_minutes(attempt: TransitionAttempt) -> list[MinutesProblem]:
    return minutes_problems(attempt.item)


def has_begun(attempt: TransitionAttempt) -> list[str]:
    meeting = attempt.item
    is_ahead = meeting.held_on > timezone.localdate(attempt.at)
    return [f"Cuộc họp đến ngày {meeting.held_on:%d/%m/%Y} mới diễn ra."] if is_ahead else []


def has_a_day(attempt: TransitionAttempt) -> list[str]:
    return [] if attempt.item.due_on else ["Việc thường xuyên không có hạn để gia."]


def asks_for_nothing_yet(attempt: TransitionAttempt) -> list[str]:
    return ["Đơn vị đã xin gia hạn, đang chờ trả lời."] if attempt.item.waiting_request else []


def asks_for_time(attempt: TransitionAttempt) -> list[str]:
    return [] if attempt.item.waiting_request else ["Không có đề nghị gia hạn nào chờ trả lời."]


def is_not_own_work(attempt: TransitionAttempt) -> list[str]:
    """Whoever said it is finished does not verify it."""
    finisher = attempt.item.finisher_id
    is_own = attempt.actor is not None and finisher == attempt.actor.pk
    return ["Người báo xong không tự xác nhận; xin để người khác xác nhận."] if is_own else []
