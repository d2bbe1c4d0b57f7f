"""Import of a list without a screen: which list it is, its columns, what each row does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from core.files.uploads import InvalidUpload
from core.spreadsheet_import.fields import ImportField, Recognition, recognise
from core.spreadsheet_import.reading import read_table
from core.spreadsheet_import.table import Table
from core.spreadsheet_import.targets import ImportTarget, Outcome, PlannedRow
from core.spreadsheet_import.values import parse_rows
from documents.register_import import activity_import, entry_import

_TARGETS = (entry_import.TARGET, activity_import.TARGET)
_IDENTIFYING = {"code", "number", "arrival_number"}


def import_file(path: Path, *, now: datetime, stores: bool) -> dict[str, Any]:
    """Import the rows of a file that are in order, all in one transaction; return the report.

    A refused row changes nothing. Raises InvalidUpload, whose sentence names what is wrong with the
    file.
    """
    target, table, found = _recognised(path)
    rows = parse_rows(table, found.columns, target.fields, today=timezone.localdate(now))
    with transaction.atomic():
        planned = target.plan(rows, None)
        chosen = [row for row in planned if row.is_stored]
        if stores and chosen:
            target.store(chosen, None, now)
    return {
        "file": path.name,
        "list": target.name,
        "stored": stores,
        "notes": list(table.notes),
        "columns": {name: table.heads[index] for name, index in found.columns.items()},
        "unknown_columns": [table.heads[index] for index in found.unknown],
        **_outcomes(planned),
    }


def _recognised(path: Path) -> tuple[ImportTarget, Table, Recognition]:
    """Return the list that the file is by its heads, its table, its columns."""
    read: list[tuple[ImportTarget, Table, Recognition]] = []
    errors: list[InvalidUpload] = []
    for target in _TARGETS:
        try:
            with path.open("rb") as stream:
                table = read_table(File(stream, name=path.name), target.fields)
        except InvalidUpload as error:
            errors.append(error)
        else:
            read.append((target, table, recognise(table.heads, target.fields)))
    if not read:
        raise errors[0]
    best = max(read, key=lambda one: len(one[2].columns))
    target, table, found = best
    _require_columns(target, table, found)
    if len(table.rows) > target.max_rows:
        raise InvalidUpload(
            f"Mỗi lần nhập nhiều nhất {target.max_rows} dòng; tệp {path.name} có"
            f" {len(table.rows)} dòng. Xin chia thành nhiều tệp."
        )
    return best


def _require_columns(target: ImportTarget, table: Table, found: Recognition) -> None:
    for name, indexes in found.doubled.items():
        heads = " và ".join(f"“{table.heads[index]}”" for index in indexes)
        raise InvalidUpload(f"Có nhiều cột có thể là “{target.field(name).label}”: {heads}.")
    missing = [one for one in target.fields if one.is_required and one.name not in found.columns]
    if target is entry_import.TARGET and not _IDENTIFYING & found.columns.keys():
        missing = [target.field("code")]
    if missing:
        raise InvalidUpload(
            f"Không thấy cột {_labels(missing)}. Các cột trong tệp:"
            f" {', '.join(f'“{head}”' for head in table.heads if head)}."
        )


def _labels(fields: Sequence[ImportField]) -> str:
    return ", ".join(f"“{field.label}”" for field in fields)


def _outcomes(planned: Sequence[PlannedRow]) -> dict[str, Any]:
    by_outcome = {
        outcome: [row for row in planned if row.outcome == outcome] for outcome in Outcome
    }
    return {
        "new": [{"row": row.number, "title": row.title} for row in by_outcome[Outcome.NEW]],
        "changed": [
            {
                "row": row.number,
                "title": row.title,
                "changes": [
                    {"column": one.label, "old": one.old, "new": one.new} for one in row.changes
                ],
            }
            for row in by_outcome[Outcome.CHANGED]
        ],
        "unchanged": [row.number for row in by_outcome[Outcome.UNCHANGED]],
        "refused": [
            {"row": row.number, "title": row.title, "reasons": row.problems}
            for row in by_outcome[Outcome.REFUSED]
        ],
    }
