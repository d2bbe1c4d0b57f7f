"""Named figures of tasks per unit, and of meetings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils import timezone

from core.dates import day_end, day_start
from core.reporting.figures import (
    Dimension,
    Figure,
    FigureItem,
    FigureRow,
    FigureSource,
    Trend,
    pks_of,
)
from meetings.models import Meeting, Task
from meetings.states import MeetingState
from organization.assignments.statistics import judged_assignments
from organization.models import ReportingPeriod, User

TASKS = "nhiệm vụ"
_HELD = (
    MeetingState.HELD,
    MeetingState.SUBMITTED,
    MeetingState.APPROVED,
    MeetingState.CLOSED,
)
FIGURES = (
    Figure("tasks.assigned", "Nhiệm vụ được giao", noun=TASKS, is_sum=False),
    Figure("tasks.done_on_time", "Nhiệm vụ hoàn thành đúng hạn", noun=TASKS, trend=Trend.BETTER),
    Figure("tasks.done_late", "Nhiệm vụ hoàn thành muộn", noun=TASKS, trend=Trend.WORSE),
    Figure("tasks.running", "Nhiệm vụ đang làm, trong hạn", noun=TASKS, is_sum=False),
    Figure(
        "tasks.overdue", "Nhiệm vụ quá hạn, chưa xong", noun=TASKS, trend=Trend.WORSE, is_sum=False
    ),
    Figure("meetings.held", "Cuộc họp đã họp", Dimension.WARD, "cuộc họp"),
)


def rows(period: ReportingPeriod, as_of: date | None) -> Iterator[FigureRow]:
    """Yield what is behind the figures of a period. Three queries."""
    for pk, holder, outcome in judged_assignments(
        Task, period, as_of, units=period.units
    ).values_list("pk", "holder", "outcome"):
        key = f"task:{pk}"
        yield FigureRow("tasks.assigned", str(holder), key)
        yield FigureRow(f"tasks.{outcome}", str(holder), key)
    last = min(period.ends_on, as_of or timezone.localdate())
    held = Meeting.objects.filter(
        state__in=_HELD, starts_at__gte=day_start(period.counts_from), starts_at__lt=day_end(last)
    )
    for pk in held.order_by("starts_at", "pk").values_list("pk", flat=True):
        yield FigureRow("meetings.held", "", f"meeting:{pk}")


def describe(keys: Iterable[str], user: User) -> dict[str, FigureItem]:
    """Return by their keys the tasks and meetings that the user may read."""
    wanted = list(keys)
    found: dict[str, FigureItem] = {}
    if pks := pks_of(wanted, "task"):
        tasks = Task.objects.readable_by(user).filter(pk__in=pks)
        for task in tasks.select_related("conclusion"):
            found[f"task:{task.pk}"] = FigureItem(task.text, task.address, task.deadline_label)
    if pks := pks_of(wanted, "meeting"):
        for meeting in Meeting.objects.readable_by(user).filter(pk__in=pks):
            found[f"meeting:{meeting.pk}"] = FigureItem(str(meeting), meeting.address)
    return found


SOURCE = FigureSource("meetings", "Giao ban, nhiệm vụ", FIGURES, rows, describe)
