"""End of the sound of broadcasts; log and texts are kept for ever."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from broadcasts.models import AirItem, Bulletin, BulletinItem
from broadcasts.recording.files import SOUND, release, set_uses
from broadcasts.recording.join import clear_sound
from broadcasts.states import FRAME_KINDS

BATCH = 50


def delete_old_audio(now: datetime) -> str | None:
    """Delete the sound of bulletins older than ``BROADCAST_AUDIO_MONTHS``, and the recordings of
    items that no bulletin has used since; run every minute, two queries if there is none.
    """
    limit = months_before(now, settings.BROADCAST_AUDIO_MONTHS)
    count = _clear_bulletins(limit) + _clear_items(limit)
    return f"{count} tệp phát thanh quá hạn giữ được xóa" if count else None


def months_before(now: datetime, months: int) -> datetime:
    """Return the moment so many months ago; the last day of a shorter month."""
    local = timezone.localtime(now)
    year, month = divmod(local.year * 12 + local.month - 1 - months, 12)
    first = local.replace(year=year, month=month + 1, day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return first.replace(day=min(local.day, (following - timedelta(days=1)).day))


@transaction.atomic
def _clear_bulletins(limit: datetime) -> int:
    old = Bulletin.objects.filter(audio__isnull=False, starts_at__lt=limit)
    rows = list(old.order_by("pk").select_for_update(of=("self",), skip_locked=True)[:BATCH])
    for bulletin in rows:
        clear_sound(bulletin)
    return len(rows)


@transaction.atomic
def _clear_items(limit: datetime) -> int:
    used = BulletinItem.objects.filter(item=OuterRef("pk"), bulletin__starts_at__gte=limit)
    old = (
        AirItem.objects.filter(
            recording__uploaded_at__lt=limit, air_until__lt=timezone.localtime(limit).date()
        )
        .exclude(kind__in=FRAME_KINDS)
        .exclude(Exists(used))
    )
    rows = list(old.order_by("pk").select_for_update(of=("self",), skip_locked=True)[:BATCH])
    for item in rows:
        AirItem.objects.filter(pk=item.pk).update(
            recording=None,
            recording_seconds=None,
            recorded_reading="",
            recorded_by=None,
            is_synthetic=False,
            listened_by=None,
        )
        release([item.recording_id, *set_uses(item, SOUND, [])])
    return len(rows)
