"""Steps of an import: upload, columns, preview, the one transaction."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.files.uploads import InvalidUpload
from core.models import ImportMapping, SpreadsheetImport
from core.spreadsheet_import.fields import fold_head
from core.spreadsheet_import.reading import read_table
from core.spreadsheet_import.table import Table
from core.spreadsheet_import.targets import (
    ImportRefused,
    ImportTarget,
    PlannedRow,
    digest,
    repeated,
)
from core.spreadsheet_import.values import parse_rows
from core.text.vietnamese import clean_line

logger = logging.getLogger("core.spreadsheet_import")

CHANGED_MEANWHILE = (
    "Dữ liệu của cổng vừa thay đổi nên chưa nhập dòng nào. Xin xem lại bảng dưới đây rồi nhập."
)
CLASH = (
    "Chưa nhập dòng nào: có dòng trùng với một mục vừa được người khác lưu. Xin xem lại bảng dưới"
    " đây."
)
NOTHING = "Không có dòng nào để nhập."


def start(upload: File[Any], target: ImportTarget, user: Any) -> SpreadsheetImport:
    """Read and keep an uploaded table; columns of a source that was confirmed before are set.

    Raises InvalidUpload.
    """
    table = read_table(upload, target.fields)
    if len(table.rows) > target.max_rows:
        raise InvalidUpload(
            f"Mỗi lần nhập nhiều nhất {target.max_rows} dòng; bảng này có {len(table.rows)} dòng."
            " Xin chia thành nhiều tệp."
        )
    known = ImportMapping.objects.filter(target=target.name, fingerprint=fingerprint(table)).first()
    return SpreadsheetImport.objects.create(
        target=target.name,
        file_name=clean_line(upload.name or "")[:200],
        uploaded_by=user,
        table=table.to_json(),
        columns=_usable(known.columns, table, target) if known else None,
    )


def fingerprint(table: Table) -> str:
    """Return the hash of the folded heads in their order: equal for every file of one source."""
    return hashlib.sha256("\n".join(map(fold_head, table.heads)).encode()).hexdigest()


def _usable(columns: dict[str, int], table: Table, target: ImportTarget) -> dict[str, int] | None:
    """Return remembered columns; None where the fields of the target have changed since."""
    names = {field.name for field in target.fields}
    required = {field.name for field in target.fields if field.is_required}
    is_usable = required <= columns.keys() <= names and all(
        index < len(table.heads) for index in columns.values()
    )
    return columns if is_usable else None


def confirm_columns(batch: SpreadsheetImport, columns: dict[str, int], *, user: Any) -> None:
    """Store the columns of this table, and remember them for its source."""
    batch.columns = columns
    batch.save(update_fields=["columns"])
    ImportMapping.objects.update_or_create(
        target=batch.target,
        fingerprint=fingerprint(Table.from_json(batch.table)),
        defaults={"columns": columns, "confirmed_by": user},
    )


def remembered(batch: SpreadsheetImport) -> ImportMapping | None:
    """Return what is remembered of the table's source."""
    mark = fingerprint(Table.from_json(batch.table))
    rows = ImportMapping.objects.select_related("confirmed_by")
    return rows.filter(target=batch.target, fingerprint=mark).first()


def plan(batch: SpreadsheetImport, target: ImportTarget, user: Any) -> list[PlannedRow]:
    """Return what each row will do, in the order of the file."""
    today = timezone.localdate()
    table = Table.from_json(batch.table)
    rows = parse_rows(table, batch.columns or {}, target.fields, today=today)
    planned = target.plan(rows, user)
    for parsed, row in zip(rows, planned, strict=True):
        row.confirmations[:0] = parsed.questions
    return planned


def run(
    batch: SpreadsheetImport,
    target: ImportTarget,
    user: Any,
    *,
    seen: str,
    skips_refused: bool,
    confirmed: Collection[int],
    now: datetime,
) -> SpreadsheetImport:
    """Import the rows that the preview showed, all or none; a repetition imports nothing again.

    ``seen`` is the digest of the preview; ``confirmed`` are the numbers of the rows that the person
    confirmed, ``skips_refused`` whether the others may be left out. Raises ImportRefused.
    """
    try:
        with transaction.atomic():
            batch = SpreadsheetImport.objects.select_for_update().get(pk=batch.pk)
            if batch.imported_at:
                return batch
            planned = plan(batch, target, user)
            if digest(planned) != seen:
                raise ImportRefused(CHANGED_MEANWHILE)
            chosen, left_out = _divided(planned, confirmed)
            if left_out and not skips_refused:
                raise ImportRefused(_must_choose(left_out))
            if not chosen:
                raise ImportRefused(NOTHING)
            target.store(chosen, user, now)
            _log(batch, chosen, user)
            _close(batch, target, planned, chosen, left_out, now)
    except IntegrityError:
        logger.info("an import clashed with a change at the same time", exc_info=True)
        raise ImportRefused(CLASH) from None
    logger.info("%s nhập %s: %s dòng", user, target.label, len(chosen))
    return batch


def _divided(
    planned: Sequence[PlannedRow], confirmed: Collection[int]
) -> tuple[list[PlannedRow], list[PlannedRow]]:
    """Return the rows to store, and the rows left out: refused, or not confirmed."""
    chosen, left_out = [], []
    for row in planned:
        if row.problems or (row.is_stored and row.confirmations and row.number not in confirmed):
            left_out.append(row)
        elif row.is_stored:
            chosen.append(row)
    return chosen, left_out


def _must_choose(left_out: Sequence[PlannedRow]) -> str:
    waiting = [row.number for row in left_out if not row.problems]
    refused = len(left_out) - len(waiting)
    parts = [f"{refused} dòng có lỗi"] if refused else []
    parts += [f"{len(waiting)} dòng chưa được xác nhận"] if waiting else []
    return (
        f"Chưa nhập dòng nào: còn {' và '.join(parts)}. Xin sửa tệp rồi tải lên lại, xác nhận từng"
        " dòng được hỏi, hoặc đánh dấu bỏ qua các dòng ấy."
    )


def _log(batch: SpreadsheetImport, chosen: Sequence[PlannedRow], user: Any) -> None:
    """Write each row into the history that the admin shows of its item."""
    entries = []
    for row in chosen:
        changes = "; ".join(f"{one.label}: {one.old or 'trống'} → {one.new}" for one in row.changes)
        entries.append(
            LogEntry(
                user=user,
                content_type=ContentType.objects.get_for_model(row.item),
                object_id=str(row.item.pk),
                object_repr=str(row.item)[:200],
                action_flag=ADDITION if row.is_new else CHANGE,
                change_message=f"Nhập từ “{batch.file_name}”, dòng {row.number}. {changes}",
            )
        )
    LogEntry.objects.bulk_create(entries)


def _close(
    batch: SpreadsheetImport,
    target: ImportTarget,
    planned: Sequence[PlannedRow],
    chosen: Sequence[PlannedRow],
    left_out: Sequence[PlannedRow],
    now: datetime,
) -> None:
    """Keep the result, drop the rows."""
    batch.imported_at = now
    again = repeated(planned)
    batch.result = {
        "new": sum(row.is_new for row in chosen),
        "changed": sum(not row.is_new for row in chosen),
        "unchanged": len(planned) - len(chosen) - len(left_out) - len(again),
        "repeated": again,
        "left_out": [
            [row.number, row.title, row.problems or ["Chưa được xác nhận."]] for row in left_out
        ],
        "notes": target.after(chosen),
    }
    batch.table = batch.table | {"rows": []}
    batch.save(update_fields=["imported_at", "result", "table"])
