"""Public list of corrections and withdrawals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.text.vietnamese import slug
from news.models import Article, Correction
from news.states import Withdrawal
from organization.identity.metadata import Metadata, absolute_url, breadcrumbs_node

HEADING = "Đính chính và bài đã gỡ"
MAX_SHOWN = 100


@dataclass(frozen=True)
class PublicChange:
    """A correction of a public item, or the withdrawal of one."""

    at: datetime
    label: str
    title: str
    url: str
    text: str


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """List the newest corrections of public items and the withdrawals with a note. Two queries."""
    changes = sorted([*_corrections(), *_withdrawals()], key=lambda one: one.at, reverse=True)
    changes = changes[:MAX_SHOWN]
    path = reverse("corrections")
    context = {
        "heading": HEADING,
        "changes": changes,
        "canonical_url": absolute_url(path),
        "metadata": Metadata(
            title=HEADING,
            dated=changes[0].at if changes else None,
            nodes=(breadcrumbs_node((HEADING, path)),),
        ),
    }
    return render(request, "news/corrections.html", context)


def _corrections() -> list[PublicChange]:
    rows = Correction.objects.filter(article__in=Article.objects.published())
    newest = rows.select_related("article").order_by("-corrected_at", "-pk")[:MAX_SHOWN]
    return [
        PublicChange(
            one.corrected_at,
            "Đính chính",
            one.article.title,
            one.article.get_absolute_url(),
            one.text,
        )
        for one in newest
    ]


def _withdrawals() -> list[PublicChange]:
    """Return withdrawals under the title residents knew: what was written later is not public."""
    known = Article.history.filter(
        id=OuterRef("pk"), history_date__lte=OuterRef("withdrawn_at")
    ).order_by("-version")
    rows = (
        Article.objects.withdrawn()
        .filter(withdrawal=Withdrawal.NOTICE, is_for_portal=True)
        .annotate(known_title=Subquery(known.values("title")[:1], output_field=CharField()))
        .order_by("-withdrawn_at", "-pk")
        .values_list("pk", "known_title", "title", "withdrawn_at", "withdrawal_note")
    )
    return [
        PublicChange(at, "Đã gỡ", title, reverse("article", args=[slug(title), pk]), note)
        for pk, known_title, present, at, note in rows[:MAX_SHOWN]
        if at and (title := known_title or present)
    ]
