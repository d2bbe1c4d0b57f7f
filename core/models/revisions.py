"""Base classes of rows with revisions."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models


class Versioned(models.Model):
    """A row that several users edit: its version rises with every save and every transition."""

    version = models.PositiveIntegerField("phiên bản", default=1, editable=False)

    # Deleted with the row.
    autosaved_drafts = GenericRelation("core.AutosavedDraft")
    presences = GenericRelation("core.Presence")

    history: Any  # the HistoricalRecords that a subclass declares
    # The recorded time of what the next save stores, for rows that keep former values.
    changes_at: datetime | None = None

    class Meta:
        abstract = True


class RelatedSnapshot(Versioned):
    """A row whose revisions include a snapshot of related rows, see ``core.revisions.related``."""

    related_snapshot = models.JSONField("tệp đính kèm", default=dict, editable=False)

    # Names of many-to-many fields that belong to the text.
    snapshot_relations: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True


def attribute_revision(
    item: Any, *, user: Any, at: datetime | None = None, reason: str = ""
) -> None:
    """Attribute the revision that the next ``save()`` of the item writes.

    Without ``at`` it bears the time of the save; ``user`` None is the system. django-simple-history
    reads these attributes.
    """
    item._history_user = user
    if at is not None:
        item._history_date = at
        item.changes_at = at
    item._change_reason = reason


def save_without_revision(item: Any, **options: Any) -> None:
    """Save the item without a revision; ``options`` are those of ``save()``."""
    item.skip_history_when_saving = True
    item.save(**options)
    del item.skip_history_when_saving
