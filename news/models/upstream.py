"""Sendings of articles to the higher portal (*liên thông*) and their outcome."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from core.date_fields import DateTimeField
from news.models.articles import Article
from news.querysets.upstream import UpstreamQuerySet
from news.states import UpstreamOutcome
from organization.models import User


class UpstreamSending(models.Model):
    """One sending of an item and its answer.

    Written by the article's transitions alone; a returned item is sent anew.
    """

    article = models.ForeignKey(
        Article, models.PROTECT, related_name="sendings", verbose_name="tin bài"
    )
    sent_at = DateTimeField("gửi lúc")
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người gửi")
    outcome = models.CharField(
        "kết quả", max_length=8, choices=UpstreamOutcome, default=UpstreamOutcome.WAITING
    )
    outcome_at = DateTimeField("có kết quả lúc", null=True)
    outcome_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="người ghi"
    )
    reason = models.TextField("lý do trả lại", blank=True)

    objects = UpstreamQuerySet.as_manager()

    class Meta:
        verbose_name = "lần gửi liên thông"
        verbose_name_plural = "các lần gửi liên thông"
        ordering = ["sent_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(outcome=UpstreamOutcome.WAITING),
                name="news_upstream_one_waiting",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=UpstreamOutcome.values), name="news_upstream_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome=UpstreamOutcome.WAITING, outcome_at=None, outcome_by=None)
                | (
                    ~Q(outcome=UpstreamOutcome.WAITING)
                    & Q(outcome_at__isnull=False, outcome_by__isnull=False)
                ),
                name="news_upstream_outcome_whole",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=UpstreamOutcome.RETURNED) | ~Q(reason=""),
                name="news_upstream_return_has_reason",
            ),
        ]
        indexes = [
            # news.statistics.figures: what was sent in a period.
            models.Index(fields=["sent_at"], name="news_upstream_sent"),
        ]

    def __str__(self) -> str:
        return f"{self.article}: {self.get_outcome_display().lower()}"
