"""Drafts made of dropped files: one document a file, found again by who uploaded it."""

from __future__ import annotations

from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.text import Truncator

from core.files.uploads import InvalidUpload
from core.models import StoredFile
from core.text.vietnamese import clean_line
from documents.jobs import read_file
from documents.library.services import attach_stored, store_document, store_upload
from documents.models import DocumentFile, PublicDocument
from documents.models.vocabulary import create_own_authority
from documents.querysets import PublicDocumentQuerySet
from documents.states import DocumentState
from organization.models import User

MAX_ROWS = 60  # of the table: a form of 1,000 fields is refused by Django
_NO_PICTURES = (
    "Ở đây mỗi tệp là một văn bản, không nhận ảnh rời: xin quét hoặc in ảnh thành PDF rồi tải lên."
)


def drafts_of(user: User) -> PublicDocumentQuerySet:
    """Return the drafts of files that this person uploaded, in the order of uploading.

    Not those that were published and withdrawn: these are corrected on their own page.
    """
    own = DocumentFile.objects.filter(file__uploader=user).values("document")
    drafts = PublicDocument.objects.filter(state=DocumentState.DRAFT, pk__in=own)
    return drafts.never_withdrawn().order_by("pk")


@transaction.atomic
def start_draft(upload: File[Any], *, actor: User, idempotency_key: str = "") -> DocumentFile:
    """Store an upload as the first file of a new draft and queue its reading.

    A repeated upload with the same key returns the file of the first. Raises InvalidUpload,
    TransitionNotAllowed.
    """
    stored = store_upload(upload, actor=actor, idempotency_key=idempotency_key)
    if stored.kind == StoredFile.Kind.PICTURE:
        raise InvalidUpload(_NO_PICTURES)
    # Two sendings with one key wait for each other here.
    StoredFile.objects.select_for_update().get(pk=stored.pk)
    known = DocumentFile.objects.filter(file=stored).select_related("file", "document").first()
    if known is not None:
        return known
    create_own_authority()  # so that the reading finds it
    document = PublicDocument()
    store_document(document, actor=actor)
    file = attach_stored(document, stored)
    transaction.on_commit(lambda: read_file.enqueue(file.pk))
    return file


def refusal_of(name: str | None, refused: InvalidUpload) -> str:
    """Return the sentence of a refused file, with its name as the person knows it."""
    shown = Truncator(clean_line(name or "không tên")).chars(80)
    return f"Tệp “{shown}” chưa được nhận: {' '.join(map(str, refused.messages))}"
