"""Assignment of tasks, at approval of minutes or directly, and numbering of conclusions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils import timezone
from django.utils.text import capfirst

from core.text.vietnamese import visible
from core.workflow import classified
from meetings.models import Conclusion, ConclusionNumbers, Meeting, Task
from meetings.states import TaskSource
from organization.assignments import services as assignments
from organization.assignments.forms import check_unit
from organization.models import Succession, Unit, User


def number_conclusions(meeting: Meeting) -> None:
    """Number the conclusions of the meeting within its year, in order, without gaps or duplicates.

    The row of the year stays locked until the transaction ends, so that concurrent approvals wait
    and a rollback releases its numbers. Existing numbers never change.
    """
    unnumbered = list(meeting.conclusions.filter(number=None))
    if not unnumbered:
        return
    year = meeting.held_on.year
    ConclusionNumbers.objects.get_or_create(year=year)
    numbers = ConclusionNumbers.objects.select_for_update().get(year=year)
    for conclusion in unnumbered:
        numbers.last += 1
        conclusion.number = numbers.last
        conclusion.number_year = year
    Conclusion.objects.bulk_update(unnumbered, ["number", "number_year"])
    numbers.save()


@dataclass(frozen=True)
class PlannedTask:
    """A task that approval gives: the lead unit of the minutes and, where that is dissolved by the
    day, the successor that is offered in its place.
    """

    conclusion: Conclusion
    unit: Unit
    successor: Unit | None = None


def planned_tasks(meeting: Meeting, *, on: date) -> list[PlannedTask]:
    """Return the tasks that approval on the day gives: one per conclusion and lead unit, without
    those given before, to the unit or to a successor of it.
    """
    assigned = assigned_units(meeting)
    conclusions = meeting.conclusions.filter(has_no_task=False).select_related("person")
    succession = Succession.load()
    planned = [
        PlannedTask(conclusion, unit, _successor(unit, succession, on))
        for conclusion in conclusions.prefetch_related("lead_units", "supporting_units")
        for unit in conclusion.lead_units.all()
        if not assigned[conclusion.pk].intersection(succession.chain(unit.pk)[0])
    ]
    return planned


def _successor(unit: Unit, succession: Succession, on: date) -> Unit | None:
    """Return the unit that holds the work of a dissolved one on the day; None without one."""
    holder = succession.holder(unit.pk, on=on)
    if holder == unit.pk or succession.is_dissolved(holder, on=on):
        return None
    return Unit.objects.get(pk=holder)


def successors_of(units: Iterable[Unit], *, on: date) -> list[tuple[Unit, Unit]]:
    """Return each unit dissolved before the day that has a successor, with that successor.

    No query beside that of the units while none is dissolved.
    """
    dissolved = [unit for unit in units if unit.is_dissolved(on=on)]
    if not dissolved:
        return []
    succession = Succession.load()
    pairs = [(unit, _successor(unit, succession, on)) for unit in dissolved]
    return [(unit, heir) for unit, heir in pairs if heir]


def successor_warning(units: Iterable[Unit]) -> str:
    """Return which of the units are dissolved today and whose successor approval offers; "" for
    none.
    """
    sentences = [
        f"{unit.name} đã kết thúc hoạt động; khi duyệt, việc được đề nghị giao cho đơn vị kế tục:"
        f" {heir.name}."
        for unit, heir in successors_of(units, on=timezone.localdate())
    ]
    return " ".join(sentences)


def assign_tasks(
    meeting: Meeting,
    *,
    actor: User,
    now: datetime,
    replaced: Collection[int] = (),
    on_behalf_of: str = "",
) -> list[Task]:
    """Create the missing tasks and notify the units.

    ``replaced`` are the dissolved units whose successor is given the task in their place,
    ``on_behalf_of`` names the leader for whom the actor approves.
    """
    tasks: list[Task] = []
    given: set[tuple[int, int]] = set()
    for plan in planned_tasks(meeting, on=timezone.localdate(now)):
        unit = plan.successor if plan.successor and plan.unit.pk in replaced else plan.unit
        if (plan.conclusion.pk, unit.pk) not in given:
            given.add((plan.conclusion.pk, unit.pk))
            tasks.append(_assign_conclusion(plan.conclusion, unit, actor, now, on_behalf_of))
    return tasks


def assigned_units(meeting: Meeting) -> dict[int, set[int]]:
    """Return the units that were ever assigned a task of each conclusion, by its id.

    Also the former unit of a task that was handed over. One query.
    """
    units: dict[int, set[int]] = defaultdict(set)
    revisions = Task.history.filter(conclusion__meeting=meeting).order_by()
    for conclusion, unit in revisions.values_list("conclusion", "lead_unit").distinct():
        units[conclusion].add(unit)
    return units


def lead_units_of(meeting: Meeting) -> QuerySet[Unit]:
    """Return the units that the conclusions of the meeting are assigned to."""
    return Unit.objects.filter(
        led_conclusions__meeting=meeting, led_conclusions__has_no_task=False
    ).distinct()


def units_of(meeting: Meeting) -> QuerySet[Unit]:
    """Return the units that lead or support the conclusions of the meeting, with ``is_lead``."""
    rows = Conclusion.objects.filter(meeting=meeting, has_no_task=False).order_by()
    is_lead = Q(pk__in=rows.values("lead_units"))
    return Unit.objects.filter(is_lead | Q(pk__in=rows.values("supporting_units"))).annotate(
        is_lead=ExpressionWrapper(is_lead, BooleanField())
    )


def task_text(conclusion: Conclusion) -> str:
    """Return the words of the tasks of a conclusion."""
    return visible(capfirst(conclusion.text)).strip()


def _assign_conclusion(
    conclusion: Conclusion, unit: Unit, actor: User, now: datetime, on_behalf_of: str
) -> Task:
    person = conclusion.person
    task = Task(
        source=TaskSource.CONCLUSION,
        conclusion=conclusion,
        text=task_text(conclusion),
        lead_unit=unit,
        person=person if person and person.unit_id == unit.pk else None,
        due_on=conclusion.due_on,
        recurrence=conclusion.recurrence,
    )
    supporting = conclusion.supporting_units.all()
    assign(task, actor=actor, now=now, supporting_units=supporting, on_behalf_of=on_behalf_of)
    return task


@transaction.atomic
def assign(
    task: Task,
    *,
    actor: User,
    supporting_units: Iterable[Unit] = (),
    now: datetime | None = None,
    on_behalf_of: str = "",
) -> None:
    """Store a new task with its assigner and original due date; notify units and person.

    The caller has checked ``may_assign_tasks``, or approves minutes. Raises ClassifiedText, and
    ValidationError for a unit that is not there on the day, which names its successor. Units of a
    conclusion are those of the day of the meeting, checked by its approval.
    """
    task.text = visible(task.text).strip()
    classified.reject_classified(task.text, task.source_text)
    units = list(supporting_units)
    if task.conclusion is None:
        for unit in (task.lead_unit, *units):
            check_unit(unit, on=timezone.localdate(now))
    source = f" theo kết luận số {task.conclusion.code}" if task.conclusion else ""
    assignments.assign(
        task,
        actor=actor,
        supporting_units=units,
        source=source,
        now=now,
        on_behalf_of=on_behalf_of,
    )
