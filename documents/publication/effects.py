"""Effects of the transitions of a document of the library: notices."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse

from core.workflow.engine import TransitionAttempt
from documents.permissions import DOCUMENT_PUBLISHERS
from organization.models import Notice, Topic, User, notify
from organization.roles import Role

# Several documents submitted together are one mail: the dashboard lists the others.
_TOGETHER = timedelta(hours=1)


def notify_publishers(attempt: TransitionAttempt) -> None:
    """Tell who may publish the document; by mail once for several submitted within the hour."""
    told = Notice.objects.filter(
        event__startswith="submitted-document:",
        topic=Topic.ASKED,
        created_at__gt=attempt.at - _TOGETHER,
        read_at=None,
    )
    mailed = set(told.values_list("person", flat=True))
    publishers = list(User.objects.with_role(*DOCUMENT_PUBLISHERS))
    for topic, people in (
        (Topic.ASKED, [person for person in publishers if person.pk not in mailed]),
        (Topic.OTHER, [person for person in publishers if person.pk in mailed]),
    ):
        words = f"Văn bản chờ đăng: {str(attempt.item).rstrip(' .')}."
        _notify(attempt, people, words, topic, "submitted-document")


def notify_clerks_returned(attempt: TransitionAttempt) -> None:
    words = f"Văn bản “{attempt.item}” được trả lại: {attempt.note}"
    clerks = User.objects.with_role(Role.CLERK)
    _notify(attempt, clerks, words, Topic.RETURNED, "returned-document")


def _notify(
    attempt: TransitionAttempt, people: Iterable[User], words: str, topic: Topic, name: str
) -> None:
    notify(
        [person for person in people if person != attempt.actor],
        event=f"{name}:{attempt.item.pk}:{attempt.log_id}",
        text=words,
        url=reverse("admin:documents_publicdocument_change", args=[attempt.item.pk]),
        now=attempt.at,
        topic=topic,
    )
