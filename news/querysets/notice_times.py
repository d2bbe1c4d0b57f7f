"""Queries of the times of notices."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, F, When

from news.querysets.articles import LONG_COLUMNS

if TYPE_CHECKING:
    from news.models import NoticeTime


class NoticeTimeQuerySet(models.QuerySet["NoticeTime"]):
    def between(self, starts_at: datetime, ends_at: datetime) -> NoticeTimeQuerySet:
        """Return the times that touch the range, the end exclusive, in order."""
        return self.filter(starts_at__lt=ends_at, over_at__gt=starts_at).order_by("starts_at", "pk")

    def published_between(
        self, starts_at: datetime, ends_at: datetime, *, now: datetime | None = None
    ) -> NoticeTimeQuerySet:
        """Return the times of public items that touch the range, with the titles of these."""
        articles: Any = self.model._meta.get_field("article").related_model
        touching = self.between(starts_at, ends_at).select_related("article")
        public = touching.filter(article__in=articles.objects.published(now=now))
        return public.defer(*(f"article__{name}" for name in LONG_COLUMNS))

    def comes_at(self, now: datetime) -> models.QuerySet[Any, Any]:
        """Return, as a queryset of one time, when the next thing happens: the start of a time, of
        what has begun its end.
        """
        at = Case(When(starts_at__gt=now, then=F("starts_at")), default=F("over_at"))
        return self.filter(over_at__gt=now).order_by(at, "pk").values(at=at)[:1]

    def next_changes(self, now: datetime) -> list[models.QuerySet[Any, Any]]:
        """Return, each as a queryset of one time, when the next one begins and the next is over."""
        return [
            self.filter(**{f"{name}__gt": now}).order_by(name).values(name)[:1]
            for name in ("starts_at", "over_at")
        ]
