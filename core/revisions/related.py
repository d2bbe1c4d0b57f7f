"""What stands beside a text and changes with it: attachments and chosen rows. Each stored version
remembers them.

The history keeps columns only; so the item has one, ``related_snapshot``, holding what stood beside
it when it was stored: ``{"attachments": [{"key", "title", "name"}], "<relation>": [[primary key,
name]]}``. Versions from before the column hold nothing there, and nothing is said about them.
"""

from __future__ import annotations

from typing import Any

from core.files import storage
from core.models import FileUse, RelatedSnapshot

ATTACHMENTS = "attachments"
_ENDED = (FileUse.Role.ATTACHMENT, FileUse.Role.FORMER)


def read_related(item: RelatedSnapshot) -> dict[str, list[Any]]:
    """Return what stands beside a stored item now.

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
    kept: dict[str, list[Any]] = {
        ATTACHMENTS: [
            {"key": use.file.key, "title": use.title, "name": use.file.name} for use in uses
        ]
    }
    for name in item.snapshot_relations:
        kept[name] = [[row.pk, str(row)] for row in getattr(item, name).order_by("pk")]
    return kept


def snapshot_related(item: RelatedSnapshot) -> None:
    """Bring item and history row of its present version in line with what now stands beside it.

    For rows that are stored after their item, as forms do; the caller holds the item's lock.
    """
    present = read_related(item)
    if item.related_snapshot == present:
        return
    item.related_snapshot = present
    type(item)._base_manager.filter(pk=item.pk).update(related_snapshot=present)
    item.history.filter(version=item.version).update(related_snapshot=present)


def lost_attachments(item: RelatedSnapshot, row: Any) -> list[str]:
    """Return the names of the row's attachments that cannot come back: their files have gone from
    the item.
    """
    wanted = row.related_snapshot.get(ATTACHMENTS, [])
    usable = set(storage.uses_of(item).values_list("file__key", flat=True))
    return [kept["title"] or kept["name"] for kept in wanted if kept["key"] not in usable]


def restore_attachments(item: RelatedSnapshot, row: Any) -> None:
    """Make the item's attachments those of the history row, as far as their files still belong to
    the item.

    A row that remembers none of it changes nothing. The caller holds the item's lock and stores the
    text afterwards.
    """
    if ATTACHMENTS not in row.related_snapshot:
        return
    uses = list(storage.uses_of(item).select_related("file").order_by("pk"))
    own = {use.file.key: use.file for use in uses}
    # An attachment that still is one comes first, then one that was.
    free = sorted(
        (use for use in uses if use.role in _ENDED),
        key=lambda use: use.role != FileUse.Role.ATTACHMENT,
    )
    kept: set[int] = set()
    for position, wanted in enumerate(row.related_snapshot[ATTACHMENTS]):
        if wanted["key"] not in own:
            continue
        use = next(
            (use for use in free if use.file.key == wanted["key"] and use.pk not in kept), None
        )
        use = use or FileUse(file=own[wanted["key"]], item=item)
        use.role, use.title, use.position = FileUse.Role.ATTACHMENT, wanted["title"], position
        use.save()
        kept.add(use.pk)
    storage.end_uses(
        storage.uses_of(item).filter(role=FileUse.Role.ATTACHMENT).exclude(pk__in=kept)
    )
