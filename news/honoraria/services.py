"""Honoraria (*nhuận bút*): coefficient of an article and the list of a period.

- The list of a period holds the items of its plan's lines, and else those whose day of publication
  lies in the period's window, by the line and the day that counted when the coefficient was first
  set. An item is on one list only, also when it is published again later. When it was handed in,
  and for which report it was counted, says nothing here.
- An item that is withdrawn after its coefficient was set stays on the list, marked: the work was
  done, and a list that was paid must not change. One withdrawn without a coefficient is no longer
  asked for. A coefficient set by mistake is taken back with a reason, in any state of the item.
- Who is paid is fixed when the coefficient is set. A name that one account alone bears is that
  account, also with its unit behind it ("Phan Văn Lực, Tổ 7"), which is asked for where the item is
  of another unit: it may be a namesake. Any other is told apart by the name, without regard to
  capitals and blanks, and the item's unit. An account made later moves nothing.
- Items taken over from an old portal, which nobody ever handed in here, were paid there: no
  coefficient is asked for, none can be set.
- Published items without a coefficient, from the day of the first tariff on, are named beside the
  list that they would come on.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise

from django.db.models import F, Q
from django.utils import timezone

from core.dates import day_end, day_start
from core.models.revisions import attribute_revision
from core.text.vietnamese import clean_line, fold, person_sort_key
from core.workflow.engine import TransitionAttempt
from news.models import Article, Honorarium, Tariff
from news.permissions import had_a_hand
from news.querysets.articles import SEARCH_COLUMNS, ArticleQuerySet
from news.states import ArticleState
from organization.models import ReportingPeriod, User, Ward

_JOINED = re.compile(r"\s*[,;&]\s*|\s+và\s+")  # what stands between the names of two people

_FORMS_OF_ADDRESS = {"ong", "ba", "anh", "chi", "co", "dc", "dong"}  # of "đồng chí" both words

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
            "Quý vị đã viết, sửa chữ, nộp, nhập hộ, đính chính hoặc đăng khẩn bài này, hoặc bài mà"
            " nó chép từ đó; cần một người duyệt khác chấm."
        )


def has_coefficient(attempt: TransitionAttempt) -> Iterator[str]:
    article = attempt.item
    was_public = article.published_at is not None or article.withdrawal
    if not (was_public and Honorarium.objects.filter(article=article).exists()):
        yield "Bài chưa có hệ số nhuận bút."


def clear_coefficient(attempt: TransitionAttempt) -> None:
    """Take the item off the list; its history keeps what was set."""
    honorarium = Honorarium.objects.get(article=attempt.item)
    attribute_revision(honorarium, user=attempt.actor, at=attempt.at, reason=attempt.note[:100])
    honorarium.delete()


def record_coefficient(attempt: TransitionAttempt) -> None:
    article, limit = attempt.item, attempt.data["limit"]
    honorarium = Honorarium.objects.filter(article=article).first() or Honorarium(
        article=article, published_on=_day_of(article), line_period=line_period_of(article)
    )
    if honorarium.unit_value is None or honorarium.limit.tariff_id != limit.tariff_id:
        honorarium.unit_value = limit.tariff.unit_value
    honorarium.limit = limit
    honorarium.coefficient = attempt.data["coefficient"]
    is_namesake = bool(attempt.data.get("is_namesake"))
    is_other = honorarium.payee != attempt.data["payee"]
    if honorarium.pk is None or is_other or (is_namesake and honorarium.payee_account):
        honorarium.payee = attempt.data["payee"]
        _fix_payee(honorarium, is_namesake=is_namesake)
    honorarium.set_by = attempt.actor
    honorarium.set_at = attempt.at
    attribute_revision(honorarium, user=attempt.actor, at=attempt.at)
    honorarium.save()


def _fix_payee(honorarium: Honorarium, *, is_namesake: bool) -> None:
    article = honorarium.article
    name = payee_of(article, honorarium.payee)
    account = None if is_namesake else PayeeAccounts.load().named(name, article.author)
    honorarium.payee_account = account
    honorarium.payee_unit = (account and account.unit) or article.unit


def _day_of(article: Article) -> date:
    earlier = (
        Honorarium.objects.filter(article=article).values_list("published_on", flat=True).first()
    )
    return earlier or timezone.localdate(article.published_at)


# The list


@dataclass(frozen=True)
class AuthorHonoraria:
    """What one payee gets; whoever has no account stands by name."""

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
    """The list of a period: payees by given name, the items nobody has valued yet, and those of
    which nobody knows whom to pay, which are in no sum.
    """

    period: ReportingPeriod
    authors: list[AuthorHonoraria]
    without: list[Article]
    unknown: list[Honorarium] = field(default_factory=list)

    def of_items(self, *, withdrawn: bool) -> HonorariumList:
        """Return the list of the withdrawn items alone, or of the others."""
        parts = (
            AuthorHonoraria(
                one.name, one.unit, [h for h in one.honoraria if h.is_withdrawn == withdrawn]
            )
            for one in self.authors
        )
        return replace(self, authors=[part for part in parts if part.honoraria])

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

    Five questions to the database, however many items; sums are those of the lines.
    """
    window = Q(published_on__range=(period.counts_from, period.ends_on), line_period=None)
    rows = Honorarium.objects.filter(window | Q(line_period=period)).select_related(
        "limit", "article__author", "payee_account", "payee_unit"
    )
    unread = [f"article__{name}" for name in ("body", *SEARCH_COLUMNS)]
    by_payee: dict[tuple[int | str | None, ...], list[Honorarium]] = defaultdict(list)
    unknown: list[Honorarium] = []
    for row in rows.defer(*unread).order_by("published_on", "pk"):
        name = payee_name(row)
        if not name:
            unknown.append(row)
        elif row.payee_account:
            by_payee[(row.payee_account.pk,)].append(row)
        else:
            by_payee[payee_key(name), row.payee_unit_id].append(row)
    authors = [
        AuthorHonoraria(_best_spelling([payee_name(row) for row in of]), _unit_of(of[0]), of)
        for of in by_payee.values()
    ]
    authors.sort(key=lambda author: (person_sort_key(author.name), author.unit))
    return HonorariumList(period, authors, list(_without(period, now=now)), unknown)


