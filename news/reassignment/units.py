"""Drafts, lines and quotas of a dissolved unit, moved to its successor."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from news.editorial.services import save_text
from news.models import Article, PlanLine, Quota
from news.models.planning import MAX_REQUIRED
from news.states import ArticleState
from organization.models import Unit, User
from organization.work.handover import UnitHolding


def _drafts(unit: Unit) -> QuerySet[Article]:
    return Article.objects.filter(unit=unit, state=ArticleState.DRAFT)


def _move_drafts(unit: Unit, successor: Unit, now: datetime) -> int:
    """Give the drafts a version of their own; what was handed in counts for the old unit."""
    drafts = list(_drafts(unit).select_for_update(of=("self",)))
    for draft in drafts:
        draft.supporting_units.remove(successor)
        draft.unit = successor
        save_text(draft, actor=None, now=now, reason=f"{unit.short_name} nay là đơn vị khác"[:100])
    return len(drafts)


def move_own_drafts(person: User, former: Unit, now: datetime) -> int:
    """Give a person's drafts to their present unit; those of a line of the plan stay with it."""
    unit = person.unit
    if unit is None:
        return 0
    own = _drafts(former).filter(author=person, plan_line=None)
    drafts = list(own.select_for_update(of=("self",)))
    for draft in drafts:
        draft.supporting_units.remove(unit)
        draft.unit = unit
        save_text(draft, actor=None, now=now, reason="Người viết chuyển đơn vị")
    return len(drafts)


def _waiting(unit: Unit) -> int:
    return Article.objects.filter(unit=unit, state=ArticleState.IN_REVIEW).count()


def _lines(unit: Unit) -> QuerySet[PlanLine]:
    """Return the lines in force that nobody has written for yet."""
    return PlanLine.objects.open().filter(unit=unit, articles=None)


def _move_lines(unit: Unit, successor: Unit, now: datetime) -> int:
    lines = list(_lines(unit).values_list("pk", flat=True))
    return PlanLine.objects.filter(pk__in=lines).update(unit=successor)


def _quotas(unit: Unit) -> QuerySet[Quota]:
    """Return the quotas of periods that begin after the unit's last day, of all to come while it
    has none.
    """
    last_day = unit.valid_until or timezone.localdate()
    return Quota.objects.filter(unit=unit, period__starts_on__gt=last_day)


def _move_quotas(unit: Unit, successor: Unit, now: datetime) -> int:
    """Add what the unit owes to what the successor owes in the same period."""
    quotas = list(_quotas(unit).select_for_update(of=("self",)))
    for quota in quotas:
        known = Quota.objects.filter(
            unit=successor, period=quota.period_id, kind=quota.kind
        ).first()
        if known is None:
            quota.unit = successor
            quota.save(update_fields=["unit"])
            continue
        if not known.is_exempt:
            known.required = min(MAX_REQUIRED, known.required + quota.owed)
            known.save(update_fields=["required"])
        quota.delete()
    return len(quotas)


HOLDINGS = (
    UnitHolding("bản nháp", lambda unit: _drafts(unit).count(), _move_drafts),
    UnitHolding("tin bài chờ duyệt", _waiting, otherwise="vẫn tính cho đơn vị này"),
    UnitHolding("dòng định hướng chưa có bài", lambda unit: _lines(unit).count(), _move_lines),
    UnitHolding("chỉ tiêu các kỳ sau", lambda unit: _quotas(unit).count(), _move_quotas),
)
