"""Rules that hold from a day, and until one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q

from core.date_fields import DateField
from core.dates import EVENT


class DatedRuleQuerySet(models.QuerySet[Any]):
    def valid(self, on: date) -> DatedRuleQuerySet:
        """Return the rules that hold on a day."""
        return self.filter(Q(valid_from__lte=on), Q(valid_until=None) | Q(valid_until__gte=on))

    def overlapping(self, first: date, last: date | None) -> DatedRuleQuerySet:
        """Return the rules that hold on one of the days; without a last one, from the first on."""
        found = self.filter(Q(valid_until=None) | Q(valid_until__gte=first))
        return found.filter(valid_from__lte=last) if last else found


class DatedRule(models.Model):
    """Abstract rule that holds from a day, and until the end of one; open without."""

    valid_from = DateField("từ ngày", bounds=EVENT)
    valid_until = DateField("đến hết ngày", null=True, blank=True, bounds=EVENT)

    objects = DatedRuleQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-valid_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="%(app_label)s_%(class)s_in_order",
                violation_error_message="Ngày cuối phải từ ngày đầu trở đi.",
            )
        ]
