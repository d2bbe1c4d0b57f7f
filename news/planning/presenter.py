"""Presenter of a plan for one user: lines with their status, and permitted transitions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils import timezone

from core.reporting.spreadsheets import Column, Sheet
from news.models import Article, EditorialPlan, PlanLine
from news.permissions import is_writer
from news.planning.assignment import assignee_label
from news.planning.line_status import LineState, LineStatus, line_statuses
from news.planning.windows import parting_words, window_words
from news.states import PlanState
from organization.assignments.units import units_with_account
from organization.calendar.working_days import WorkingCalendar
from organization.models import Unit, User
from organization.roles import BOARD, Role


@dataclass(frozen=True)
class PlanRow:
    """One line on the page.

    ``articles`` are those the reader may open; of others only the state is told.
    """

    status: LineStatus
    who: str
    is_own: bool
    is_free: bool
    articles: list[Article]
    may_write: bool
    may_enter: bool
    channels: str
    is_day_off: bool


@dataclass(frozen=True)
class StatePart:
    """One segment of the bar above the lines; ``x`` and ``width`` are hundredths of it."""

    state: LineState
    count: int
    x: float
    width: float


@dataclass(frozen=True)
class UnitMessage:
    """What is sent by hand to a unit nobody of which can log in."""

    unit: Unit
    text: str


class PlanPresenter:
    """What the page of one plan shows. Three questions, however many lines there are."""

    def __init__(
        self, plan: EditorialPlan, *, reader: User, now: datetime, calendar: WorkingCalendar
    ) -> None:
        self.plan, self.reader, self.now, self.calendar = plan, reader, now, calendar
        self.line_statuses = line_statuses(plan.lines.order_by("position", "pk"), now=now)
        readable = Article.objects.readable_by(reader).filter(plan_line__plan=plan)
        self.readable = set(readable.order_by().values_list("pk", flat=True))

    @cached_property
    def rows(self) -> list[PlanRow]:
        return [self._row(status) for status in self.line_statuses]

    def _row(self, status: LineStatus) -> PlanRow:
        line, reader = status.line, self.reader
        is_own = reader.pk == line.person_id or (
            reader.unit_id is not None and status.unit_id == reader.unit_id
        )
        is_free = line.unit_id is None and line.person_id is None
        is_open = self.plan.state == PlanState.OPEN
        return PlanRow(
            status=status,
            who=assignee_label(line),
            is_own=is_own,
            is_free=is_free,
            articles=[article for article in status.articles if article.pk in self.readable],
            may_write=is_open and is_writer(reader) and (is_own or is_free),
            may_enter=is_open and reader.has_role(Role.EDITOR) and not (is_own or is_free),
            channels=channels(line),
            is_day_off=not self.calendar.is_working_day(status.deadline),
        )

    def messages(self) -> list[UnitMessage]:
        """Return what to send to the units with a line that have no account, of an open plan. One
        query.
        """
        given = [one for one in self.line_statuses if one.line.unit and not one.line.person]
        if self.plan.state != PlanState.OPEN or not given:
            return []
        with_account = units_with_account()
        lines: dict[Unit, list[str]] = {}
        for one in given:
            if one.line.unit and one.line.unit_id not in with_account:
                kind = one.line.get_kind_display().lower()
                words = f"- {one.line.topic.rstrip(' .;')} ({kind}, hạn {one.deadline:%d/%m/%Y})"
                lines.setdefault(one.line.unit, []).append(words)
        return [
            UnitMessage(
                unit,
                "\n".join(
                    [
                        f"Ban biên tập giao định hướng tin bài {self.plan.period} cho {unit.name}:",
                        *found,
                        "Xin gửi tin, bài cho ban biên tập trước hạn.",
                    ]
                ),
            )
            for unit, found in lines.items()
        ]

    @property
    def groups(self) -> list[tuple[str, list[PlanRow]]]:
        """Return the lines for a planner as one list, for a contributor the own unit's first."""
        if self.reader.has_role(*BOARD):
            return [("", self.rows)]
        named = (
            ("Dòng của đơn vị mình", [row for row in self.rows if row.is_own]),
            (
                "Chưa giao, đơn vị nào cũng viết được",
                [row for row in self.rows if row.is_free and not row.is_own],
            ),
            (
                "Dòng của các đơn vị khác",
                [row for row in self.rows if not (row.is_own or row.is_free)],
            ),
        )
        return [(heading, rows) for heading, rows in named if rows]

    @property
    def parts(self) -> list[StatePart]:
        """Return how many lines have come how far, the furthest first, as stretches of one bar."""
        counts = Counter(status.state for status in self.line_statuses)
        found, x = [], 0.0
        for state in reversed(LineState):
            width = 100 * counts[state] / (len(self.line_statuses) or 1)
            found.append(StatePart(state, counts[state], round(x, 2), round(width, 2)))
            x += width
        return found

    @property
    def late_count(self) -> int:
        return sum(status.is_late for status in self.line_statuses)

    @property
    def time_left(self) -> str:
        """Say how far the plan's deadline is, in working days."""
        today, due_on = timezone.localdate(self.now), self.plan.due_on
        if due_on < today:
            return "kỳ đã khóa" if self.plan.state == PlanState.CLOSED else "đã qua hạn"
        days = self.calendar.left(today, due_on)
        return (
            f"còn {days} ngày làm việc"
            if days
            else "hết hôm nay"
            if due_on == today
            else "hạn rơi vào ngày nghỉ"
        )

    @property
    def window_words(self) -> str:
        return window_words(self.plan.period)

    @property
    def parting_words(self) -> str:
        return parting_words(self.plan.period, self.plan.due_on)

    @property
    def is_deadline_off(self) -> bool:
        return not self.calendar.is_working_day(self.plan.due_on)


def channels(line: PlanLine) -> str:
    named = (
        (line.is_for_portal, "Cổng"),
        (line.is_for_loudspeaker, "Truyền thanh"),
        (line.is_for_upstream, "Liên thông"),
    )
    return ", ".join(name for is_meant, name in named if is_meant)


def plan_sheet(plan: EditorialPlan, lines: list[LineStatus]) -> Sheet:
    """Return the lines as a sheet to be printed, in their order."""
    columns = (
        Column("TT", 5, is_number=True),
        Column("Chủ đề", 60),
        Column("Giao cho", 22),
        Column("Thể loại", 16),
        Column("Kênh", 26),
        Column("Hạn nộp", 13),
        Column("Tình hình", 22),
    )
    rows = (
        (
            number,
            one.line.topic,
            assignee_label(one.line),
            one.line.get_kind_display(),
            channels(one.line),
            one.deadline,
            one.words,
        )
        for number, one in enumerate(lines, start=1)
    )
    period = plan.period
    window = (
        f"Từ {period.starts_on:%d/%m/%Y} đến hết {period.ends_on:%d/%m/%Y}; hạn nộp"
        f" {plan.due_on:%d/%m/%Y}"
    )
    return Sheet(
        f"Định hướng {plan.period.code}",
        str(plan),
        columns,
        rows,
        subtitle=window,
        frozen_columns=2,
    )
