"""Search source of published documents: by number in any spelling, subject, words of the paper."""

from __future__ import annotations

from django.db.models import QuerySet
from django.db.models.functions import Left

from core.registries import SearchHit, SearchKind, SearchSource
from documents.models import PublicDocument
from documents.querysets import LONG_COLUMNS
from documents.states import LASTING

DOCUMENT = SearchKind("van-ban", "Văn bản")
_EXCERPT = 20_000  # characters of a paper in which words are looked for


def _load(rows: QuerySet[PublicDocument]) -> dict[int, SearchHit]:
    found = rows.defer(*LONG_COLUMNS).select_related("type", "authority")
    return {
        document.pk: SearchHit(
            title=f"{document.title}: {document.subject}",
            url=document.get_absolute_url(),
            kind=DOCUMENT.label,
            text=document.excerpt,
            when=f"ngày {document.issued_on:%d/%m/%Y}" if document.issued_on else "",
            at=document.published_at,
            note="" if document.current_validity in LASTING else document.current_validity.label,
        )
        for document in found.annotate(excerpt=Left("search_text", _EXCERPT))
    }


SOURCE = SearchSource(
    "documents.publicdocument",
    (DOCUMENT,),
    rows=lambda now: PublicDocument.objects.published(now=now),
    load=_load,
    position=95,
)
