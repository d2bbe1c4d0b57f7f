"""View counts: counted in memory, flushed every few seconds, one row per item and day.

A page view causes no write. Counts that a process has not flushed are lost only when it is killed.
"""

from __future__ import annotations

import atexit
import logging
import re
import threading
import time
from collections import Counter
from datetime import date

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, models, transaction
from django.db.models import F
from django.http import HttpResponse
from django.utils import timezone

from core.models import ViewCount

FLUSH_EVERY = 10  # seconds
logger = logging.getLogger(__name__)

# Robots that name themselves; no such list is complete.
_ROBOT = re.compile(
    r"bot\b|crawl|spider|slurp|preview|facebookexternalhit|curl|wget|python|java/|headless|monitor",
    re.I,
)

Key = tuple[str, int, date]

_lock = threading.Lock()
_pending: Counter[Key] = Counter()


def is_robot(user_agent: str) -> bool:
    """Return whether the client names itself a robot, or sends no user agent."""
    return not user_agent or bool(_ROBOT.search(user_agent))


def count_view(label: str, pk: int) -> None:
    """Count one view of the item (``app.model``, primary key)."""
    with _lock:
        _pending[label, pk, timezone.localdate()] += 1


def flush() -> None:
    """Write the counts: a row per item and day, and the item's own ``view_count``."""
    with _lock:
        counted = dict(_pending)
        _pending.clear()
    if not counted:
        return
    try:
        with transaction.atomic():
            # In a fixed order, so that two processes never deadlock.
            for (label, pk, day), count in sorted(counted.items()):
                _write(apps.get_model(label), pk, day, count)
    except DatabaseError:
        logger.exception("views could not be written and are kept for the next time")
        with _lock:
            _pending.update(counted)


def _write(model: type[models.Model], pk: int, day: date, count: int) -> None:
    if _add_to_item(model, pk, count):
        ViewCount.objects.bulk_create(
            [
                ViewCount(
                    content_type=ContentType.objects.get_for_model(model), object_id=pk, day=day
                )
            ],
            ignore_conflicts=True,
        )
        ViewCount.objects.filter(
            content_type=ContentType.objects.get_for_model(model), object_id=pk, day=day
        ).update(count=F("count") + count)


def _add_to_item(model: type[models.Model], pk: int, count: int) -> bool:
    """Add to the item's own number if its model has one; return whether there is such an item."""
    rows = model._base_manager.filter(pk=pk)
    if any(field.name == "view_count" for field in model._meta.concrete_fields):
        return bool(rows.update(view_count=F("view_count") + count))
    return rows.exists()


def start_flushing() -> None:
    """Flush every ``FLUSH_EVERY`` seconds in a thread of this process, and once more at exit."""
    threading.Thread(target=_flush_forever, name="view counts", daemon=True).start()
    atexit.register(flush)


def _flush_forever() -> None:
    while True:
        time.sleep(FLUSH_EVERY)
        try:
            flush()
        except Exception:  # the thread goes on, or nothing would be counted any more
            logger.exception("views could not be written")
        connection.close()


def mark_viewed(response: HttpResponse, label: str, pk: int) -> None:
    """Mark a page as a view of the item: the page cache counts it for each reader it is sent to."""
    response.viewed = (label, pk)  # type: ignore[attr-defined]  # our own attribute
