"""Public list of corrections and withdrawals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.http.pagination import KeysetPage, page_number
from core.http.params import query_parameters
from core.text.vietnamese import slug
from news.models import Article, Correction
from news.querysets.articles import ArticleQuerySet
from news.states import Withdrawal
from organization.identity.metadata import Metadata, absolute_url, breadcrumbs_node

HEADING = "Đính chính và bài đã gỡ"
PAGE_SIZE = 50


@dataclass(frozen=True)
class PublicChange:
    """A correction of a public item, or the withdrawal of one."""

    at: datetime
    label: str
    title: str
    url: str
    text: str


@query_parameters("trang")
@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """List the corrections of public items and the withdrawals with a note, newest first,
    paginated (``?trang=``). Four queries at most.
    """
    page = _page(page_number(request.GET))
    path = reverse("corrections")
    context = {
        "heading": HEADING,
        "page_obj": page,
        "canonical_url": absolute_url(path if page.number == 1 else f"{path}?trang={page.number}"),
        "metadata": Metadata(
            title=HEADING,
            dated=page.object_list[0].at if page.object_list else None,
            nodes=(breadcrumbs_node((HEADING, path)),),
        ),
    }
    return render(request, "news/corrections.html", context)


def _page(number: int) -> KeysetPage:
    """Return a page of the list; raise Http404 for one that does not exist."""
    keys = _keys()
    count = max(1, -(-keys.count() // PAGE_SIZE))
    if number > count:
        raise Http404
    rows = list(keys[(number - 1) * PAGE_SIZE : number * PAGE_SIZE])
    changes = [
        *_corrections([pk for _, is_withdrawal, pk in rows if not is_withdrawal]),
        *_withdrawals([pk for _, is_withdrawal, pk in rows if is_withdrawal]),
    ]
    return KeysetPage(
        sorted(changes, key=lambda one: one.at, reverse=True),
        number,
        count,
        _address(number - 1) if number > 1 else "",
        _address(number + 1) if number < count else "",
    )


def _address(number: int) -> str:
    return reverse("corrections") if number == 1 else f"?trang={number}"


def _public_corrections() -> QuerySet[Correction]:
    return Correction.objects.filter(article__in=Article.objects.published())


def _public_withdrawals() -> ArticleQuerySet:
    return Article.objects.withdrawn().filter(withdrawal=Withdrawal.NOTICE, is_for_portal=True)


def _keys() -> QuerySet[Correction, tuple[datetime, bool, int]]:
    """Return rows of time, whether it is a withdrawal, and key."""
    corrected = _public_corrections().order_by()
    withdrawn = _public_withdrawals().order_by()
    return (
        corrected.annotate(at=F("corrected_at"), is_withdrawal=Value(False))
        .values_list("at", "is_withdrawal", "pk")
        .union(
            withdrawn.annotate(at=F("withdrawn_at"), is_withdrawal=Value(True)).values_list(
                "at", "is_withdrawal", "pk"
            ),
            all=True,
        )
        .order_by("-at", "is_withdrawal", "-pk")
    )


def _corrections(keys: list[int]) -> list[PublicChange]:
    return [
        PublicChange(
            one.corrected_at,
            "Đính chính",
            one.article.title,
            one.article.get_absolute_url(),
            one.text,
        )
        for one in Correction.objects.filter(pk__in=keys).select_related("article").order_by("-pk")
    ]


def _withdrawals(keys: list[int]) -> list[PublicChange]:
    """Return withdrawals under the title residents knew: what was written later is not public."""
    known = Article.history.filter(
        id=OuterRef("pk"), history_date__lte=OuterRef("withdrawn_at")
    ).order_by("-version")
    rows = (
        Article.objects.filter(pk__in=keys)
        .annotate(known_title=Subquery(known.values("title")[:1], output_field=CharField()))
        .order_by("-pk")
        .values_list("pk", "known_title", "title", "withdrawn_at", "withdrawal_note")
    )
    return [
        PublicChange(at, "Đã gỡ", title, reverse("article", args=[slug(title), pk]), note)
        for pk, known_title, present, at, note in rows
        if at and (title := known_title or present)
    ]
