"""Invalidations of the page cache."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class CacheInvalidation(models.Model):
    """A change of something that public pages show; inserted by the triggers of
    ``core.caching.cache_version``.
    """

    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "thay đổi của trang"
        verbose_name_plural = "thay đổi của trang"

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y | %H:%M:%S}"
