"""Emergency banners: publish, change and take down.

Each change writes a row in ``Banner.history`` with its author and a reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection, transaction

from core.models.revisions import attribute_revision
from organization.models import Banner, User

MAX_DURATION = timedelta(days=31)
DEFAULT_DURATION = timedelta(days=1)
_EDITED = ("severity", "text", "url", "starts_at", "ends_at")


class BannerNotFound(Exception):
    """The banner has expired or was taken down; the argument is the message."""


@contextmanager
def lock_banners() -> Iterator[None]:
    """Lock the table, so that a repeated submission sees the result of the first one."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Banner._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
        yield


def store(banner: Banner, *, actor: User, now: datetime) -> None:
    """Store a new banner, or a changed one whose row the caller has locked."""
    if banner.pk is None:
        banner.put_up_by = actor
        banner.put_up_at = now
        _save(banner, "Đưa lên", actor, now)
    else:
        changed = _changed_labels(banner)
        banner.version += 1
        _save(banner, f"Sửa {changed}" if changed else "Sửa", actor, now)


def _changed_labels(banner: Banner) -> str:
    """Return the labels of what differs from the stored row. One query."""
    stored = Banner.objects.get(pk=banner.pk)
    labels = [
        str(field.verbose_name)
        for field in Banner._meta.concrete_fields
        if field.name in _EDITED and getattr(stored, field.name) != getattr(banner, field.name)
    ]
    return ", ".join(labels)


@transaction.atomic
def take_down(pk: int, *, actor: User, now: datetime) -> Banner:
    """Take down a banner that is shown or scheduled. Raises BannerNotFound."""
    banner = Banner.objects.not_over(now=now).select_for_update().filter(pk=pk).first()
    if banner is None:
        raise BannerNotFound(
            "Thông báo này không còn trên cổng: đã hết giờ hoặc người khác vừa gỡ."
        )
    banner.taken_down_by = actor
    banner.taken_down_at = now
    banner.version += 1
    _save(banner, "Gỡ xuống", actor, now)
    return banner


def _save(banner: Banner, sentence: str, actor: User, now: datetime) -> None:
    attribute_revision(banner, user=actor, at=now, reason=sentence)
    banner.save()
