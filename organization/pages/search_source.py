"""Search source of fixed pages."""

from __future__ import annotations

from django.db.models import QuerySet

from core.registries import SearchHit, SearchKind, SearchSource
from core.search.highlighting import excerpt_text
from organization.models import Page
from organization.querysets import PageQuerySet

KIND = SearchKind("trang", "Trang thông tin")


def _listed(rows: QuerySet[Page]) -> QuerySet[Page]:
    return rows.defer(*PageQuerySet.SEARCH_COLUMNS)


def _hit(page: Page) -> SearchHit:
    return SearchHit(
        title=page.title,
        url=page.get_absolute_url(),
        kind=KIND.label,
        text=excerpt_text(page.body),
    )


SOURCE = SearchSource(
    "organization.page",
    (KIND,),
    rows=lambda now: Page.objects.published(),
    listed=_listed,
    hit=_hit,
    at="updated_at",
    position=90,
)
