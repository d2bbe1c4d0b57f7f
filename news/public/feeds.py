"""RSS feeds with full text."""

from __future__ import annotations

import re
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.http import require_safe

from core.database.compiled_query import compiled_query
from news.models import Article, Category
from news.querysets.articles import ArticleQuerySet
from news.times.wording import times_and_corrections
from organization.identity.feeds import Channel, Entry, feed_response
from organization.identity.metadata import absolute_url
from organization.models import Ward

ITEMS = 30
_OWN_ADDRESS = re.compile(r'(\s(?:src|href)=")/(?!/)')


@require_safe
def news_feed(request: HttpRequest) -> HttpResponse:
    """Return the newest published articles."""
    ward = Ward.current()
    channel = Channel(
        title=ward.agency_name,
        description=f"Tin tức, thông báo của {ward.agency_name}",
        link=absolute_url("/"),
        address=absolute_url(reverse("rss")),
    )
    return feed_response(channel, [_entry(one) for one in _newest(now=timezone.now())])


@require_safe
def category_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the newest items of one category; of the other one if it was merged."""
    named = get_object_or_404(Category, slug=slug)
    category = named.merged_into or named
    channel = Channel(
        title=f"{category.name} | {Ward.current().agency_name}",
        description=category.description or f"Tin bài trong mục {category.name}",
        link=absolute_url(category.get_absolute_url()),
        address=absolute_url(reverse("category_rss", args=[category.slug])),
    )
    found = _newest_of(category=category.pk, now=timezone.now())
    return feed_response(channel, [_entry(one) for one in found])


@compiled_query
def _newest(*, now: datetime) -> ArticleQuerySet:
    return Article.objects.current(now=now).for_feed()[:ITEMS]


@compiled_query
def _newest_of(*, category: int, now: datetime) -> ArticleQuerySet:
    return Article.objects.current(now=now).filter(category=category).for_feed()[:ITEMS]


def _entry(article: Article) -> Entry:
    known = times_and_corrections(article, article.correction_texts)  # type: ignore[attr-defined]
    before = [f"<p>{escape(line)}</p>" for line in known]
    if article.lead:
        before.append(f"<p><strong>{escape(article.lead)}</strong></p>")
    return Entry(
        title=article.title,
        link=absolute_url(article.get_absolute_url()),
        guid=f"{settings.SITE_URL}/tin/{article.pk}",
        description="\n".join(filter(None, [*known, article.lead])),
        content="".join(before) + _OWN_ADDRESS.sub(rf"\1{settings.SITE_URL}/", article.body),
        published_at=article.published_at,
        author=article.signed_by,
        category=article.category.name if article.category else "",
        enclosure=article.picture,
    )
