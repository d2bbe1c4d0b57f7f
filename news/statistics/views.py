"""Statistics pages: every unit of a period, the articles behind each number, the spreadsheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from core.admin.staff_page import staff_page
from core.reporting.charts import BarChart, Series
from core.reporting.spreadsheets import Column, Sheet
from news.models import EditorialPlan
from news.permissions import may_see_honoraria, may_see_statistics, may_see_ward_statistics
from news.planning.windows import parting_words, window_words
from news.states import Kind, PlanState
from news.statistics.after_closing import AfterClosing
from news.statistics.deadline_changes import deadline_steps
from news.statistics.figures import (
    Figures,
    UnitStatistics,
    by_block,
    monthly_statistics,
    statistics_columns,
    total,
    unit_statistics,
)
from news.statistics.phrases import owed_words
from organization.calendar.periods import as_of_day, period_at
from organization.calendar.working_days import WorkingCalendar
from organization.identity.spreadsheet_head import ward_xlsx_response
from organization.models import Block, ReportingPeriod, User
from organization.requests import StaffRequest
from organization.work.work_list import due_words

SOON = 3  # working days
BY_BLOCK = "khoi"
NOT_BEGUN = "Chưa bắt đầu"
SUPPORTED_ONCE = (
    "“Phối hợp” đứng ngoài tổng; bài có nhiều đơn vị phối hợp tính cho từng đơn vị, ở dòng cộng"
    " tính một lần."
)


@dataclass(frozen=True)
class CountColumn:
    """A column of numbers: its name in ``Figures`` and in addresses, its label, and a shorter one
    for heads.
    """

    name: str
    label: str
    short: str

    def of(self, figures: Figures) -> int:
        value = getattr(figures, self.name)
        return value if isinstance(value, int) else value.total


COLUMNS = (
    CountColumn("submitted", "Đã nộp", "Nộp"),
    CountColumn("on_time", "Nộp đúng hạn", "Đúng hạn"),
    CountColumn("late", "Nộp muộn", "Muộn"),
    CountColumn("returned", "Bị trả lại", "Trả lại"),
    CountColumn("not_counted", "Chưa đạt, không tính", "Không tính"),
    CountColumn("published", "Đã đăng", "Đăng"),
    CountColumn("withdrawn", "Đã gỡ", "Gỡ"),
    CountColumn("supporting", "Phối hợp", "Phối hợp"),
    CountColumn("sent", "Gửi liên thông", "Gửi"),
    CountColumn("accepted", "Liên thông được nhận", "Nhận"),
    CountColumn("sent_back", "Liên thông bị trả", "Bị trả"),
)
LABELS = {column.name: column.label for column in COLUMNS}


@dataclass(frozen=True)
class StatisticsCell:
    """One number, with the address of the items behind it; none where there are none."""

    value: int
    url: str
    column: CountColumn


@dataclass(frozen=True)
class StatisticsRow:
    """One row as it is drawn: a unit's, or several together (``is_sum``)."""

    name: str
    figures: Figures
    cells: list[StatisticsCell]
    extra: list[int]
    words: str = ""
    tone: str = ""
    rating: str = ""
    percent: int | None = None
    is_sum: bool = False

    @property
    def bar(self) -> int:
        return min(100, self.figures.percent or 0)


