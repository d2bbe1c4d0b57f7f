"""Storing documents and their files; what residents may find in them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from core.files import storage
from core.models import FileUse, StoredFile
from core.models.revisions import attribute_revision, save_without_revision
from core.revisions.related import read_related
from core.text.vietnamese import mask_personal_numbers
from core.workflow import classified
from core.workflow.engine import TransitionNotAllowed, TransitionRefused
from documents.models import DocumentFile, PublicDocument
from documents.models.documents import MAX_SEARCH_TEXT
from documents.permissions import may_edit_documents
from documents.states import DocumentState, FileRole
from organization.models import User

MAX_FILES = 20  # of one document
OPEN_STATES = (DocumentState.DRAFT,)
LOCKED = "Văn bản không còn là bản nháp: muốn sửa, xin dùng bước trả lại hoặc gỡ văn bản."


@transaction.atomic
def store_document(
    document: PublicDocument, *, actor: User, now: datetime | None = None, reason: str = ""
) -> None:
    """Store a new document, or a changed one whose row is locked.

    Raises TransitionNotAllowed, TransitionRefused (no draft), ClassifiedText, ValidationError.
    """
    if not may_edit_documents(actor):
        raise TransitionNotAllowed("Quý vị không có quyền soạn văn bản.")
    is_new = document.pk is None
    if is_new:
        document.related_snapshot = read_related(document)
    else:
        if document.state not in OPEN_STATES:
            raise TransitionRefused(LOCKED)
        document.version += 1
    document.clean()
    document.validate_constraints()
    classified.reject_classified(document.signer, document.signer_title, subject=document.subject)
    default_reason = "Lập văn bản" if is_new else "Sửa văn bản"
    at = now or timezone.now()
    attribute_revision(document, user=actor, at=at, reason=reason or default_reason)
    document.save()


@transaction.atomic
def add_file(
    document: PublicDocument,
    upload: File[Any],
    *,
    actor: User,
    role: str = FileRole.SIGNED,
    idempotency_key: str = "",
) -> DocumentFile:
    """Store an upload as a file of a draft, byte for byte.

    Its text is read by ``documents.jobs.read_file``, which the caller queues. Raises InvalidUpload,
    TransitionRefused.
    """
    locked = PublicDocument.objects.select_for_update().get(pk=document.pk)
    if locked.state not in OPEN_STATES:
        raise TransitionRefused(LOCKED)
    if locked.files.count() >= MAX_FILES:
        raise TransitionRefused(f"Mỗi văn bản có nhiều nhất {MAX_FILES} tệp.")
    stored = store_upload(upload, actor=actor, idempotency_key=idempotency_key)
    present = StoredFile.objects.filter(pk__in=locked.files.values("file"))
    storage.refuse_repeated(stored, present)
    return attach_stored(document, stored, role=role)


def store_upload(upload: File[Any], *, actor: User, idempotency_key: str = "") -> StoredFile:
    """Store an upload byte for byte, once per key; raises InvalidUpload."""
    return storage.store_once(
        upload,
        uploader=actor,
        kind=StoredFile.Kind.DOCUMENT,
        idempotency_key=idempotency_key,
    )


def attach_stored(
    document: PublicDocument, stored: StoredFile, *, role: str = FileRole.SIGNED
) -> DocumentFile:
    """Make a stored file one of a draft; the caller holds the transaction."""
    file, _ = DocumentFile.objects.get_or_create(
        document=document,
        file=stored,
        defaults={"role": role, "position": document.files.count() + 1},
    )
    storage.sync_uses(file, FileUse.Role.ATTACHMENT, [stored])
    refresh_files(document)
    return file


@transaction.atomic
def remove_file(file: DocumentFile) -> None:
    """Take a file off a draft; the stored file goes with the next garbage collection."""
    document = PublicDocument.objects.select_for_update().get(pk=file.document_id)
    if document.state not in OPEN_STATES:
        raise TransitionRefused(LOCKED)
    storage.uses_of(file).delete()
    file.delete()
    refresh_files(document)


def refresh_files(document: PublicDocument) -> None:
    """Set which files go out with the document, and the text that the search finds.

    A signed file stays internal as soon as there is a covered copy. Nobody finds a citizen by the
    number of an identity card or account.
    """
    is_covered = document.files.filter(role=FileRole.COVERED).exists()
    internal = [FileRole.SIGNED] if is_covered else []
    document.files.filter(role__in=internal).update(is_public=False)
    document.files.exclude(role__in=internal).update(is_public=True)
    texts = document.files.public().order_by("position", "pk").values_list("text", flat=True)
    joined = "\n".join(filter(None, texts))
    document.search_text = mask_personal_numbers(joined)[:MAX_SEARCH_TEXT]
    save_without_revision(document, update_fields=["search_text"])
