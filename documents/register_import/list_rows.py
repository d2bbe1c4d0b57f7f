"""Rows of a list of incoming documents: number, units and days of each, with what is wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from core.spreadsheet_import.fields import fold_head
from core.spreadsheet_import.values import ParsedRow, same_name
from core.text.vietnamese import clean_line
from core.workflow.classified import is_any_classified
from documents.models.incoming import agency_key, arrival_key
from documents.reading.numbers import (
    MAX_NOTATION,
    MAX_NUMBER,
    DocumentNumber,
    number_key,
    parse_number,
    plain_number,
)
from documents.register_import.entry_fields import HEADS
from documents.register_import.units import UnitNames
from organization.models import Unit

ENTRY_FIELDS = ("agency", "issued_on", "arrival_number", "arrived_on", "subject")
UNIT_FIELDS = ("person", "due_on", "passed_on", "first_opened_on", "finished_on", "state")
_OF_SUPPORTING = ("due_on", "passed_on")
_CLASSIFIED = "văn bản mật không được đưa vào hệ thống này; xin bỏ dòng ấy khỏi tệp."
# "12.34", whose sign stands between no thousands: nobody knows which number is meant.
_UNREADABLE = re.compile(r"(?:số:?\s*)?\d+[.,]\d", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"\d{1,9}[a-zđ]{0,2}", re.IGNORECASE)


@dataclass
class ListRow:
    """A line of the list. ``units`` must answer, ``supporting`` ones are only named; ``same_as`` is
    the earlier line about the same document and unit into which this one was merged.
    """

    number: int
    code: DocumentNumber
    entry: dict[str, Any]
    unit: dict[str, Any]
    units: list[Unit] = field(default_factory=list)
    supporting: list[Unit] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    same_as: ListRow | None = None

    def refuse(self, name: str, sentence: str) -> None:
        head = HEADS.get(name, "")
        where = f", cột “{head}”" if head else ""
        self.problems.append(f"Dòng {self.number}{where}: {sentence}")

    @property
    def code_key(self) -> str:
        """Return what ``IncomingDocument.set_keys`` stores for the line's document."""
        arrived_on = self.entry["arrived_on"]
        return number_key(str(self.code))[:80] or arrival_key(
            self.entry["arrival_number"], arrived_on.year if arrived_on else None
        )

    @property
    def title(self) -> str:
        arrival = self.entry["arrival_number"]
        text = str(self.code) or (f"Số đến {arrival}" if arrival else "Văn bản không rõ số")
        return " – ".join(filter(None, [text, self.entry["subject"]]))

    @property
    def identity(self) -> tuple[Any, ...]:
        """Return what two lines about one document and the same units have in common."""
        document = (self.code_key, agency_key(self.entry["agency"] or ""), self.entry["issued_on"])
        return (*document, frozenset(unit.pk for unit in [*self.units, *self.supporting]))

    def of_unit(self, unit: Unit) -> dict[str, Any]:
        names = UNIT_FIELDS if unit in self.units else _OF_SUPPORTING
        return {name: self.unit[name] for name in names}


def list_rows(rows: Sequence[ParsedRow], names: UnitNames) -> list[ListRow]:
    """Return the lines with their numbers and units; what cannot be read is a problem of its
    line.
    """
    found = [_list_row(row, names) for row in rows]
    _merge_repeated(found)
    return found


