"""Who opened which internal file when."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from core.date_fields import DateTimeField
from core.models import StoredFile


class FileOpening(models.Model):
    """One opening of an internal file of a document by a user; ``at`` is the full minute."""

    file = models.ForeignKey(StoredFile, models.CASCADE, related_name="+", verbose_name="tệp")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="người mở"
    )
    at = DateTimeField("mở lúc")

    class Meta:
        verbose_name = "lượt mở tệp"
        verbose_name_plural = "lượt mở tệp"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "user", "at"], name="documents_opening_once_a_minute"
            )
        ]
        indexes = [models.Index(fields=["file", "-at"], name="documents_opening_of_file")]

    def __str__(self) -> str:
        return f"{self.user}: {self.file}"
