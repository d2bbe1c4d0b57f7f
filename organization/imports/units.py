"""Import of units: found by name or short name, new ones added, none deleted.

A blank cell leaves what is stored; a name that differs in case or marks alone is not changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError

from core.dates import VALIDITY
from core.spreadsheet_import.fields import ImportField, Kind
from core.spreadsheet_import.targets import Change, ImportRefused, ImportTarget, PlannedRow
from core.spreadsheet_import.values import ParsedRow, same_name
from core.text.vietnamese import clean_line
from organization.imports.lookups import (
    UnitFinder,
    field_problems,
    refuse_repeated,
    spelled_alike,
)
from organization.models import Unit, User
from organization.models.units import SUCCESSOR_WITHOUT_END, Block
from organization.permissions import may_manage_units

_BLOCK_WORDS = {
    Block.PARTY: ("Đảng", "Đảng ủy"),
    Block.GOVERNMENT_OFFICE: ("Chính quyền", "Khối chính quyền", "Ủy ban nhân dân", "UBND"),
    Block.MASS_ORGANIZATION: ("Mặt trận", "Đoàn thể", "Mặt trận, đoàn thể"),
    Block.RESIDENTIAL_GROUP: ("TDP", "Khu phố", "Tổ dân phố, khu phố"),
    Block.AFFILIATED_UNIT: ("Hiệp quản", "Khối hiệp quản"),
}
FIELDS = (
    ImportField(
        "name", "Tên đơn vị", ("Đơn vị", "Tên", "Tên cơ quan"), is_required=True, max_length=120
    ),
    ImportField(
        "short_name",
        "Tên gọn",
        ("Tên viết tắt", "Viết tắt", "Tên ngắn"),
        max_length=60,
        help="Để trống thì lấy tên đơn vị.",
    ),
    ImportField(
        "block",
        "Khối",
        ("Thuộc khối", "Loại đơn vị", "Nhóm"),
        Kind.CHOICE,
        choices={block.value: (block.label, *_BLOCK_WORDS[block]) for block in Block},
        help="Đơn vị mới phải có.",
    ),
    ImportField(
        "valid_from",
        "Từ ngày",
        ("Ngày thành lập", "Hoạt động từ", "Thời gian hoạt động từ", "Ngày bắt đầu"),
        Kind.DATE,
        bounds=VALIDITY,
    ),
    ImportField(
        "valid_until",
        "Đến hết ngày",
        ("Đến ngày", "Ngày giải thể", "Thời gian hoạt động đến", "Ngày kết thúc"),
        Kind.DATE,
        bounds=VALIDITY,
    ),
    ImportField(
        "successor",
        "Đơn vị kế tục",
        ("Kế tục", "Nhập vào", "Sáp nhập vào"),
        max_length=120,
        help="Tên một đơn vị đã có, hoặc có trong bảng.",
    ),
    ImportField("position", "Thứ tự", ("Thứ tự hiển thị",), Kind.NUMBER),
)
_LABELS = {field.name: field.label for field in FIELDS}
_PLAIN = ("short_name", "block", "valid_from", "valid_until", "position")


def plan(rows: Sequence[ParsedRow], actor: User) -> list[PlannedRow]:
    """Return what each row will do; one query."""
    units = list(Unit.objects.all())
    finder = UnitFinder(units)
    planned = [_planned(row, finder) for row in rows]
    refuse_repeated(planned)
    for parsed, row in zip(rows, planned, strict=True):
        _find_successor(parsed, row, planned, finder)
    _refuse_taken_short_names(planned, units)
    _refuse_followers(planned)
    return planned


def _planned(parsed: ParsedRow, finder: UnitFinder) -> PlannedRow:
    name = parsed.text("name")
    row = PlannedRow(parsed.number, name, problems=list(parsed.problems))
    if not name and "name" in parsed.values:
        row.problems.append(f"Dòng {row.number}: thiếu tên đơn vị.")
    if row.problems:
        return row
    try:
        unit = finder.by_name(name) or finder.by_short_name(name)
        is_renamed = unit is None and bool(parsed.text("short_name"))
        if is_renamed:
            unit = finder.by_short_name(parsed.text("short_name"))
    except ValidationError as error:
        row.problems.append(f"Dòng {row.number}, cột “Tên đơn vị”: {error.messages[0]}")
        return row
    if unit is None:
        _make_new(row, parsed)
    else:
        _compare(row, parsed, unit, is_renamed=is_renamed)
    row.values["key"] = row.item.pk or same_name(name)
    row.problems += _unit_problems(row)
    return row


def _make_new(row: PlannedRow, parsed: ParsedRow) -> None:
    name = parsed.text("name")
    given = {
        field: parsed.values[field] for field in _PLAIN if parsed.values.get(field) is not None
    }
    row.item = Unit(**{"name": name, "short_name": name, **given})
    row.is_new = True
    row.changes = [
        Change(_LABELS[field], "", _words(field, value)) for field, value in given.items()
    ]
    if "block" not in given:
        row.problems.append(f"Dòng {row.number}: thiếu khối; đơn vị mới phải có khối.")


def _compare(row: PlannedRow, parsed: ParsedRow, unit: Unit, *, is_renamed: bool) -> None:
    """Put what differs from the stored unit into the row and its item."""
    # A copy: two rows about one unit must not change the same instance.
    row.item = Unit(**{field.attname: getattr(unit, field.attname) for field in Unit._meta.fields})
    row.item._state.adding, row.item._state.db = False, unit._state.db
    row.title = unit.name
    name = parsed.text("name")
    if is_renamed:
        row.item.name = name
        row.changes.append(Change(_LABELS["name"], unit.name, name))
    elif name != same_name(name) and not _is_named(name, unit):
        row.confirmations.append(
            f"Dòng {row.number}: “{name}” được hiểu là đơn vị đã có “{unit.name}”."
        )
    for field in _PLAIN:
        value, old = parsed.values.get(field), getattr(unit, field)
        is_same_name = field == "short_name" and value and same_name(value) == same_name(old)
        if value is None or value == old or is_same_name:
            continue
        setattr(row.item, field, value)
        row.changes.append(Change(_LABELS[field], _words(field, old), _words(field, value)))


def _is_named(text: str, unit: Unit) -> bool:
    has_no_marks = text.isascii()
    return has_no_marks or any(spelled_alike(text, one) for one in (unit.name, unit.short_name))


def _words(field: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if field == "block":
        return str(Block(value).label) if value in Block.values else str(value)
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


def _unit_problems(row: PlannedRow) -> list[str]:
    unit: Unit = row.item
    checked = {name: label for name, label in _LABELS.items() if name != "block" or unit.block}
    problems = field_problems(unit, checked, number=row.number)
    if unit.valid_from and unit.valid_until and unit.valid_until < unit.valid_from:
        problems.append(f"Dòng {row.number}: ngày kết thúc phải sau ngày bắt đầu.")
    return problems


def _find_successor(
    parsed: ParsedRow, row: PlannedRow, planned: Sequence[PlannedRow], finder: UnitFinder
) -> None:
    """Find the successor among stored units, else among the new ones of this table."""
    text = parsed.text("successor")
    if not text or row.item is None:
        return
    where = f"Dòng {row.number}, cột “{_LABELS['successor']}”"
    new = next(
        (one for one in planned if one.is_new and same_name(one.item.name) == same_name(text)), None
    )
    try:
        successor = new.item if new else finder.find(text)
    except ValidationError as error:
        row.problems.append(f"{where}: {error.messages[0]}")
        return
    if new is row or (row.item.pk and successor.pk == row.item.pk):
        row.problems.append(f"{where}: đơn vị không thể kế tục chính mình.")
    elif successor.pk is None or successor.pk != row.item.successor_id:
        old = finder.name_of(row.item.successor_id)
        row.changes.append(Change(_LABELS["successor"], old, successor.name))
        row.values |= {"successor": successor, "successor_row": new}
        if row.item.valid_until is None:
            row.problems.append(f"{where}: {SUCCESSOR_WITHOUT_END}")


def _refuse_taken_short_names(planned: Sequence[PlannedRow], units: Sequence[Unit]) -> None:
    """Refuse new units and short names that another unit has, or that an earlier row of this table
    gives another one.
    """
    in_table = {row.item.pk for row in planned if row.item}
    by_name = defaultdict(list)
    for unit in units:
        if unit.pk not in in_table:
            by_name[_spelling(unit)].append(unit)
    rows_by_name: dict[str, list[PlannedRow]] = defaultdict(list)
    label = _LABELS["short_name"]
    # A name that a row leaves as it is was there before the names that others give.
    for row in sorted(planned, key=_names_anew):
        if row.item is None:
            continue
        spelling = _spelling(row.item)
        if row.changes:
            problem = row.item.short_name_problem(by_name[spelling])
            for other in rows_by_name[spelling]:
                if not problem and row.item.short_name_problem([other.item]):
                    problem = f"dòng {other.number} ({other.title}) đã có tên gọn này."
            if problem:
                row.problems.append(f"Dòng {row.number}, cột “{label}”: {problem}")
        if not row.problems:
            rows_by_name[spelling].append(row)


def _names_anew(row: PlannedRow) -> bool:
    return row.is_new or any(change.label == _LABELS["short_name"] for change in row.changes)


def _spelling(unit: Unit) -> str:
    return clean_line(unit.short_name).lower()


def _refuse_followers(planned: Sequence[PlannedRow]) -> None:
    """Refuse rows whose successor is a refused row of this table, and so on."""
    waiting = [row for row in planned if row.values.get("successor_row")]
    for _ in waiting:
        for row in waiting:
            other: PlannedRow = row.values["successor_row"]
            if other.problems and not row.problems:
                row.problems.append(
                    f"Dòng {row.number}: đơn vị kế tục ở dòng {other.number} có lỗi."
                )


def store(rows: Sequence[PlannedRow], actor: User, now: datetime) -> None:
    """Save the units, then their successors."""
    for row in rows:
        row.item.save()
    for row in rows:
        successor = row.values.get("successor")
        if successor is None:
            continue
        if successor.pk is None:
            number = row.values["successor_row"].number
            raise ImportRefused(
                f"Chưa nhập dòng nào: dòng {row.number} cần đơn vị ở dòng {number}, mà dòng ấy bị"
                " bỏ qua."
            )
        row.item.successor = successor
        row.item.save(update_fields=["successor"])


TARGET = ImportTarget(
    "don-vi",
    "đơn vị",
    FIELDS,
    can_import=may_manage_units,
    plan=plan,
    store=store,
    list_url="admin:organization_unit_changelist",
    max_rows=500,
    notes=(
        "Đơn vị được nhận ra theo tên, rồi theo tên gọn; chữ hoa và dấu không kể.",
        "Ô trống giữ nguyên điều đang có. Không đơn vị nào bị xóa.",
    ),
)
