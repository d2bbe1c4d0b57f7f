"""Retention: deletion of discarded drafts and expired preview links."""

from datetime import datetime, timedelta

from django.db import transaction

from news.models import Article, PreviewLink
from news.states import ArticleState

RETENTION = timedelta(days=30)


def purge_discarded(now: datetime) -> str | None:
    """Delete drafts discarded over 30 days ago; what was ever handed in or published stays for the
    records.
    """
    with transaction.atomic():
        old = Article.objects.select_for_update(skip_locked=True).filter(
            state=ArticleState.DISCARDED,
            discarded_at__lt=now - RETENTION,
            first_submitted_at=None,
            published_at=None,
        )
        count = len(old)
        for article in old:
            article.delete()
    return f"{count} bản nháp đã bỏ quá 30 ngày được xóa" if count else None


def purge_preview_links(now: datetime) -> str | None:
    """Delete links that expired over 30 days ago; a revoked one stays until then, so that one sees
    who made it.
    """
    count, _ = PreviewLink.objects.filter(expires_at__lt=now - RETENTION).delete()
    return f"{count} đường dẫn xem trước đã hết hạn quá 30 ngày được xóa" if count else None
