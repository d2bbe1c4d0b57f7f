"""Stored incoming documents that a list is about, and what its lines do to them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from core.spreadsheet_import.fields import fold_head
from core.spreadsheet_import.targets import Change
from documents.models import IncomingDocument, IncomingUnit
from documents.models.incoming import agency_key
from documents.register_import.list_rows import ENTRY_FIELDS, UNIT_FIELDS, ListRow
from documents.register_import.merging import merge
from documents.register_import.rules import entry_problems
from documents.states import EntrySource, IncomingState
from organization.models import Unit

_DONE = re.compile(
    r"\b(?:da )?(?:hoan thanh|hoan tat|xu ly xong|giai quyet xong|da xu ly|da xong)\b"
)
_NOT_DONE = re.compile(r"\b(?:chua|dang|cho)\b")
_ENTRY_COLUMNS = ("number", "number_year", "notation", *ENTRY_FIELDS, "code_key", "agency_key")
_UNIT_COLUMNS = (*UNIT_FIELDS, "is_lead", "received_on")
_PROVENANCE = ("imported_on", "differences")


@dataclass(frozen=True)
class Applied:
    entry: IncomingDocument
    is_new: bool
    changes: list[Change]
    repeats: int | None = None  # the line that made the document, to which this one adds nothing


class EntryBook:
    """The stored documents with the numbers of a list, in memory; ``save`` writes what changed."""

    def __init__(self, entries: Iterable[IncomingDocument], units: Iterable[IncomingUnit]) -> None:
        self._by_code: dict[str, list[IncomingDocument]] = defaultdict(list)
        by_key = {}
        # Numbers, with the arrival number, that a clerk cancelled here.
        self._cancelled: set[tuple[str, int | None]] = set()
        for entry in entries:
            if entry.state == IncomingState.CANCELLED:
                self._cancelled.add((entry.code_key, entry.arrival_number))
                continue
            self._by_code[entry.code_key].append(entry)
            by_key[entry.pk] = entry
        self._units: dict[tuple[int, int], IncomingUnit] = {}
        for row in units:
            row.entry = by_key[row.entry_id]
            self._units[id(row.entry), row.unit_id] = row
        self._applied: dict[int, int] = {}  # the first line, by the document's id
        self._changed_entries: dict[int, IncomingDocument] = {}
        self._changed_units: dict[int, IncomingUnit] = {}

    @classmethod
    def load(cls, rows: Iterable[ListRow], *, locked: bool = False) -> EntryBook:
        """Two queries."""
        keys = {row.code_key for row in rows} - {""}
        entries = IncomingDocument.objects.filter(code_key__in=keys).order_by("is_repeat", "pk")
        if locked:
            entries = entries.select_for_update(of=("self",))
        found = list(entries.select_related("type"))
        live = [entry.pk for entry in found if entry.state != IncomingState.CANCELLED]
        units = IncomingUnit.objects.filter(entry__in=live).order_by("pk")
        return cls(found, units)

    def find(self, row: ListRow) -> IncomingDocument | None:
        """Return the stored document of a line: the same number, agency and date, where one of
        these is blank the only one that fits. Raises ValidationError for several.
        """
        known = self._by_code.get(row.code_key, [])
        agency, issued_on = agency_key(row.entry["agency"] or ""), row.entry["issued_on"]
        exact = [one for one in known if (one.agency_key, one.issued_on) == (agency, issued_on)]
        # A document that came again is told of by its first entry.
        fitting = exact[:1] or [one for one in known if _may_be(one, row, agency)]
        if len(fitting) > 1:
            raise ValidationError(
                f"có {len(fitting)} văn bản số {row.code} trong sổ; xin thêm cơ quan ban hành và"
                " ngày văn bản để biết là văn bản nào."
            )
        return fitting[0] if fitting else None

    def problems(self, row: ListRow, *, today: date) -> None:
        """Add to the line what does not fit it, or what is stored."""
        try:
            entry = self.find(row)
        except ValidationError as error:
            row.refuse("code", error.messages[0])
            return
        arrival = row.entry["arrival_number"]
        if entry is None and arrival and (row.code_key, arrival) in self._cancelled:
            sentence = f"số đến {arrival} đã hủy trong sổ ở đây; xin bỏ dòng này."
            row.refuse("arrival_number", sentence)
            return
        stored = {name: getattr(entry, name) for name in ENTRY_FIELDS} if entry else {}
        given = {name: value for name, value in row.entry.items() if value not in (None, "")}
        values: dict[str, Any] = stored | given | {"number": row.code.number}
        if not values.get("arrived_on") and not row.unit["passed_on"]:
            row.refuse("arrived_on", "thiếu ngày đến.")
        own = {name: value for name, value in row.unit.items() if value is not None}
        for name, sentence in entry_problems(values | own, today=today):
            row.refuse("code" if name == "number" else name, sentence)
        if _is_done(row.unit["state"]) and not row.unit["finished_on"] and row.units:
            kept = [entry and self._units.get((id(entry), unit.pk)) for unit in row.units]
            if not all(one and one.finished_on for one in kept):
                row.refuse(
                    "state",
                    f"“{row.unit['state']}” mà không có ngày hoàn thành, nên không biết đúng hạn"
                    " hay muộn.",
                )

    def apply(self, row: ListRow, *, today: date) -> Applied:
        """Put a line without problems into the documents in memory."""
        entry = self.find(row)
        is_new = entry is None
        if entry is None:
            number = row.code
            entry = IncomingDocument(
                number=number.number,
                number_year=number.year,
                notation=number.notation,
                source=EntrySource.IMPORTED,
            )
            changes = merge(entry, row.entry)
            entry.set_keys()
            self._by_code[row.code_key].append(entry)
        else:
            changes = merge(entry, row.entry, fills_only=id(entry) in self._applied)
            entry.set_keys()
        first = self._applied.setdefault(id(entry), row.number)
        if is_new or changes:
            entry.imported_on = today
            self._changed_entries[id(entry)] = entry
        for unit in [*row.units, *row.supporting]:
            changes += self._apply_unit(entry, unit, row, today)
        is_repeated = entry.pk is None and not is_new and not changes
        return Applied(entry, is_new, changes, first if is_repeated else None)

    def _apply_unit(
        self, entry: IncomingDocument, unit: Unit, row: ListRow, today: date
    ) -> list[Change]:
        item = self._units.get((id(entry), unit.pk))
        is_lead = unit in row.units
        changes = []
        if item is None:
            item = IncomingUnit(
                entry=entry, unit=unit, is_lead=is_lead, source=EntrySource.IMPORTED
            )
            self._units[id(entry), unit.pk] = item
            label = "Đơn vị xử lý" if is_lead else "Đơn vị phối hợp"
            changes.append(Change(label, "", unit.name))
        elif is_lead and not item.is_lead:
            item.is_lead = True
            changes.append(Change("Đơn vị xử lý", "phối hợp", unit.name))
        changes += merge(item, row.of_unit(unit))
        if changes:
            item.imported_on = today
            self._changed_units[id(item)] = item
        return changes

    def save(self) -> None:
        """Store what changed, in at most five queries."""
        entries = list(self._changed_entries.values())
        new = [one for one in entries if one.pk is None]
        known = [one for one in entries if one.pk is not None]
        IncomingDocument.objects.bulk_create(new)
        IncomingDocument.objects.bulk_update(known, [*_ENTRY_COLUMNS, *_PROVENANCE])
        units = {id(one): one for one in self._moved_by_arrival(entries)} | self._changed_units
        for unit in units.values():
            unit.entry = unit.entry  # takes the key of a document that was new
            unit.set_received()
        new_units = [one for one in units.values() if one.pk is None]
        known_units = [one for one in units.values() if one.pk is not None]
        IncomingUnit.objects.bulk_create(new_units)
        IncomingUnit.objects.bulk_update(known_units, [*_UNIT_COLUMNS, *_PROVENANCE])

    def _moved_by_arrival(self, entries: list[IncomingDocument]) -> list[IncomingUnit]:
        """Return stored units whose day of receipt follows the arrival of a changed document."""
        changed = {id(one) for one in entries}
        return [
            unit
            for (entry, _), unit in self._units.items()
            if entry in changed and unit.pk is not None
        ]


def _may_be(entry: IncomingDocument, row: ListRow, agency: str) -> bool:
    """Return whether agency and date agree as far as both sides have them."""
    issued_on, arrived_on = row.entry["issued_on"], row.entry["arrived_on"]
    if agency and entry.agency_key and agency != entry.agency_key:
        return False
    if issued_on and entry.issued_on:
        return bool(issued_on == entry.issued_on)
    return not arrived_on or not entry.arrived_on or bool(arrived_on == entry.arrived_on)


def _is_done(state: str | None) -> bool:
    text = fold_head(state or "")
    return bool(_DONE.search(text)) and not _NOT_DONE.search(text)
