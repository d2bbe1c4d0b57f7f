"""Named figures: each app counts its own, and says what is behind every one of them.

A figure is counted from its rows: its value is the sum of their amounts, so that a number and the
list behind it cannot differ. Reports, criteria and exports read all apps through one registry.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from core.registries import Registry


class Trend(StrEnum):
    """Whether more of a figure is better, worse, or neither."""

    BETTER = "better"
    WORSE = "worse"
    NEUTRAL = "neutral"


class Dimension(StrEnum):
    """What the groups of a figure are: units by key, other things by their name."""

    WARD = "ward"
    UNIT = "unit"
    CATEGORY = "category"
    KIND = "kind"
    TYPE = "type"
    REASON = "reason"
    CLUSTER = "cluster"


@dataclass(frozen=True)
class Figure:
    """A figure: ``code`` ("news.late") lasts, ``noun`` is what is counted ("tin, bài").

    A figure that is not ``is_sum`` (what waits on the last day, a share) is not added up over
    months: a quarter has that of its last month.
    """

    code: str
    label: str
    by: Dimension = Dimension.UNIT
    noun: str = ""
    trend: Trend = Trend.NEUTRAL
    is_sum: bool = True


@dataclass(frozen=True)
class FigureRow:
    """What one thing adds to a figure: ``group`` is a key of a unit as text, a name, or "" for the
    ward; ``key`` names the thing ("article:12").
    """

    code: str
    group: str
    key: str
    amount: int = 1


@dataclass(frozen=True)
class FigureItem:
    """A thing behind a figure as a list shows it; ``url`` is "" where there is no page."""

    title: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class FigureSource:
    """The figures of an app.

    ``rows(period, as_of)`` yields what is behind them as at the end of ``as_of`` (a day), by
    default as the app's own statistics have it, in a fixed number of queries. ``describe(keys,
    user)`` returns by their keys the things that the user may read, in a fixed number of queries
    for each kind of key.
    """

    name: str
    label: str
    figures: tuple[Figure, ...]
    rows: Callable[[Any, date | None], Iterable[FigureRow]]
    describe: Callable[[Iterable[str], Any], dict[str, FigureItem]] = lambda keys, user: {}


figure_sources: Registry[FigureSource] = Registry()


@dataclass
class Count:
    """The value of one figure for one group, and the keys behind it in order."""

    value: int = 0
    keys: list[str] = field(default_factory=list)

    def add(self, row: FigureRow) -> None:
        self.value += row.amount
        self.keys.append(row.key)


class Figures:
    """The figures of a period: by code and group."""

    def __init__(self, rows: Iterable[FigureRow] = ()) -> None:
        self._counts: dict[str, dict[str, Count]] = defaultdict(dict)
        for row in rows:
            self._counts[row.code].setdefault(row.group, Count()).add(row)

    def value(self, code: str, group: str | None = None) -> int:
        """Return the value of a group; without one the total of all groups."""
        counts = self._counts.get(code, {})
        if group is None:
            return sum(count.value for count in counts.values())
        return counts[group].value if group in counts else 0

    def keys(self, code: str, group: str | None = None) -> list[str]:
        """Return the keys behind a value, in order."""
        counts = self._counts.get(code, {})
        if group is not None:
            return list(counts[group].keys) if group in counts else []
        return [key for count in counts.values() for key in count.keys]

    def groups(self, code: str) -> list[str]:
        """Return the groups with something behind them, in the order of the rows."""
        return list(self._counts.get(code, {}))

    def as_json(self) -> dict[str, dict[str, dict[str, Any]]]:
        """Return everything as plain data: code, group, value and keys."""
        return {
            code: {group: {"value": one.value, "keys": one.keys} for group, one in groups.items()}
            for code, groups in self._counts.items()
        }

    @classmethod
    def from_json(cls, data: dict[str, dict[str, dict[str, Any]]]) -> Figures:
        """Return the figures of what ``as_json`` gave."""
        figures = cls()
        for code, groups in data.items():
            for group, one in groups.items():
                figures._counts[code][group] = Count(one["value"], list(one["keys"]))
        return figures


def known_figures() -> dict[str, Figure]:
    """Return the registered figures by their code."""
    return {figure.code: figure for source in figure_sources for figure in source.figures}


def collect_figures(period: Any, as_of: date | None = None) -> Figures:
    """Return all registered figures of a period, as at the end of ``as_of``.

    A source that fails raises: a figure that is left out would be a wrong one.
    """
    return Figures(row for source in figure_sources for row in source.rows(period, as_of))


def describe_keys(keys: Iterable[str], user: Any) -> dict[str, FigureItem]:
    """Return by their keys those things behind figures that the user may read."""
    wanted = list(dict.fromkeys(keys))
    found: dict[str, FigureItem] = {}
    for source in figure_sources:
        found |= source.describe([key for key in wanted if key not in found], user)
    return found


def pks_of(keys: Iterable[str], kind: str) -> list[int]:
    """Return the primary keys among keys of one kind: 12 of "article:12"."""
    start = f"{kind}:"
    return [int(key.removeprefix(start)) for key in keys if key.startswith(start)]
