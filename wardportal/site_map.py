"""Site maps for search engines and for people, and robots.txt."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import SitemapIndexItem
from django.contrib.sites.requests import RequestSite
from django.core.paginator import EmptyPage, PageNotAnInteger
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.failsafe import guard
from core.http.context_processors import site_context
from core.http.params import query_parameters
from core.registries import sitemaps
from core.text.characters import storable
from organization.identity.metadata import Metadata, absolute_url, breadcrumbs_node
from organization.pages.about_pages import information_pages

_ROBOTS = """User-agent: *
Disallow: /quan-tri/
Disallow: /xem-truoc/
Disallow: /phat/
Disallow: /tim-kiem/

Sitemap: {}
"""


class _CanonicalSite(RequestSite):
    """The host of ``SITE_URL``, whatever host the request names."""

    def __init__(self, domain: str) -> None:
        self.domain = domain
        self.name = domain


class _Home(Sitemap):
    def items(self) -> list[str]:
        return ["home", "site_map", "open_data", "follow_news"]

    def location(self, item: str) -> str:
        return reverse(item)


def _parts() -> dict[str, type[Sitemap[Any]]]:
    return {"trang": _Home} | {part.name: part.pages for part in sitemaps}


# Django's own views would use the requested host; canonical URLs have one host.
@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Return the index of all parts; a kind with more pages than fit has several parts."""
    parts: list[SitemapIndexItem] = []
    for section, pages in _parts().items():
        parts += guard(f"Sơ đồ trang: {section}", partial(_index_items, section, pages), [])
    return _xml(request, "sitemap_index.xml", {"sitemaps": parts})


def _index_items(section: str, pages: type[Sitemap[Any]]) -> list[SitemapIndexItem]:
    part = pages()
    address = absolute_url(reverse("sitemap_part", args=[section]))
    newest = part.get_latest_lastmod()
    addresses = [
        address if number == 1 else f"{address}?p={number}" for number in part.paginator.page_range
    ]
    # django-stubs takes ``last_mod`` for a flag; Django writes it as a date.
    return [SitemapIndexItem(url, newest) for url in addresses]  # type: ignore[arg-type]


@query_parameters("p")
@require_safe
def sitemap_part(request: HttpRequest, section: str) -> HttpResponse:
    """Return the pages of one part."""
    pages = _parts().get(section)
    if pages is None:
        raise Http404
    own = urlsplit(settings.SITE_URL)
    site = _CanonicalSite(own.netloc)
    try:
        urls = pages().get_urls(request.GET.get("p", 1), site, own.scheme)
    except (EmptyPage, PageNotAnInteger):
        raise Http404 from None
    return _xml(request, "sitemap.xml", {"urlset": urls})


def _xml(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    answer = render(request, template, context, content_type="application/xml")
    answer.content = storable(answer.content.decode()).encode()
    answer["X-Robots-Tag"] = "noindex"
    return answer


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    address = absolute_url(reverse("sitemap"))
    return HttpResponse(_ROBOTS.format(address), content_type="text/plain; charset=utf-8")


@require_safe
def site_map_page(request: HttpRequest) -> HttpResponse:
    """Show the whole portal as one tree: categories, months by year, pages about the ward."""
    years: list[tuple[int, list[Any]]] = [
        (year, list(of_year))
        for year, of_year in groupby(
            site_context(request)["published_counts"].months, key=lambda month: month.first.year
        )
    ]
    path = reverse("site_map")
    context = {
        "years": years,
        "canonical_url": absolute_url(path),
        "metadata": Metadata(title="Sơ đồ trang", nodes=(breadcrumbs_node(("Sơ đồ trang", path)),)),
        "information_pages": information_pages(),
    }
    return render(request, "wardportal/site_map.html", context)
