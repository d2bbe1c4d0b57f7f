"""Work items and calendar entries of plans."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core.database.compiled_query import compiled_query
from core.registries import CalendarEntry, Tone
from news.models import Article, EditorialPlan, PlanLine
from news.planning.assignment import assignee_label
from news.planning.line_status import LineStatus, deadline_of_line, line_statuses
from news.planning.workflow import address_of
from news.querysets.articles import ArticleQuerySet
from news.states import RETURNING, ArticleState
from organization.work.work_list import WorkItem

if TYPE_CHECKING:
    from organization.models import User

MAX_NOTE_LENGTH = 120


def owed_lines(units: Collection[int] | None, today: date) -> Iterator[WorkItem]:
    """Yield the lines in force for which nothing was handed in yet; those nobody was given are
    nobody's work.

    A line whose item was returned stands as that item: see ``returned_items``. Two queries.
    """
    lines = PlanLine.objects.open().of_units(units).exclude(unit=None, person=None)
    for status in line_statuses(lines.order_by("pk"), now=_end_of(today)):
        if status.is_owed and not status.is_returned:
            yield _owed(status)


def _owed(status: LineStatus) -> WorkItem:
    line, article = status.line, status.furthest
    return WorkItem(
        key=f"plan-line:{line.pk}",
        kind="Định hướng",
        title=line.topic,
        url=_address(article) if article else f"{reverse('admin:quick')}?dong={line.pk}",
        unit_id=status.unit_id,
        person_id=line.person_id,
        due_on=status.deadline,
        note=status.state.label.lower(),
    )


def returned_items(units: Collection[int] | None, today: date) -> Iterator[WorkItem]:
    """Yield the items that lie with their unit because they were returned, with the reason. One
    query.

    A return does not make an item late: only one that was *chưa đạt*, and so counts for nothing, is
    due by its line's deadline.
    """
    given = {} if units is None else {"units": list(units)}
    for article in _returned(units is None, **given):
        line = article.plan_line if article.counted_at is None else None
        yield WorkItem(
            key=f"returned:{article.pk}",
            kind="Bài bị trả lại",
            title=article.title,
            url=_address(article),
            unit_id=article.unit_id,
            person_id=None if article.unit_id else article.author_id,
            due_on=deadline_of_line(line) if line else None,
            note=article.last_note[:MAX_NOTE_LENGTH],
        )


@compiled_query
def _returned(is_of_all: bool, /, *, units: list[int] | None = None) -> ArticleQuerySet:
    items = Article.objects.filter(state=ArticleState.DRAFT, first_submitted_at__isnull=False)
    if not is_of_all:
        items = items.filter(Q(unit__any_of=units) | Q(unit=None, author__unit__any_of=units))
    returned = items.with_last_transition().filter(last_transition__in=RETURNING)  # type: ignore[misc]  # an annotation
    returned = returned.select_related("plan_line__plan").order_by("pk")
    return returned.only("title", "unit", "author", "counted_at", "plan_line")


def deadline_entries(
    user: User, starts_at: datetime, ends_at: datetime, now: datetime
) -> Iterator[CalendarEntry]:
    """Return the deadlines of the plans the person may read, and of lines with a day of their
    own.
    """
    first, last = timezone.localdate(starts_at), timezone.localdate(ends_at)
    plans = EditorialPlan.objects.readable_by(user)
    for plan in plans.filter(due_on__gte=first, due_on__lt=last).select_related("period"):
        is_over = plan.due_on < timezone.localdate(now)
        yield CalendarEntry(
            at=plan.due_on,
            kind="Hạn nộp của kỳ",
            title=str(plan),
            url=address_of(plan),
            tone=Tone.DONE if is_over else Tone.ENDING,
        )
    lines = PlanLine.objects.filter(plan__in=plans, due_on__gte=first, due_on__lt=last)
    for status in line_statuses(lines.order_by("position", "pk"), now=now):
        line = status.line
        yield CalendarEntry(
            at=status.deadline,
            kind=f"Hạn định hướng · {status.words}",
            title=line.topic,
            url=f"{address_of(line.plan)}#dong-{line.pk}",
            about=assignee_label(line),
            tone=Tone.ENDING if status.is_owed else Tone.DONE,
        )


def _address(article: Article) -> str:
    return reverse("admin:news_article_change", args=[article.pk])


def _end_of(day: date) -> datetime:
    """Return a moment of that day at which everything of the day has happened."""
    return timezone.make_aware(datetime.combine(day, datetime.max.time()))
