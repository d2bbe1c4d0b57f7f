"""Preview links: tokens and querysets.

A link's token is the row's random key and its signature by the secret key. So a forged or mistyped
token is refused without a query and compared in constant time, a copy of the database alone opens
nothing, and yet the address can be shown again to those who made it. A hash could not do that; the
plain key could, but whoever reads the table would have all links.
"""

from __future__ import annotations

import re
import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from core.models import TransitionLog
from news.states import ArticleState

if TYPE_CHECKING:
    from news.models import Article, PreviewLink  # noqa: F401  (in strings)
    from news.querysets.articles import ArticleQuerySet

# Transitions after which a link stays dead, whatever becomes of the article.
ENDING_TRANSITIONS = ("withdraw", "discard")

_TOKEN = re.compile(r"[\w-]{22}\.[\w-]{43}", re.ASCII)


def new_key() -> str:
    """Return 128 random bits, in letters an address can hold."""
    return secrets.token_urlsafe(16)


def token_of(key: str) -> str:
    return _signer().sign(key)


def key_of(token: str) -> str | None:
    """Return the key a token carries, None for anything we have not signed."""
    try:
        return _signer().unsign(token) if _TOKEN.fullmatch(token) else None
    except BadSignature:
        return None


def _signer() -> Signer:
    return Signer(salt="news.preview", sep=".")


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def of_token(self, token: str) -> PreviewLinkQuerySet:
        key = key_of(token)
        return self.none() if key is None else self.filter(key=key)

    def active(self, *, now: datetime | None = None) -> PreviewLinkQuerySet:
        """Return the links that open their item: neither expired nor revoked, the item not yet on
        the portal.

        A scheduled item can be looked at until its time comes. Being withdrawn or discarded ends a
        link for good, also when the item is written again afterwards.
        """
        at = now or timezone.now()
        waiting = Q(article__state__in=[ArticleState.DRAFT, ArticleState.IN_REVIEW])
        scheduled = Q(article__state=ArticleState.PUBLISHED, article__published_at__gt=at)
        return self.filter(
            waiting | scheduled,
            ~Exists(self._ending_transitions()),
            revoked_at=None,
            expires_at__gt=at,
        )

    def articles_opened_by(self, token: str, *, now: datetime | None = None) -> ArticleQuerySet:
        """Return the one item whose active link has this token, or none."""
        links = self.of_token(token).active(now=now)
        return self._article_model().objects.filter(pk__in=links.values("article"))

    def _ending_transitions(self) -> models.QuerySet[TransitionLog]:
        return TransitionLog.objects.filter(
            content_type=ContentType.objects.get_for_model(self._article_model()),
            object_id=OuterRef("article"),
            name__in=ENDING_TRANSITIONS,
            at__gte=OuterRef("created_at"),
        )

    def _article_model(self) -> Any:
        return self.model._meta.get_field("article").related_model
