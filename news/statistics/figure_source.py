"""Named figures of articles: per unit, by category, and views."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, F, Q, Sum, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from core.models import ViewCount
from core.reporting.figures import (
    Dimension,
    Figure,
    FigureItem,
    FigureRow,
    FigureSource,
    Trend,
    pks_of,
)
from core.text.vietnamese import sort_key
from news.models import Article, PlanLine, UpstreamSending
from news.states import ArticleState, Kind, UpstreamOutcome
from news.statistics.figures import required_by_unit
from news.statistics.rules import PeriodRules
from organization.models import ReportingPeriod, Unit, User

ITEMS = "tin, bài"
NO_CATEGORY = "Chưa ghi chuyên mục"
_FLAGS = ("submitted", "on_time", "late", "returned", "published", "not_counted", "withdrawn")
_BY_CATEGORY = {
    Kind.BRIEF: "news.category_brief",
    Kind.FEATURE: "news.category_feature",
    Kind.NOTICE: "news.category_notice",
}
FIGURES = (
    Figure("news.required", "Chỉ tiêu tin, bài", noun=ITEMS),
    Figure("news.met", "Chỉ tiêu đã đạt", noun=ITEMS, trend=Trend.BETTER),
    Figure("news.submitted", "Tin, bài đã nộp", noun=ITEMS, trend=Trend.BETTER),
    Figure("news.on_time", "Tin, bài nộp đúng hạn", noun=ITEMS, trend=Trend.BETTER),
    Figure("news.late", "Tin, bài nộp muộn", noun=ITEMS, trend=Trend.WORSE),
    Figure("news.returned", "Tin, bài bị trả lại", noun=ITEMS, trend=Trend.WORSE),
    Figure("news.not_counted", "Tin, bài chưa đạt, không tính", noun=ITEMS, trend=Trend.WORSE),
    Figure("news.withdrawn", "Tin, bài đã gỡ", noun=ITEMS, trend=Trend.WORSE),
    Figure("news.published", "Tin, bài, thông báo đã đăng", noun=ITEMS, trend=Trend.BETTER),
    Figure("news.published_brief", "Tin đã đăng", noun="tin"),
    Figure("news.published_feature", "Bài đã đăng", noun="bài"),
    Figure("news.published_notice", "Thông báo đã đăng", noun="thông báo"),
    Figure("news.sent", "Gửi liên thông", noun=ITEMS, trend=Trend.BETTER),
    Figure("news.accepted", "Liên thông được nhận", noun=ITEMS, trend=Trend.BETTER),
    Figure("news.sent_back", "Liên thông bị trả", noun=ITEMS, trend=Trend.WORSE),
    Figure("news.category_brief", "Tin theo chuyên mục", Dimension.CATEGORY, "tin"),
    Figure("news.category_feature", "Bài theo chuyên mục", Dimension.CATEGORY, "bài"),
    Figure("news.category_notice", "Thông báo theo chuyên mục", Dimension.CATEGORY, "thông báo"),
    Figure(
        "news.lines_overdue",
        "Dòng định hướng quá hạn",
        noun="dòng định hướng",
        trend=Trend.WORSE,
        is_sum=False,
    ),
    Figure("news.views", "Lượt xem tin, bài", Dimension.CATEGORY, "lượt xem", Trend.BETTER),
)


def rows(period: ReportingPeriod, as_of: date | None) -> Iterator[FigureRow]:
    """Yield what is behind the figures of a period. Nine queries at most."""
    rules = PeriodRules.of(period, as_of)
    submitted: dict[str, dict[str, int]] = {}
    for row in _items(rules):
        yield from _of_item(row)
        if row["is_submitted"]:
            kinds = submitted.setdefault(_group(row["of_unit"]), {})
            kinds[row["of_kind"]] = kinds.get(row["of_kind"], 0) + 1
    for unit, required in required_by_unit(rules).items():
        for kind in Kind.values:
            number = getattr(required, kind)
            if number:
                key = f"quota:{rules.period.pk}-{unit}-{kind}"
                yield FigureRow("news.required", str(unit), key, number)
                met = min(number, submitted.get(str(unit), {}).get(kind, 0))
                if met:
                    yield FigureRow("news.met", str(unit), key, met)
    yield from _sendings(rules)
    for line, whose in rules.overdue_lines():
        yield FigureRow("news.lines_overdue", _group(whose), f"line:{line}")
    yield from _views(rules)


def _items(rules: PeriodRules) -> Iterable[dict[str, Any]]:
    """Return the items behind any figure, with a column for each rule. One query."""
    flags = {f"is_{name}": _flag(rules.rules[name]) for name in _FLAGS}
    anything = rules.rules["submitted"] | rules.rules["not_counted"] | rules.rules["withdrawn"]
    found = (
        rules.articles()
        .filter(anything)
        .annotate(of_unit=F(rules.name("unit")), of_kind=F(rules.name("kind")), **flags)
    )
    return found.order_by("category", "counted_on", "pk").values(
        "pk", "of_unit", "of_kind", "category__name", *flags
    )


def _flag(rule: Q) -> Case:
    return Case(When(rule, then=Value(True)), default=Value(False))


def _group(unit: object) -> str:
    return str(unit) if unit else "0"


def _of_item(row: dict[str, Any]) -> Iterator[FigureRow]:
    unit, key = _group(row["of_unit"]), f"article:{row['pk']}"
    for name in _FLAGS:
        if row[f"is_{name}"]:
            yield FigureRow(f"news.{name}", unit, key)
    if row["is_published"]:
        kind = Kind(str(row["of_kind"]))
        yield FigureRow(f"news.published_{kind.value}", unit, key)
        yield FigureRow(_BY_CATEGORY[kind], str(row["category__name"] or NO_CATEGORY), key)


def _sendings(rules: PeriodRules) -> Iterator[FigureRow]:
    """Yield sendings to the higher portal. One query."""
    sent = rules.behind("sent").values_list(
        "sendings__pk", rules.name("unit"), "sendings__outcome", "sendings__outcome_at"
    )
    for pk, unit, outcome, outcome_at in sent:
        key = f"sending:{pk}"
        yield FigureRow("news.sent", _group(unit), key)
        is_known = outcome_at is not None and outcome_at < rules.until
        if is_known and outcome == UpstreamOutcome.ACCEPTED:
            yield FigureRow("news.accepted", _group(unit), key)
        elif is_known and outcome == UpstreamOutcome.RETURNED:
            yield FigureRow("news.sent_back", _group(unit), key)


def _views(rules: PeriodRules) -> Iterator[FigureRow]:
    """Yield views of articles on the days of the period by category; a key has the number with it,
    which an edition keeps. One query.
    """
    seen = timezone.localdate(rules.until - timedelta(microseconds=1))
    last = min(rules.period.ends_on, seen)
    kind = ContentType.objects.get_for_model(Article)
    viewed = (
        ViewCount.objects.filter(content_type=kind, day__range=(rules.period.counts_from, last))
        .filter(article__isnull=False)
        .order_by()
        .values_list("object_id", Coalesce(F("article__category__name"), Value(NO_CATEGORY)))
        .annotate(number=Sum("count"))
        .order_by("-number", "object_id")
    )
    by_category: dict[str, list[tuple[int, int]]] = {}
    for pk, name, number in viewed:
        by_category.setdefault(name, []).append((pk, number))
    for name, items in sorted(
        by_category.items(),
        key=lambda one: (-sum(number for _, number in one[1]), sort_key(one[0])),
    ):
        for pk, number in items:
            yield FigureRow("news.views", name, f"viewed:{pk}-{number}", number)


def describe(keys: Iterable[str], user: User) -> dict[str, FigureItem]:
    """Return by their keys the articles that the user may read or that are public, sendings of
    them, and quotas of units.
    """
    wanted = list(keys)
    articles = {f"article:{pk}": (pk, "") for pk in pks_of(wanted, "article")}
    for key in wanted:
        if key.startswith("viewed:"):
            pk, _, number = key.removeprefix("viewed:").partition("-")
            articles[key] = (int(pk), f"{int(number)} lượt xem")
    sent = pks_of(wanted, "sending")
    sendings = UpstreamSending.objects.filter(pk__in=sent) if sent else []
    for sending in sendings:
        day = f"{timezone.localtime(sending.sent_at):%d/%m/%Y}"
        articles[f"sending:{sending.pk}"] = (
            sending.article_id,
            f"gửi ngày {day}: {sending.get_outcome_display().lower()}",
        )
    items = _articles({pk for pk, _ in articles.values()}, user)
    found = {
        key: replace(items[pk], note=note or items[pk].note)
        for key, (pk, note) in articles.items()
        if pk in items
    }
    # An edition of an earlier version of the portal knows the views of a category alone.
    found |= {
        key: FigureItem(f"Chuyên mục {key.removeprefix('views:')}")
        for key in wanted
        if key.startswith("views:")
    }
    return (
        found
        | _lines(pks_of(wanted, "line"))
        | _quotas([key for key in wanted if key.startswith("quota:")])
    )


def _articles(pks: set[int], user: User) -> dict[int, FigureItem]:
    """Return what the user may read with its page in the admin, else what is public. Two queries at
    most.
    """
    if not pks:
        return {}
    found = {}
    for article in Article.objects.readable_by(user).filter(pk__in=pks).only("title", "state"):
        label = ArticleState(article.state).label
        url = reverse("admin:news_article_change", args=[article.pk])
        found[article.pk] = FigureItem(article.title, url, label)
    if others := pks - found.keys():
        for article in Article.objects.published().filter(pk__in=others).only("title"):
            found[article.pk] = FigureItem(article.title, article.get_absolute_url())
    return found


def _lines(pks: list[int]) -> dict[str, FigureItem]:
    """Return the lines of plans by their keys. One query."""
    lines = PlanLine.objects.filter(pk__in=pks).select_related("plan__period") if pks else []
    return {
        f"line:{line.pk}": FigureItem(
            line.topic,
            reverse("admin:plan", args=[line.plan.period.code]),
            f"hạn {line.due_on or line.plan.due_on:%d/%m/%Y}",
        )
        for line in lines
    }


def _quotas(keys: list[str]) -> dict[str, FigureItem]:
    """Return the quotas of units by their keys ("quota:3-12-brief"). One query."""
    parts = {key: key.removeprefix("quota:").split("-") for key in keys}
    units = Unit.objects.in_bulk({int(unit) for _, unit, _ in parts.values()}) if parts else {}
    return {
        key: FigureItem(f"{units[int(unit)].name}: {Kind(kind).label.lower()}")
        for key, (_, unit, kind) in parts.items()
        if int(unit) in units
    }


SOURCE = FigureSource("news", "Tin, bài", FIGURES, rows, describe)
