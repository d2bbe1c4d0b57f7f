"""Job that reads the text of a document's file, and fills the empty fields of its draft."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.files import storage
from core.files.renditions import delete_renditions
from core.jobs.definitions import JobPolicy, job
from core.models import StoredFile
from core.models.revisions import attribute_revision
from documents.library import page_pictures
from documents.library.services import refresh_files
from documents.models import Authority, DocumentFile, DocumentType, PublicDocument
from documents.models.incoming import agency_key
from documents.reading.errors import UnreadablePaper
from documents.reading.limits import GIVEN_UP, read_within_limits
from documents.reading.proposals import Proposal
from documents.reading.reader import PaperReading
from documents.states import DocumentState, ReadingState
from organization.models import User
from organization.models.notices import notify
from organization.roles import Role

logger = logging.getLogger(__name__)

CLASSIFIED_NOTICE = (
    "Một tệp vừa tải lên mang dấu chỉ độ mật nên đã bị xóa khỏi hệ thống. Văn bản mật không được"
    " đưa vào đây: xin báo ngay Chánh Văn phòng và người phụ trách bảo vệ bí mật nhà nước."
)

_PATIENCE = timedelta(minutes=5)  # between the file and its job


@job(JobPolicy("Đọc chữ của văn bản", attempts=2, time_limit=timedelta(minutes=30)))
def read_file(pk: int) -> None:
    """Read the file and store its text and proposal; a classified one is deleted whole."""
    file = DocumentFile.objects.select_related("file", "document").filter(pk=pk).first()
    if file is None:
        return
    try:
        reading = read_within_limits(storage.path_of(file.file))
    except UnreadablePaper as error:
        file.reading, file.reading_error = ReadingState.FAILED, str(error)[:300]
        file.save(update_fields=["reading", "reading_error"])
        return
    if reading.proposal.is_classified:
        delete_classified(file)
        return
    page_pictures.draw(file, turn=reading.turn)
    store_reading(file, reading)


def settle_unread(now: datetime) -> str | None:
    """Mark the files whose reading ended without a word (a limit, a killed worker) as not readable,
    so that their documents do not wait for ever; run every minute.
    """
    waiting = DocumentFile.objects.filter(
        reading=ReadingState.WAITING, file__uploaded_at__lt=now - _PATIENCE
    )
    pks = set(waiting.values_list("pk", flat=True))
    if not pks:
        return None
    live = DBTaskResult.objects.filter(
        task_path=read_file.module_path, status__in=("READY", "RUNNING")
    )
    pks -= {pk for job in live.values_list("args_kwargs", flat=True) for pk in job["args"]}
    count = DocumentFile.objects.filter(pk__in=pks, reading=ReadingState.WAITING).update(
        reading=ReadingState.FAILED, reading_error=GIVEN_UP
    )
    return f"{count} tệp không đọc được chữ" if count else None


@transaction.atomic
def store_reading(file: DocumentFile, reading: PaperReading) -> None:
    """Store what was read; fill the empty fields of the draft from its first file."""
    document = PublicDocument.objects.select_for_update().get(pk=file.document_id)
    file.text = reading.text
    file.page_count = reading.page_count
    file.is_recognized = reading.is_recognized
    file.hidden = reading.hidden[:100]
    file.proposal = {name: value for name, value in reading.as_dict().items() if name != "text"}
    file.reading = ReadingState.PARTLY if reading.has_unread else ReadingState.READ
    file.reading_error = ""
    file.save()
    first = document.files.order_by("position", "pk").first()
    if document.state == DocumentState.DRAFT and first == file:
        _fill(document, reading.proposal)
    refresh_files(document)


def _fill(document: PublicDocument, proposal: Proposal) -> None:
    number = proposal.number
    proposed: dict[str, Any] = {
        "type": _named(DocumentType, proposal.type),
        "authority": _named(Authority, proposal.agency),
        "number": number.number if number else "",
        "number_year": number.year if number else None,
        "notation": number.notation if number else "",
        "issued_on": proposal.issued_on,
        "subject": proposal.subject,
        "signer": proposal.signer[:50],
        "signer_title": proposal.signer_title[:100],
    }
    filled = [name for name, value in proposed.items() if value and not getattr(document, name)]
    if not filled:
        return
    for name in filled:
        setattr(document, name, proposed[name])
    document.version += 1
    attribute_revision(document, user=None, at=timezone.now(), reason="Đọc từ tệp")
    document.save()


def _named(model: Any, name: str) -> Model | None:
    """Return the row in use with this name, whatever its case, marks and usual abbreviations."""
    if not name:
        return None
    rows: list[Any] = list(model.objects.valid(timezone.localdate()))
    words = [(word, row) for row in rows for word in (row.name, getattr(row, "short_name", ""))]
    return {agency_key(word): row for word, row in words if word}.get(agency_key(name))


@transaction.atomic
def delete_classified(file: DocumentFile) -> None:
    """Delete a stamped file at once, with its row, its name and a draft that has no other file:
    what was typed into that one is the paper's.

    Whoever uploaded it and the IT officers are told, without a word of the file.
    """
    document, stored = file.document, file.file
    storage.uses_of(file).delete()
    file.delete()
    is_named = document.replaces.exists() or document.amends.exists()
    is_alone = not document.files.exists() and not is_named
    if document.state == DocumentState.DRAFT and is_alone:
        document.history.all().delete()
        document.delete()
    else:
        refresh_files(document)
    if not DocumentFile.objects.filter(file=stored).exists() and not stored.uses.exists():
        destroy_classified(stored)
    else:
        tell_of_classified(stored)


@transaction.atomic
def destroy_classified(stored: StoredFile, *, url: str = "") -> None:
    """Delete a stamped file from row and disk, and tell of it; nothing may use it any more."""
    path = storage.path_of(stored)
    tell_of_classified(stored, url=url)
    stored.delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True))
    transaction.on_commit(lambda: delete_renditions(stored))


def classified_event(key: str) -> str:
    """Return the event of the notice of a stamped file, by the key that it had."""
    return f"classified:{key}"


def classified_among(user: User, keys: Iterable[str]) -> set[str]:
    """Return the keys of the user's uploads that were deleted for their stamp. One query."""
    events = {classified_event(key): key for key in keys if key.isalnum()}
    found = user.notices.filter(event__in=events).values_list("event", flat=True)
    return {events[event] for event in found}


def tell_of_classified(stored: StoredFile, *, url: str = "") -> None:
    """Tell whoever uploaded the file and the IT officers, without a word of it; its key, which says
    nothing, lets a form that still names the file tell why it is gone.
    """
    officers = User.objects.filter(is_active=True, groups__name=Role.IT_OFFICER)
    at = timezone.now()
    event = classified_event(stored.key)
    notify(officers, event=event, text=CLASSIFIED_NOTICE, now=at)
    notify([stored.uploader], event=event, text=CLASSIFIED_NOTICE, url=url, now=at)
    logger.warning("a classified file was deleted")
