"""The log of transitions."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models


class TransitionLog(models.Model):
    """Who changed the state of an item, when and why. Append-only: a trigger refuses UPDATE and
    DELETE.

    ``actor`` is null for the system (an import). ``version`` is the item's after the change.
    ``on_behalf_of`` names for whom the actor recorded it, empty for oneself.
    """

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    item = GenericForeignKey("content_type", "object_id")
    name = models.CharField("bước", max_length=40)
    source = models.CharField("từ", max_length=20)
    target = models.CharField("sang", max_length=20)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    on_behalf_of = models.CharField("thay mặt", max_length=120, blank=True, default="")
    at = models.DateTimeField("lúc")
    note = models.TextField("ghi chú", blank=True)
    version = models.PositiveIntegerField("phiên bản")

    class Meta:
        verbose_name = "nhật ký trạng thái"
        verbose_name_plural = "nhật ký trạng thái"
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["content_type", "object_id", "at"], name="core_log_item")]

    def __str__(self) -> str:
        return f"{self.name} {self.source} → {self.target}"
