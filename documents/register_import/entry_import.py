"""Import of a list of incoming documents, as another software or a clerk keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from core.spreadsheet_import.targets import ImportTarget, PlannedRow
from core.spreadsheet_import.values import ParsedRow
from documents.permissions import may_edit_documents
from documents.register_import.entry_book import EntryBook
from documents.register_import.entry_fields import FIELDS
from documents.register_import.list_rows import list_rows
from documents.register_import.units import UnitNames
from organization.models import User

MAX_ROWS = 5_000


def plan(rows: Sequence[ParsedRow], actor: User | None) -> list[PlannedRow]:
    """Return what each line will do. Four queries."""
    today = timezone.localdate()
    found = list_rows(rows, UnitNames.load())
    book = EntryBook.load(found)
    planned = []
    for row in found:
        if not row.problems:
            book.problems(row, today=today)
        result = PlannedRow(row.number, row.title, problems=row.problems, values={"row": row})
        planned.append(result)
        if row.same_as is not None:
            result.repeats = row.same_as.number
        if not row.problems and row.same_as is None:
            applied = book.apply(row, today=today)
            result.item, result.is_new, result.changes, result.repeats = (
                applied.entry,
                applied.is_new,
                applied.changes,
                applied.repeats,
            )
    return planned


def store(rows: Sequence[PlannedRow], actor: User | None, now: datetime) -> None:
    """Merge the lines into the stored documents, whose rows are locked. Seven queries at most."""
    today = timezone.localdate(now)
    book = EntryBook.load([row.values["row"] for row in rows], locked=True)
    for row in rows:
        row.item = book.apply(row.values["row"], today=today).entry
    book.save()


TARGET = ImportTarget(
    "van-ban-den",
    "văn bản đến",
    FIELDS,
    can_import=may_edit_documents,
    plan=plan,
    store=store,
    list_url="admin:documents_incomingdocument_changelist",
    max_rows=MAX_ROWS,
    notes=(
        "Văn bản được nhận ra theo số, ký hiệu, cơ quan ban hành và ngày văn bản, viết kiểu nào"
        " cũng được. Nhập lại danh sách mới thì dòng cũ được cập nhật, không thành hai.",
        "Ô trống giữ nguyên điều đang có. Điều đã ghi tay không bị thay: chỗ khác nhau được nêu.",
        "Mỗi dòng một đơn vị xử lý, hoặc nhiều đơn vị cách nhau bằng dấu chấm phẩy.",
    ),
)
