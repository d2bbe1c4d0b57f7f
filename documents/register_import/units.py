"""Units that a list of another software names in words."""

from __future__ import annotations

import re
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError

from core.text.vietnamese import clean_line
from organization.imports.lookups import UnitFinder
from organization.imports.unit_names import name_key, usual_names
from organization.models import Succession, Unit, Ward

# How the registers of the portal write who has a document; their spreadsheets are read again.
SUPPORTS, WAITS, FILED = ", phối hợp", "(chờ quyết định)", "(lưu, không giao)"
_WITH_PERSON = re.compile(r"(?P<unit>.+) \((?P<person>[^()]+)\)")
_SEPARATOR = re.compile(r"\s*[;\n]\s*")
_COMMA = re.compile(r"\s*,\s*")


@dataclass
class Receivers:
    """Who has a document: units that must answer, with the people named there, and others."""

    lead: list[Unit] = field(default_factory=list)
    supporting: list[Unit] = field(default_factory=list)
    people: list[str] = field(default_factory=list)


class UnitNames:
    """Finds units by name, short name or usual short form (UBMTTQ, LHPN, TDP 5)."""

    def __init__(self, units: list[Unit], ward: Ward) -> None:
        self.units = {unit.pk: unit for unit in units}
        self.succession = Succession.of(units)
        self._finder = UnitFinder(units)
        self._usual: dict[str, list[Unit]] = defaultdict(list)
        for unit in units:
            for name in usual_names(unit, ward):
                self._usual[name].append(unit)

    @classmethod
    def load(cls) -> UnitNames:
        """Two queries."""
        return cls(list(Unit.objects.all()), Ward.current())

    def find(self, text: str, *, on: date | None = None) -> Unit:
        """Return the unit that a cell names; of several the one that works on the day.

        Raises ValidationError.
        """
        exact = self._finder.by_name(text) or self._finder.by_short_name(text)
        if exact:
            return exact
        found = list({unit.pk: unit for unit in self._usual.get(name_key(text), [])}.values())
        if len(found) > 1 and on:
            found = [unit for unit in found if unit.is_valid_within(on, on)] or found
        if not found:
            raise ValidationError(f"không có đơn vị “{text}”.")
        if len(found) > 1:
            names = ", ".join(f"“{unit.name}”" for unit in found)
            raise ValidationError(f"“{text}” có thể là {names}; xin ghi đúng cả tên và dấu.")
        return found[0]

    def find_all(self, text: str, *, on: date | None = None) -> list[Unit]:
        """Return the units of a cell with one or several names, each once. Raises
        ValidationError.
        """
        if "\n" in text:
            # One name may be broken into lines.
            with suppress(ValidationError):
                return [self.find(clean_line(text), on=on)]
        units: dict[int, Unit] = {}
        for part in filter(None, _SEPARATOR.split(text.strip())):
            for unit in self._one_or_several(part, on):
                units[unit.pk] = unit
        return list(units.values())

    def receivers(self, text: str, *, on: date | None = None) -> Receivers:
        """Return who has a document, as a cell of a list or of the portal's own register names
        them. Raises ValidationError.
        """
        found = Receivers()
        if text.endswith((WAITS, FILED)):
            return found
        lines = text.split("\n")
        if not any(line.endswith(SUPPORTS) or _WITH_PERSON.fullmatch(line) for line in lines):
            found.lead = self.find_all(text, on=on)
            return found
        for line in lines:
            name = line.removesuffix(SUPPORTS)
            match = _WITH_PERSON.fullmatch(name)
            units = found.lead if name == line else found.supporting
            try:
                units += self.find_all(name, on=on)
            except ValidationError:
                if match is None:
                    raise
                units += self.find_all(match["unit"], on=on)
                found.people += [match["person"]] if name == line else []
        return found

    def _one_or_several(self, text: str, on: date | None) -> list[Unit]:
        """Names may hold commas: the whole is tried first."""
        try:
            return [self.find(text, on=on)]
        except ValidationError:
            parts = [part for part in _COMMA.split(text) if part]
            if len(parts) < 2:
                raise
            return [self.find(part, on=on) for part in parts]

    def problem(self, unit: Unit, day: date) -> str:
        """Return why the unit cannot have received a document on the day; "" if it can."""
        if unit.valid_from and unit.valid_from > day:
            return f"{unit.name} đến {unit.valid_from:%d/%m/%Y} mới thành lập."
        if not unit.is_dissolved(on=day):
            return ""
        words = f"{unit.name} đã kết thúc hoạt động ngày {unit.valid_until:%d/%m/%Y}"
        heir = self.succession.holder(unit.pk, on=day)
        if self.succession.is_dissolved(heir, on=day):
            return f"{words}."
        return f"{words}; đơn vị kế tục: {self.units[heir].name}."
