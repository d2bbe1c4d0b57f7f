"""Workflow engine: apps declare tables of transitions, ``perform`` carries them out.

The state is written here and nowhere else. Each transition raises the item's version and adds one
row to the append-only ``TransitionLog``; a refused one changes nothing and gives its reasons as
Vietnamese sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone

from core.models import TransitionLog, Versioned
from core.models.revisions import attribute_revision, save_without_revision
from core.text.legacy_encoding import legacy_passage, refusal_sentence
from core.text.vietnamese import visible
from core.workflow import classified

MAX_NOTE = 10_000  # characters


class TransitionRefused(Exception):
    """A transition that is not possible now; ``reasons`` are sentences for the actor."""

    def __init__(self, *reasons: str, form: forms.Form | None = None) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = list(reasons)
        self.form = form


class StaleObject(TransitionRefused):
    """The item changed after the actor saw it."""


class TransitionNotAllowed(TransitionRefused):
    """The actor's role does not permit this transition."""


@dataclass(frozen=True)
class TransitionAttempt:
    """Input of guards, mutations and effects of one transition.

    ``actor`` None is the system.
    """

    item: Any
    actor: Any
    at: datetime
    note: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    log: TransitionLog | None = None

    @property
    def log_id(self) -> int:
        """Return the id of the log row, for effects; guards run before it is written."""
        if self.log is None:
            raise ValueError("the log row is written before the effects, not before the guards")
        return self.log.pk


Guard = Callable[[TransitionAttempt], Iterable[str]]


@dataclass(frozen=True)
class Transition:
    """A named transition from any of ``sources`` to ``target`` (None: the state is unchanged).

    ``permission(item, actor)`` checks the role; ``available_if`` and ``guards`` yield sentences of
    refusal. A transition whose precondition refuses is not offered; one whose guard refuses is
    shown with the sentence. ``needs_note`` requires a note, ``takes_note`` offers it.
    ``form`` validates the transition's data and is made with ``item``,
    ``actor`` and ``at``. ``mutate`` changes further fields of the locked item before it is saved;
    ``effects`` run after the log row is written. ``success_message`` is shown afterwards.
    ``asks_if(item)`` says whether a form has something to ask about the item; None: it always has.
    ``on_behalf_of(item, actor)`` names for whom the actor acts, for the log; "" for oneself.
    ``record`` says for the log what was set, where no note is typed.
    """

    name: str
    label: str
    sources: tuple[str, ...]
    target: str | None
    permission: Callable[[Any, Any], bool]
    needs_note: bool = False
    takes_note: bool = False
    note_label: str = "Lý do"
    form: type[TransitionForm] | None = None
    asks_if: Callable[[Any], bool] | None = None
    available_if: tuple[Guard, ...] = ()
    guards: tuple[Guard, ...] = ()
    mutate: Callable[[TransitionAttempt], None] | None = None
    effects: tuple[Callable[[TransitionAttempt], None], ...] = ()
    changes_text: bool = False
    success_message: str = "Đã xong."
    style: str = "plain"
    # Another label of the button, by item and actor.
    label_for: Callable[[Any, Any], str] | None = None
    on_behalf_of: Callable[[Any, Any], str] | None = None
    record: Callable[[TransitionAttempt], str] | None = None

    def label_of(self, item: Any, actor: Any) -> str:
        return (self.label_for(item, actor) if self.label_for else "") or self.label

    def requires_input(self, item: Any) -> bool:
        """Return whether the actor has something to fill in for this item."""
        has_questions = self.form is not None and (self.asks_if is None or self.asks_if(item))
        return self.needs_note or has_questions


@dataclass(frozen=True)
class Workflow:
    """The transitions of one model; ``state_field`` names its state column."""

    model: type[Versioned]
    state_field: str
    transitions: tuple[Transition, ...]

    def get(self, name: str) -> Transition | None:
        return next((one for one in self.transitions if one.name == name), None)

    def state_of(self, item: Versioned) -> str:
        return str(getattr(item, self.state_field))


