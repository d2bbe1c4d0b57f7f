"""Querysets of reports. ``published()`` is the only definition of what residents may read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from organization.roles import BOARD, Role
from reports.states import ReportState

# Who sees all units by name: the board, leaders, and the office that keeps the papers.
REPORT_READERS = (*BOARD, Role.HEAD, Role.CLERK)

if TYPE_CHECKING:
    from organization.models import User
    from reports.models import Edition, MonthlyReport


class MonthlyReportQuerySet(models.QuerySet["MonthlyReport"]):
    def published(self) -> MonthlyReportQuerySet:
        """Return the reports that were confirmed once: residents read the public figures of the
        newest edition, also while the report is open again.
        """
        return self.filter(confirmed_at__isnull=False)

    def confirmed(self) -> MonthlyReportQuerySet:
        """Return the reports that are confirmed now."""
        return self.filter(state=ReportState.CONFIRMED)


class EditionQuerySet(models.QuerySet["Edition"]):
    def published(self) -> EditionQuerySet:
        """Return the editions that residents read: the newest one of each published report."""
        later = self.model.objects.filter(
            report=models.OuterRef("report"), number__gt=models.OuterRef("number")
        )
        return self.filter(~models.Exists(later), report__confirmed_at__isnull=False)

    def in_force(self) -> EditionQuerySet:
        """Return the editions of the reports that are confirmed now."""
        return self.filter(reopened_at=None, report__state=ReportState.CONFIRMED)

    def readable_by(self, user: User) -> EditionQuerySet:
        """Return all editions for whoever may see reports, none for others."""
        may_see = user.is_authenticated and user.has_role(*REPORT_READERS)
        return self.all() if may_see else self.none()
