"""Whether the sources of items may still be heard, and their public pages; asked at every page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from django.db.models import Q
from django.utils import timezone

from broadcasts.models import AirItem
from core.http.params import int_param
from documents.models import PublicDocument
from news.models import Article
from news.states import ArticleState


def source_pages(items: Iterable[AirItem]) -> dict[str, str]:
    """Return the public path of each source that may still be heard, "" for one without a page.

    A source that is missing was taken back. One query for each kind among them.
    """
    pks = defaultdict(set)
    for item in items:
        kind, _, number = item.source_key.partition(":")
        if kind in _PAGES and (pk := int_param(number)) is not None:
            pks[kind].add(pk)
    return {f"{kind}:{pk}": path for kind in pks for pk, path in _PAGES[kind](frozenset(pks[kind]))}


def is_heard(item: AirItem, pages: dict[str, str]) -> bool:
    """Return whether residents may hear and read the item now, as ``source_pages`` knows it.

    This is the only definition: what was withdrawn is gone at once, before ``source_state`` says
    so.
    """
    if item.is_withdrawn:
        return False
    return item.source_key.partition(":")[0] not in _PAGES or item.source_key in pages


def _articles(pks: frozenset[int]) -> Iterator[tuple[int, str]]:
    """Yield the articles that were approved for the loudspeakers and neither taken back nor gone
    with their end; one for the loudspeakers alone has no page.
    """
    now = timezone.now()
    stays = Q(stays_after_expiry=True) | Q(expires_at=None) | Q(expires_at__gt=now)
    rows = Article.objects.filter(
        stays,
        pk__in=pks,
        state=ArticleState.PUBLISHED,
        is_for_loudspeaker=True,
        published_at__lte=now,
    )
    for article in rows.only("title", "is_for_portal"):
        yield article.pk, article.get_absolute_url() if article.is_for_portal else ""


def _documents(pks: frozenset[int]) -> Iterator[tuple[int, str]]:
    for document in PublicDocument.objects.published().for_list().filter(pk__in=pks):
        yield document.pk, document.get_absolute_url()


_PAGES: dict[str, Callable[[frozenset[int]], Iterator[tuple[int, str]]]] = {
    "article": _articles,
    "document": _documents,
}
