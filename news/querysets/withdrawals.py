"""Conditions of articles that were withdrawn: off the portal still, or in hand again."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import F, Q

from news.states import ArticleState


def taken_down(name: Callable[[str], str] = str) -> Q:
    """Return the condition that an article was withdrawn and has not come back since: it is in
    nobody's hands but its author's. ``name`` tells what the query calls a column.
    """
    again, since = name("submitted_at"), F(name("withdrawn_at"))
    not_again = Q(**{f"{again}__isnull": True}) | Q(**{f"{again}__lte": since})
    ended = Q(**{f"{name('state')}__in": [ArticleState.WITHDRAWN, ArticleState.DISCARDED]})
    return Q(**{f"{name('withdrawn_at')}__isnull": False}) & (
        ended | Q(**{name("state"): ArticleState.DRAFT}) & not_again
    )


def come_back(name: Callable[[str], str] = str) -> Q:
    """Return the opposite for what was withdrawn: handed in or published again since."""
    again = Q(**{f"{name('submitted_at')}__gt": F(name("withdrawn_at"))})
    live = Q(**{f"{name('state')}__in": [ArticleState.IN_REVIEW, ArticleState.PUBLISHED]})
    return live | (Q(**{name("state"): ArticleState.DRAFT}) & again)
