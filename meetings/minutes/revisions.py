"""Versions of minutes, stored at each approval: a snapshot as one JSON document, and what residents
read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Model, QuerySet
from django.utils import timezone

from core.text.comparison.matching import WorkBudget, opcodes
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
    day = min(meeting.held_on, timezone.localdate())
    content["carried_over"] = [_carried(task, day) for task in carry_over(meeting)]
    return content


def _carried(task: Task, day: date) -> dict[str, Any]:
    return {
        "text": task.text,
        "unit": task.lead_unit.name,
        "due_on": _plain(task.due_on),
        "state": task.state_on(day),
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


def correction_reason(meeting: Meeting) -> str:
    """Return why the minutes were opened again the last time; "" if they never were."""
    correction = log_of(meeting).filter(name="correct").last()
    return correction.note if correction else ""


def store_version(meeting: Meeting, *, actor: User, now: datetime) -> MinutesVersion:
    """Store a snapshot as the next version; from the second on with the reason of correction.

    The caller has locked the meeting.
    """
    number = meeting.minutes_versions.count() + 1
    return MinutesVersion.objects.create(
        meeting=meeting,
        number=number,
        reason=correction_reason(meeting) if number > 1 else "",
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
    ApprovedConclusion.objects.update_or_create(
        conclusion=conclusion,
        defaults={
            "meeting": shown,
            "position": conclusion.position,
            "number": conclusion.number or 0,
            "number_year": conclusion.number_year or 0,
            "verb": conclusion.verb,
            "addressee": conclusion.named_addressee,
            "text": conclusion.text,
            "supporting": ", ".join(unit.name for unit in conclusion.supporting_units.all()),
            "due_on": conclusion.due_on,
            "recurrence": conclusion.recurrence,
            "is_public": conclusion.is_public,
        },
    )


VersionSection = tuple[str, list[list[tuple[str, str]]]]


def version_sections(content: dict[str, Any]) -> list[VersionSection]:
    """Return each section of a snapshot in the order of minutes: heading, and rows as pairs of
    label and value, as people read them.
    """
    sections: list[VersionSection] = [
        (str(Meeting._meta.verbose_name), [list(_columns(Meeting, content["meeting"]))])
    ]
    for name in _RELATED_NAMES:
        model: Any = Meeting._meta.get_field(name).related_model
        rows = [list(_columns(model, row)) for row in content.get(name, [])]
        if rows:
            sections.append((str(model._meta.verbose_name_plural), rows))
    if carried := [list(_carried_columns(row)) for row in content.get("carried_over", [])]:
        sections.append(("việc từ các kỳ họp trước", carried))
    return sections


def correction_changes(meeting: Meeting) -> list[str]:
    """Return a sentence on each row in which the minutes differ from their last approved version;
    nothing before the first approval.
    """
    last = meeting.minutes_versions.order_by("-number").first()
    if last is None:
        return []
    before, now = _rows_of(last.content), _rows_of(snapshot(meeting))
    former_lines, lines = [str(row) for row in before], [str(row) for row in now]
    sentences = []
    for kind, i1, i2, j1, j2 in opcodes(former_lines, lines, WorkBudget()):
        if kind == "equal":
            continue
        former, present = before[i1:i2], now[j1:j2]
        same = 0
        while same < min(len(former), len(present)) and (
            former[same].heading == present[same].heading
        ):
            sentences.append(f"Sửa – {former[same].changed_to(present[same])}")
            same += 1
        sentences += [f"Bỏ – {row}" for row in former[same:]]
        sentences += [f"Thêm – {row}" for row in present[same:]]
    return sentences


@dataclass(frozen=True)
class _VersionRow:
    """A row of a version: its section, its place there (0: the only one), and its columns."""

    heading: str
    place: int
    columns: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return f"{self.heading}: {'; '.join(f'{label}: {value}' for label, value in self.columns)}"

    def changed_to(self, present: _VersionRow) -> str:
        """Return the columns that differ: "kết luận, dòng 2: hạn – trước: …; nay: …"."""
        former, now = dict(self.columns), dict(present.columns)
        changes = [
            f"{label} – trước: {former.get(label, 'chưa ghi')}; nay: {now.get(label, 'chưa ghi')}"
            for label in {**former, **now}
            if former.get(label) != now.get(label)
        ]
        place = f", dòng {present.place}" if present.place else ""
        return f"{present.heading}{place}: {'. '.join(changes)}"


def _rows_of(content: dict[str, Any]) -> list[_VersionRow]:
    sections = version_sections(content)
    return [
        _VersionRow(heading, place if heading != sections[0][0] else 0, tuple(row))
        for heading, rows in sections
        for place, row in enumerate(rows, start=1)
    ]


def _carried_columns(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "nội dung", row["text"]
    yield "đơn vị", row["unit"]
    yield "tình trạng", row["state"]
    if row["due_on"]:
        yield "hạn", f"{date.fromisoformat(row['due_on']):%d/%m/%Y}"


def _columns(model: Any, row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield label and value of each column of a row that has a value, in the model's order."""
    for field in model._meta.get_fields():  # short names of units stand beside the columns
        value = row.get(field.name)
        if value:
            yield str(field.verbose_name), _shown(field, value)


def _shown(field: Any, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    if value is True:
        return "có"
    if isinstance(field, models.DateTimeField):
        return f"{datetime.fromisoformat(value):%d/%m/%Y %H:%M}"
    if isinstance(field, models.DateField):
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    return str(dict(field.choices or ()).get(value, value))
