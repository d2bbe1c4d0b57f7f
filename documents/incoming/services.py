"""Registering incoming documents, and correcting what was registered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core.files import storage
from core.models import FileUse, StoredFile
from core.models.revisions import attribute_revision
from core.workflow import classified
from core.workflow.engine import TransitionNotAllowed, TransitionRefused
from documents.incoming.repeats import earlier_entry, is_same_entry
from documents.models import IncomingDocument
from documents.numbering import take_number
from documents.permissions import may_edit_documents
from documents.states import IncomingState
from organization.models import User

MAX_FILES = 20  # of one document
# What a person types on the entry form, beside the number.
ENTRY_FIELDS = (
    *("register", "type", "topic", "number", "number_year", "notation", "agency", "issued_on"),
    *("arrived_on", "subject", "urgency", "signer", "remarks", "decider"),
)
# Columns that an import may bring too: what a person typed there stays.
_IMPORTED = (
    *("number", "number_year", "notation", "agency", "issued_on"),
    *("arrival_number", "arrived_on", "subject"),
)


class IdempotencyConflict(Exception):
    """The page registered ``document`` before, and what it sends now is something else."""

    def __init__(self, document: IncomingDocument) -> None:
        super().__init__()
        self.document = document


class RepeatedDocument(Exception):
    """``document`` stands in a register with the same number, notation, agency and date, or with
    nearly the same (``is_probable``).
    """

    def __init__(self, document: IncomingDocument, *, is_probable: bool) -> None:
        super().__init__()
        self.document = document
        self.is_probable = is_probable


@transaction.atomic
def enter_incoming(
    document: IncomingDocument,
    *,
    actor: User,
    files: Iterable[StoredFile] = (),
    idempotency_key: str = "",
    accepts_repeat: bool = False,
    now: datetime | None = None,
) -> IncomingDocument:
    """Register a new document as it was typed, once per idempotency key, and return its row.

    One that only stands in the list of another software is taken over: its row is registered. The
    person's row is locked, so that of two clicks the second finds what the first one made.

    Raises RepeatedDocument unless ``accepts_repeat``, IdempotencyConflict, and what
    ``register_incoming`` and ``set_files`` raise.
    """
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    document.clean()
    made = _made_by(idempotency_key)
    if made is not None:
        if not _is_same(made, document):
            raise IdempotencyConflict(made)
        return made
    earlier = earlier_entry(document)
    if earlier is not None and earlier.state == IncomingState.LISTED:
        document = _take_over(earlier, document)
    elif earlier is not None:
        is_same = is_same_entry(earlier, document)
        if not accepts_repeat:
            raise RepeatedDocument(earlier, is_probable=not is_same)
        document.is_repeat = is_same
    document.idempotency_key = idempotency_key
    register_incoming(document, actor=actor, now=now)
    if files := list(files):
        set_files(document, files, actor=actor)
    return document


def _made_by(idempotency_key: str) -> IncomingDocument | None:
    if not idempotency_key:
        return None
    return IncomingDocument.objects.filter(idempotency_key=idempotency_key).first()


def _is_same(made: IncomingDocument, typed: IncomingDocument) -> bool:
    names = (*("register_id", "number", "number_year", "notation"), "agency_key", "issued_on")
    return all(getattr(made, name) == getattr(typed, name) for name in (*names, "subject"))


def _take_over(listed: IncomingDocument, typed: IncomingDocument) -> IncomingDocument:
    """Return the listed row, locked, with what was typed; a blank keeps what the list said."""
    row = IncomingDocument.objects.select_for_update().get(pk=listed.pk)
    for name in ENTRY_FIELDS:
        value = getattr(typed, name)
        if value not in (None, ""):
            setattr(row, name, value)
    return row


@transaction.atomic
def register_incoming(
    document: IncomingDocument, *, actor: User, now: datetime | None = None
) -> IncomingDocument:
    """Give the document the next number of its register and store it.

    It waits for a decision, unless units already work on it.

    ``document`` has ``register`` and ``arrived_on``; it is new, or one that only stood in a list of
    another software.

    Raises TransitionNotAllowed, TransitionRefused (order of time), ClassifiedText, ValidationError.
    """
    if not may_edit_documents(actor):
        raise TransitionNotAllowed("Quý vị không có quyền vào sổ văn bản.")
    if document.register is None or document.arrived_on is None:
        raise ValueError("a document is registered in a register, on a day")
    document.clean()
    _reject_classified(document)
    listed = IncomingDocument.objects.filter(pk=document.pk).first() if document.pk else None
    document.arrival_number = take_number(document.register, on=document.arrived_on, now=now)
    document.state = IncomingState.WAITING
    if listed is not None:
        _keep_what_was_listed(document, listed)
    typed = {name for name in _IMPORTED if getattr(document, name) not in (None, "")}
    document.typed_fields = sorted({*document.typed_fields, *typed})
    document.differences = {
        name: said for name, said in document.differences.items() if name not in typed
    }
    document.set_keys()
    document.validate_constraints()
    reason = f"Vào sổ; {document.taken_over}" if document.taken_over else "Vào sổ"
    attribute_revision(document, user=actor, at=now or timezone.now(), reason=reason[:100])
    document.save()
    return document


def _keep_what_was_listed(document: IncomingDocument, listed: IncomingDocument) -> None:
    """Let the units of a listed row keep the day on which they received it; what units already
    work on waits for no decision.
    """
    document.version += 1
    day = f" nhập ngày {listed.imported_on:%d/%m/%Y}" if listed.imported_on else ""
    number = f", số đến cũ {listed.arrival_number}" if listed.arrival_number else ""
    document.taken_over = f"đã có trong danh sách{day}{number}"
    if document.units.exists():
        document.state = IncomingState.ROUTED
        if listed.arrived_on:
            document.units.filter(passed_on=None).update(passed_on=listed.arrived_on)


@transaction.atomic
def store_facts(
    document: IncomingDocument, *, actor: User, reason: str = "", now: datetime | None = None
) -> None:
    """Store corrected facts of a registered document, whose row is locked; number and register
    stay.

    Raises TransitionNotAllowed, TransitionRefused (not registered), ClassifiedText,
    ValidationError.
    """
    if not may_edit_documents(actor):
        raise TransitionNotAllowed("Quý vị không có quyền sửa văn bản đến.")
    if document.state == IncomingState.LISTED:
        raise TransitionRefused("Văn bản này chưa vào sổ ở đây.")
    document.clean()
    _reject_classified(document)
    document.validate_constraints()
    document.version += 1
    at = now or timezone.now()
    attribute_revision(document, user=actor, at=at, reason=reason or "Sửa thông tin")
    document.save()


def set_files(document: IncomingDocument, files: Iterable[StoredFile], *, actor: User) -> None:
    """Make these files, stored byte for byte, those of the document, in this order.

    Raises TransitionRefused for too many, and for a file that the actor may not use.
    """
    wanted = list(dict.fromkeys(files))
    if len(wanted) > MAX_FILES:
        raise TransitionRefused(f"Mỗi văn bản có nhiều nhất {MAX_FILES} tệp.")
    if len(storage.usable_by(actor, wanted, document)) < len(wanted):
        raise TransitionRefused("Có tệp quý vị không được dùng: xin chọn lại tệp trên máy.")
    storage.sync_uses(document, FileUse.Role.ATTACHMENT, wanted)


def files_of(document: IncomingDocument) -> list[StoredFile]:
    """Return the files of the document in their order. One query."""
    uses = document.file_uses.filter(role=FileUse.Role.ATTACHMENT).select_related("file")
    return [use.file for use in uses]


def _reject_classified(document: IncomingDocument) -> None:
    classified.reject_classified(
        document.remarks, document.signer, document.agency, subject=document.subject
    )
