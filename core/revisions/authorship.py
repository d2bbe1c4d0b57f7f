"""Author, time and reason of a revision."""

from __future__ import annotations

from datetime import datetime
from typing import Any


def set_revision_author(
    item: Any, actor: Any, *, at: datetime | None = None, reason: str = ""
) -> None:
    """Set what the next ``save()`` of the item records in its history row.

    Without ``at`` the time of the save is recorded, without ``reason`` none. ``item`` has a
    ``HistoricalRecords``; ``actor`` None is the system.
    """
    item._history_user = actor
    if at is not None:
        item._history_date = at
    if reason:
        item._change_reason = reason
