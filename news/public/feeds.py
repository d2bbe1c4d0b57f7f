"""RSS feeds with full text."""

from __future__ import annotations

import re
from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Enclosure
from django.utils.html import escape

from news.models import Article, Category
from organization.identity.feeds import FullTextFeed
from organization.models import Ward

ITEMS = 30
_OWN_ADDRESS = re.compile(r'(\s(?:src|href)=")/(?!/)')


class ArticleFeed(Feed):
    """Articles as items of a feed; addresses are absolute, whatever host the portal was asked
    by.
    """

    feed_type = FullTextFeed
    language = "vi"
    # A feed reader shows one sentence; Django would set the title again.
    description_template = title_template = None
    item_guid_is_permalink = False

    def item_title(self, item: Article) -> str:
        return item.title

    def item_description(self, item: Article) -> str:
        return item.lead

    def item_link(self, item: Article) -> str:
        return settings.SITE_URL + item.get_absolute_url()

    def item_guid(self, item: Article) -> str:
        """Return a name that stays when the title, and with it the address, is corrected."""
        return f"{settings.SITE_URL}/tin/{item.pk}"

    def item_pubdate(self, item: Article) -> datetime | None:
        return item.published_at

    def item_author_name(self, item: Article) -> str:
        return item.signed_by

    def item_categories(self, item: Article) -> list[str]:
        return [item.category.name] if item.category else []

    def item_enclosures(self, item: Article) -> list[Enclosure]:
        file = item.picture
        return (
            [Enclosure(settings.SITE_URL + file.url, str(file.size), file.content_type)]
            if file
            else []
        )

    def item_extra_kwargs(self, item: Article) -> dict[str, str]:
        lead = f"<p><strong>{escape(item.lead)}</strong></p>" if item.lead else ""
        return {"content": lead + _OWN_ADDRESS.sub(rf"\1{settings.SITE_URL}/", item.body)}


class NewsFeed(ArticleFeed):
    """The newest published articles."""

    def title(self) -> str:
        return Ward.current().agency_name

    def description(self) -> str:
        return f"Tin tức, thông báo của {Ward.current().agency_name}"

    def link(self) -> str:
        return settings.SITE_URL + "/"

    def feed_url(self) -> str:
        return settings.SITE_URL + reverse("rss")

    def items(self) -> QuerySet[Article]:
        return (
            Article.objects.current()
            .newest_first()
            .select_related("category", "unit", "picture")[:ITEMS]
        )


class CategoryFeed(ArticleFeed):
    """The newest items of one category."""

    def get_object(self, request: HttpRequest, slug: str) -> Category:
        category = get_object_or_404(Category, slug=slug)
        return category.merged_into or category

    def title(self, category: Category) -> str:
        return f"{category.name} | {Ward.current().agency_name}"

    def description(self, category: Category) -> str:
        return category.description or f"Tin bài trong mục {category.name}"

    def link(self, category: Category) -> str:
        return settings.SITE_URL + category.get_absolute_url()

    def feed_url(self, category: Category) -> str:
        return settings.SITE_URL + reverse("category_rss", args=[category.slug])

    def items(self, category: Category) -> QuerySet[Article]:
        found = Article.objects.current().in_category(category).newest_first()
        return found.select_related("category", "unit", "picture")[:ITEMS]
