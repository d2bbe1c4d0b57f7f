"""Cache invalidation: statement triggers insert a row per change; count and ids of the rows form
the cache version.

Rows are inserted, not a counter updated, so that writers do not queue up; a row becomes visible
with the change that caused it, never before.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from core.models import CacheInvalidation
from core.registries import RetentionRule, cache_dependencies
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

    It consists of the invalidations and the nearest time after ``now`` at which an item appears or
    expires.
    """
    times = [
        queryset.query.sql_with_params()
        for dependency in cache_dependencies
        for queryset in dependency.times(now)
    ]
    nearest = ", ".join(["NULL::timestamptz", *(f"({sql})" for sql, _ in times)])
    # The count alone could fall back when old rows are deleted while a change is being written.
    sql = f"SELECT count(*), coalesce(sum(id), 0), least({nearest}) FROM core_cacheinvalidation"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for _, values in times for value in values])
        version: tuple[Any, ...] = cursor.fetchone()
    return version


def delete_old_invalidations(now: datetime) -> None:
    delete_over(RULE, now)