class TransitionForm(classified.RejectsClassifiedMixin, forms.Form):
    """A transition's own fields.

    Made with what they may depend on; ``note`` belongs to the engine, not to the form.
    ``changes_stored``: the initial values are what is stored, so that they are shown beside what
    was typed over an older version.
    """

    required_css_class = "required"
    changes_stored = False

    def __init__(self, *args: Any, item: Any, actor: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.item = item
        self.actor = actor
        self.at = at


@dataclass(frozen=True)
class AvailableTransition:
    """A transition offered to the actor, with the reasons that block it now."""

    transition: Transition
    refusals: list[str]
    label: str


_workflows: dict[type[Versioned], Workflow] = {}


def register(workflow: Workflow) -> Workflow:
    """Register the workflow; an app calls it once, where the table is defined."""
    _workflows[workflow.model] = workflow
    return workflow


def workflow_of(item: Versioned | type[Versioned]) -> Workflow:
    return _workflows[item if isinstance(item, type) else type(item)]


def find_workflow(item: Versioned) -> Workflow | None:
    """Return the workflow of the item's model, None for a model without one."""
    return _workflows.get(type(item))


def available(
    item: Versioned, actor: Any, *, now: datetime | None = None
) -> list[AvailableTransition]:
    """Return the transitions offered to the actor in the item's current state, in the table's
    order.
    """
    workflow = workflow_of(item)
    attempt = TransitionAttempt(item, actor, now or timezone.now())
    return [
        AvailableTransition(
            transition, _collect(transition.guards, attempt), transition.label_of(item, actor)
        )
        for transition in workflow.transitions
        if workflow.state_of(item) in transition.sources
        and transition.permission(item, actor)
        and not _collect(transition.available_if, attempt)
    ]


def perform(
    item: Versioned,
    name: str,
    *,
    actor: Any,
    version: int,
    note: str = "",
    data: Mapping[str, Any] | None = None,
    files: Mapping[str, Any] | None = None,
    now: datetime | None = None,
) -> Any:
    """Carry out one transition and return the changed item; the given instance is left unchanged.

    In one transaction: lock the row, compare ``version`` with the one the actor saw, check role,
    state and guards, validate ``data`` by the transition's form, mutate the fields, raise the
    version, write the log row, run the effects. ``actor`` None is the system. ``now`` (aware) is
    the recorded time.

    Raises KeyError for an unknown name, TransitionNotAllowed, StaleObject, or TransitionRefused
    with the sentences.
    """
    workflow = workflow_of(item)
    transition = workflow.get(name)
    if transition is None:
        raise KeyError(name)
    at = now or timezone.now()
    with transaction.atomic():
        locked = workflow.model._base_manager.select_for_update().get(pk=item.pk)
        source = _admit(transition, locked, actor, version)
        if passage := legacy_passage(note):
            raise TransitionRefused(refusal_sentence(passage))
        typed = TransitionAttempt(locked, actor, at, visible(note).strip())
        attempt = _validate(transition, typed, data or {}, files or {})
        on_behalf_of = transition.on_behalf_of(locked, actor) if transition.on_behalf_of else ""
        if transition.mutate:
            transition.mutate(attempt)
        setattr(locked, workflow.state_field, transition.target or source)
        locked.version += 1
        _save(locked, transition, attempt)
        log = TransitionLog.objects.create(
            item=locked,
            name=name,
            source=source,
            target=transition.target or source,
            actor=actor,
            on_behalf_of=on_behalf_of,
            at=at,
            note=attempt.note or (transition.record(attempt) if transition.record else ""),
            version=locked.version,
        )
        for effect in transition.effects:
            effect(replace(attempt, log=log))
    return locked


def refusals(
    item: Versioned, name: str, *, actor: Any, version: int, now: datetime | None = None
) -> list[str]:
    """Return why ``perform`` would refuse the transition now, whatever the input; empty if it would
    not.

    For pages that show what would happen; the item is not locked. Raises KeyError for an unknown
    name.
    """
    transition = workflow_of(item).get(name)
    if transition is None:
        raise KeyError(name)
    try:
        _admit(transition, item, actor, version)
    except TransitionRefused as refused:
        return refused.reasons
    return _collect(
        transition.available_if + transition.guards,
        TransitionAttempt(item, actor, now or timezone.now()),
    )


def _admit(transition: Transition, item: Any, actor: Any, version: int) -> str:
    """Return the item's state when role, version and state allow the transition.

    Raises TransitionNotAllowed, StaleObject or TransitionRefused.
    """
    if not transition.permission(item, actor):
        raise TransitionNotAllowed("Quý vị không có quyền làm bước này.")
    if item.version != version:
        raise StaleObject(f"{_stale_words(item, version)} Xin xem lại bản mới nhất rồi làm lại.")
    source = workflow_of(item).state_of(item)
    if source not in transition.sources:
        raise TransitionRefused(f"Không thể {transition.label.lower()}: trạng thái đã thay đổi.")
    return source


def _validate(
    transition: Transition,
    attempt: TransitionAttempt,
    data: Mapping[str, Any],
    files: Mapping[str, Any],
) -> TransitionAttempt:
    """Return the attempt with the validated data of the transition's form.

    Raises TransitionRefused with the sentences of preconditions, guards, note and form.
    """
    item = attempt.item
    reasons = _collect(
        transition.available_if + transition.guards,
        TransitionAttempt(item, attempt.actor, attempt.at),
    )
    if transition.needs_note and not attempt.note:
        reasons.append(f"Cần ghi: {transition.note_label.lower()}.")
    if len(attempt.note) > MAX_NOTE:
        reasons.append(f"{transition.note_label} dài quá 10.000 ký tự: xin viết gọn.")
    elif classified.is_classified(attempt.note):
        reasons.append(classified.REFUSAL)
    form = None
    if transition.form:
        form = transition.form(data, files, item=item, actor=attempt.actor, at=attempt.at)
        if not form.is_valid():
            reasons += [str(error) for errors in form.errors.values() for error in errors]
    if reasons:
        raise TransitionRefused(*reasons, form=form)
    return replace(attempt, data=form.cleaned_data if form else {})


def log_of(item: models.Model) -> models.QuerySet[TransitionLog]:
    """Return the item's log, oldest first, with the actors."""
    kind = ContentType.objects.get_for_model(item)
    return TransitionLog.objects.filter(content_type=kind, object_id=item.pk).select_related(
        "actor"
    )


def has_other_text(item: Versioned, seen: int | None) -> bool:
    """Return whether the text of an item is another than that of the version ``seen``: not every
    step since then left it as it was. An unknown version counts as another text.
    """
    if seen is None or seen >= item.version:
        return seen is None
    workflow = find_workflow(item)
    plain = [one.name for one in workflow.transitions if not one.changes_text] if workflow else []
    steps = log_of(item).filter(version__gt=seen, name__in=plain).count()
    return bool(item.version - seen > steps)


def last_change(item: Versioned, seen: int) -> str:
    """Return who changed the item last after the version ``seen``, how and when; "" where nothing
    is recorded. Three queries.
    """
    log = log_of(item).filter(version__gt=seen).last()
    row = None
    if history := getattr(item, "history", None):
        rows = history.filter(version__gt=seen).order_by("version", "history_id")
        row = rows.select_related("history_user").last()
    if log and (row is None or log.version >= row.version):
        workflow = find_workflow(item)
        transition = workflow.get(log.name) if workflow else None
        label = transition.label if transition else log.name
        detail = f" ({log.note})" if transition and transition.record and log.note else ""
        return _who_and_when(log.actor, f"{label[:1].lower()}{label[1:]}{detail}", log.at)
    return _who_and_when(row.history_user, "lưu", row.history_date) if row else ""


def _who_and_when(person: Any, verb: str, at: datetime) -> str:
    return f"{person or 'Hệ thống'} đã {verb} lúc {timezone.localtime(at):%H:%M ngày %d/%m/%Y}"


def _stale_words(item: Versioned, seen: int) -> str:
    if not 0 < seen < item.version or not (change := last_change(item, seen)):
        return "Nội dung đã thay đổi từ lúc quý vị mở trang."
    if has_other_text(item, seen):
        return f"Nội dung đã thay đổi từ lúc quý vị mở trang: {change}."
    return f"{change}, sau khi quý vị mở trang."


def _collect(checks: Iterable[Guard], attempt: TransitionAttempt) -> list[str]:
    return [reason for check in checks for reason in check(attempt)]


def _save(item: Any, transition: Transition, attempt: TransitionAttempt) -> None:
    """Save under the lock; a transition that changes no text adds no historical row."""
    item.changes_at = attempt.at
    if transition.changes_text:
        attribute_revision(item, user=attempt.actor, at=attempt.at, reason=transition.label)
        item.save()
    else:
        save_without_revision(item)
