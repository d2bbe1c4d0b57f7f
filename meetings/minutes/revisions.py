"""Versions of minutes, stored at each approval: a snapshot as one JSON document, and what residents
read.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone

from core.text.vietnamese import slug
from core.workflow.engine import log_of
from meetings.models import (
    ApprovedConclusion,
    ApprovedMeeting,
    Conclusion,
    Meeting,
    MinutesVersion,
    Task,
)
from meetings.tasks.open_tasks import carry_over
from meetings.wording.conclusions import joined
from organization.identity.paper_head import ward_names
from organization.models import Unit, User

_RELATED_NAMES = (
    "attendances",
    "agenda_items",
    "results",
    "limitations",
    "opinions",
    "conclusions",
)
_EXCLUDED_FIELDS = {"id", "meeting", "version", "position", "idempotency_key"}
_MEETING_FIELDS = (
    "title",
    "review_period",
    "plan_period",
    "figures_as_of",
    "starts_at",
    "ends_at",
    "place",
    "chair_name",
    "chair_title",
    "secretary_name",
    "secretary_title",
    "is_public",
    "minutes_number",
    "notice_number",
    "other_opinions",
)


def snapshot(meeting: Meeting) -> dict[str, Any]:
    """Return a snapshot of the minutes: ``{"meeting": {…}, "conclusions": [{…}], …}``.

    ``carried_over`` are the tasks of earlier meetings, as they stand now: text, unit, deadline and
    state.

    Values are strings, numbers, booleans or lists of names, so that later renames of units and
    people do not change them; beside the name of a unit (``unit``, ``lead_units``) stands its short
    name (``unit_short_name``, ``lead_unit_short_names``). Times are in the ward's time zone.
    """
    content: dict[str, Any] = {
        "meeting": {name: _plain(getattr(meeting, name)) for name in _MEETING_FIELDS}
    }
    # As of that day, too: who issues the papers, and how they address people.
    content["meeting"] |= {
        "form_of_address": meeting.address_form.value,
        "agency_name": meeting.series.agency_name,
        "minutes_notation": meeting.series.minutes_notation,
        "ward": ward_names(),
    }
    for name in _RELATED_NAMES:
        content[name] = [_row(part) for part in _with_related(getattr(meeting, name).all())]
    content["carried_over"] = [_carried(task) for task in carry_over(meeting)]
    return content


def _carried(task: Task) -> dict[str, Any]:
    return {
        "text": task.text,
        "unit": task.lead_unit.name,
        "due_on": _plain(task.due_on),
        "state": task.get_state_display(),
    }


def _with_related(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Load units and people with the rows: as many queries for one row as for many."""
    meta = rows.model._meta
    relations = [
        field.name
        for field in meta.concrete_fields
        if field.is_relation and field.name not in _EXCLUDED_FIELDS
    ]
    rows = rows.select_related(*relations) if relations else rows
    return rows.prefetch_related(*(field.name for field in meta.many_to_many))


def _row(part: Model) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for field in part._meta.concrete_fields:
        if field.name in _EXCLUDED_FIELDS or field.generated:
            continue
        row[field.name] = _plain(getattr(part, field.name))
        if field.related_model is Unit:
            unit = getattr(part, field.name)
            row[f"{field.name}_short_name"] = unit.short_name if unit else None
    for relation in part._meta.many_to_many:
        related = list(getattr(part, relation.name).all())
        row[relation.name] = [str(one) for one in related]
        if relation.related_model is Unit:
            row[f"{relation.name.removesuffix('s')}_short_names"] = [
                unit.short_name for unit in related
            ]
    return row


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat()
    if value is None or isinstance(value, (str, bool, int)):
        return value
    return str(value) if isinstance(value, Model) else value.isoformat()


def store_version(meeting: Meeting, *, actor: User, now: datetime) -> MinutesVersion:
    """Store a snapshot as the next version; from the second on with the reason of correction.

    The caller has locked the meeting.
    """
    number = meeting.minutes_versions.count() + 1
    correction = log_of(meeting).filter(name="correct").last() if number > 1 else None
    return MinutesVersion.objects.create(
        meeting=meeting,
        number=number,
        reason=correction.note if correction else "",
        content=snapshot(meeting),
        approved_at=now,
        approved_by=actor,
    )


def store_approved(meeting: Meeting) -> None:
    """Store what residents read of the meeting, as it is approved now.

    The caller has locked the meeting and numbered its conclusions.
    """
    shown, _ = ApprovedMeeting.objects.update_or_create(
        meeting=meeting,
        defaults={
            "title": meeting.public_title,
            "slug": slug(meeting.title),
            "starts_at": meeting.starts_at,
            "ends_at": meeting.ends_at,
            "place": meeting.place,
            "chair_name": meeting.chair_name,
            "chair_title": meeting.chair_title,
            "plan_period": meeting.plan_period,
            "approved_at": meeting.approved_at,
        },
    )
    rows = meeting.conclusions.prefetch_related("lead_units", "supporting_units")
    for conclusion in rows:
        _store_conclusion(shown, conclusion)


def _store_conclusion(shown: ApprovedMeeting, conclusion: Conclusion) -> None:
    lead = joined([unit.name for unit in conclusion.lead_units.all()])
    ApprovedConclusion.objects.update_or_create(
        conclusion=conclusion,
        defaults={
            "meeting": shown,
            "position": conclusion.position,
            "number": conclusion.number or 0,
            "number_year": conclusion.number_year or 0,
            "verb": conclusion.verb,
            "addressee": conclusion.addressee or lead,
            "text": conclusion.text,
            "supporting": ", ".join(unit.name for unit in conclusion.supporting_units.all()),
            "due_on": conclusion.due_on,
            "recurrence": conclusion.recurrence,
            "is_public": conclusion.is_public,
        },
    )
