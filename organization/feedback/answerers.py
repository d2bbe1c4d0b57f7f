"""Who answers error reports: the editorial board all of them, other roles those of the items and
generated pages they answer for.
"""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q

from core.registries import feedback_targets
from organization.feedback.items import target_of
from organization.feedback.site_pages import NUMBERS
from organization.feedback_querysets import ErrorReportQuerySet
from organization.models import ErrorReport, SitePage, User
from organization.permissions import may_answer_all_reports
from organization.roles import Role


def answering_roles(item: Model) -> tuple[Role, ...]:
    """Return the roles that answer for the item beside the editorial board; () for its own."""
    if isinstance(item, SitePage):
        found = next((target for target in feedback_targets if item.view in target.pages), None)
    else:
        found = target_of(type(item))
    return tuple(map(Role, found.answered_by)) if found else ()


def reports_for(user: User) -> ErrorReportQuerySet:
    """Return the reports that the user may read and answer."""
    if may_answer_all_reports(user):
        return ErrorReport.objects.all()
    targets = [
        target for target in feedback_targets if user.has_role(*map(Role, target.answered_by))
    ]
    if not targets:
        return ErrorReport.objects.none()
    kinds = ContentType.objects.get_for_models(*(target.model for target in targets))
    pages = [NUMBERS[view] for target in targets for view in target.pages]
    site_page = ContentType.objects.get_for_model(SitePage)
    return ErrorReport.objects.filter(
        Q(content_type__in=kinds.values()) | Q(content_type=site_page, object_id__in=pages)
    )


def may_answer(report: ErrorReport, user: User) -> bool:
    return may_answer_all_reports(user) or reports_for(user).filter(pk=report.pk).exists()
