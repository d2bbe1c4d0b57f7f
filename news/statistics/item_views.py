"""The page of the articles behind one number of the statistics."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from core.admin.staff_page import staff_page
from core.http.params import int_param
from news.models import Article
from news.permissions import may_see_statistics, may_see_ward_statistics
from news.querysets.articles import SEARCH_COLUMNS
from news.states import ArticleState, Kind
from news.statistics.figures import NO_UNIT
from news.statistics.rules import PeriodRules
from news.statistics.views import LABELS
from organization.calendar.periods import as_of_day, period_at
from organization.models import Block, Unit
from organization.querysets import UnitQuerySet
from organization.requests import StaffRequest

MAX_ITEMS = 500


@staff_page(may_see_statistics)
@require_safe
def statistics_items(request: StaffRequest, code: str) -> HttpResponse:
    """List the items behind one number: ``?cot=`` the column, ``?don-vi=`` the unit (0: none
    named), or ``?khoi=``.
    """
    period = period_at(code)
    column = request.GET.get("cot", "")
    if period is None or column not in LABELS:
        raise Http404
    as_of = as_of_day(request, period)
    rules = PeriodRules.of(period, as_of)
    found, whose = _narrowed(request, rules, column)
    of_period = ExpressionWrapper(rules.in_period, output_field=BooleanField())
    items = found.defer("body", *SEARCH_COLUMNS).annotate(is_of_period=of_period)
    items = list(items.order_by(rules.name("counted_at"), "pk")[: MAX_ITEMS + 1])
    keys = [item.pk for item in items]
    readable = set(
        Article.objects.readable_by(request.user).filter(pk__in=keys).values_list("pk", flat=True)
    )
    public = set(Article.objects.published().filter(pk__in=keys).values_list("pk", flat=True))
    # What others have not published yet is counted here, and named to nobody who may not read it.
    named = [item for item in items[:MAX_ITEMS] if item.pk in readable or item.pk in public]
    _show_as_of(named, rules)
    context = admin.site.each_context(request) | {
        "title": f"{LABELS[column]}, {period}",
        "period": period,
        "whose": whose,
        "as_of": as_of,
        "items": named,
        "number": len(items[:MAX_ITEMS]),
        "unnamed": len(items[:MAX_ITEMS]) - len(named),
        "has_more": len(items) > MAX_ITEMS,
        "readable": readable,
    }
    return TemplateResponse(request, "news/admin/statistics/items.html", context)


def _show_as_of(items: list[Any], rules: PeriodRules) -> None:
    """Set what the list shows of each item as it stood on the day that is shown."""
    units = Unit.objects.in_bulk({getattr(item, _key(rules, "unit")) for item in items} - {None})
    for item in items:
        unit = units.get(getattr(item, _key(rules, "unit")))
        item.shown_unit = unit.short_name if unit else NO_UNIT
        item.shown_state = _state_words(item, rules)
        item.shown_kind = Kind(getattr(item, rules.name("kind"))).label
        item.shown_counted_at = getattr(item, rules.name("counted_at"))
        item.shown_submitted_at = getattr(item, rules.name("first_submitted_at"))


def _state_words(item: Any, rules: PeriodRules) -> str:
    """Return the state on the day that is shown; what waits for its time is not public yet."""
    state = ArticleState(getattr(item, rules.name("state")))
    appears = getattr(item, rules.name("published_at"))
    if state == ArticleState.PUBLISHED and appears and appears >= rules.until:
        return "Hẹn giờ đăng"
    return str(state.label)


def _key(rules: PeriodRules, relation: str) -> str:
    return rules.name(relation) if rules.is_past else f"{relation}_id"


def _narrowed(request: StaffRequest, rules: PeriodRules, column: str) -> tuple[Any, str]:
    """Return the items of the unit or block asked for, and its name.

    A contributor's unit is the only one there is.
    """
    found = rules.behind(column)
    asked = request.GET.get("don-vi")
    if not may_see_ward_statistics(request.user) and asked != str(request.user.unit_id):
        raise Http404
    if asked == "0":
        is_nobodys = Q(**{rules.name("unit"): None})
        return found.none() if column == "supporting" else found.filter(is_nobodys), NO_UNIT.lower()
    if asked is not None:
        unit = get_object_or_404(Unit, pk=int_param(asked) or 0)
        return _of_units(found, rules, column, Unit.objects.filter(pk=unit.pk)), unit.name
    block = request.GET.get("khoi", "")
    if block:
        if block not in Block.values:
            raise Http404
        units = Unit.objects.filter(block=block)
        return _of_units(found, rules, column, units), Block(block).label
    return found, "cả phường"


def _of_units(found: Any, rules: PeriodRules, column: str, units: UnitQuerySet) -> Any:
    """Return the items these units sign, or support; each once."""
    unit = rules.name("unit")
    if column != "supporting":
        return found.filter(**{f"{unit}__in": units.values("pk")})
    helped = Article.supporting_units.through.objects.filter(
        article=OuterRef("pk"), unit__in=units.values("pk")
    )
    return found.filter(Exists(helped.exclude(unit=Coalesce(OuterRef(unit), Value(0)))))
