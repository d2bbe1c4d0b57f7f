"""Honoraria (*nhuận bút*): coefficient of an article and the list of a period.

- The list of a period holds the items whose day of publication lies in the period's window, by the
  day that counted when the coefficient was first set. An item is on one list only, also when it is
  published again later.
- An item that is withdrawn after its coefficient was set stays on the list, marked: the work was
  done, and a list that was paid must not change. One withdrawn without a coefficient is no longer
  asked for.
- Items taken over from an old portal, which nobody ever handed in here, were paid there: no
  coefficient is asked for, none can be set.
- Published items without a coefficient, from the day of the first tariff on, are named beside the
  list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import F
from django.utils import timezone

from core.dates import day_end, day_start
from core.models.revisions import attribute_revision
from core.text.vietnamese import person_sort_key
from core.workflow.engine import TransitionAttempt
from news.models import Article, Honorarium, Tariff
from news.permissions import had_a_hand
from news.querysets.articles import SEARCH_COLUMNS, ArticleQuerySet
from news.states import ArticleState
from organization.models import ReportingPeriod, User
from organization.roles import BOARD


def may_see_honoraria(user: User) -> bool:
    """Tell who has the list; before the first tariff nobody."""
    return user.has_role(*BOARD) and Tariff.objects.exists()


# The step


def tariff_of(article: Article) -> Tariff | None:
    """Return the tariff in force on the day the item was published, by the ward's calendar."""
    return Tariff.objects.in_force(on=_day_of(article))


def may_be_valued(attempt: TransitionAttempt) -> Iterator[str]:
    article = attempt.item
    if article.published_at > attempt.at:
        yield "Bài chưa đến giờ đăng."
    elif article.first_submitted_at is None:
        yield "Bài nhập từ cổng cũ không chấm nhuận bút."
    elif tariff_of(article) is None:
        yield "Chưa có biểu mức nhuận bút cho ngày đăng bài."


def is_not_own(attempt: TransitionAttempt) -> Iterator[str]:
    if had_a_hand(attempt.item, attempt.actor):
        yield (
            "Quý vị đã viết, sửa chữ, nộp, nhập hộ, đính chính hoặc đăng khẩn bài này; cần một"
            " người duyệt khác chấm."
        )


def record_coefficient(attempt: TransitionAttempt) -> None:
    article, limit = attempt.item, attempt.data["limit"]
    honorarium = Honorarium.objects.filter(article=article).first() or Honorarium(
        article=article, published_on=_day_of(article)
    )
    if honorarium.unit_value is None or honorarium.limit.tariff_id != limit.tariff_id:
        honorarium.unit_value = limit.tariff.unit_value
    honorarium.limit = limit
    honorarium.coefficient = attempt.data["coefficient"]
    honorarium.set_by = attempt.actor
    honorarium.set_at = attempt.at
    attribute_revision(honorarium, user=attempt.actor, at=attempt.at)
    honorarium.save()


def _day_of(article: Article) -> date:
    earlier = (
        Honorarium.objects.filter(article=article).values_list("published_on", flat=True).first()
    )
    return earlier or timezone.localdate(article.published_at)


# The list


@dataclass(frozen=True)
class AuthorHonoraria:
    """What one author gets; whoever has no account stands by the name in the item."""

    name: str
    unit: str
    honoraria: list[Honorarium]

    @property
    def coefficient(self) -> Decimal:
        return sum((one.coefficient for one in self.honoraria), Decimal(0))

    @property
    def amount(self) -> int:
        return sum(one.amount for one in self.honoraria)


@dataclass(frozen=True)
class HonorariumList:
    """The list of a period, authors by given name, and the items nobody has valued yet."""

    period: ReportingPeriod
    authors: list[AuthorHonoraria]
    without: list[Article]

    @property
    def honoraria(self) -> list[Honorarium]:
        return [one for author in self.authors for one in author.honoraria]

    @property
    def coefficient(self) -> Decimal:
        return sum((author.coefficient for author in self.authors), Decimal(0))

    @property
    def amount(self) -> int:
        return sum(author.amount for author in self.authors)

    @property
    def unit_values(self) -> list[int]:
        return sorted({one.unit_value for one in self.honoraria})


def honorarium_list(period: ReportingPeriod, *, now: datetime) -> HonorariumList:
    """Return the period's list.

    Four questions to the database, however many items; sums are those of the lines.
    """
    window = (period.counts_from, period.ends_on)
    rows = Honorarium.objects.filter(published_on__range=window).select_related(
        "limit", "article__author__unit", "article__unit"
    )
    unread = [f"article__{name}" for name in ("body", *SEARCH_COLUMNS)]
    by_author: dict[tuple[int | None, str], list[Honorarium]] = defaultdict(list)
    for row in rows.defer(*unread).order_by("published_on", "pk"):
        by_author[row.article.author_id, _name(row.article)].append(row)
    authors = [
        AuthorHonoraria(name, _unit(of[0].article), of) for (_, name), of in by_author.items()
    ]
    authors.sort(key=lambda author: (person_sort_key(author.name), author.unit))
    return HonorariumList(period, authors, list(_without(*window, now=now)))


def _without(first: date, last: date, *, now: datetime) -> ArticleQuerySet:
    began = Tariff.objects.order_by("valid_from").values_list("valid_from", flat=True).first()
    if began is None:
        return Article.objects.none()
    starts = day_start(max(first, began))
    ends = day_end(last)
    items = Article.objects.filter(
        state=ArticleState.PUBLISHED, honorarium=None, first_submitted_at__isnull=False
    )
    items = items.filter(published_at__gte=starts, published_at__lt=ends, published_at__lte=now)
    return (
        items.select_related("author", "unit")
        .defer("body", *SEARCH_COLUMNS)
        .order_by(F("published_at"), "pk")
    )


def _name(article: Article) -> str:
    if article.author:
        return str(article.author)
    return article.byline or article.original_author or "Chưa rõ tác giả"


def _unit(article: Article) -> str:
    unit = (article.author and article.author.unit) or article.unit
    return unit.short_name if unit else ""
