"""What the leader reads first: better, worse, who is late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.papers.model import shown
from core.reporting.charts import LineChart, heat_rows
from core.reporting.figures import Figures, known_figures
from core.text.vietnamese import sort_key
from organization.models import ReportingPeriod
from reports.figures.comparison import Compared, PeriodComparison
from reports.tables.units import NO_UNIT

_KEY_FIGURES = (
    *("news.submitted", "news.on_time", "news.late", "news.published", "news.views"),
    *("documents.done_on_time", "documents.done_late", "documents.overdue"),
    *("broadcasts.aired", "broadcasts.plays", "broadcasts.missed"),
    *("tasks.done_on_time", "tasks.done_late", "tasks.overdue"),
    "feedback.in_time",
)
_LATE = (
    ("news.late", "tin, bài nộp muộn"),
    ("news.lines_overdue", "dòng định hướng quá hạn"),
    ("documents.overdue", "văn bản quá hạn"),
    ("tasks.overdue", "nhiệm vụ quá hạn"),
)
_SUBMITTED = "news.submitted"
_LINES = (
    ("news.submitted", "Tin, bài đã nộp"),
    ("documents.done_on_time", "Văn bản xong đúng hạn"),
    ("broadcasts.plays", "Lượt phát thanh"),
)


@dataclass(frozen=True)
class Movement:
    """A key figure that moved, with its code."""

    code: str
    label: str
    compared: Compared

    @property
    def value(self) -> str:
        return shown(self.compared.value)

    @property
    def words(self) -> str:
        change = self.compared.change or 0
        way = "tăng" if change > 0 else "giảm"
        return f"{way} {shown(abs(change))}, kỳ trước {shown(self.compared.previous)}"


@dataclass(frozen=True)
class LateUnit:
    """A unit with what it is late with: number, words and the code of the figure."""

    name: str
    group: str
    parts: tuple[tuple[int, str, str], ...]

    @property
    def total(self) -> int:
        return sum(number for number, _, _ in self.parts)

    @property
    def order(self) -> str:
        """Return what the text of a task for the unit begins with."""
        return f"Khắc phục: {'; '.join(f'{number} {words}' for number, words, _ in self.parts)}"


def movements(compared: PeriodComparison) -> tuple[list[Movement], list[Movement]]:
    """Return what got better and what got worse among the key figures."""
    known = known_figures()
    moved = [
        Movement(code, known[code].label, compared.of(code))
        for code in _KEY_FIGURES
        if code in known
    ]
    better = [one for one in moved if one.compared.is_better]
    worse = [one for one in moved if one.compared.is_worse]
    return better, worse


def late_units(figures: Figures, names: dict[str, str]) -> list[LateUnit]:
    """Return the units that are late, the latest first."""
    groups = dict.fromkeys(group for code, _ in _LATE for group in figures.groups(code))
    found = [
        LateUnit(
            names.get(group, "Chưa ghi đơn vị"),
            group,
            tuple(
                (figures.value(code, group), words, code)
                for code, words in _LATE
                if figures.value(code, group)
            ),
        )
        for group in groups
    ]
    return sorted(found, key=lambda unit: (-unit.total, sort_key(unit.name)))


def charts(compared: PeriodComparison, names: dict[str, str]) -> dict[str, Any]:
    """Return bars of units, lines of twelve months, and the heat table of units by month."""
    figures = compared.figures
    names = names | {"0": NO_UNIT}
    units = [group for group in names if figures.keys(_SUBMITTED, group)]
    lines = [
        LineChart(
            f"duong-{code.replace('.', '-')}",
            f"{label}, 12 kỳ gần nhất",
            [_label(period) for period, _ in compared.months(code)],
            [value for _, value in compared.months(code)],
        )
        for code, label in _LINES
    ]
    return {
        "bars": _bars(figures, units, names),
        "lines": [line for line in lines if len(line.points) > 2],
    } | _heat(compared, names)


def _heat(compared: PeriodComparison, names: dict[str, str]) -> dict[str, Any]:
    """Return the rows of the units that handed in anything in one of the months, or have a quota,
    the newest month first, with the sums of the columns.
    """
    months = compared.months(_SUBMITTED)[::-1]
    if len(months) == 1:
        return {"heat": []}
    rows = []
    for group, name in names.items():
        values = [value for _, value in compared.group_months(_SUBMITTED, group)][::-1]
        if any(values) or compared.figures.value("news.required", group):
            rows.append((name, values))
    return {
        "heat": heat_rows(rows),
        "heat_labels": [_label(period) for period, _ in months],
        "heat_total": [value for _, value in months],
    }


@dataclass(frozen=True)
class UnitBar:
    """Items of a unit against the most of any unit."""

    name: str
    on_time: int
    late: int
    most: int

    @property
    def total(self) -> int:
        return self.on_time + self.late


def _bars(figures: Figures, units: list[str], names: dict[str, str]) -> list[UnitBar]:
    most = max((figures.value("news.submitted", group) for group in units), default=0)
    bars = [
        UnitBar(
            names[group],
            figures.value("news.on_time", group),
            figures.value("news.late", group),
            most,
        )
        for group in units
    ]
    return sorted(bars, key=lambda bar: (-bar.total, sort_key(bar.name)))


def _label(period: ReportingPeriod) -> str:
    return f"{period.month}/{period.year % 100:02}"
