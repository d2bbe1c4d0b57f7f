"""Retention: what is kept for how long, and the one function that deletes what is over.

Each app registers the tables that end in ``core.registries.retention_rules``; ``run_due`` carries
them out. ``tests/wardportal/test_retention.py`` names every table as one that ends or is kept.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from core.registries import RetentionRule, retention_rules

BATCH = 1_000
MAX_BATCHES = 20  # a run; the run of the next minute continues

logger = logging.getLogger("core.retention")


def delete_over(rule: RetentionRule, now: datetime) -> int:
    """Delete the rows of a table whose time is over, in batches; return how many.

    Every deletion by age goes through here. Rows that another run has locked are left to it.
    """
    deleted = 0
    for _ in range(MAX_BATCHES):
        with transaction.atomic():
            locked = rule.over(now).select_for_update(skip_locked=True, of=("self",))
            keys = list(locked.order_by(rule.since).values_list("pk", flat=True)[:BATCH])
            if keys:
                rule.model._base_manager.filter(pk__in=keys).delete()
        deleted += len(keys)
        if len(keys) < BATCH:
            break
    return deleted


def delete_all_over(now: datetime) -> str | None:
    """Carry out every registered rule, as a job of ``run_due``."""
    return run(retention_rules, now)


def run(rules: Iterable[RetentionRule], now: datetime) -> str | None:
    """Carry out the rules; return the numbers of deleted rows for the log. A rule that fails stops
    no other.
    """
    counts = []
    for rule in rules:
        label = rule.model._meta.label
        try:
            count = delete_over(rule, now)
        except Exception:
            logger.exception("rows of %s could not be deleted", label)
            continue
        if count:
            counts.append(f"{label} {count}")
    return f"xóa dòng hết thời gian giữ: {', '.join(counts)}" if counts else None
