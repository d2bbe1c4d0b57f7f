"""Retention: deletion of discarded drafts and expired preview links."""

from datetime import datetime, timedelta

from django.db.models import Q

from core.registries import RetentionRule
from core.retention import delete_over
from news.models import Article, PreviewLink, QuickEntry
from news.states import ArticleState

RETENTION = timedelta(days=30)
DISCARDED = RetentionRule(
    Article,
    "discarded_at",
    RETENTION,
    only=lambda: Q(
        state=ArticleState.DISCARDED, first_submitted_at__isnull=True, published_at__isnull=True
    ),
)
EXPIRED_LINKS = RetentionRule(PreviewLink, "expires_at", RETENTION)
# The same page sent again after a month is a new item.
OLD_ENTRIES = RetentionRule(QuickEntry, "made_at", RETENTION)


def purge_discarded(now: datetime) -> str | None:
    """Delete drafts discarded over 30 days ago; what was ever handed in or published stays for the
    records.
    """
    count = delete_over(DISCARDED, now)
    return f"{count} bản nháp đã bỏ quá 30 ngày được xóa" if count else None


def purge_preview_links(now: datetime) -> str | None:
    """Delete links that expired over 30 days ago; a revoked one stays until then, so that one sees
    who made it.
    """
    count = delete_over(EXPIRED_LINKS, now)
    return f"{count} đường dẫn xem trước đã hết hạn quá 30 ngày được xóa" if count else None
