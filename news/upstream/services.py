"""Sending articles to the higher portal: available transitions, rows and notices.

Nothing is transmitted from here: the board sends the item through the higher portal's own page and
records it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone

from core.workflow.engine import TransitionAttempt
from news.models import UpstreamSending
from news.notices import notify_people
from news.states import ArticleState, UpstreamOutcome
from organization.models import Topic, User
from organization.roles import Role

LONG_WAIT = timedelta(days=7)
MAX_SHOWN = 20


def may_be_sent(attempt: TransitionAttempt) -> Iterator[str]:
    """Offer sending what residents can read and the higher portal has neither taken nor before
    it.
    """
    article = attempt.item
    if article.published_at > attempt.at:
        yield "Bài chưa đến giờ đăng."
    elif article.upstream and article.upstream.outcome != UpstreamOutcome.RETURNED:
        yield f"Bài đã gửi liên thông: {article.upstream.get_outcome_display().lower()}."


def waits_for_outcome(attempt: TransitionAttempt) -> Iterator[str]:
    sending = attempt.item.upstream
    if sending is None or sending.outcome != UpstreamOutcome.WAITING:
        yield "Bài không có lần gửi liên thông nào chờ kết quả."


def record_sending(attempt: TransitionAttempt) -> None:
    UpstreamSending.objects.create(article=attempt.item, sent_at=attempt.at, sent_by=attempt.actor)
    attempt.item.clear_sendings_cache()


def record_acceptance(attempt: TransitionAttempt) -> None:
    _record(attempt, UpstreamOutcome.ACCEPTED)
    notify_people(
        attempt, [attempt.item.author], f"Bài “{attempt.item.title}” đã được cổng cấp trên nhận."
    )


def record_return(attempt: TransitionAttempt) -> None:
    _record(attempt, UpstreamOutcome.RETURNED, reason=attempt.note)
    text = f"Bài “{attempt.item.title}” bị cổng cấp trên trả lại: {attempt.note}"
    notify_people(attempt, [attempt.item.author], text, Topic.RETURNED)


def _record(attempt: TransitionAttempt, outcome: UpstreamOutcome, *, reason: str = "") -> None:
    attempt.item.sendings.waiting().update(
        outcome=outcome, outcome_at=attempt.at, outcome_by=attempt.actor, reason=reason
    )
    attempt.item.clear_sendings_cache()


def upstream_panel(user: User) -> dict[str, Any] | None:
    """Return for editors what has waited at the higher portal for more than a week; without any no
    panel.
    """
    if not user.has_role(Role.EDITOR):
        return None
    long_ago = timezone.now() - LONG_WAIT
    feedback_targets = (ArticleState.PUBLISHED, ArticleState.WITHDRAWN)
    late = UpstreamSending.objects.waiting().filter(
        sent_at__lt=long_ago, article__state__in=feedback_targets
    )
    sendings = list(
        late.select_related("article").defer("article__body").order_by("sent_at", "pk")[:MAX_SHOWN]
    )
    return {"sendings": sendings} if sendings else None
