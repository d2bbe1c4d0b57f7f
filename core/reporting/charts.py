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


ROW_WIDTH = 320
_ROW_STEP = 36
_ROW_BAR = 14
_ROW_NUMBER = 48  # beside the longest bar, for its number
_ROW_LABEL = 46  # letters that fit above a bar


@dataclass(frozen=True)
class RowBar:
    """One lying bar with its label above it, in units of the picture."""

    label: str
    value: int
    y: int
    width: float

    @property
    def short_label(self) -> str:
        label = self.label
        return label if len(label) <= _ROW_LABEL else f"{label[: _ROW_LABEL - 1].rstrip()}…"

    @property
    def bar_y(self) -> int:
        return self.y + 18


@dataclass(frozen=True)
class RowChart:
    """Lying bars, one for each label, which may be long; rendered by ``core/_row_chart.html``
    above a table of the same values; ``id`` is unique in the page.
    """

    id: str
    title: str
    labels: Sequence[str]
    values: Sequence[int]
    noun: str = ""

    @property
    def width(self) -> int:
        return ROW_WIDTH

    @property
    def height(self) -> int:
        return _ROW_STEP * len(self.labels)

    @property
    def bar_height(self) -> int:
        return _ROW_BAR

    @property
    def description(self) -> str:
        """Return one sentence that lists the values."""
        pairs = zip(self.labels, self.values, strict=True)
        return "; ".join(f"{label}: {value} {self.noun}".rstrip() for label, value in pairs) + "."

    @property
    def bars(self) -> list[RowBar]:
        highest = max(self.values, default=0) or 1
        room = ROW_WIDTH - _ROW_NUMBER
        return [
            RowBar(label, value, place * _ROW_STEP, round(room * value / highest, 1))
            for place, (label, value) in enumerate(zip(self.labels, self.values, strict=True))
        ]
