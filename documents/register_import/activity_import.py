"""Import of who uses the ward's document software, and when each person last logged in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from core.dates import RECEIVED, Bounds
from core.spreadsheet_import.fields import ImportField, Kind
from core.spreadsheet_import.targets import Change, ImportTarget, PlannedRow
from core.spreadsheet_import.values import ParsedRow
from documents.models import UserActivity
from documents.models.activity import account_key
from documents.permissions import may_edit_documents
from documents.register_import.units import UnitNames
from organization.imports.lookups import refuse_repeated
from organization.models import User

FIELDS = (
    ImportField(
        "full_name",
        "Họ và tên",
        (
            *("Họ tên", "Tên người dùng", "Người dùng", "Cán bộ", "Tên cán bộ", "Họ tên cán bộ"),
            *("Họ và tên người dùng", "Tên", "Họ tên người dùng", "Cán bộ, công chức"),
        ),
        is_required=True,
        max_length=120,
    ),
    ImportField(
        "username", "Tên đăng nhập", ("Tài khoản", "Tài khoản đăng nhập", "User"), max_length=120
    ),
    ImportField(
        "unit",
        "Đơn vị",
        ("Phòng ban", "Đơn vị công tác", "Bộ phận", "Cơ quan, đơn vị", "Tên đơn vị", "Phòng, ban"),
        is_required=True,
        max_length=120,
    ),
    ImportField(
        "last_login_on",
        "Lần đăng nhập cuối",
        (
            *(
                "Đăng nhập lần cuối",
                "Đăng nhập cuối",
                "Lần đăng nhập gần nhất",
                "Đăng nhập gần nhất",
            ),
            *(
                "Ngày đăng nhập cuối",
                "Ngày đăng nhập gần nhất",
                "Lần truy cập cuối",
                "Truy cập cuối",
            ),
            *("Thời gian đăng nhập cuối", "Thời gian đăng nhập gần nhất", "Lần cuối đăng nhập"),
            *("Ngày đăng nhập lần cuối", "Truy cập gần nhất", "Ngày truy cập gần nhất"),
        ),
        Kind.DATE,
        is_required=True,
        bounds=Bounds(RECEIVED.first_year),
        help="Để trống nếu chưa đăng nhập lần nào.",
    ),
)
_LABELS = {field.name: field.label for field in FIELDS}


def plan(rows: Sequence[ParsedRow], actor: User | None) -> list[PlannedRow]:
    """Return what each row will do: it becomes a row of today's list. Three queries."""
    today = timezone.localdate()
    names = UnitNames.load()
    stored = {
        (row.account_key, row.unit_id): row for row in UserActivity.objects.filter(seen_on=today)
    }
    planned = [_planned(row, names, stored) for row in rows]
    refuse_repeated(planned)
    return planned


def _planned(
    parsed: ParsedRow, names: UnitNames, stored: dict[tuple[str, int], UserActivity]
) -> PlannedRow:
    today = timezone.localdate()
    row = PlannedRow(parsed.number, parsed.text("full_name"), problems=list(parsed.problems))
    for name in ("full_name", "unit"):
        if not parsed.text(name) and not row.problems:
            row.problems.append(f"Dòng {row.number}: thiếu {_LABELS[name].lower()}.")
    day = parsed.values.get("last_login_on")
    if day and day > today:
        where = f"Dòng {row.number}, cột “{_LABELS['last_login_on']}”"
        row.problems.append(f"{where}: ngày {day:%d/%m/%Y} chưa tới.")
    if row.problems:
        return row
    try:
        unit = names.find(parsed.text("unit"), on=today)
    except ValidationError as error:
        row.problems.append(f"Dòng {row.number}, cột “Đơn vị”: {error.messages[0]}")
        return row
    if problem := names.problem(unit, today):
        row.problems.append(f"Dòng {row.number}, cột “Đơn vị”: {problem}")
        return row
    key = account_key(parsed.text("username"), parsed.text("full_name"))
    row.values["key"] = (key, unit.pk)
    row.item = stored.get((key, unit.pk)) or UserActivity(unit=unit, seen_on=today)
    row.is_new = row.item.pk is None
    _compare(row, {**parsed.values, "last_login_on": day})
    return row


def _compare(row: PlannedRow, values: dict[str, Any]) -> None:
    for name in ("full_name", "username", "last_login_on"):
        old, value = getattr(row.item, name), values.get(name)
        if name != "last_login_on" and not value:
            continue
        if old != value:
            row.changes.append(Change(_LABELS[name], _words(old), _words(value)))
            setattr(row.item, name, value)


def _words(value: Any) -> str:
    if not value:
        return ""
    return str(value) if isinstance(value, str) else f"{value:%d/%m/%Y}"


def store(rows: Sequence[PlannedRow], actor: User | None, now: datetime) -> None:
    """Store the rows in two queries."""
    items = [row.item for row in rows]
    for item in items:
        item.set_key()
    known = [item for item in items if item.pk is not None]
    UserActivity.objects.bulk_create(item for item in items if item.pk is None)
    UserActivity.objects.bulk_update(known, ["full_name", "username", "last_login_on"])


TARGET = ImportTarget(
    "dang-nhap",
    "người dùng phần mềm văn bản",
    FIELDS,
    can_import=may_edit_documents,
    plan=plan,
    store=store,
    list_url="admin:documents_useractivity_changelist",
    max_rows=1_000,
    notes=(
        "Danh sách được ghi theo ngày nhập; nhập lại trong ngày thì cập nhật.",
        "Ô ngày để trống, hoặc ghi “chưa đăng nhập”, là chưa đăng nhập lần nào.",
    ),
)
