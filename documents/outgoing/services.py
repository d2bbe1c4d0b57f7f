"""Storing outgoing documents, and what follows from their number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core.files import storage
from core.models import FileUse
from core.models.revisions import attribute_revision
from core.registries import Registry
from core.workflow import classified
from core.workflow.engine import TransitionNotAllowed, TransitionRefused, log_of
from documents.jobs import read_file
from documents.library.services import refresh_files, store_document
from documents.models import (
    Authority,
    DocumentFile,
    OutgoingDocument,
    PublicDocument,
    Register,
    Routing,
)
from documents.outgoing.permissions import may_draft, may_edit_draft, may_enter_dispatch
from documents.permissions import may_edit_documents
from documents.states import DocumentState, FileRole, Level, OutgoingState
from organization.models import Topic, User, notify
from organization.roles import Role

# Facts about the dispatch, which the clerk enters after the signature too.
DISPATCH_FIELDS = ("recipients", "copies", "sent_on", "acknowledged", "remarks")

# Apps whose papers take their number here are told of it, within the transaction: (document).
NumberListener = Callable[[OutgoingDocument], None]
number_listeners: Registry[NumberListener] = Registry()


@transaction.atomic
def store_outgoing(
    document: OutgoingDocument, *, actor: User, now: datetime | None = None, reason: str = ""
) -> None:
    """Store a new draft, or a changed document whose row is locked; its facts are logged.

    The caller's form offers what may still be changed. Raises TransitionNotAllowed, ClassifiedText,
    ValidationError.
    """
    at = now or timezone.now()
    is_new = document.pk is None
    if is_new:
        document.created_by, document.created_at = actor, at
        is_own = document.unit_id is not None and document.unit_id == actor.unit_id
        allowed = may_edit_documents(actor) or (may_draft(actor) and is_own)
    else:
        document.version += 1
        allowed = may_edit_draft(document, actor) or may_enter_dispatch(document, actor)
    if not allowed:
        raise TransitionNotAllowed("Quý vị không có quyền sửa văn bản đi này.")
    document.clean()
    changed = [] if is_new else _changed_labels(document)
    classified.reject_classified(document.recipients, document.remarks, subject=document.subject)
    document.validate_constraints()
    attribute_revision(
        document, user=actor, at=at, reason=reason or ("Lập văn bản đi" if is_new else "Sửa")
    )
    document.save()
    if changed:
        tell_of_change(document, ", ".join(changed), actor=actor, at=at)


def _changed_labels(document: OutgoingDocument) -> list[str]:
    """Return the names of the fields that differ from what is stored."""
    stored = OutgoingDocument.objects.get(pk=document.pk)
    fields = [field for field in document._meta.concrete_fields if field.editable]
    return [
        str(field.verbose_name)
        for field in fields
        if getattr(document, field.attname) != getattr(stored, field.attname)
    ]


def tell_of_change(document: OutgoingDocument, what: str, *, actor: User, at: datetime) -> None:
    """Tell the clerks that a unit changed a draft that it had handed in."""
    if document.state != OutgoingState.SUBMITTED or may_edit_documents(actor):
        return
    unit = document.unit.short_name if document.unit else actor
    notify(
        User.objects.with_role(Role.CLERK),
        event=f"outgoing:{document.pk}:changed:{document.version}",
        text=f"{unit} sửa dự thảo “{document}” sau khi gửi văn thư: {what}.",
        url=document.address,
        now=at,
        topic=Topic.ASKED,
    )


def link_answered_routings(document: OutgoingDocument) -> None:
    """Name the document as the answer of its unit's part of the incoming document."""
    if document.answers_id and document.unit_id:
        unanswered = Q(answered_by=None) | Q(answered_by__state=OutgoingState.CANCELLED)
        parts = Routing.objects.filter(document=document.answers_id, lead_unit=document.unit_id)
        pks = list(parts.filter(unanswered).values_list("pk", flat=True))
        Routing.objects.filter(pk__in=pks).update(answered_by=document)


def tell_listeners(document: OutgoingDocument) -> None:
    for listener in number_listeners:
        listener(document)


