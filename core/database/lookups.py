"""Lookup ``any_of``: one parameter for a whole list, so that the SQL is the same for any number of
values.
"""

from __future__ import annotations

from typing import Any

from django.db.models import BigAutoField, BigIntegerField, ForeignKey, Lookup


class AnyOf(Lookup[Any]):
    """``column = ANY(list)``; an empty list has no rows."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        left, params = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", (*params, list(self.rhs))


def register() -> None:
    for field in (BigAutoField, BigIntegerField, ForeignKey):
        field.register_lookup(AnyOf)
