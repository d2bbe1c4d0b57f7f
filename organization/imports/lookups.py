"""Look-ups of rows that a spreadsheet names in words, without a query for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import Model

from core.spreadsheet_import.targets import PlannedRow
from core.spreadsheet_import.values import same_name
from core.text.vietnamese import clean_line
from organization.models import Unit


class UnitFinder:
    """Finds units by name, else by short name; case and marks do not count unless they must."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._by_name: dict[str, list[Unit]] = defaultdict(list)
        self._by_short_name: dict[str, list[Unit]] = defaultdict(list)
        self._names: dict[int | None, str] = {}
        for unit in units:
            self._by_name[same_name(unit.name)].append(unit)
            self._by_short_name[same_name(unit.short_name)].append(unit)
            self._names[unit.pk] = unit.name

    def name_of(self, key: int | None) -> str:
        return self._names.get(key, "")

    def by_name(self, text: str) -> Unit | None:
        return _only(text, self._by_name.get(same_name(text), []), "name")

    def by_short_name(self, text: str) -> Unit | None:
        return _only(text, self._by_short_name.get(same_name(text), []), "short_name")

    def find(self, text: str) -> Unit:
        """Return the unit that a cell names. Raises ValidationError."""
        unit = self.by_name(text) or self.by_short_name(text)
        if unit is None:
            raise ValidationError(f"không có đơn vị “{text}”.")
        return unit


def _only(text: str, units: list[Unit], column: str) -> Unit | None:
    if len(units) < 2:
        return units[0] if units else None
    exact = [unit for unit in units if spelled_alike(text, getattr(unit, column))]
    if len(exact) == 1:
        return exact[0]
    names = ", ".join(f"“{unit.name}”" for unit in units)
    raise ValidationError(f"“{text}” có thể là {names}; xin ghi đúng cả tên và dấu.")


def spelled_alike(text: str, name: str) -> bool:
    """Return whether two names have the same letters and marks, whatever their case."""
    return clean_line(text).lower() == clean_line(name).lower()


def field_problems(item: Model, labels: dict[str, str], *, number: int) -> list[str]:
    """Return what the model's own fields refuse, without a query."""
    exclude = {field.name for field in item._meta.fields} - labels.keys()
    exclude |= {field.name for field in item._meta.fields if field.is_relation}
    try:
        item.clean_fields(exclude=exclude)
    except ValidationError as error:
        return [
            f"Dòng {number}, cột “{labels[name]}”: {messages[0]}"
            for name, messages in error.message_dict.items()
        ]
    return []


def refuse_repeated(rows: Iterable[PlannedRow]) -> None:
    """Refuse each row about an item that an earlier row is about; ``values["key"]`` tells."""
    first: dict[object, int] = {}
    for row in rows:
        key = row.values.get("key")
        if key is None:
            continue
        if key in first:
            row.problems.append(f"Dòng {row.number}: trùng với dòng {first[key]} của bảng này.")
        first.setdefault(key, row.number)
