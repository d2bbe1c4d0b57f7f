"""Public lists of articles: all news and by month, keyset-paginated."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import ListView

from core.dates import day_start
from core.http.context_processors import site_context
from core.http.pagination import KeysetPaginator
from core.http.params import PAGINATION
from news.models import Article, Category
from news.public.metadata import list_metadata
from news.querysets.articles import not_over

ALL_NEWS = "Tất cả tin bài"


@dataclass(frozen=True)
class ArchiveMonth:
    """A month of the ward's calendar in which something was published, and how much of it still
    stands.
    """

    first: date
    count: int

    @property
    def url(self) -> str:
        return month_url(self.first)


@lru_cache(maxsize=2_000)  # each list has them all
def month_url(day: date) -> str:
    return reverse("month", kwargs={"year": day.year, "month": f"{day:%m}"})


@dataclass(frozen=True)
class PublishedCounts:
    """How much is published, by the ward's month and by category: what the lists say of
    themselves.

    ``counts`` are rows of month, key of the category, published, and of these current.
    """

    counts: tuple[tuple[date, int | None, int, int], ...] = ()

    @property
    def months(self) -> list[ArchiveMonth]:
        """Return the months that have published items, newest first."""
        counts: Counter[date] = Counter()
        for first, _, count, _ in self.counts:
            counts[first] += count
        return [ArchiveMonth(first, counts[first]) for first in sorted(counts, reverse=True)]

    @property
    def total(self) -> int:
        return sum(count for _, _, count, _ in self.counts)

    def in_category(self, category: Category) -> int:
        """Return how many stand in the list of the category: those that are not over."""
        return sum(current for _, key, _, current in self.counts if key == category.pk)


def published_counts() -> PublishedCounts:
    """Count the published articles in one query; ``wardportal.page_cache`` caches the pages that
    show them.
    """
    at = timezone.now()
    rows = (
        Article.objects.published(now=at)
        .order_by()
        .annotate(month=TruncMonth("published_at", tzinfo=timezone.get_current_timezone()))
        .values("month", "category")
        .annotate(
            count=Count("pk"),
            current=Count("pk", filter=not_over(at)),
        )
    )
    return PublishedCounts(
        tuple((row["month"].date(), row["category"], row["count"], row["current"]) for row in rows)
    )


def months() -> list[ArchiveMonth]:
    """Return the months that have published items, newest first, counted in the ward's time."""
    return published_counts().months


class ArticleListView(ListView):
    """A public list of items, newest first, by pages that begin where the last one ended."""

    http_method_names = ["get", "head"]
    query_parameters = PAGINATION
    paginate_by = 20
    heading = ""
    path = ""  # of its first page
    breadcrumbs: list[tuple[str, str]]  # from the home page to it
    total = 0

    @cached_property
    def published_counts(self) -> PublishedCounts:
        return site_context(self.request)["published_counts"]

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """Return what ``ListView`` does, with a page by keys instead of by offset."""
        page = KeysetPaginator(
            queryset, Article.objects.all(), self.total, self.path, page_size
        ).page(self.request.GET)
        return None, page, page.object_list, page.count > 1

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "heading": self.heading,
            "canonical_url": canonical(self.path, context["page_obj"].number),
            "metadata": list_metadata(self.heading, context["page_obj"], *self.breadcrumbs),
        }


class AllNewsView(ArticleListView):
    """Everything published, newest first, by pages (``?trang=``), with the months beside it."""

    template_name = "news/article_archive.html"
    heading = ALL_NEWS

    def get_queryset(self) -> Any:
        self.months = self.published_counts.months
        self.path, self.total = reverse("all_news"), self.published_counts.total
        self.breadcrumbs = [(self.heading, self.path)]
        return Article.objects.published().for_cards()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(months=self.months, **kwargs)


class MonthView(AllNewsView):
    """The items of one month of the ward's calendar (``/tin/<yyyy>/<mm>/``); one without items is
    not found.
    """

    def get_queryset(self) -> Any:
        year, month = int(self.kwargs["year"]), int(self.kwargs["month"])
        if not 1900 <= year <= 9000:
            raise Http404
        self.first = date(year, month, 1)
        articles = super().get_queryset()
        count = next((month.count for month in self.months if month.first == self.first), None)
        if count is None:
            raise Http404
        self.path, self.total = month_url(self.first), count
        self.heading = f"Tin bài tháng {self.first.month} năm {self.first.year}"
        self.breadcrumbs.append((self.heading, self.path))
        following = date(year + month // 12, month % 12 + 1, 1)
        return articles.filter(
            published_at__gte=day_start(self.first), published_at__lt=day_start(following)
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        place = [month.first for month in self.months].index(self.first)
        return super().get_context_data(**kwargs) | {
            "month": self.first,
            "later": self.months[place - 1] if place else None,
            "earlier": self.months[place + 1] if place + 1 < len(self.months) else None,
        }


def canonical(path: str, page: int) -> str:
    """Return the whole address of one page of a list: the first stands without its number."""
    return settings.SITE_URL + (path if page == 1 else f"{path}?trang={page}")
