"""Search source of fixed pages."""

from __future__ import annotations

from django.db.models import QuerySet

from core.registries import SearchHit, SearchKind, SearchSource
from core.search.highlighting import excerpt_text
from organization.models import Page
from organization.querysets import PageQuerySet

KIND = SearchKind("trang", "Trang thông tin")


def _hits(rows: QuerySet[Page]) -> dict[int, SearchHit]:
    return {
        page.pk: SearchHit(
            title=page.title,
            url=page.get_absolute_url(),
            kind=KIND.label,
            text=excerpt_text(page.body),
        )
        for page in rows.defer(*PageQuerySet.SEARCH_COLUMNS)
    }


SOURCE = SearchSource(
    "organization.page",
    (KIND,),
    rows=lambda now: Page.objects.published(),
    load=_hits,
    at="updated_at",
    position=90,
)
