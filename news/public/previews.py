"""Preview links: sharing an unpublished article with people without an account, and revoking."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from news.states import ArticleState

if TYPE_CHECKING:
    from news.models import Article, PreviewLink
    from organization.models import User

DAYS = (1, 3, 7, 30)
USUAL_DAYS = 3
MAX_LINKS = 20  # valid ones of one article


def is_previewable(article: Article) -> bool:
    """Whether a link would open the item: it is being written or reviewed, or waits for its
    time.
    """
    return article.state in (ArticleState.DRAFT, ArticleState.IN_REVIEW) or article.is_scheduled


def share(
    article: Article, *, actor: User, days: int, note: str = "", now: datetime | None = None
) -> PreviewLink:
    """Make a link that opens the item for ``days``; the caller has asked ``may_share_preview``."""
    at = now or timezone.now()
    return article.preview_links.create(
        note=note, created_by=actor, created_at=at, expires_at=at + timedelta(days=days)
    )


def revoke(link: PreviewLink, *, actor: User, now: datetime | None = None) -> None:
    """Close the link at once; the first to do so stays named."""
    type(link).objects.filter(pk=link.pk, revoked_at=None).update(
        revoked_at=now or timezone.now(), revoked_by=actor
    )
