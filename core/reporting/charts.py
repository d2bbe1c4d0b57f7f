"""Bar charts as small accessible SVG, with a description and a table of the values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT = 100
STEP = 48
BAR = 18
HEAD = 14  # above the highest bar, for its number
FOOT = 20  # beneath, for the labels


@dataclass(frozen=True)
class Series:
    """Bars of one style: ``values`` for each label."""

    name: str
    values: Sequence[int]


@dataclass(frozen=True)
class Bar:
    """One bar, in units of the picture."""

    x: float
    y: float
    height: float
    value: int
    series: int

    @property
    def middle(self) -> float:
        return self.x + BAR / 2


@dataclass(frozen=True)
class BarChart:
    """Bars side by side for each label; rendered by ``core/_bar_chart.html``; ``id`` is unique in
    the page.
    """

    id: str
    title: str
    labels: Sequence[str]
    series: Sequence[Series]

    @property
    def width(self) -> int:
        return STEP * max(1, len(self.labels))

    @property
    def height(self) -> int:
        return HEAD + HEIGHT + FOOT

    @property
    def base(self) -> int:
        return HEAD + HEIGHT

    @property
    def bar_width(self) -> int:
        return BAR

    @property
    def description(self) -> str:
        """Return one sentence per series that lists its values."""
        return " ".join(f"{one.name}: {', '.join(self._named(one))}." for one in self.series)

    def _named(self, one: Series) -> list[str]:
        return [f"{label} {value}" for label, value in zip(self.labels, one.values, strict=True)]

    @property
    def bars(self) -> list[Bar]:
        highest = max((value for one in self.series for value in one.values), default=0) or 1
        margin = (STEP - BAR * len(self.series)) / 2
        return [
            Bar(
                x=STEP * place + margin + BAR * number,
                y=round(HEAD + HEIGHT * (1 - value / highest), 1),
                height=round(HEIGHT * value / highest, 1),
                value=value,
                series=number,
            )
            for number, one in enumerate(self.series)
            for place, value in enumerate(one.values)
        ]

    @property
    def marks(self) -> list[tuple[float, str]]:
        return [(STEP * (place + 0.5), label) for place, label in enumerate(self.labels)]

    @property
    def rows(self) -> list[tuple[str, list[int]]]:
        return [
            (label, [one.values[place] for one in self.series])
            for place, label in enumerate(self.labels)
        ]


@dataclass(frozen=True)
class Point:
    """One value of a line, in units of the picture."""

    x: float
    y: float
    value: int


@dataclass(frozen=True)
class LineChart:
    """A line over months; rendered by ``core/_line_chart.html``. A label without a value (None) is
    a gap: nothing was counted there.
    """

    id: str
    title: str
    labels: Sequence[str]
    values: Sequence[int | None]

    @property
    def width(self) -> int:
        return STEP * max(1, len(self.labels))

    @property
    def height(self) -> int:
        return HEAD + HEIGHT + FOOT

    @property
    def base(self) -> int:
        return HEAD + HEIGHT

    @property
    def description(self) -> str:
        """Return one sentence that lists the values."""
        named = [
            f"{label} {'chưa có số liệu' if value is None else value}"
            for label, value in zip(self.labels, self.values, strict=True)
        ]
        return f"{self.title}: {', '.join(named)}."

    @property
    def points(self) -> list[Point]:
        highest = max((value for value in self.values if value is not None), default=0) or 1
        return [
            Point(
                STEP * (place + 0.5),
                round(HEAD + HEIGHT * (1 - value / highest), 1),
                value,
            )
            for place, value in enumerate(self.values)
            if value is not None
        ]

    @property
    def path(self) -> str:
        """Return the points as those of a polyline."""
        return " ".join(f"{point.x:g},{point.y:g}" for point in self.points)

    @property
    def marks(self) -> list[tuple[float, str]]:
        return [(STEP * (place + 0.5), label) for place, label in enumerate(self.labels)]

    @property
    def rows(self) -> list[tuple[str, int | None]]:
        return list(zip(self.labels, self.values, strict=True))


@dataclass(frozen=True)
class HeatRow:
    name: str
    cells: tuple[tuple[int | None, int], ...]


HEAT_LEVELS = 4


def heat_rows(rows: Sequence[tuple[str, Sequence[int | None]]]) -> list[HeatRow]:
    """Return rows of a heat table: each value with its level from 0 (nothing) to 4 (the most).

    Rendered by ``core/_heat_table.html``: the number stands in each cell, colour only helps.
    """
    highest = max((value for _, values in rows for value in values if value), default=0) or 1
    return [
        HeatRow(name, tuple((value, _level(value, highest)) for value in values))
        for name, values in rows
    ]


def _level(value: int | None, highest: int) -> int:
    if not value:
        return 0
    return max(1, -(-value * HEAT_LEVELS // highest))
