"""Fields of an import target, and the recognition of columns by their heads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from core.dates import HISTORY, Bounds
from core.text.vietnamese import clean_line, fold

BETWEEN_LEVELS = " › "
_NOT_WORDS = re.compile(r"[^a-z0-9]+")
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
# Running numbers are no data.
_RUNNING_NUMBER = ("stt", "tt", "so tt", "so thu tu", "no", "#")


class Kind(StrEnum):
    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    YES_NO = "yes_no"
    CHOICE = "choice"


@dataclass(frozen=True)
class ImportField:
    """A field that a column may fill.

    ``choices`` maps each value of a ``CHOICE`` to the words for it, its label first. ``help`` is
    shown in the template that people fill in. With ``has_lines`` a cell may have a line for each of
    several things, such as units: the lines of a text are kept, and several days count as none.
    """

    name: str
    label: str
    aliases: tuple[str, ...] = ()
    kind: Kind = Kind.TEXT
    is_required: bool = False
    max_length: int = 250
    maximum: int = 32_767
    bounds: Bounds = HISTORY
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    help: str = ""
    has_lines: bool = False

    def __hash__(self) -> int:
        return hash(self.name)

    @property
    def folded_names(self) -> frozenset[str]:
        return frozenset(fold_head(name) for name in (self.label, *self.aliases))


@dataclass(frozen=True)
class Recognition:
    """Columns by field; fields that several columns match, and columns that match no field."""

    columns: dict[str, int]
    doubled: dict[str, tuple[int, ...]]
    unknown: tuple[int, ...]


def fold_head(text: str) -> str:
    """Return a head reduced to ASCII words: "HỌ VÀ TÊN (*)" and "Ho va ten" become equal."""
    return _NOT_WORDS.sub(" ", fold(clean_line(text))).strip()


def _readings(head: str) -> list[set[str]]:
    """Return the readings of a head, best first: the whole, then its lowest level alone."""
    levels = head.split(BETWEEN_LEVELS)
    readings = []
    for text in dict.fromkeys((" ".join(levels), levels[-1])):
        readings.append({fold_head(text), fold_head(_IN_BRACKETS.sub(" ", text))} - {""})
    return readings


def recognise(heads: Sequence[str], fields: Iterable[ImportField]) -> Recognition:
    """Return which column fills which field, judged by the folded heads alone."""
    readings = [_readings(head) for head in heads]
    columns: dict[str, int] = {}
    doubled: dict[str, tuple[int, ...]] = {}
    matched: set[int] = set()
    for target in fields:
        names = target.folded_names
        for level in (0, 1):
            found = [
                index
                for index, words in enumerate(readings)
                if level < len(words) and words[level] & names and index not in columns.values()
            ]
            if found:
                break
        matched.update(found)
        if len(found) == 1:
            columns[target.name] = found[0]
        elif found:
            doubled[target.name] = tuple(found)
    unknown = tuple(
        index
        for index, head in enumerate(heads)
        if head and index not in matched and fold_head(head) not in _RUNNING_NUMBER
    )
    return Recognition(columns, doubled, unknown)
