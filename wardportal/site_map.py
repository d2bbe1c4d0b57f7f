"""What search engines are told: the site map of all rooms and the rules for robots; and the map for people."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as django_views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.registries import site_map
from news.archive import months
from organization.metadata import Metadata, breadcrumbs_node

_ROBOTS = """User-agent: *
Disallow: /quan-tri/
Disallow: /xem-truoc/
Disallow: /tim-kiem/

Sitemap: {}
"""


class _Home(Sitemap):
    def items(self) -> list[str]:
        return ["home", "site_map"]

    def location(self, item: str) -> str:
        return reverse(item)


def _parts() -> dict[str, type[Sitemap]]:
    return {"trang": _Home} | {part.name: part.pages for part in site_map}


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    return django_views.index(request, _parts(), sitemap_url_name="sitemap_part")


@require_safe
def sitemap_part(request: HttpRequest, section: str) -> HttpResponse:
    return django_views.sitemap(request, _parts(), section=section)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    address = settings.SITE_URL + reverse("sitemap")
    return HttpResponse(_ROBOTS.format(address), content_type="text/plain; charset=utf-8")


@require_safe
def site_map_page(request: HttpRequest) -> HttpResponse:
    """Show the whole portal as one tree: categories, and the months by year."""
    years: list[tuple[int, list[Any]]] = [
        (year, list(of_year)) for year, of_year in groupby(months(), key=lambda month: month.first.year)
    ]
    path = reverse("site_map")
    context = {
        "years": years,
        "canonical_url": settings.SITE_URL + path,
        "metadata": Metadata(title="Sơ đồ trang", nodes=(breadcrumbs_node(("Sơ đồ trang", path)),)),
    }
    return render(request, "wardportal/site_map.html", context)
