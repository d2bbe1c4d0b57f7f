"""The emergency banner: who may speak to everybody at once, and how it is put up, changed and taken
down.

Every change leaves a row in ``Banner.history`` with its author and a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection, transaction

from core.revisions.authorship import set_revision_author
from organization.models import Banner, User

MAX_DURATION = timedelta(days=31)
USUAL_TIME = timedelta(days=1)


class BannerNotFound(Exception):
    """The banner is not there any more; the argument is the sentence that says so."""


@contextmanager
def lock_banners() -> Iterator[None]:
    """Let one person at a time put something up, so that a second click finds what the first one
    did.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Banner._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
        yield


def store(banner: Banner, *, actor: User, now: datetime) -> None:
    """Put a new banner up, or store the new words or times of one whose row the caller has
    locked.
    """
    if banner.pk is None:
        banner.put_up_by, banner.put_up_at = actor, now
        _save(banner, "Đưa lên", actor, now)
    else:
        banner.version += 1
        _save(banner, "Sửa", actor, now)


@transaction.atomic
def take_down(pk: int, *, actor: User, now: datetime) -> Banner:
    """Take a banner from every page at once, or keep one from appearing. Raises CannotTakeDown."""
    banner = Banner.objects.not_over(now=now).select_for_update().filter(pk=pk).first()
    if banner is None:
        raise BannerNotFound(
            "Thông báo này không còn trên cổng: đã hết giờ hoặc người khác vừa gỡ."
        )
    banner.taken_down_by, banner.taken_down_at = actor, now
    banner.version += 1
    _save(banner, "Gỡ xuống", actor, now)
    return banner


def _save(banner: Banner, sentence: str, actor: User, now: datetime) -> None:
    set_revision_author(banner, actor, at=now, reason=sentence)
    banner.save()
