"""Writing revisions: who made one, when and why; and saving without one."""

from __future__ import annotations

from datetime import datetime
from typing import Any


def attribute_revision(item: Any, *, user: Any, at: datetime, reason: str = "") -> None:
    """Attribute the revision that the next ``save()`` of the item writes.

    django-simple-history reads these attributes; ``user`` None is the system.
    """
    item._history_user = user
    item._history_date = at
    item._change_reason = reason


def save_without_revision(item: Any, **options: Any) -> None:
    """Save the item without a revision; ``options`` are those of ``save()``."""
    item.skip_history_when_saving = True
    item.save(**options)
    del item.skip_history_when_saving