@dataclass(frozen=True)
class PeriodView:
    """A period as of a day, with the plan's deadline and the time left until then."""

    period: ReportingPeriod
    as_of: date | None
    due_on: date | None
    days_left: int | None
    deadline_words: str
    plan: EditorialPlan | None = None

    @classmethod
    def of(cls, period: ReportingPeriod, as_of: date | None) -> PeriodView:
        plan = EditorialPlan.objects.filter(period=period).select_related("period").first()
        if plan is None:
            return cls(period, as_of, None, None, "chưa đặt hạn nộp")
        calendar, day = WorkingCalendar.load(), as_of or timezone.localdate()
        words = due_words(plan.due_on, today=day, calendar=calendar)
        if day > period.ends_on and plan.state == PlanState.CLOSED:
            words = f"hạn nộp {plan.due_on:%d/%m/%Y}, kỳ đã khóa"
        elif day > max(period.ends_on, plan.due_on):
            words = f"hạn nộp {plan.due_on:%d/%m/%Y}, kỳ đã hết"
        return cls(period, as_of, plan.due_on, calendar.left(day, plan.due_on), words, plan)

    @property
    def window_words(self) -> str:
        return window_words(self.period)

    @property
    def parting_words(self) -> str:
        return parting_words(self.period, self.due_on)

    @property
    def is_over(self) -> bool:
        return self.due_on is not None and self.due_on < (self.as_of or timezone.localdate())

    @property
    def has_begun(self) -> bool:
        return self.period.counts_from <= (self.as_of or timezone.localdate())

    def is_assessed(self, figures: Figures) -> bool:
        """Return whether a share of the quota says something: not before the period, while there
        is nothing yet.
        """
        return self.has_begun or bool(figures.submitted.total)

    def percent(self, figures: Figures) -> int | None:
        return figures.percent if self.is_assessed(figures) else None

    def rating(self, row: UnitStatistics) -> str:
        return row.rating if self.is_assessed(row.figures) else ""

    def state(self, row: UnitStatistics) -> tuple[str, str]:
        """Return the state of a unit in words, and its level."""
        figures = row.figures
        if not figures.required.total:
            return (f"Được miễn: {row.exemption}" if row.exemption else "Không có chỉ tiêu"), ""
        if not self.is_assessed(figures):
            return NOT_BEGUN, ""
        if not figures.missing.total:
            return "Đủ", "ok"
        is_near = self.days_left is not None and self.days_left <= SOON
        tone = "late" if self.is_over or not figures.submitted.total else "soon" if is_near else ""
        if not figures.submitted.total:
            return _uncounted_words(figures) or "Chưa nộp bài nào", tone
        return f"Còn thiếu {owed_words(figures.missing)}", tone

    def line(self, row: UnitStatistics) -> StatisticsRow:
        words, tone = self.state(row)
        who = {"don-vi": row.unit.pk if row.unit else 0}
        return StatisticsRow(
            row.name,
            row.figures,
            self._cells(row.figures, who),
            _extra(row.figures),
            words,
            tone,
            self.rating(row),
            self.percent(row.figures),
        )

    def sum_line(self, name: str, figures: Figures, block: str = "") -> StatisticsRow:
        who = {"khoi": block} if block else {}
        return StatisticsRow(
            name,
            figures,
            self._cells(figures, who),
            _extra(figures),
            percent=self.percent(figures),
            is_sum=True,
        )

    def _cells(self, figures: Figures, who: dict[str, Any]) -> list[StatisticsCell]:
        return [
            StatisticsCell(value, self._items_url(column, who) if value else "", column)
            for column in COLUMNS
            for value in [column.of(figures)]
        ]

    def _items_url(self, column: CountColumn, who: dict[str, Any]) -> str:
        asked = (
            {"cot": column.name}
            | who
            | ({"den-ngay": self.as_of.isoformat()} if self.as_of else {})
        )
        return f"{self._items_page}?{urlencode(asked)}"

    @cached_property
    def _items_page(self) -> str:
        return reverse("admin:statistics_items", args=[self.period.code])


def _uncounted_words(figures: Figures) -> str:
    """Return what does not count, and what was withdrawn in the period, though perhaps handed in
    for an earlier one; "" for nothing.
    """
    parts = []
    if figures.not_counted:
        parts.append(f"{figures.not_counted} bài trả lại, chưa đạt, không tính")
    if figures.withdrawn:
        parts.append(f"gỡ {figures.withdrawn} bài trong kỳ")
    return capfirst(", ".join(parts))


def _extra(figures: Figures) -> list[int]:
    return [figures.extra.get(column.name, 0) for column in statistics_columns]


def statistics_for(
    user: User, period: ReportingPeriod, as_of: date | None = None
) -> list[UnitStatistics]:
    """Return the rows the person may see."""
    rows = unit_statistics(period, as_of)
    return (
        rows
        if may_see_ward_statistics(user)
        else [row for row in rows if row.unit and row.unit.pk == user.unit_id]
    )


def most_behind_first(rows: list[UnitStatistics]) -> list[UnitStatistics]:
    """Return whoever owes most first; who owes nothing comes last, in the ward's order."""

    def behind(row: UnitStatistics) -> tuple[Any, ...]:
        percent = row.figures.percent
        return percent is None, percent or 0, -row.figures.missing.total

    return sorted(rows, key=behind)


