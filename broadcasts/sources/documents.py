"""Public documents as texts for the loudspeakers: what was issued, not its whole wording."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone

from broadcasts.states import ItemKind
from core.broadcast_sources import BroadcastSource, BroadcastText
from documents.models import PublicDocument

NAME = "document"
DAYS_OFFERED = 30


def versions(pks: Iterable[int]) -> dict[int, int]:
    rows = PublicDocument.objects.published().filter(pk__in=list(pks))
    return dict(rows.values_list("pk", "version"))


def texts(pks: Iterable[int]) -> list[BroadcastText]:
    """Return the published ones of the documents as texts. One query."""
    return [_text(one) for one in PublicDocument.objects.published().for_list().filter(pk__in=pks)]


def offered(day: date) -> list[int]:
    """Return the keys of the documents published in the last weeks, the newest first."""
    since = timezone.now() - timedelta(days=DAYS_OFFERED)
    rows = PublicDocument.objects.published().filter(published_at__gte=since)
    newest = rows.order_by("-published_at", "-pk").values_list("pk", flat=True)
    return list(newest[: BroadcastSource.MAX_OFFERED])


def _text(document: PublicDocument) -> BroadcastText:
    published_on = timezone.localdate(document.published_at)
    issued = f", ngày {document.issued_on:%d/%m/%Y}" if document.issued_on else ""
    authority = f" của {document.authority}" if document.authority else ""
    code = f" số {document.code}" if document.code else ""
    parts = [f"{document.type or 'Văn bản'}{code}{issued}{authority}: {document.subject}."]
    if document.effective_on:
        parts.append(f"Văn bản có hiệu lực từ ngày {document.effective_on:%d/%m/%Y}.")
    parts.append("Bà con xem toàn văn ở mục Văn bản trên cổng thông tin của phường.")
    return BroadcastText(
        pk=document.pk,
        version=document.version,
        kind=ItemKind.DOCUMENT,
        title=str(document)[:300],
        text="\n".join(parts),
        air_from=published_on,
        air_until=published_on + timedelta(days=DAYS_OFFERED),
        url=document.get_absolute_url(),
    )


SOURCE = BroadcastSource(NAME, "Văn bản", versions, texts, offered)
