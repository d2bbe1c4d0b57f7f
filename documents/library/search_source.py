"""Search source of published documents: by number in any spelling, subject, words of the paper."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Left

from core.registries import SearchHit, SearchKind, SearchSource
from documents.models import PublicDocument
from documents.querysets import LONG_COLUMNS

DOCUMENT = SearchKind("van-ban", "Văn bản")
_EXCERPT = 20_000  # characters of a paper in which words are looked for


def _listed(rows: QuerySet[PublicDocument]) -> QuerySet[PublicDocument]:
    listed = rows.defer(*LONG_COLUMNS).select_related("type", "authority")
    return listed.annotate(excerpt=Left("search_text", _EXCERPT))


def _hit(document: Any) -> SearchHit:
    """Return the hit of a document of ``_listed``."""
    return SearchHit(
        title=f"{document.title}: {document.subject}",
        url=document.get_absolute_url(),
        kind=DOCUMENT.label,
        text=document.excerpt,
        when=f"ngày {document.issued_on:%d/%m/%Y}" if document.issued_on else "",
        at=document.published_at,
        note=document.validity_note,
    )


SOURCE = SearchSource(
    "documents.publicdocument",
    (DOCUMENT,),
    rows=lambda now: PublicDocument.objects.published(now=now),
    listed=_listed,
    hit=_hit,
    position=95,
)
