"""Dashboard panels of the editorial workflow: own articles, and the review queue."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from news.models import Article
from news.permissions import is_writer
from news.states import RETURNING, ArticleState
from organization.models import User
from organization.roles import BOARD

SHOWN = 20
SHOWN_PUBLISHED = 5


def writer_panel(user: User) -> dict[str, Any] | None:
    """Return the items of the person and their unit: returned with the reason, drafts, waiting,
    published.
    """
    if not is_writer(user):
        return None
    own = Article.objects.of_writer(user).for_list().with_last_transition().with_unanswered()
    own, now = own.select_related("author", "holder"), timezone.now()
    drafts = list(own.filter(state=ArticleState.DRAFT).order_by("-created_at", "-pk")[:SHOWN])
    return {
        "returned": [article for article in drafts if article.last_transition in RETURNING],
        "drafts": [article for article in drafts if article.last_transition not in RETURNING],
        "discarded": own.filter(state=ArticleState.DISCARDED, author=user).order_by(
            "-discarded_at", "-pk"
        )[:SHOWN],
        "waiting": own.filter(state=ArticleState.IN_REVIEW).order_by("submitted_at", "pk")[:SHOWN],
        "scheduled": own.scheduled(now=now).order_by("published_at", "pk")[:SHOWN],
        "published": own.filter(state=ArticleState.PUBLISHED, published_at__lte=now).newest_first()[
            :SHOWN_PUBLISHED
        ],
    }


def board_panel(user: User) -> dict[str, Any] | None:
    """Return what the board has before it: waiting (in order of review), for the head, marked,
    scheduled.
    """
    if not user.has_role(*BOARD):
        return None
    items = Article.objects.for_list().with_pass().select_related("author", "holder")
    waiting = items.in_review().in_order_of_review()
    return {
        "waiting": waiting.filter(is_for_head=False)[:SHOWN],
        "for_head": waiting.filter(is_for_head=True)[:SHOWN],
        "marked": items.marked().order_by("published_at", "pk")[:SHOWN],
        "scheduled": items.scheduled(now=timezone.now()).order_by("published_at", "pk")[:SHOWN],
    }
