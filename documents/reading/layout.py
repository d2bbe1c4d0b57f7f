"""Layout of a page: segments of text with their places, whatever file they were read from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from core.text.vietnamese import clean_line

A4_PROPORTION = 1.414


@dataclass(frozen=True)
class Segment:
    """A run of text of one line; edges in shares of the page, the upper left corner is (0, 0)."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True)
class PageText:
    """The text of one page in reading order, and its segments from top to bottom.

    ``is_recognized`` tells text that was recognized in a picture; ``hidden`` is text that stands
    under a dark box. ``turn`` is by how many degrees clockwise a picture was turned to be upright.
    ``stamped`` are lines of a picture that may be stamps and that its text may lack.
    """

    text: str
    segments: tuple[Segment, ...] = ()
    is_recognized: bool = False
    hidden: tuple[str, ...] = field(default=())
    turn: int = 0
    stamped: tuple[Segment, ...] = ()


def lines_of(segments: Iterable[Segment]) -> list[list[Segment]]:
    """Return segments by line, from top to bottom and from left to right.

    Segments stand in one line if their middles differ by less than half of their height.
    """
    lines: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda one: (one.top + one.bottom) / 2):
        last = lines[-1][-1] if lines else None
        distance = abs((segment.top + segment.bottom) - (last.top + last.bottom)) / 2 if last else 0
        if last and distance < max(segment.height, last.height) / 2:
            lines[-1].append(segment)
        else:
            lines.append([segment])
    return [sorted(line, key=lambda one: one.left) for line in lines]


def joined(segments: Iterable[Segment]) -> list[Segment]:
    """Return the segments with neighbours in one line joined, unless a wide gap parts them.

    A gap as wide as two letters are high parts columns; shares of width and height are compared
    by the proportions of A4.
    """
    result = []
    for line in lines_of(segments):
        current = line[0]
        for segment in line[1:]:
            widest = 2 * max(current.height, segment.height) * A4_PROPORTION
            if segment.left - current.right > widest:
                result.append(current)
                current = segment
                continue
            current = Segment(
                clean_line(f"{current.text} {segment.text}"),
                current.left,
                min(current.top, segment.top),
                max(current.right, segment.right),
                max(current.bottom, segment.bottom),
            )
        result.append(current)
    return result
