"""Whether the sources of items may still be heard, and their public pages; asked at every page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from django.db.models import Q
from django.utils import timezone

from broadcasts.models import AirItem
from broadcasts.sources import articles, documents
from broadcasts.sources.items import STATION, make_key
from core.broadcast_sources import BroadcastSource, broadcast_sources
from core.http.params import int_param
from documents.models import PublicDocument
from news.models import Article


def source_pages(items: Iterable[AirItem]) -> dict[str, str]:
    """Return the public path of each source that may still be heard, "" for one without a page.

    A source that is missing was taken back. One query for each kind among them.
    """
    pks = defaultdict(set)
    for item in items:
        kind, _, number = item.source_key.partition(":")
        if (pk := int_param(number)) is not None:
            pks[kind].add(pk)
    found: dict[str, str] = {}
    for source in broadcast_sources:
        if wanted := frozenset(pks.get(source.name, ())):
            pages = _PAGES[source.name] if source.name in _PAGES else partial(_without, source)
            found |= {make_key(source, pk): path for pk, path in pages(wanted)}
    return found


def is_heard(item: AirItem, pages: dict[str, str]) -> bool:
    """Return whether residents may hear and read the item now, as ``source_pages`` knows it.

    This is the only definition: what was withdrawn is gone at once, before ``source_state`` says
    so. What was typed here, and the station's own words, have no source.
    """
    if item.is_withdrawn:
        return False
    name = item.source_key.partition(":")[0]
    return name in ("", STATION) or item.source_key in pages


def _without(source: BroadcastSource, pks: frozenset[int]) -> Iterator[tuple[int, str]]:
    """Yield the sources of a kind whose public pages nothing here names."""
    return ((pk, "") for pk in source.versions(pks))


def _articles(pks: frozenset[int]) -> Iterator[tuple[int, str]]:
    """Yield the articles that were approved for the loudspeakers and neither taken back nor gone
    with their end; one for the loudspeakers alone has no page.
    """
    now = timezone.now()
    stays = Q(stays_after_expiry=True) | Q(expires_at=None) | Q(expires_at__gt=now)
    rows = Article.objects.for_loudspeaker_ever().filter(stays, pk__in=pks, published_at__lte=now)
    for article in rows.only("title", "is_for_portal"):
        yield article.pk, article.get_absolute_url() if article.is_for_portal else ""


def _documents(pks: frozenset[int]) -> Iterator[tuple[int, str]]:
    for document in PublicDocument.objects.published().for_list().filter(pk__in=pks):
        yield document.pk, document.get_absolute_url()


_PAGES: dict[str, Callable[[frozenset[int]], Iterator[tuple[int, str]]]] = {
    articles.NAME: _articles,
    documents.NAME: _documents,
}
