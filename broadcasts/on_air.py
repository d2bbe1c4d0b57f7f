"""What is on air now: an approved bulletin that a play-out page has begun, not ended, and still
writes about.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from broadcasts.models import Bulletin, PlayoutReport
from broadcasts.states import BulletinClass, BulletinState

SILENT = timedelta(minutes=5)  # a page that plays and did not write so long has broken off


def with_on_air(rows: QuerySet[Bulletin], now: datetime) -> Any:
    """Annotate ``began_on_air``: when the first page began what is on air, None for the others."""
    return with_seen_on_air(rows, seen_after=now - SILENT)


def with_seen_on_air(rows: QuerySet[Bulletin], *, seen_after: datetime) -> Any:
    """Annotate as ``with_on_air`` does, for queries compiled once."""
    reports = PlayoutReport.objects.filter(
        bulletin=OuterRef("pk"),
        bulletin__state=BulletinState.APPROVED,
        ended_at=None,
        seen_at__gte=seen_after,
    )
    begun = reports.order_by("started_at").values("started_at")[:1]
    return rows.annotate(began_on_air=Subquery(begun))


def on_air_since(bulletin: Bulletin, now: datetime) -> datetime | None:
    """Return when the bulletin on air began, None for one that is not. One query."""
    rows = with_on_air(Bulletin.objects.filter(pk=bulletin.pk), now)
    since: datetime | None = rows.values_list("began_on_air", flat=True).first()
    return since


def cut_by_emergency(now: datetime) -> QuerySet[Bulletin]:
    """Return the bulletins on air that an emergency would cut."""
    rows = Bulletin.objects.filter(~Q(bulletin_class=BulletinClass.EMERGENCY))
    found: QuerySet[Bulletin] = with_on_air(rows, now).filter(began_on_air__isnull=False)
    return found.select_related("slot")
