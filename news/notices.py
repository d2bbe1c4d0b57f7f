"""Notices about an article."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from core.workflow.engine import TransitionAttempt
from organization.models import Topic, User, notify


def notify_people(
    attempt: TransitionAttempt, people: Iterable[User | None], text: str, topic: Topic = Topic.OTHER
) -> None:
    """Notify these people of the transition, except its actor."""
    article = attempt.item
    notify(
        [person for person in people if person != attempt.actor],
        event=f"article:{article.pk}:{attempt.log_id}",
        text=text,
        url=reverse("admin:news_article_change", args=[article.pk]),
        now=attempt.at,
        topic=topic,
    )
