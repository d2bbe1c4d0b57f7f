"""Who may do what with reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from organization.roles import CHAIRS, Role
from reports.querysets import REPORT_READERS

if TYPE_CHECKING:
    from organization.models import User
    from reports.models import MonthlyReport

REPORT_EDITORS = (Role.EDITOR,)


def may_see_reports(user: User) -> bool:
    """See reports and live figures with the names of units."""
    return user.is_authenticated and user.has_role(*REPORT_READERS)


def may_edit_reports(user: User) -> bool:
    """Compose a report: the secretary."""
    return user.is_authenticated and user.has_role(*REPORT_EDITORS)


def may_confirm(user: User) -> bool:
    """Comment, return and confirm: leaders and heads."""
    return user.is_authenticated and user.has_role(*CHAIRS)


def may_hand_in(user: User) -> bool:
    """Hand in the paragraph of the own unit."""
    return user.is_authenticated and user.unit_id is not None and bool(user.roles)


def by_secretary(report: MonthlyReport, actor: User | None) -> bool:
    return actor is not None and actor.is_active and may_edit_reports(actor)


def by_leader(report: MonthlyReport, actor: User | None) -> bool:
    return actor is not None and actor.is_active and may_confirm(actor)
