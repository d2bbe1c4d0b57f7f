"""Emergencies: banner, notice and bulletin of one confirmation."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from broadcasts.models.bulletins import Bulletin
from core.date_fields import DateTimeField
from news.models import Article
from organization.models import Banner, User


class Emergency(models.Model):
    """What a leader started with one confirmation, and who confirmed or stopped it."""

    banner = models.OneToOneField(Banner, models.PROTECT, related_name="+")
    article = models.OneToOneField(Article, models.PROTECT, related_name="+")
    bulletin = models.OneToOneField(Bulletin, models.PROTECT, related_name="emergency")
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    started_at = DateTimeField("bắt đầu lúc")
    stopped_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    stopped_at = DateTimeField("dừng lúc", null=True)

    class Meta:
        verbose_name = "thông báo khẩn cấp"
        verbose_name_plural = "thông báo khẩn cấp"
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return self.article.title

    @property
    def address(self) -> str:
        return reverse("admin:emergency", args=[self.pk])
