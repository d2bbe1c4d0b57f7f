"""Cache invalidation: statement triggers insert a row per change; count and ids of the rows form
the cache version.

Rows are inserted, not a counter updated, so that writers do not queue up; a row becomes visible
with the change that caused it, never before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from core.models import CacheInvalidation
from core.registries import CacheDependency, RetentionRule, cache_dependencies
from core.retention import delete_over

# No transaction lasts longer than this.
RULE = RetentionRule(CacheInvalidation, "at", timedelta(hours=1))

_FUNCTION = """
CREATE OR REPLACE FUNCTION core_record_cache_invalidation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO core_cacheinvalidation (at) VALUES (now());
    RETURN NULL;
END $$
"""
_TRIGGER = """
CREATE OR REPLACE TRIGGER core_cache_invalidation_trigger
    AFTER INSERT OR DELETE OR TRUNCATE OR UPDATE OF {columns} ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION core_record_cache_invalidation()
"""


def create_triggers(**_: Any) -> None:
    """Create the trigger on every table of a ``CacheDependency``.

    Runs after each migration, since columns are added and dropped.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FUNCTION)
        quote = connection.ops.quote_name
        existing_tables = set(connection.introspection.table_names(cursor))
        for dependency in cache_dependencies:
            for model in dependency.models:
                if model._meta.db_table not in existing_tables:
                    continue
                columns = [
                    field.column or ""
                    for field in model._meta.local_concrete_fields
                    if field.name not in dependency.silent
                ]
                listed = ", ".join(quote(column) for column in columns)
                cursor.execute(_TRIGGER.format(columns=listed, table=quote(model._meta.db_table)))


def cache_version(now: datetime) -> tuple[Any, ...]:
    """Return a value that differs whenever a public page may differ, in one small query.

    It consists of the day, the invalidations and the nearest time after ``now`` at which an item
    appears or expires.
    """
    global _statement
    today = timezone.localdate(now)
    statement, key = _statement, (today, tuple(cache_dependencies))
    if statement is None or statement.key != key:
        _statement = statement = _Statement.compiled(key, now)
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.values_at(now))
        return (today, *cursor.fetchone())


@dataclass(frozen=True)
class _Statement:
    """The SQL of a cache version, compiled once a day: that takes longer than Postgres needs to
    answer it, and whoever visits a quiet portal waits for it.
    """

    key: tuple[date, tuple[CacheDependency, ...]]
    sql: str
    values: tuple[Any, ...]
    places_of_now: tuple[int, ...]

    @classmethod
    def compiled(cls, key: tuple[date, tuple[CacheDependency, ...]], now: datetime) -> _Statement:
        times = [
            queryset.query.sql_with_params()
            for dependency in key[1]
            for queryset in dependency.times(now)
        ]
        nearest = ", ".join(["NULL::timestamptz", *(f"({sql})" for sql, _ in times)])
        # The count alone could fall back when old rows are deleted while a change is being written.
        sql = f"SELECT count(*), coalesce(sum(id), 0), least({nearest}) FROM core_cacheinvalidation"  # noqa: S608
        values = tuple(value for _, values in times for value in values)
        return cls(key, sql, values, tuple(n for n, value in enumerate(values) if value == now))

    def values_at(self, now: datetime) -> list[Any]:
        values = list(self.values)
        for place in self.places_of_now:
            values[place] = now
        return values


_statement: _Statement | None = None


def delete_old_invalidations(now: datetime) -> None:
    delete_over(RULE, now)
