"""Autosaved drafts and presence."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models


class AutosavedDraft(models.Model):
    """Unsaved content of one user's form. Not a record: it is deleted without trace.

    ``object_id`` is null for an item that does not exist yet: one such draft per user and model.
    ``values`` holds the form's fields as texts, ``version`` the item's version they were typed
    upon, ``page`` the page that sent them.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField(null=True)
    item = GenericForeignKey("content_type", "object_id")
    values = models.JSONField()
    version = models.PositiveIntegerField(null=True)
    page = models.CharField(max_length=32)
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = "bản viết dở"
        verbose_name_plural = "bản viết dở"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "content_type", "object_id"],
                nulls_distinct=False,
                name="core_sidecopy_one_each",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.content_type} {self.object_id or 'mới'}"


class Presence(models.Model):
    """A user who has an item open.

    ``since`` is when reading or writing began, ``seen_at`` the last heartbeat.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    item = GenericForeignKey("content_type", "object_id")
    is_editing = models.BooleanField()
    since = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = "người đang mở"
        verbose_name_plural = "người đang mở"
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "user"], name="core_presence_one_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.content_type} {self.object_id}"
