"""Site maps for search engines and for people, and robots.txt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import partial
from itertools import groupby
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.core.paginator import EmptyPage, PageNotAnInteger
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.http import require_safe

from core.failsafe import guard
from core.http.context_processors import site_context
from core.http.params import query_parameters
from core.registries import Fact, FactSource, sitemaps
from core.text.characters import storable
from organization.identity.metadata import Metadata, absolute_url, breadcrumbs_node
from organization.pages.about_pages import information_pages
from organization.pages.search_source import KIND as PAGES

_ROBOTS = """User-agent: *
Disallow: /quan-tri/
Disallow: /xem-truoc/
Disallow: /phat/
Disallow: /tim-kiem/

Sitemap: {}
"""


class _Home(Sitemap):
    def items(self) -> list[str]:
        return ["home", "site_map", "open_data", "follow_news", "corrections"]

    def location(self, item: str) -> str:
        return reverse(item)


def _parts() -> dict[str, type[Sitemap[Any]]]:
    return {"trang": _Home} | {part.name: part.pages for part in sitemaps}


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Return the index of all parts; a kind with more pages than fit has several parts."""
    parts: list[str] = []
    for section, pages in _parts().items():
        parts += guard(f"Sơ đồ trang: {section}", partial(_index_items, section, pages), [])
    return _xml("sitemapindex", parts)


def _index_items(section: str, pages: type[Sitemap[Any]]) -> list[str]:
    part = pages()
    address = absolute_url(reverse("sitemap_part", args=[section]))
    newest = part.get_latest_lastmod()
    addresses = [
        address if number == 1 else f"{address}?p={number}" for number in part.paginator.page_range
    ]
    return [_entry("sitemap", address, newest) for address in addresses]


@query_parameters("p")
@require_safe
def sitemap_part(request: HttpRequest, section: str) -> HttpResponse:
    """Return the pages of one part."""
    pages = _parts().get(section)
    if pages is None:
        raise Http404
    part = pages()
    try:
        page = part.paginator.page(request.GET.get("p", 1))
    except (EmptyPage, PageNotAnInteger):
        raise Http404 from None
    return _xml("urlset", (_entry("url", *_place(part, item)) for item in page.object_list))


def _place(part: Sitemap[Any], item: Any) -> tuple[str, Any]:
    """Return the address of an item, and when it changed if its map says so."""
    changed: Any = getattr(part, "lastmod", None)
    return absolute_url(str(part.location(item))), changed(item) if callable(changed) else changed


def _entry(element: str, address: str, changed: datetime | date | None) -> str:
    """Return an entry of a site map (sitemaps.org, version 0.9)."""
    if isinstance(changed, datetime):
        # The current time zone is the default one; to ask for it takes half the time of an entry.
        changed = timezone.localdate(changed, timezone.get_default_timezone())
    when = f"<lastmod>{changed.isoformat()}</lastmod>" if changed else ""
    return f"<{element}><loc>{escape(address)}</loc>{when}</{element}>"


def _xml(root: str, entries: Iterable[str]) -> HttpResponse:
    """Return the document; written without a template, since a part has thousands of entries."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
        *entries,
        f"</{root}>",
    ]
    answer = HttpResponse(storable("\n".join(lines)), content_type="application/xml")
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


def _portal_pages() -> Iterator[Fact]:
    yield Fact(
        "Nhận tin mới",
        reverse("follow_news"),
        "Nguồn tin RSS, podcast, lịch trên điện thoại.",
        "đăng ký nhận tin, theo dõi, báo tin mới, thêm lịch",
    )
    yield Fact(
        "Dữ liệu mở",
        reverse("open_data"),
        "Tải tin bài, văn bản, lịch của phường: JSON, CSV.",
        "tải dữ liệu, bảng dữ liệu, api",
    )
    yield Fact(
        "Sơ đồ trang",
        reverse("site_map"),
        "Mọi mục của cổng thông tin trên một trang.",
        "mục lục, bản đồ trang, sitemap, tìm mục",
    )
    yield Fact(
        "Báo sai sót, xem trả lời",
        reverse("find_error_report"),
        "Cuối mỗi tin bài, văn bản có nút “Báo sai sót”; có mã thì xem được câu trả lời ở đây.",
        "báo lỗi, báo tin sai, sửa sai, góp ý trang web, mã báo sai",
    )


SEARCH_FACTS = FactSource("portal", PAGES, _portal_pages, position=97)