def _without(period: ReportingPeriod, *, now: datetime) -> ArticleQuerySet:
    began = Tariff.objects.order_by("valid_from").values_list("valid_from", flat=True).first()
    if began is None:
        return Article.objects.none()
    starts_at, ends_at = day_start(period.counts_from), day_end(period.ends_on)
    here = Q(published_at__gte=starts_at, published_at__lt=ends_at)
    if Ward.current().counts_lines_in_their_period:
        here = Q(plan_line__plan__period=period) | (here & Q(plan_line=None))
    items = Article.objects.filter(
        here,
        state=ArticleState.PUBLISHED,
        honorarium=None,
        first_submitted_at__isnull=False,
        published_at__gte=day_start(began),
        published_at__lte=now,
    )
    return (
        items.select_related("author", "unit")
        .defer("body", *SEARCH_COLUMNS)
        .order_by(F("published_at"), "pk")
    )


def payee_key(name: str) -> str:
    """Return what two spellings of one name have in common: capitals and blanks say nothing."""
    return clean_line(name).casefold()


def names_person(typed: str, person: User) -> bool:
    """Return whether a typed name may mean the person: by the log-in name, or the words of the full
    name in any order, without marks, title, initials for words.
    """
    if clean_line(typed).casefold() == person.username.casefold():
        return True
    words, own = _name_words(typed), _name_words(str(person))
    while len(words) > len(own) and words[0] in _FORMS_OF_ADDRESS:
        del words[0]
    is_shortened = len(words) == len(own) and all(
        whole.startswith(word) if len(word) == 1 else word == whole
        for word, whole in zip(words, own, strict=True)
    )
    return is_shortened or sorted(words) == sorted(own)


def _name_words(name: str) -> list[str]:
    return fold(clean_line(name).partition(",")[0]).replace("/", "").replace(".", " ").split()


def _best_spelling(names: list[str]) -> str:
    """Return the first spelling with the most words written as names are."""
    return max(names, key=lambda name: sum(word == word.capitalize() for word in name.split()))


