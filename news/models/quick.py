"""Idempotency keys of the quick entry pages."""

from __future__ import annotations

from django.db import models

from core.date_fields import DateTimeField
from news.models.articles import Article
from organization.models import User


class QuickEntry(models.Model):
    """What one sending of a quick page became: the same sending again is answered with this item.

    ``token`` is the form's own, ``digest`` a hash of what was sent, so that another text under it
    is noticed.
    """

    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    token = models.UUIDField()
    digest = models.CharField(max_length=64)
    article = models.ForeignKey(Article, models.CASCADE, related_name="quick_entries")
    made_at = DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "token"], name="news_quickentry_once")
        ]

    def __str__(self) -> str:
        return str(self.article)
