"""How often an item was read: counted in memory, written every few seconds, one row per item and
day.

A reader costs no write. What a process has counted and not yet written is lost only when it is
killed.
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

# Machines that say what they are; no list of them is ever complete.
_ROBOT = re.compile(
    r"bot\b|crawl|spider|slurp|preview|facebookexternalhit|curl|wget|python|java/|headless|monitor",
    re.I,
)

Key = tuple[str, int, date]

_lock = threading.Lock()
_pending: Counter[Key] = Counter()


def is_robot(user_agent: str) -> bool:
    """Tell whether the reader says to be a machine, or says nothing at all."""
    return not user_agent or bool(_ROBOT.search(user_agent))


def count_view(label: str, pk: int) -> None:
    """Note that the item (``app.model``, primary key) was read now."""
    with _lock:
        _pending[label, pk, timezone.localdate()] += 1


def flush() -> None:
    """Write what has been counted: a row per item and day, and the item's own ``view_count``."""
    with _lock:
        counted = dict(_pending)
        _pending.clear()
    if not counted:
        return
    try:
        with transaction.atomic():
            # In one order, so that two processes never wait for each other crosswise.
            for (label, pk, day), count in sorted(counted.items()):
                _write(apps.get_model(label), pk, day, count)
    except DatabaseError:
        logger.exception("views could not be written and are kept for the next time")
        with _lock:
            _pending.update(counted)


def _write(model: type[models.Model], pk: int, day: date, count: int) -> None:
    if model._base_manager.filter(pk=pk).update(view_count=F("view_count") + count):
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


def start_flushing() -> None:
    """Write every ``FLUSH_EVERY`` seconds from a thread of this process, and once more when it
    ends.
    """
    threading.Thread(target=_write_for_ever, name="view counts", daemon=True).start()
    atexit.register(flush)


def _write_for_ever() -> None:
    while True:
        time.sleep(FLUSH_EVERY)
        flush()
        connection.close()


def mark_viewed(response: HttpResponse, label: str, pk: int) -> None:
    """Mark a page as a view of the item: the page cache counts it for each reader it is sent to."""
    response.viewed = (label, pk)  # type: ignore[attr-defined]  # our own attribute