def _list_row(parsed: ParsedRow, names: UnitNames) -> ListRow:
    row = ListRow(
        parsed.number,
        DocumentNumber("", ""),
        {name: parsed.values.get(name) for name in ENTRY_FIELDS},
        {name: parsed.values.get(name) for name in UNIT_FIELDS},
        problems=list(parsed.problems),
    )
    if _is_secret(parsed):
        # Nothing of it is shown or stored.
        row.entry, row.problems = dict.fromkeys(ENTRY_FIELDS), []
        row.refuse("", _CLASSIFIED)
        return row
    _set_code(row, parsed)
    day = row.unit["passed_on"] or row.entry["arrived_on"]
    try:
        receivers = names.receivers(parsed.text("unit"), on=day)
        row.units, row.supporting = receivers.lead, receivers.supporting
        row.unit["person"] = row.unit["person"] or ", ".join(receivers.people)[:200] or None
    except ValidationError as error:
        row.refuse("unit", error.messages[0])
    try:
        row.supporting += names.find_all(parsed.text("supporting"), on=day)
    except ValidationError as error:
        row.refuse("supporting", error.messages[0])
    row.supporting = [unit for unit in row.supporting if unit not in row.units]
    for unit in [*row.units, *row.supporting]:
        if day and (problem := names.problem(unit, day)):
            row.refuse("unit", problem)
    return row


def _is_secret(parsed: ParsedRow) -> bool:
    """Return whether the line names a degree of secrecy, or carries its stamp."""
    degree = fold_head(parsed.text("secrecy"))
    is_named = "mat" in degree.split() and "khong" not in degree.split()
    return is_named or is_any_classified(parsed.values)


def _set_code(row: ListRow, parsed: ParsedRow) -> None:
    code = clean_line(parsed.text("code"))
    number = plain_number(clean_line(parsed.text("number")))
    notation = clean_line(parsed.text("notation"))
    if not code and number.isdigit() and notation and len(number) <= MAX_NUMBER:
        found: DocumentNumber | None = DocumentNumber(number, notation)
    else:
        found = _parsed_code(code or "/".join(filter(None, (number, notation))))
    if found and not found.number and _UNREADABLE.match(found.notation):
        row.refuse(
            "code" if code else "number",
            f"không tách được số và ký hiệu từ “{found.notation}”; xin ghi như 15/KH-UBND.",
        )
        return
    if found is None:
        row.refuse("code", f"ký hiệu dài quá {MAX_NOTATION} ký tự.")
        return
    if len(found.notation) > MAX_NOTATION:
        row.refuse("notation", f"ký hiệu dài quá {MAX_NOTATION} ký tự.")
        return
    row.code = found
    if not row.code_key and not row.problems:
        row.refuse("", "thiếu cả số, ký hiệu và số đến nên không biết là văn bản nào.")


def _parsed_code(text: str) -> DocumentNumber | None:
    """Return the number of a document as written; None for one that is too long."""
    found = parse_number(text)
    if found:
        return found
    if _BARE_NUMBER.fullmatch(plain_number(text)):
        return DocumentNumber(plain_number(text), "")
    return DocumentNumber("", text) if len(text) <= MAX_NOTATION else None


def _merge_repeated(rows: Sequence[ListRow]) -> None:
    """Merge lines about the same document and unit, one for each person; refuse plain doubles.

    Opened is the unit's document when one of them opened it first, done when all are done.
    """
    first: dict[tuple[Any, ...], ListRow] = {}
    people: dict[tuple[Any, ...], set[str]] = {}
    for row in rows:
        if row.problems:
            continue
        key = row.identity
        person = same_name(row.unit["person"] or "")
        if key not in first:
            first[key], people[key] = row, {person}
        elif not person or person in people[key]:
            row.refuse("", f"trùng với dòng {first[key].number} của bảng này.")
        else:
            people[key].add(person)
            _merge_person(first[key], row)
            row.same_as = first[key]


def _merge_person(first: ListRow, row: ListRow) -> None:
    one, other = first.unit, row.unit
    opened: list[date] = [
        day for day in (one["first_opened_on"], other["first_opened_on"]) if day is not None
    ]
    is_done = one["finished_on"] and other["finished_on"]
    one["person"] = ", ".join(filter(None, [one["person"], other["person"]]))[:200]
    one["first_opened_on"] = min(opened, default=None)
    one["finished_on"] = max(one["finished_on"], other["finished_on"]) if is_done else None
    one["due_on"] = one["due_on"] or other["due_on"]
    one["passed_on"] = one["passed_on"] or other["passed_on"]
    one["state"] = one["state"] if one["state"] == other["state"] else ""
