"""Information pages of the ward, as listed in footer, search and sitemaps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.sitemaps import Sitemap

from core.database.compiled_query import compiled_query
from core.http.addresses import address_of
from organization.models import Page
from organization.querysets import PageQuerySet


@dataclass(frozen=True)
class AboutPage:
    """A page generated from tables; like a ``Page`` it has a title and a URL.

    ``also_called`` are words of residents, for the search.
    """

    title: str
    about: str
    view: str
    also_called: str = ""
    updated_at: datetime | None = None

    def get_absolute_url(self) -> str:
        return address_of(self.view)


ABOUT_PAGES = (
    AboutPage(
        "Cơ cấu tổ chức",
        "Lãnh đạo phường, lĩnh vực phụ trách và các đơn vị.",
        "structure",
        "bộ máy, sơ đồ tổ chức, phòng ban, danh sách cán bộ, phân công, ban lãnh đạo",
    ),
    AboutPage(
        "Liên hệ",
        "Địa chỉ, số điện thoại, thư điện tử và giờ làm việc.",
        "contact",
        "liên lạc, gọi phường, gặp phường",
    ),
)


def information_pages() -> list[Page | AboutPage]:
    """Return all public information pages, in order of position."""
    return [*Page.objects.published().without_text(), *ABOUT_PAGES]


def menu_pages() -> list[Page | AboutPage]:
    """Return the pages about the ward that the menu lists: contact, structure, introduction."""
    return [*reversed(ABOUT_PAGES), *_introduction()]


@compiled_query
def _introduction() -> PageQuerySet:
    return Page.objects.published().filter(slug="gioi-thieu").without_text()


def footer_pages() -> list[Page | AboutPage]:
    """Return the pages listed in the footer."""
    return [*_in_footer(), *ABOUT_PAGES]


@compiled_query
def _in_footer() -> PageQuerySet:
    return Page.objects.published().filter(is_in_footer=True).without_text()


class InformationPages(Sitemap):
    def items(self) -> list[Page | AboutPage]:
        return information_pages()

    def lastmod(self, item: Page | AboutPage) -> datetime | None:
        return item.updated_at
