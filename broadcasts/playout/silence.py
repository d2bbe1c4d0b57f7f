"""Told before a slot: a play-out page that does not write."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from broadcasts.bulletins.effects import announcers
from broadcasts.models import Bulletin, PlayoutLink
from organization.models import Notice, Topic, notify

BEFORE = timedelta(minutes=15)
UNSEEN = timedelta(minutes=2)
IN_USE = timedelta(days=7)


def alarm_silent_pages(now: datetime) -> str | None:
    """Tell the announcers of each page in use that does not write before a slot, once a slot.

    A page not seen for a week is not in use. One query while all pages write.
    """
    links = list(
        PlayoutLink.objects.filter(
            revoked_at=None, last_seen_at__gte=now - IN_USE, last_seen_at__lt=now - UNSEEN
        )
    )
    if not links:
        return None
    near = Bulletin.objects.ahead().filter(starts_at__gt=now, starts_at__lte=now + BEFORE)
    bulletins = list(near.select_related("slot"))
    count = sum(_tell(link, bulletin, now) for link in links for bulletin in bulletins)
    return f"{count} silent play-out pages told" if count else None


def _tell(link: PlayoutLink, bulletin: Bulletin, now: datetime) -> bool:
    event = f"playout-silence:{link.pk}:{bulletin.pk}"
    if link.last_seen_at is None or Notice.objects.filter(event=event).exists():
        return False
    seen = timezone.localtime(link.last_seen_at)
    begins = timezone.localtime(bulletin.starts_at)
    notify(
        announcers(),
        event=event,
        text=f"Trang phát {link} không trả lời từ {seen:%H:%M, %d/%m}; {bulletin} phát lúc"
        f" {begins:%H:%M}. Xin mở lại trang phát và bấm Bắt đầu.",
        url=bulletin.address,
        now=now,
        topic=Topic.DUE_SOON,
    )
    return True
