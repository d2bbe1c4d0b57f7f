"""Storing fixed pages: increments the version, writes a revision, synchronizes file uses."""

from __future__ import annotations

from datetime import datetime

from core.files import storage
from core.models import FileUse
from core.models.revisions import attribute_revision
from core.richtext.sanitizer import image_keys, sanitize
from core.workflow import classified
from organization.models import Page, User


def store_page(page: Page, *, actor: User | None, now: datetime, reason: str = "") -> None:
    """Store a new page, or a changed one whose row the caller has locked. Raises ClassifiedText.

    ``updated_at`` changes with title or body alone, not with the position.
    """
    classified.reject_classified(page.title, page.body)
    page.clean()
    stored = Page.objects.filter(pk=page.pk).values("title", "body").first()
    if stored:
        page.version += 1
    if stored != {"title": page.title, "body": sanitize(page.body)}:
        page.updated_at = now
    default_reason = "Sửa" if stored else "Tạo trang"
    attribute_revision(page, user=actor, at=now, reason=reason or default_reason)
    page.save()
    files = storage.files_by_key(image_keys(page.body))
    storage.sync_uses(page, FileUse.Role.BODY, storage.usable_by(actor, files.values(), page))
