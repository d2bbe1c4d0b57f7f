"""How a kept page learns that it is old: the database notes every statement that touches what pages
are made of.

A note is an inserted row, not a counter that all writers would queue up for, and becomes visible
with the change it tells of, never before.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from core.models import CacheInvalidation
from core.registries import cache_dependencies

# Nobody waits longer for a transaction to end than a note stays.
RETENTION = timedelta(hours=1)

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
    """Put the trigger on every table a room has named; runs after each migration, since columns
    come and go.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FUNCTION)
        quote = connection.ops.quote_name
        there = set(connection.introspection.table_names(cursor))
        for source in cache_dependencies:
            for model in (model for model in source.models if model._meta.db_table in there):
                columns = [
                    field.column or ""
                    for field in model._meta.local_concrete_fields
                    if field.name not in source.silent
                ]
                listed = ", ".join(quote(column) for column in columns)
                cursor.execute(_TRIGGER.format(columns=listed, table=quote(model._meta.db_table)))


def cache_version(now: datetime) -> tuple[Any, ...]:
    """Return what differs from before whenever a public page may differ; one small question to the
    database.

    It holds the notes and the nearest time after ``now`` at which something appears or goes by
    itself.
    """
    times = [
        queryset.query.sql_with_params()
        for source in cache_dependencies
        for queryset in source.times(now)
    ]
    nearest = ", ".join(["NULL::timestamptz", *(f"({sql})" for sql, _ in times)])
    # The number of notes alone would fall back when old ones are cleared away while a change is
    # being written.
    question = (
        f"SELECT count(*), coalesce(sum(id), 0), least({nearest}) FROM core_cacheinvalidation"  # noqa: S608
    )
    with connection.cursor() as cursor:
        cursor.execute(question, [value for _, values in times for value in values])
        version: tuple[Any, ...] = cursor.fetchone()
    return version


def delete_old_invalidations(now: datetime) -> None:
    CacheInvalidation.objects.filter(at__lt=now - RETENTION).delete()