def names_several(payee: str) -> bool:
    """Tell whether a payee reads as the names of several people: "Đoàn Thị Ngân, Phan Văn Lực", but
    not "Phan Văn Lực, Tổ 7" nor "Ban Văn hóa và Xã hội".
    """
    parts = _JOINED.split(payee)
    return any(_reads_as_name(one) and _reads_as_name(two) for one, two in pairwise(parts))


def _reads_as_name(part: str) -> bool:
    words = part.split()
    return 2 <= len(words) <= 6 and all(word.isalpha() and word.istitle() for word in words)


def proposed_payee(article: Article) -> str:
    """Return who is to be paid for an item: its author, else whoever it came from; "" if nobody is
    named. Who entered what another sent is not its author.
    """
    is_entered = bool(article.received_from) and article.author_id == article.submitted_by_id
    if article.author and not is_entered:
        return str(article.author)
    return article.received_from or article.byline or article.original_author


def payee_of(article: Article, stored: str) -> str:
    """Return whom the stored payee of an item means, the author for ""; "" where nobody knows."""
    return stored or str(article.author or "") or proposed_payee(article)


def payee_name(honorarium: Honorarium) -> str:
    """Return who is paid; "" where nobody knows."""
    if honorarium.payee_account:
        return str(honorarium.payee_account)
    return payee_of(honorarium.article, honorarium.payee)


def _unit_of(honorarium: Honorarium) -> str:
    return honorarium.payee_unit.short_name if honorarium.payee_unit else ""


def line_period_of(article: Article) -> ReportingPeriod | None:
    """Return the period of the list that an item is on by its line; None: that of its day."""
    if article.plan_line is None or not Ward.current().counts_lines_in_their_period:
        return None
    return article.plan_line.plan.period


def alike_payees(found: HonorariumList) -> list[str]:
    """Return, for each name that stands more than once in the list, whom it may be: one person who
    is paid in two rows, or namesakes.
    """
    by_key: dict[str, list[AuthorHonoraria]] = defaultdict(list)
    for author in found.authors:
        by_key[payee_key(author.name)].append(author)
    return [
        f"{_best_spelling([one.name for one in same])}"
        f" ({', '.join(one.unit or 'không ghi đơn vị' for one in same)})"
        for same in by_key.values()
        if len(same) > 1
    ]


def unknown_payees(found: HonorariumList, reader: User) -> str:
    """Return why the list cannot be paid yet, naming the items the reader may see; "" if it can."""
    if not found.unknown:
        return ""
    articles = {row.article_id: row.article.title for row in found.unknown}
    known = Article.objects.readable_by(reader).filter(pk__in=articles)
    titles = [f"“{articles[pk]}”" for pk in known.order_by("pk").values_list("pk", flat=True)]
    if others := len(articles) - len(titles):
        titles.append(f"{others} bài khác")
    return (
        f"Chưa rõ trả tiền cho ai: {', '.join(titles)}. Xin ghi người nhận tiền ở bước Chấm nhuận"
        " bút của từng bài, rồi tải danh sách."
    )


@dataclass(frozen=True)
class PayeeAccounts:
    """The accounts by the key of their names; more than one where namesakes have accounts."""

    by_key: dict[str, list[User]]

    @classmethod
    def load(cls) -> PayeeAccounts:
        """Read all accounts. One query."""
        by_key: dict[str, list[User]] = defaultdict(list)
        for user in User.objects.select_related("unit"):
            by_key[payee_key(str(user))].append(user)
        return cls(by_key)

    def named(self, name: str, author: User | None) -> User | None:
        """Return the account that a payee's name means: the item's author, or the only account of
        that name, also with its unit behind a comma; else None.
        """
        key = payee_key(name)
        if author and key == payee_key(str(author)):
            return author
        person, _, unit = (part.strip() for part in key.partition(","))
        found = [
            user
            for user in self.by_key.get(person, ())
            if not unit
            or (user.unit and unit in (payee_key(user.unit.name), payee_key(user.unit.short_name)))
        ]
        return found[0] if len(found) == 1 else None