@transaction.atomic
def request_number(
    document: OutgoingDocument, source_key: str, *, actor: User, now: datetime | None = None
) -> OutgoingDocument:
    """Store a draft for a paper that another app made; return it, or the one that is there.

    ``source_key`` names the paper, such as ``meeting:12:notice_number``: twice the same paper takes
    one number. The caller has checked the right to do so.
    """
    running = OutgoingDocument.objects.exclude(state=OutgoingState.CANCELLED)
    found = running.filter(source_key=source_key).first()
    if found is not None:
        return found
    document.source_key = source_key
    document.created_by, document.created_at = actor, now or timezone.now()
    document.clean()
    classified.reject_classified(subject=document.subject)
    attribute_revision(document, user=actor, at=document.created_at, reason="Xin số")
    document.save()
    return document


@transaction.atomic
def make_library_draft(document: OutgoingDocument, *, actor: User) -> PublicDocument:
    """Return a draft in the library with the facts and files of an issued document.

    Returns the one that is there if there is one. Raises TransitionNotAllowed, TransitionRefused.
    """
    if not may_edit_documents(actor):
        raise TransitionNotAllowed("Quý vị không có quyền soạn văn bản của thư viện.")
    locked = OutgoingDocument.objects.select_for_update().get(pk=document.pk)
    if locked.public_document:
        return locked.public_document
    if locked.state != OutgoingState.ISSUED or locked.register is None:
        raise TransitionRefused("Văn bản có số rồi mới đưa lên thư viện công khai.")
    public = PublicDocument(
        type=locked.type,
        authority=_authority_of(locked),
        number=str(locked.number),
        number_year=locked.number_year if locked.register.has_year_in_number else None,
        notation=locked.notation,
        issued_on=locked.issued_on,
        subject=locked.subject,
        signer=locked.signer,
        signer_title=locked.signer_title,
    )
    store_document(public, actor=actor, reason="Lập từ sổ văn bản đi")
    add_files_to_library(locked, public)
    locked.public_document = public
    attribute_revision(locked, user=actor, reason="Đưa lên thư viện công khai")
    locked.version += 1
    locked.save()
    return public


def add_files_to_library(document: OutgoingDocument, public: PublicDocument) -> None:
    """Add the files that are not there yet, the same byte for byte: those attached since the number
    was given, since drafts before it bear neither number nor signature.

    The first PDF is the signed paper, the others are annexes; a job reads each.
    """
    issued = log_of(document).filter(name="issue").order_by("pk").last()
    uses = document.file_uses.filter(role=FileUse.Role.ATTACHMENT).select_related("file")
    if issued:
        uses = uses.filter(file__uploaded_at__gt=issued.at)
    there = set(public.files.values_list("file", flat=True))
    has_signed = public.files.filter(role=FileRole.SIGNED).exists()
    for position, use in enumerate(uses.order_by("position", "pk"), start=len(there) + 1):
        if use.file_id in there:
            continue
        is_signed = not has_signed and use.file.extension == "pdf"
        has_signed = has_signed or is_signed
        file = DocumentFile.objects.create(
            document=public,
            file=use.file,
            role=FileRole.SIGNED if is_signed else FileRole.ANNEX,
            position=position,
        )
        storage.sync_uses(file, FileUse.Role.ATTACHMENT, [use.file])
        transaction.on_commit(partial(read_file.enqueue, file.pk))
    refresh_files(public)


def library_address(document: OutgoingDocument) -> str:
    """Return the path of its copy in the library, in the admin."""
    return reverse("admin:documents_publicdocument_change", args=[document.public_document_id])


def is_cancelled_in_public(document: OutgoingDocument) -> bool:
    """Return whether a cancelled document is still on the portal."""
    public = document.public_document
    is_public = public is not None and public.state == DocumentState.PUBLISHED
    return is_public and document.state == OutgoingState.CANCELLED


def _authority_of(document: OutgoingDocument) -> Authority | None:
    """Return the authority of the ward that the notation names: the council, else the committee."""
    own = Authority.objects.valid(timezone.localdate()).filter(level=Level.WARD)
    council = own.filter(name__icontains="hội đồng nhân dân")
    if "HĐND" in document.notation:
        return council.first()
    others = own.exclude(pk__in=council)
    return others.filter(name__icontains="ủy ban nhân dân").first() or others.first()


def proposed_notation(document: OutgoingDocument, register: Register | None) -> str:
    """Return the notation that a document probably gets: the register's, else by its type."""
    if register and register.notation:
        return register.notation
    kind = document.type
    return f"{kind.abbreviation}-UBND" if kind and kind.abbreviation else ""
