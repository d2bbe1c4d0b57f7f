"""Public lists of articles: all news and by month, keyset-paginated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.views.generic import ListView

from core.database.compiled_query import CompiledSql, compiled_query
from core.dates import PUBLICATION, day_start
from core.http.addresses import address_of
from core.http.context_processors import site_context
from core.http.pagination import CompiledRows, KeysetPaginator
from core.http.params import PAGINATION
from news.models import Article, Category
from news.models.categories import CategoryQuerySet
from news.public.metadata import list_metadata
from news.querysets.articles import ArticleQuerySet, not_over

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


def month_url(day: date) -> str:
    return address_of("month", day.year, f"{day:%m}")


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
        wanted = category.pk
        return sum(current for _, key, _, current in self.counts if key == wanted)


@compiled_query
def menu_categories() -> CategoryQuerySet:
    """Return the categories of the public menu, in their order."""
    return Category.objects.visible()


def published_counts() -> PublishedCounts:
    """Count the published articles in one query; ``wardportal.page_cache`` caches the pages that
    show them.

    It reads every published article once after each change. What limits it is the arithmetic of
    dates and sorting, so a search among the beginnings of months stands for ``TruncMonth``, and
    OFFSET 0 hides from the planner how many different times there are: it counts in a hash table.
    """
    now = timezone.now()
    first_days, starts = _months_until(timezone.localdate(now).replace(day=1))
    rows = _counted_rows()
    sql = (
        "SELECT month, category_id, count(*), count(*) FILTER (WHERE is_current) FROM"  # noqa: S608 (our own words)
        " (SELECT width_bucket(published_at, %s::timestamptz[]) AS month, category_id, is_current"
        f" FROM ({rows.sql}) AS rows OFFSET 0) AS rows GROUP BY 1, 2"
    )
    with connection.cursor() as cursor:
        values = rows.parameters.filled({"at": now})
        cursor.execute(sql, (starts, *values))
        counts = cursor.fetchall()
    return PublishedCounts(tuple((first_days[month - 1], *others) for month, *others in counts))


@cache
def _counted_rows() -> CompiledSql:
    def build(at: datetime) -> QuerySet[Any, Any]:
        is_current = ExpressionWrapper(not_over(at), output_field=BooleanField())
        rows = Article.objects.published(now=at).order_by().annotate(is_current=is_current)
        columns: QuerySet[Any, Any] = rows.values_list("published_at", "category_id", "is_current")
        return columns

    return CompiledSql.of(build, {"at": timezone.now()})


@lru_cache(maxsize=1)
def _months_until(last: date) -> tuple[list[date], list[datetime]]:
    """Return the first day of each month in which something can have been published, and when it
    began.
    """
    years = range(PUBLICATION.first_year, last.year + 1)
    days = [date(year, month, 1) for year in years for month in range(1, 13)]
    first_days = days[: days.index(last) + 1]
    return first_days, [day_start(day) for day in first_days]


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


def all_news(*, now: datetime) -> ArticleQuerySet:
    return Article.objects.published(now=now).for_cards()


def news_between(*, now: datetime, first: datetime, end: datetime) -> ArticleQuerySet:
    return all_news(now=now).filter(published_at__gte=first, published_at__lt=end)


class AllNewsView(ArticleListView):
    """Everything published, newest first, by pages (``?trang=``), with the months beside it."""

    template_name = "news/article_archive.html"
    heading = ALL_NEWS

    def get_queryset(self) -> Any:
        self.months = self.published_counts.months
        self.path, self.total = reverse("all_news"), self.published_counts.total
        self.breadcrumbs = [(self.heading, self.path)]
        return CompiledRows(all_news, {"now": timezone.now()})

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
        super().get_queryset()
        count = next((month.count for month in self.months if month.first == self.first), None)
        if count is None:
            raise Http404
        self.path, self.total = month_url(self.first), count
        self.heading = f"Tin bài tháng {self.first.month} năm {self.first.year}"
        self.breadcrumbs.append((self.heading, self.path))
        following = date(year + month // 12, month % 12 + 1, 1)
        return CompiledRows(
            news_between,
            {
                "now": timezone.now(),
                "first": day_start(self.first),
                "end": day_start(following),
            },
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


def month_links(months: Iterable[ArchiveMonth], current: date | None) -> SafeString:
    """Render the entries of ``ArchiveMonth``s, which are many on each list: in a template they
    would cost more than all the rest of the page.
    """
    return format_html_join(
        "\n",
        '<li><a href="{}"{}>Tháng {}/{}</a> <span class="when">{} tin bài</span></li>',
        (
            (
                month.url,
                SafeString(' aria-current="page"' if month.first == current else ""),
                month.first.month,
                month.first.year,
                month.count,
            )
            for month in months
        ),
    )
