"""Files of outgoing documents: draft, signed scan, annexes; stored byte for byte."""

from __future__ import annotations

from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from core.files import storage
from core.files.uploads import InvalidUpload
from core.models import FileUse, StoredFile
from core.models.revisions import attribute_revision
from core.workflow.engine import TransitionNotAllowed
from documents.models import OutgoingDocument
from documents.outgoing.permissions import may_attach
from documents.outgoing.services import add_files_to_library, tell_of_change
from documents.states import DocumentState, OutgoingState
from organization.models import User

MAX_FILES = 20  # of one document


@transaction.atomic
def attach_file(
    document: OutgoingDocument, upload: File[Any], *, actor: User, idempotency_key: str = ""
) -> StoredFile:
    """Store an upload as a file of the document.

    Raises TransitionNotAllowed, InvalidUpload.
    """
    locked = OutgoingDocument.objects.select_for_update().get(pk=document.pk)
    if not may_attach(locked, actor):
        raise TransitionNotAllowed("Quý vị không có quyền thêm tệp vào văn bản này.")
    files = [use.file for use in attachments(locked)]
    if len(files) >= MAX_FILES:
        raise InvalidUpload(f"Mỗi văn bản có nhiều nhất {MAX_FILES} tệp.")
    stored = storage.store_once(
        upload,
        uploader=actor,
        kind=StoredFile.Kind.DOCUMENT,
        idempotency_key=idempotency_key,
    )
    storage.refuse_repeated(stored, files)
    storage.sync_uses(locked, FileUse.Role.ATTACHMENT, [*files, stored])
    _log(locked, f"Thêm tệp “{stored}”", actor)
    public = locked.public_document
    if public and public.state == DocumentState.DRAFT and locked.state == OutgoingState.ISSUED:
        add_files_to_library(locked, public)
    return stored


@transaction.atomic
def detach_file(document: OutgoingDocument, use: FileUse, *, actor: User) -> None:
    """End the use of a file; readers of the document's history still find it.

    Raises TransitionNotAllowed.
    """
    locked = OutgoingDocument.objects.select_for_update().get(pk=document.pk)
    if not may_attach(locked, actor):
        raise TransitionNotAllowed("Quý vị không có quyền bỏ tệp của văn bản này.")
    storage.end_uses(FileUse.objects.filter(pk=use.pk))
    _log(locked, f"Bỏ tệp “{use}”", actor)


def _log(document: OutgoingDocument, reason: str, actor: User) -> None:
    """Store a revision that says what became of a file."""
    document.version += 1
    attribute_revision(document, user=actor, reason=reason[:100])
    document.save()
    tell_of_change(document, f"{reason[:1].lower()}{reason[1:]}", actor=actor, at=timezone.now())


def attachments(document: OutgoingDocument) -> Any:
    """Return the present files of the document, with their stored files."""
    uses = document.file_uses.filter(role=FileUse.Role.ATTACHMENT)
    return uses.select_related("file").order_by("position", "pk")
