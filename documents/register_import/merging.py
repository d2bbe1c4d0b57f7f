"""Merging what a list says into stored rows: the one rule of imports.

A blank is filled. A column that an earlier import filled takes the new value. A column that a
person typed stays, and the list's value is recorded as a difference.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from core.spreadsheet_import.targets import Change
from core.text.vietnamese import clean_line, with_label
from documents.models import IncomingDocument, IncomingUnit
from documents.models.incoming import agency_key

LABELS = {
    "number": "Số",
    "notation": "Ký hiệu",
    "agency": "Cơ quan ban hành",
    "issued_on": "Ngày văn bản",
    "arrival_number": "Số đến",
    "arrived_on": "Ngày đến",
    "subject": "Trích yếu",
    "person": "Người xử lý",
    "due_on": "Hạn xử lý",
    "passed_on": "Ngày chuyển",
    "first_opened_on": "Ngày mở",
    "finished_on": "Ngày hoàn thành",
    "state": "Trạng thái",
}


def words(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


def merge(
    item: IncomingDocument | IncomingUnit, values: Mapping[str, Any], *, fills_only: bool = False
) -> list[Change]:
    """Put the values of a list into the row; return what changes, recorded differences included.

    ``fills_only``: a second line about the same document changes nothing that the first one said.
    """
    changes = []
    for name, value in values.items():
        old = getattr(item, name)
        if value in (None, "") or _is_same(item, name, old, value):
            continue
        if old in (None, ""):
            setattr(item, name, value)
            changes.append(Change(LABELS[name], "", words(value)))
        elif name in item.typed_fields:
            changes += _differ(item, name, old, value)
        elif not fills_only:
            setattr(item, name, value)
            changes.append(Change(LABELS[name], words(old), words(value)))
    return changes + _settled(item, values)


def _is_same(item: Any, name: str, old: Any, value: Any) -> bool:
    if name == "first_opened_on":
        return old is not None and old <= value  # the first opening is kept
    if name == "agency":
        return agency_key(old) == agency_key(value)
    if name == "subject" and item.type and clean_line(value) == with_label(item.type.name, old):
        return True  # "Kế hoạch: Ra quân", as the register of decree 30/2020 has it
    if isinstance(value, str):
        return clean_line(old or "") == clean_line(value)
    return bool(old == value)


def _differ(item: Any, name: str, old: Any, value: Any) -> list[Change]:
    if item.differences.get(name) == words(value):
        return []
    item.differences = item.differences | {name: words(value)}
    label = f"{LABELS[name]} (khác nhau, giữ điều đã ghi tay)"
    return [Change(label, words(old), f"danh sách ghi: {words(value)}")]


def _settled(item: Any, values: Mapping[str, Any]) -> list[Change]:
    """Drop the recorded differences that the list no longer has; return them as changes."""
    settled = [
        name
        for name in item.differences
        if values.get(name) not in (None, "")
        and _is_same(item, name, getattr(item, name), values[name])
    ]
    kept = {name: said for name, said in item.differences.items() if name not in settled}
    changes = [
        Change(f"{LABELS[name]} (nay giống nhau)", item.differences[name], words(values[name]))
        for name in settled
    ]
    if settled:
        item.differences = kept
    return changes
