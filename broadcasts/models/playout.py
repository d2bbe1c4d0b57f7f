"""What play-out pages report."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from broadcasts.models.bulletins import Bulletin, PlayoutLink
from core.date_fields import DateTimeField


class PlayoutReport(models.Model):
    """What the play-out page of one station reported of one bulletin, by the server's clock.

    ``page_id`` is the page that played it; ``seen_at`` is when the page last wrote.
    """

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="playout_reports")
    link = models.ForeignKey(PlayoutLink, models.PROTECT, related_name="reports")
    page_id = models.CharField(max_length=32)
    started_at = DateTimeField()
    ended_at = DateTimeField(null=True)
    interruptions = models.PositiveSmallIntegerField(default=0)
    seen_at = DateTimeField()

    class Meta:
        verbose_name = "báo cáo của trang phát"
        verbose_name_plural = "báo cáo của trang phát"
        ordering = ["started_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bulletin", "link"], name="broadcasts_playoutreport_once_a_station"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
                name="broadcasts_playoutreport_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.link}: {self.bulletin}"
