"""Readiness: what every page needs, asked piece by piece."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from core.caching.cache_version import cache_version
from core.failsafe import report, savepoint
from core.http.disk_full import FULL, free_bytes
from core.models import Heartbeat
from core.registries import site_context_parts


class NotReady(Exception):
    """Something that every page needs is missing."""


def missing() -> str:
    """Return the name of the first need that is not met; empty when all are."""
    for name, check in CHECKS:
        try:
            with savepoint():
                check()
        except Exception as error:
            if name != "database":  # without one nothing can be recorded
                report(f"Sẵn sàng: {name}", error)
            return name
    return ""


def periodic_jobs_line() -> str:
    """Return when the periodic jobs last ended, in the ward's time; empty if they never did."""
    beat = Heartbeat.objects.filter(name=Heartbeat.PERIODIC_JOBS).first()
    if beat is None:
        return ""
    return f"periodic jobs: {timezone.localtime(beat.at).isoformat(timespec='seconds')}"


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _migrations() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotReady("migrations")


def _search_functions() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT fold_words('Phường')")


def _frame() -> None:
    """Read what the frame of every page shows."""
    for part in site_context_parts:
        part.read()


def _files() -> None:
    folder = Path(default_storage.path(""))
    while not folder.exists():  # it is made with the first file
        folder = folder.parent
    if not os.access(folder, os.W_OK | os.X_OK):
        raise NotReady("files")


def _disk() -> None:
    if free_bytes() < FULL:
        raise NotReady("disk is full")


CHECKS: tuple[tuple[str, Callable[[], object]], ...] = (
    ("database", _database),
    ("migrations", _migrations),
    ("search", _search_functions),
    ("cache version", lambda: cache_version(timezone.now())),
    ("frame", _frame),
    ("files", _files),
    ("disk", _disk),
)
