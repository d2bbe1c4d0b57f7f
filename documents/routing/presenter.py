"""What the pages of decisions show: facts and files, suggested units, what changed meanwhile."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.text import Truncator

from core.files import renditions
from core.models import FileUse, StoredFile, TransitionLog
from core.revisions.timeline import TimelineEntry, entries_of
from core.workflow.engine import log_of, workflow_of
from documents.library import page_pictures
from documents.models import IncomingDocument, Routing
from documents.routing.forms import DecideForm
from documents.states import IncomingState
from organization.assignments.states import OWED_STATES
from organization.assignments.units import without_account_warning

SUGGESTED = 6
# How far back the units most often named for a type or topic are counted.
COUNTED = timedelta(days=366)


@dataclass(frozen=True)
class UnitChoice:
    """A unit as it is offered: value, name, and what is to be known of it."""

    value: str
    name: str
    mark: str


@dataclass(frozen=True)
class UnitChoices:
    """Units to choose a lead unit from: those most likely first, the others behind a tap."""

    likely: list[UnitChoice]
    others: list[UnitChoice]
    chosen: str
    supporting: list[str]

    @property
    def is_chosen_among_others(self) -> bool:
        return any(choice.value == self.chosen for choice in self.others)

    @property
    def all(self) -> list[UnitChoice]:
        return [*self.likely, *self.others]


def suggested_units(document: IncomingDocument, form: DecideForm, *, chosen: str) -> UnitChoices:
    """Return the units, those most often named for the type and topic in the last year first."""
    field: Any = form.fields["lead_unit"]
    choices = [_choice(value, label) for value, label in field.choices if value]
    often = _often_named(document)
    likely = sorted(
        (choice for choice in choices if int(choice.value) in often),
        key=lambda choice: -often[int(choice.value)],
    )[:SUGGESTED]
    # While nothing was routed yet: the first units of the ward.
    likely += [choice for choice in choices if choice not in likely][: SUGGESTED - len(likely)]
    return UnitChoices(
        likely=likely,
        others=[choice for choice in choices if choice not in likely],
        chosen=chosen,
        supporting=[str(value) for value in form["supporting_units"].value() or []],
    )


def _choice(value: Any, label: str) -> UnitChoice:
    name, opening, _ = label.partition(" (chưa có tài khoản")
    return UnitChoice(str(value), name, "chưa có tài khoản" if opening else "")


def _often_named(document: IncomingDocument) -> dict[int, int]:
    alike = Q()
    if document.topic_id:
        alike |= Q(document__topic=document.topic_id)
    if document.type_id:
        alike |= Q(document__type=document.type_id)
    since = timezone.now() - COUNTED
    rows = Routing.objects.filter(alike, assigned_at__gte=since).order_by()
    return dict(rows.values_list("lead_unit").annotate(number=Count("pk")))


def document_facts(document: IncomingDocument) -> dict[str, Any]:
    """Return the document with its files, its routings, and why it waits again."""
    files = files_of(document)
    back = None
    if document.state == IncomingState.WAITING:
        back = log_of(document).filter(target=IncomingState.WAITING).last()
    routings = document.routings.open().select_related("lead_unit", "assigned_by")
    return {
        "document": document,
        "files": files,
        "picture": next((file for file in files if has_picture(file)), None),
        "back": back,
        "routings": list(routings.prefetch_related("supporting_units")),
    }


def files_of(document: IncomingDocument) -> list[StoredFile]:
    """Return the files of a document in their order. One query."""
    uses = document.file_uses.filter(role=FileUse.Role.ATTACHMENT).select_related("file")
    return [use.file for use in uses.order_by("position", "pk")]


def has_picture(file: StoredFile) -> bool:
    """Return whether the first page can be shown beside the document."""
    return file.kind == StoredFile.Kind.PICTURE or picture_path(file).exists()


def picture_path(file: StoredFile) -> Path:
    """Return where the picture of a file's first page is stored."""
    return renditions.path_of(file, page_pictures.FILE_NAME)


def changes_since(document: IncomingDocument, version: int) -> list[dict[str, Any]]:
    """Return what others did with the document after the version that a person saw."""
    workflow = workflow_of(document)
    found = []
    for entry in log_of(document).filter(version__gt=version):
        transition = workflow.get(entry.name)
        found.append({"entry": entry, "label": transition.label if transition else entry.name})
    return found


def result_words(document: IncomingDocument, name: str) -> str:
    """Return what a transition of a document did, as the person who carried it out is told."""
    transition = workflow_of(document).get(name)
    words = transition.success_message if transition else ""
    title = document.code or Truncator(str(document)).chars(80)
    if name == "file_away":
        return f"Đã lưu “{title}”, không giao đơn vị nào xử lý."
    if name not in ("decide", "delegate"):
        return words
    routings = document.routings.filter(state__in=OWED_STATES).select_related("lead_unit")
    routing = routings.order_by("-pk").first()
    if routing is None or routing.due_on is None:
        return words
    day = f"{routing.due_on:%d/%m}"
    if routing.due_on.year != timezone.localdate().year:
        day = f"{routing.due_on:%d/%m/%Y}"
    supporting = list(routing.supporting_units.all())
    told = without_account_warning([routing.lead_unit, *supporting]) or "Đơn vị đã được báo."
    names = ", ".join(unit.name for unit in supporting)
    others = f", phối hợp: {names}" if names else ""
    return f"Đã giao “{title}” cho {routing.lead_unit.name}, hạn {day}{others}. {told}"


def returned_reason(document: IncomingDocument) -> TransitionLog | None:
    return log_of(document).filter(name="wait_again").last()


def with_routing_steps(
    entries: list[TimelineEntry], routings: Sequence[Routing]
) -> list[TimelineEntry]:
    """Return the journal of a document with what became of its routings, newest first: the units,
    each deadline and the one before, extensions, reports. Two queries, none without routings.
    """
    if not routings:
        return entries
    keys = [routing.pk for routing in routings]
    rows = Routing.history.filter(id__in=keys).select_related("history_user")
    kind = ContentType.objects.get_for_model(Routing)
    logs = TransitionLog.objects.filter(content_type=kind, object_id__in=keys)
    rows_of: dict[int, list[Any]] = defaultdict(list)
    logs_of: dict[int, list[TransitionLog]] = defaultdict(list)
    for row in rows.order_by("version", "history_id"):
        rows_of[row.id].append(row)
    for log in logs.select_related("actor").order_by("pk"):
        logs_of[log.object_id].append(log)
    steps = [
        _step(routing, entry)
        for routing in routings
        for entry in entries_of(routing, rows_of[routing.pk], logs_of[routing.pk])
    ]
    return sorted([*entries, *steps], key=lambda entry: entry.at, reverse=True)


def _step(routing: Routing, entry: TimelineEntry) -> TimelineEntry:
    unit = routing.lead_unit.name
    before, after = entry.before, entry.after
    if after is not None and before is None and not entry.transition:
        names = ", ".join(one.name for one in routing.supporting_units.all())
        words = [f"Giao {unit}", f"hạn {after.due_on:%d/%m/%Y}" if after.due_on else ""]
        words.append(f"phối hợp: {names}" if names else "")
        return replace(entry, label=", ".join(filter(None, words)))
    note = entry.note
    if before is not None and after is not None and before.due_on != after.due_on:
        days = [f"{day:%d/%m/%Y}" if day else "không có" for day in (after.due_on, before.due_on)]
        note = " ".join(filter(None, [f"Hạn {days[0]}, trước là {days[1]}.", note]))
    return replace(entry, label=f"{unit}: {entry.label}", note=note)
