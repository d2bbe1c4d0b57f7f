"""Calendar source of articles: publication and expiry times."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from core.registries import CalendarEntry, Tone
from news.models import Article
from news.permissions import by_approver
from news.states import ArticleState
from organization.models import User


def article_entries(
    user: User, starts_at: datetime, ends_at: datetime, now: datetime
) -> Iterator[CalendarEntry]:
    """Return when items the person may read go on the portal, went on it and expire, in one
    query.
    """
    within = {"gte": starts_at, "lt": ends_at}
    appears = Q(**{f"published_at__{bound}": at for bound, at in within.items()})
    expires = Q(**{f"expires_at__{bound}": at for bound, at in within.items()})
    found = Article.objects.readable_by(user).filter(
        appears | expires, state=ArticleState.PUBLISHED
    )
    for article in found.select_related("unit", "category").defer("body", "lead"):
        at = article.published_at
        if at and starts_at <= at < ends_at:
            yield _appearance(article, at, user, now)
        ends = article.expires_at
        if ends and starts_at <= ends < ends_at:
            yield _expiry(article, ends, now)


def _appearance(article: Article, at: datetime, user: User, now: datetime) -> CalendarEntry:
    is_ahead = at > now
    may_change = is_ahead and by_approver(article, user)
    return CalendarEntry(
        at=at,
        kind="Hẹn giờ đăng" if is_ahead else "Đã đăng",
        title=article.title,
        url=_address(article),
        about=_about(article),
        tone=Tone.AHEAD if is_ahead else Tone.DONE,
        change_url=(
            reverse("admin:news_article_transition", args=[article.pk, "reschedule"])
            if may_change
            else ""
        ),
    )


def _expiry(article: Article, at: datetime, now: datetime) -> CalendarEntry:
    is_ahead = at > now
    return CalendarEntry(
        at=at,
        kind="Hết hạn" if is_ahead else "Đã hết hạn",
        title=article.title,
        url=_address(article),
        about=_about(article),
        tone=Tone.ENDING if is_ahead else Tone.DONE,
    )


def _address(article: Article) -> str:
    return reverse("admin:news_article_change", args=[article.pk])


def _about(article: Article) -> str:
    names = []
    if article.unit:
        names.append(article.unit.short_name)
    if article.category:
        names.append(article.category.menu_name)
    return " · ".join(names)
