"""Lying bars as small accessible SVG, for labels too long to stand beneath a bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 320
_STEP = 36
_BAR = 14
_NUMBER = 48  # beside the longest bar, for its number
_LABEL = 46  # letters that fit above a bar


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
        return label if len(label) <= _LABEL else f"{label[: _LABEL - 1].rstrip()}…"

    @property
    def number(self) -> str:
        return _dotted(self.value)

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
        return WIDTH

    @property
    def height(self) -> int:
        return _STEP * len(self.labels)

    @property
    def bar_height(self) -> int:
        return _BAR

    @property
    def description(self) -> str:
        """Return one sentence that lists the values."""
        pairs = zip(self.labels, self.values, strict=True)
        return (
            "; ".join(f"{label}: {_dotted(value)} {self.noun}".rstrip() for label, value in pairs)
            + "."
        )

    @property
    def bars(self) -> list[RowBar]:
        highest = max(self.values, default=0) or 1
        room = WIDTH - _NUMBER
        return [
            RowBar(label, value, place * _STEP, round(room * value / highest, 1))
            for place, (label, value) in enumerate(zip(self.labels, self.values, strict=True))
        ]


def _dotted(value: int) -> str:
    return f"{value:,}".replace(",", ".")
