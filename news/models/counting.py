"""Temporal table of the columns of an article that statistics read.

The article's row holds their present values. Each change of one of them stores the former values
with the time in which they held, so that a past day is counted by what stood there on that day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.utils import timezone

from core.date_fields import DateTimeField
from core.models import Versioned
from news.models.planning import PlanLine
from news.states import ArticleState, Kind
from organization.models import ReportingPeriod, Unit

TIMES = (
    "first_submitted_at",
    "submitted_at",
    "counted_at",
    "first_returned_at",
    "published_at",
    "withdrawn_at",
    "discarded_at",
)
COUNTING_COLUMNS = ("state", "kind", "unit_id", "plan_line_id", "counted_period_id", *TIMES)
_COUNTED = frozenset(COUNTING_COLUMNS)
_Values = tuple[Any, ...]


class KeepsCountingHistory(Versioned):
    """Mixin of the article: ``save`` stores the former values when one of ``COUNTING_COLUMNS``
    changes, as of ``changes_at`` or now.
    """

    counting_since: datetime | None
    _stored_values: _Values | None = None

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        row = super().from_db(*args, **kwargs)
        row._stored_values = row._counting_values()
        return row

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self._stored_values = self._counting_values()

    def save(self, *args: Any, **kwargs: Any) -> None:
        at, self.changes_at = self.changes_at or timezone.now(), None
        fields: Iterable[str] | None = kwargs.get("update_fields")
        if not self._state.adding and _touches(fields):
            before = self._stored_values or _read(self.pk)
            if before != self._counting_values():
                _store_former(self, before, at)
                self.counting_since = at
                if fields is not None:
                    kwargs["update_fields"] = {*fields, "counting_since"}
        super().save(*args, **kwargs)
        self._stored_values = self._counting_values()

    def _counting_values(self) -> _Values | None:
        """Return the values, None where one of them was not loaded."""
        if not self.__dict__.keys() >= _COUNTED:
            return None
        return tuple(self.__dict__[name] for name in COUNTING_COLUMNS)


class ArticleCountingHistory(models.Model):
    """Former values of one article: they held from ``held_from`` (None: always) to before
    ``held_until``.

    The period of the plan's line is kept beside the line, which may be deleted.
    """

    article = models.ForeignKey(
        "news.Article", models.CASCADE, related_name="counting_history", verbose_name="tin bài"
    )
    held_from = DateTimeField("từ lúc", null=True)
    held_until = DateTimeField("đến trước lúc")
    state = models.CharField("trạng thái", max_length=12, choices=ArticleState)
    kind = models.CharField("thể loại", max_length=10, choices=Kind)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    counted_period = models.ForeignKey(ReportingPeriod, models.PROTECT, null=True, related_name="+")
    plan_line = models.ForeignKey(PlanLine, models.SET_NULL, null=True, related_name="+")
    line_period = models.ForeignKey(ReportingPeriod, models.PROTECT, null=True, related_name="+")
    first_submitted_at = DateTimeField(null=True)
    submitted_at = DateTimeField(null=True)
    counted_at = DateTimeField(null=True)
    first_returned_at = DateTimeField(null=True)
    published_at = DateTimeField(null=True)
    withdrawn_at = DateTimeField(null=True)
    discarded_at = DateTimeField(null=True)

    class Meta:
        verbose_name = "số liệu trước của tin bài"
        verbose_name_plural = "số liệu trước của tin bài"
        ordering = ["article", "held_until", "pk"]
        indexes = [
            models.Index(fields=["article", "held_until"], name="news_counting_article"),
            # news.statistics.rules: what changed after a day.
            models.Index(fields=["held_until"], name="news_counting_until"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}, {self.held_until:%d/%m/%Y | %H:%M}"


def _touches(update_fields: Iterable[str] | None) -> bool:
    if update_fields is None:
        return True
    names = {name.removesuffix("_id") for name in COUNTING_COLUMNS}
    return any(name.removesuffix("_id") in names for name in update_fields)


def _read(pk: int) -> _Values:
    from news.models.articles import Article

    return Article._base_manager.values_list(*COUNTING_COLUMNS).get(pk=pk)


def _store_former(article: Any, before: _Values, at: datetime) -> None:
    former = dict(zip(COUNTING_COLUMNS, before, strict=True))
    lines = PlanLine.objects.filter(pk=former["plan_line_id"])
    period = former["plan_line_id"] and lines.values_list("plan__period", flat=True).first()
    ArticleCountingHistory.objects.create(
        article=article,
        held_from=article.counting_since,
        held_until=at,
        line_period_id=period,
        **former,
    )
