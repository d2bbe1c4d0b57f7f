"""View counts per item and day."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models


class ViewCount(models.Model):
    """Views of an item on one day of the ward's time zone; written by ``core.http.view_counts``."""

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    day = models.DateField("ngày")
    count = models.PositiveIntegerField("lượt xem", default=0)

    class Meta:
        verbose_name = "lượt xem trong ngày"
        verbose_name_plural = "lượt xem trong ngày"
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "day"], name="core_viewcount_item_day"
            )
        ]
        # Most read since a day.
        indexes = [models.Index(fields=["content_type", "day"], name="core_viewcount_day")]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}: {self.count}"
