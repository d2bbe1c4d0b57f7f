"""Orders of names in the database: as ``sort_key`` and ``person_sort_key`` of
``core.text.vietnamese`` order them in Python.

``name_sort_key`` and ``person_sort_key`` of the database are made by a migration of the same
alphabet.
"""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Func, Max, QuerySet, TextField

from core.generics import InlineFormSet


class _SortKey(Func):
    template = '%(function)s(%(expressions)s) COLLATE "C"'
    output_field = TextField()
    arity = 1


class NameOrder(_SortKey):
    """``sort_key`` of a column, to order by."""

    function = "name_sort_key"


class PersonOrder(_SortKey):
    """``person_sort_key`` of a column with full names, to order by."""

    function = "person_sort_key"


def next_position(rows: QuerySet[Any]) -> int:
    """Return the position after the last of these rows."""
    return int(rows.aggregate(last=Max("position"))["last"] or 0) + 1


def place_last(row: Any, siblings: QuerySet[Any]) -> None:
    """Give a row without a position the one after the last of its siblings."""
    row.position = row.position or next_position(siblings)


class PositionedFormSet(InlineFormSet):
    """Rows with a ``position``: those added without one come after the others."""

    def save_new(self, form: Any, commit: bool = True) -> Any:
        siblings = type(form.instance).objects.filter(**{self.fk.name: self.instance})
        place_last(form.instance, siblings)
        return super().save_new(form, commit=commit)


# Columns that hold names of people.
_PERSON_COLUMNS = ("full_name",)


def order_of(field: Any) -> Func | None:
    """Return what a change list sorts a column by; None if by its plain values.

    Words that people read sort as people count, codes and addresses as they are stored.
    """
    if type(field) is not CharField or field.choices:
        return None
    return PersonOrder(field.name) if field.name in _PERSON_COLUMNS else NameOrder(field.name)
