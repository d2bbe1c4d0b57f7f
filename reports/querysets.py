"""Querysets of reports. ``published()`` is the only definition of what residents may read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from reports.states import ReportState

if TYPE_CHECKING:
    from reports.models import Edition, MonthlyReport


class MonthlyReportQuerySet(models.QuerySet["MonthlyReport"]):
    def published(self) -> MonthlyReportQuerySet:
        """Return the confirmed reports: residents read their public figures."""
        return self.filter(state=ReportState.CONFIRMED)


class EditionQuerySet(models.QuerySet["Edition"]):
    def published(self) -> EditionQuerySet:
        """Return the editions that residents read: the one in force of each confirmed report."""
        return self.filter(reopened_at=None, report__state=ReportState.CONFIRMED)
