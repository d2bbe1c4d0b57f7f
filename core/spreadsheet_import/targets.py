"""Import targets: what apps let people import, and what a row will do."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from core.registries import Registry
from core.spreadsheet_import.fields import ImportField
from core.spreadsheet_import.values import ParsedRow


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class Change:
    """A field that a row changes, in words for the preview."""

    label: str
    old: str
    new: str


@dataclass
class PlannedRow:
    """What a row of the file will do; ``item`` is the model instance, ready to be saved.

    ``confirmations`` are sentences that a person must confirm for this row. ``repeats`` is the
    number of an earlier row of the file to which this one adds nothing.
    """

    number: int
    title: str
    item: Any = None
    is_new: bool = False
    changes: list[Change] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    confirmations: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    repeats: int | None = None

    @property
    def outcome(self) -> Outcome:
        if self.problems:
            return Outcome.REFUSED
        if self.is_new:
            return Outcome.NEW
        return Outcome.CHANGED if self.changes else Outcome.UNCHANGED

    @property
    def is_stored(self) -> bool:
        return self.outcome in (Outcome.NEW, Outcome.CHANGED)


class ImportRefused(Exception):
    """Nothing was imported; ``sentences`` say why."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(*sentences)
        self.sentences = sentences


@dataclass(frozen=True)
class ImportTarget:
    """A list that may be imported.

    ``name`` is part of URLs, ``label`` reads in sentences ("nhập đơn vị"). ``plan`` compares the
    rows with what is stored, in a number of queries that does not grow with them; ``store`` saves
    the planned rows in the caller's transaction, and raises ImportRefused to undo all.
    ``list_url`` names the admin page of the list; ``examples`` are rows of the template.
    """

    name: str
    label: str
    fields: tuple[ImportField, ...]
    can_import: Callable[[Any], bool]
    plan: Callable[[Sequence[ParsedRow], Any], list[PlannedRow]]
    store: Callable[[Sequence[PlannedRow], Any, datetime], None]
    list_url: str
    max_rows: int = 1_000
    notes: tuple[str, ...] = ()
    after: Callable[[Sequence[PlannedRow]], list[str]] = lambda rows: []

    def field(self, name: str) -> ImportField:
        return next(field for field in self.fields if field.name == name)


def repeated(rows: Iterable[PlannedRow]) -> list[tuple[int, int]]:
    """Return the numbers of the unchanged rows that repeat another row of the file, with it."""
    return [
        (row.number, row.repeats)
        for row in rows
        if row.repeats and row.outcome == Outcome.UNCHANGED
    ]


def digest(plan: Sequence[PlannedRow]) -> str:
    """Return a hash of what the preview shows, so that nothing else is imported."""
    shown = []
    for row in plan:
        changes = [[change.label, change.old, change.new] for change in row.changes]
        shown.append([row.number, row.title, row.outcome, changes, row.problems, row.confirmations])
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()


import_targets: Registry[ImportTarget] = Registry()
