"""Who may do what with reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from organization.models import Succession, User
from organization.roles import CHAIRS, Role
from reports.querysets import REPORT_READERS

if TYPE_CHECKING:
    from reports.models import Assessment, MonthlyReport

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


# The IT committee: verifies the scores of units, checks them, keeps the criteria.
AGENCY_VERIFIERS = (Role.IT_OFFICER, Role.EDITOR)


def may_verify(user: User) -> bool:
    """Verify scores, keep rounds and check records."""
    return user.is_authenticated and user.has_role(*AGENCY_VERIFIERS)


def may_see_scores(user: User) -> bool:
    """See the scores of all units."""
    return user.is_authenticated and user.has_role(*AGENCY_VERIFIERS, *REPORT_READERS)


def may_open_agency(user: User) -> bool:
    """Open the pages of the electronic agency: all units, or the own one."""
    return may_see_scores(user) or may_hand_in(user)


def _holder(assessment: Assessment) -> int:
    """Return the unit, or the successor of a dissolved one. No query while it is not dissolved."""
    today = timezone.localdate()
    if not assessment.unit.is_dissolved(on=today):
        return assessment.unit_id
    return Succession.load().holder(assessment.unit_id, on=today)


def is_of_unit(assessment: Assessment, user: User) -> bool:
    """Return whether the user works for the unit, or for the successor of a dissolved one."""
    return may_hand_in(user) and user.unit_id == _holder(assessment)


def records_scores(assessment: Assessment, user: User) -> bool:
    """Return whether the user enters the self-score of a unit of which nobody can log in."""
    if not may_verify(user) or is_of_unit(assessment, user):
        return False
    members = User.objects.able_to_log_in().filter(unit=_holder(assessment))
    return not members.exists()


def may_see_assessment(assessment: Assessment, user: User) -> bool:
    return may_see_scores(user) or is_of_unit(assessment, user)


def by_unit(assessment: Assessment, actor: User | None) -> bool:
    """Score: a member of the unit; of one without an account the committee."""
    if actor is None or not actor.is_active:
        return False
    return is_of_unit(assessment, actor) or records_scores(assessment, actor)


def scored_for(assessment: Assessment, actor: User | None) -> str:
    """Return the unit for which somebody else enters the self-score; "" for the own one."""
    if actor is None or is_of_unit(assessment, actor):
        return ""
    return assessment.unit.short_name


def by_verifier(assessment: Assessment, actor: User | None) -> bool:
    return actor is not None and actor.is_active and may_verify(actor)
