"""Idempotency keys of the pages that make an article."""

from __future__ import annotations

from django.db import models

from core.date_fields import DateTimeField
from news.models.articles import Article
from organization.models import User


class QuickEntryQuerySet(models.QuerySet["QuickEntry"]):
    def of_quick_pages(self) -> QuickEntryQuerySet:
        return self.exclude(digest="")


class QuickEntry(models.Model):
    """What one sending of a page became: the same sending again is answered with this item.

    ``token`` is the form's own. ``digest`` is a hash of what a quick page sent, so that another
    text under it is noticed; the full form and the Word import, which compare otherwise, have "".
    """

    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    token = models.UUIDField()
    digest = models.CharField(max_length=64)
    article = models.ForeignKey(Article, models.CASCADE, related_name="quick_entries")
    made_at = DateTimeField()

    objects = QuickEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "token"], name="news_quickentry_once")
        ]

    def __str__(self) -> str:
        return str(self.article)
