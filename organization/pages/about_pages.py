"""The pages that say who the ward is and how to reach it, as footer and site maps list them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from core.search.expressions import query_words
from organization.models import Page


@dataclass(frozen=True)
class AboutPage:
    """A page of the ward that is drawn from its tables; like a ``Page`` it has a title and an
    address.
    """

    title: str
    about: str
    view: str
    updated_at: datetime | None = None

    def get_absolute_url(self) -> str:
        return reverse(self.view)

    def answers(self, typed: str) -> bool:
        """Tell whether title and purpose have all the words typed, the last of which may be
        unfinished.

        One syllable says too little.
        """
        asked, own = query_words(typed), {*query_words(self.title), *query_words(self.about)}
        return (
            len(asked) > 1
            and own.issuperset(asked[:-1])
            and any(word.startswith(asked[-1]) for word in own)
        )


ABOUT_PAGES = (
    AboutPage("Cơ cấu tổ chức", "Lãnh đạo phường, lĩnh vực phụ trách và các đơn vị.", "structure"),
    AboutPage("Liên hệ", "Địa chỉ, số điện thoại, thư điện tử và giờ làm việc.", "contact"),
)


def information_pages() -> list[Page | AboutPage]:
    """Return every public page of this kind, in the order the ward gave them."""
    return [*Page.objects.published().without_text(), *ABOUT_PAGES]


def footer_pages() -> list[Page | AboutPage]:
    """Return those that stand in the footer of every page."""
    return [*Page.objects.published().filter(is_in_footer=True).without_text(), *ABOUT_PAGES]


class InformationPages(Sitemap):
    def items(self) -> list[Page | AboutPage]:
        return information_pages()

    def lastmod(self, item: Page | AboutPage) -> datetime | None:
        return item.updated_at
