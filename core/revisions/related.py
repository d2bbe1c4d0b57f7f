"""Snapshot of related rows in a revision: attachments and many-to-many relations.

django-simple-history stores columns only; so the item has a column ``related_snapshot``:
``{"attachments": [{"key", "title", "name"}], "<relation>": [[primary key, name]]}``. Revisions
older than the column hold nothing there, and are not compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from core.files import storage
from core.models import FileUse, RelatedSnapshot

ATTACHMENTS = "attachments"
_REUSABLE_ROLES = (FileUse.Role.ATTACHMENT, FileUse.Role.FORMER)


def read_related(item: RelatedSnapshot) -> dict[str, list[Any]]:
    """Return the snapshot of a stored item's related rows.

    One query for attachments, one for each relation.
    """
    if item.pk is None:
        return {name: [] for name in (ATTACHMENTS, *item.snapshot_relations)}
    uses = (
        storage.uses_of(item)
        .filter(role=FileUse.Role.ATTACHMENT)
        .select_related("file")
        .order_by("position", "pk")
    )
    snapshot: dict[str, list[Any]] = {
        ATTACHMENTS: [
            {"key": use.file.key, "title": use.title, "name": use.file.name} for use in uses
        ]
    }
    for name in item.snapshot_relations:
        snapshot[name] = [[row.pk, str(row)] for row in getattr(item, name).order_by("pk")]
    return snapshot


def snapshot_related(item: RelatedSnapshot) -> None:
    """Update the snapshot of the item and of its current revision.

    For rows that are stored after their item, as forms do; the caller holds the item's lock.
    """
    current = read_related(item)
    if item.related_snapshot == current:
        return
    item.related_snapshot = current
    type(item)._base_manager.filter(pk=item.pk).update(related_snapshot=current)
    item.history.filter(version=item.version).update(related_snapshot=current)


def lost_attachments(item: RelatedSnapshot, row: Any) -> list[str]:
    """Return the names of the revision's attachments whose files no longer belong to the item."""
    wanted = row.related_snapshot.get(ATTACHMENTS, [])
    usable = set(storage.uses_of(item).values_list("file__key", flat=True))
    return [
        attachment["title"] or attachment["name"]
        for attachment in wanted
        if attachment["key"] not in usable
    ]


def restore_relations(item: RelatedSnapshot, row: Any, names: Iterable[str]) -> None:
    """Restore the relations of a revision, as far as their rows still exist.

    A relation that the revision did not record is left as it is. The caller holds the item's lock
    and has stored the text.
    """
    for name in names:
        if name not in row.related_snapshot:
            continue
        relation = getattr(item, name)
        wanted = [pk for pk, _ in row.related_snapshot[name]]
        rows = relation.model._base_manager.filter(pk__in=wanted)
        relation.set(rows.values_list("pk", flat=True))
    snapshot_related(item)


def restore_attachments(item: RelatedSnapshot, row: Any) -> None:
    """Restore the attachments of a revision, as far as their files still belong to the item.

    A revision without a snapshot changes nothing. The caller holds the item's lock and stores the
    text afterwards.
    """
    if ATTACHMENTS not in row.related_snapshot:
        return
    uses = list(storage.uses_of(item).select_related("file").order_by("pk"))
    own = {use.file.key: use.file for use in uses}
    # Current attachments come before former ones.
    free = sorted(
        (use for use in uses if use.role in _REUSABLE_ROLES),
        key=lambda use: use.role != FileUse.Role.ATTACHMENT,
    )
    restored: set[int] = set()
    for position, wanted in enumerate(row.related_snapshot[ATTACHMENTS]):
        if wanted["key"] not in own:
            continue
        use = next(
            (use for use in free if use.file.key == wanted["key"] and use.pk not in restored), None
        )
        use = use or FileUse(file=own[wanted["key"]], item=item)
        use.role = FileUse.Role.ATTACHMENT
        use.title = wanted["title"]
        use.position = position
        use.save()
        restored.add(use.pk)
    storage.end_uses(
        storage.uses_of(item).filter(role=FileUse.Role.ATTACHMENT).exclude(pk__in=restored)
    )
