"""Guards and preconditions of the workflows, and the problems that block approval of minutes."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.text import Truncator

from core.workflow.engine import TransitionAttempt
from meetings.models import Conclusion, Meeting, MinutesPart
from meetings.permissions import minutes_hands
from meetings.states import Presence
from organization.assignments.units import unit_problem
from organization.models import User
from organization.permissions import nobody_left
from organization.roles import CHAIRS


class MinutesProblem(str):
    """A sentence about a problem, with the row concerned; None for the meeting itself.

    What does not block approval blocks submission alone: the approver sees it and decides.
    """

    part: MinutesPart | None
    blocks_approval: bool

    def __new__(
        cls, sentence: str, part: MinutesPart | None = None, *, blocks_approval: bool = True
    ) -> MinutesProblem:
        problem = super().__new__(cls, sentence)
        problem.part = part
        problem.blocks_approval = blocks_approval
        return problem


def minutes_problems(meeting: Meeting) -> list[MinutesProblem]:
    """Return the problems that block submission of the minutes, all but one also their approval.

    Five queries, and up to four more while nothing is concluded.
    """
    problems = []
    if not meeting.ends_at:
        problems.append(MinutesProblem("Chưa ghi giờ kết thúc họp."))
    unnamed_deputies = meeting.attendances.filter(presence=Presence.DEPUTY, deputy_name="")
    problems += [
        MinutesProblem(f"{row.name} cử người dự thay nhưng chưa ghi tên người dự thay.", row)
        for row in unnamed_deputies
    ]
    conclusions = meeting.conclusions.select_related("person").prefetch_related(
        "lead_units__successor"
    )
    for number, conclusion in enumerate(conclusions, start=1):
        label = _label(number, conclusion)
        problems += [
            MinutesProblem(f"{label} {problem}", conclusion)
            for problem in _conclusion_problems(meeting, conclusion)
        ]
    if not conclusions and _says_nothing_else(meeting):
        sentence = "Biên bản chưa ghi gì: chưa có diễn biến, kết quả, hạn chế, ý kiến hay kết luận."
        problems.append(MinutesProblem(sentence, blocks_approval=False))
    return problems


def _says_nothing_else(meeting: Meeting) -> bool:
    """Return whether the minutes record nothing of what the meeting heard."""
    return not (
        meeting.other_opinions
        or meeting.results.exists()
        or meeting.limitations.exists()
        or meeting.opinions.exists()
        or meeting.agenda_items.exclude(notes="").exists()
    )


def _label(number: int, conclusion: Conclusion) -> str:
    text = Truncator(conclusion.text).chars(60)
    return f"Kết luận {number} (“{text}”)"


def _conclusion_problems(meeting: Meeting, conclusion: Conclusion) -> Iterator[str]:
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
    # A task assigned before its unit was dissolved is unaffected.
    assigned: set[int] = set()
    if conclusion.number:
        assigned.update(conclusion.tasks.values_list("lead_unit", flat=True))
    for unit in units:
        problem = unit_problem(unit, meeting.held_on)
        if problem and unit.pk not in assigned:
            yield f"giao cho {problem}"


# Guards and preconditions


def has_complete_minutes(attempt: TransitionAttempt) -> list[MinutesProblem]:
    return minutes_problems(attempt.item)


def may_be_approved(attempt: TransitionAttempt) -> list[MinutesProblem]:
    return [problem for problem in minutes_problems(attempt.item) if problem.blocks_approval]


def is_not_writer(attempt: TransitionAttempt) -> list[str]:
    """Whoever wrote minutes, or was their secretary, may not approve them."""
    if attempt.actor is None:
        return []
    hands = minutes_hands(attempt.item)
    if attempt.actor.pk not in hands:
        return []
    refusal = (
        "Quý vị đã ghi biên bản này hoặc đã là thư ký cuộc họp nên không tự duyệt; xin để lãnh đạo"
        " phường hoặc trưởng ban duyệt."
    )
    chair = attempt.item.chair_id
    if chair is not None and chair not in hands:
        return [refusal]
    able = User.objects.with_role(*CHAIRS)
    return [refusal, *nobody_left(able, hands, "biên bản này")]


def has_publication_request(attempt: TransitionAttempt) -> list[str]:
    if attempt.item.publication_asked_at:
        return []
    return ["Không có đề nghị công khai nào chờ trả lời."]


def is_not_publication_asker(attempt: TransitionAttempt) -> list[str]:
    """Four eyes: who asked to make the meeting public does not confirm it."""
    if attempt.actor is None or attempt.actor.pk != attempt.item.publication_asked_by_id:
        return []
    return ["Người đề nghị công khai không tự đồng ý; xin để lãnh đạo khác quyết định."]


def is_to_come(attempt: TransitionAttempt) -> list[str]:
    meeting = attempt.item
    if meeting.starts_at > attempt.at:
        return []
    return [f"Giờ họp ngày {meeting.held_on:%d/%m/%Y} đã qua: xin lập cuộc họp mới."]


def has_started(attempt: TransitionAttempt) -> list[str]:
    meeting = attempt.item
    is_ahead = meeting.held_on > timezone.localdate(attempt.at)
    return [f"Cuộc họp đến ngày {meeting.held_on:%d/%m/%Y} mới diễn ra."] if is_ahead else []
