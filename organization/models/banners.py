"""Emergency banners: a short text on every public page for a limited time."""

from __future__ import annotations

from datetime import datetime

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from core.date_fields import DateTimeField
from core.dates import BANNER
from core.models import Versioned
from organization.models.people import User
from organization.querysets import BannerQuerySet


class Severity(models.IntegerChoices):
    """Severity of a banner, gravest first; shown by word and icon, never by colour alone."""

    EMERGENCY = 1, "Khẩn cấp"
    WARNING = 2, "Cảnh báo"
    INFORMATION = 3, "Tin cần biết"

    @property
    def icon(self) -> str:
        return {"EMERGENCY": "octagon-alert", "WARNING": "triangle-alert", "INFORMATION": "info"}[
            self.name
        ]


class Banner(Versioned):
    """An emergency banner, written by ``organization.banners.services`` alone.

    It always has an end and is never deleted; ``history`` retains authors, times and texts.
    """

    severity = models.PositiveSmallIntegerField(
        "mức độ", choices=Severity, default=Severity.WARNING
    )
    text = models.CharField("nội dung", max_length=240)
    url = models.CharField(
        "liên kết",
        max_length=300,
        blank=True,
        validators=[
            RegexValidator(
                r"^(https?://[^\s/]+\S*|/(?!/)\S*)$", "Xin dán địa chỉ bắt đầu bằng https://."
            )
        ],
    )
    starts_at = DateTimeField("bắt đầu hiện", bounds=BANNER)
    ends_at = DateTimeField("tự gỡ lúc", bounds=BANNER)
    put_up_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="người đưa lên"
    )
    put_up_at = DateTimeField("đưa lên lúc")
    taken_down_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="người gỡ"
    )
    taken_down_at = DateTimeField("gỡ lúc", null=True)

    history = HistoricalRecords()

    objects = BannerQuerySet.as_manager()

    class Meta:
        verbose_name = "thông báo khẩn"
        verbose_name_plural = "thông báo khẩn"
        ordering = ["severity", "-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="organization_banner_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(taken_down_at=None, taken_down_by=None)
                | Q(taken_down_at__isnull=False, taken_down_by__isnull=False),
                name="organization_banner_taken_down_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_severity_display()}: {self.text}"

    @property
    def icon(self) -> str:
        return Severity(self.severity).icon

    @property
    def css_name(self) -> str:
        return Severity(self.severity).name.lower()

    def is_over(self, *, now: datetime | None = None) -> bool:
        """Return whether it was taken down or has ended."""
        return self.taken_down_at is not None or self.ends_at <= (now or timezone.now())

    def is_up(self, *, now: datetime | None = None) -> bool:
        at = now or timezone.now()
        return self.starts_at <= at and not self.is_over(now=at)