@staff_page(may_see_statistics)
@require_safe
def statistics_page(request: StaffRequest, code: str = "") -> HttpResponse:
    """Show a period, the present one without a code; ``?xep=khoi`` by block, ``?den-ngay=`` as of a
    day.

    ``?dang=xlsx`` is the same as a spreadsheet. 404 for a period or a day there is not.
    """
    period = period_at(code)
    if period is None:
        return _no_period(request)
    watched = PeriodView.of(period, as_of_day(request, period))
    rows = statistics_for(request.user, period, watched.as_of)
    if request.GET.get("dang") == "xlsx":
        sheet = statistics_sheet(watched, rows)
        return ward_xlsx_response(
            f"chi-tieu-{period.code}", sheet, now=timezone.now(), as_of=watched.as_of
        )
    is_by_block = request.GET.get("xep") == BY_BLOCK
    context = admin.site.each_context(request) | {
        "title": f"Theo dõi chỉ tiêu {period}",
        "watched": watched,
        "period": period,
        "columns": COLUMNS,
        "extra_columns": list(statistics_columns),
        "supported_once": SUPPORTED_ONCE,
        "is_by_block": is_by_block,
        "groups": _groups(watched, rows, is_by_block),
        "total": watched.sum_line("Cộng", total(rows))
        if may_see_ward_statistics(request.user)
        else None,
        "after_closing": AfterClosing.of(watched.plan, request.user) if watched.plan else None,
        "deadline_steps": deadline_steps(watched.plan, request.user) if watched.plan else [],
        "earlier": period.previous,
        "later": period.next,
        "has_honoraria": may_see_honoraria(request.user),
        "chart": _chart(period, watched.as_of) if may_see_ward_statistics(request.user) else None,
    }
    return TemplateResponse(request, "news/admin/statistics/period.html", context)


def _groups(
    watched: PeriodView, rows: list[UnitStatistics], is_by_block: bool
) -> list[tuple[str, list[StatisticsRow]]]:
    """Return the lines as they are drawn: one group, most behind first, or one for each block with
    its sum.
    """
    if not is_by_block:
        return [("", [watched.line(row) for row in most_behind_first(rows)])]
    return [
        (
            Block(block).label if block else "",
            [
                *(watched.line(row) for row in of_block),
                watched.sum_line("Cộng khối", total(of_block), block),
            ]
            if block
            else [watched.line(row) for row in of_block],
        )
        for block, of_block in by_block(rows).items()
    ]


def _chart(until: ReportingPeriod, as_of: date | None) -> BarChart:
    year = monthly_statistics(until, as_of)
    return BarChart(
        id="nam",
        title=f"Tin bài đã nộp và đã đăng, {len(year)} kỳ đến {until}",
        labels=[f"T{one.period.month}/{one.period.year % 100:02}" for one in year],
        series=[
            Series("Đã nộp", [one.submitted for one in year]),
            Series("Đã đăng", [one.published for one in year]),
        ],
    )


def statistics_sheet(watched: PeriodView, rows: list[UnitStatistics]) -> Sheet:
    """Return the table for a spreadsheet: by block, with every number on its own."""
    kinds = list(Kind)
    columns = [Column("Khối", 12), Column("Đơn vị", 24)]
    for name in ("Chỉ tiêu", "Nộp", "Đăng"):
        columns += [Column(f"{name}: {kind.label.lower()}", 6, is_number=True) for kind in kinds]
    columns += [Column(column.label, 6, is_number=True) for column in COLUMNS]
    columns += [Column(column.label, 6, is_number=True) for column in statistics_columns]
    columns += [
        Column("% chỉ tiêu", 6, is_number=True),
        Column("Xếp loại", 11),
        Column("Ghi chú", 16),
    ]

    def numbers(figures: Figures) -> list[Any]:
        by_kind = [
            getattr(getattr(figures, name), kind)
            for name in ("required", "submitted", "published")
            for kind in kinds
        ]
        return [
            *by_kind,
            *(column.of(figures) for column in COLUMNS),
            *_extra(figures),
            watched.percent(figures),
        ]

    return Sheet(
        name=f"Chỉ tiêu {watched.period.code}",
        title=f"Theo dõi chỉ tiêu tin bài {watched.period}",
        subtitle=f"{watched.window_words} {capfirst(watched.deadline_words)}. {SUPPORTED_ONCE}",
        frozen_columns=2,
        columns=columns,
        rows=[
            [
                row.block_label,
                row.name,
                *numbers(row.figures),
                watched.rating(row),
                watched.state(row)[0],
            ]
            for of_block in by_block(rows).values()
            for row in of_block
        ],
        totals=["", "Cộng", *numbers(total(rows)), "", ""],
    )


def _no_period(request: StaffRequest) -> HttpResponse:
    context = admin.site.each_context(request) | {"title": "Theo dõi chỉ tiêu", "period": None}
    return TemplateResponse(request, "news/admin/statistics/period.html", context)
