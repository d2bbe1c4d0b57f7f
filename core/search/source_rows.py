"""The rows of a source that the filters of a search leave, as SQL that is compiled once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import DateTimeField, F, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone

from core.database.compiled_query import CompiledSql
from core.dates import day_start
from core.registries import SearchKind, SearchSource

Part = tuple[str, tuple[Any, ...]]

_compiled: dict[tuple[Any, ...], tuple[str, CompiledSql]] = {}


@dataclass(frozen=True)
class Filters:
    """Filters of a search; ``until`` excludes later rows, so that pages do not shift."""

    kind: str = ""
    category: str = ""
    unit: int | None = None
    year: int | None = None
    until: datetime | None = None

    @property
    def without_choices(self) -> Filters:
        """Return what is left when a reader takes all filters away."""
        return Filters(until=self.until)


@dataclass(frozen=True)
class SourceRows:
    """A source with its table, and a SELECT of its rows: pk, at, in_force_until, search_vector,
    title_words.
    """

    source: SearchSource
    table: str
    sql: str
    values: tuple[Any, ...]


def source_rows(sources: Iterable[SearchSource], filters: Filters) -> list[SourceRows]:
    """Return the rows of each source that supports the filters."""
    return list(_source_rows(sources, filters))


def _source_rows(sources: Iterable[SearchSource], filters: Filters) -> Iterator[SourceRows]:
    given: dict[str, Any] = {"now": timezone.now()}
    if filters.unit is not None:
        given["unit"] = filters.unit
    if filters.year is not None:
        given["begins"] = day_start(date(filters.year, 1, 1))
        given["ends"] = day_start(date(filters.year + 1, 1, 1))
    if filters.until is not None:
        given["until"] = filters.until
    for source in sources:
        kind = next((kind for kind in source.kinds if kind.address == filters.kind), None)
        if (filters.kind and not kind) or (filters.category and not source.category):
            continue
        if filters.unit is not None and not source.unit:
            continue
        shape = (source.name, filters.kind, filters.category, *given)
        if shape not in _compiled:
            _compiled[shape] = _compile(source, kind, filters.category, given)
        table, compiled = _compiled[shape]
        yield SourceRows(source, table, compiled.sql, compiled.parameters.filled(given))


def _compile(
    source: SearchSource, kind: SearchKind | None, category: str, given: dict[str, Any]
) -> tuple[str, CompiledSql]:
    """Return the name of the source's table and the SQL of its rows."""
    lookups = {
        "unit": source.unit,
        "begins": f"{source.at}__gte",
        "ends": f"{source.at}__lt",
        "until": f"{source.at}__lte",
    }
    same: dict[str, Any] = dict(kind.where) if kind else {}
    if category:
        same[source.category] = category

    def build(now: datetime, **given: Any) -> QuerySet[Any, Any]:
        rows = source.rows(now).filter(**same, **{lookups[name]: given[name] for name in given})
        ends = F(source.ends_at) if source.ends_at else Cast(Value(None), DateTimeField())
        named = rows.order_by().annotate(at=F(source.at), in_force_until=ends)
        columns: QuerySet[Any, Any] = named.values_list(
            "pk", "at", "in_force_until", "search_vector", "title_words"
        )
        return columns

    table = source.rows(timezone.now()).model._meta.db_table
    return table, CompiledSql.of(build, given, optional=("now",))
