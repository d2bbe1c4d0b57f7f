"""Reading of the files of incoming documents: proposals for the entry form, secret stamps."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.files import storage
from core.jobs.definitions import JobPolicy, job
from core.models import StoredFile
from core.text.vietnamese import fold
from documents.incoming.agencies import usual_spelling
from documents.jobs import classified_event, destroy_classified
from documents.library import page_pictures
from documents.models import DocumentType, FileReading, IncomingDocument
from documents.reading.errors import UnreadablePaper
from documents.reading.limits import GIVEN_UP, read_within_limits
from documents.reading.numbers import parse_code
from documents.reading.proposals import Proposal
from documents.states import ReadingState, Urgency
from organization.models import Notice, User

_READABLE = ("pdf", "docx")  # and pictures
_PATIENCE = timedelta(minutes=5)  # between the file and its job


def start_reading(stored: StoredFile) -> None:
    """Queue the reading of a stored file, once; files without text to read have none."""
    if stored.extension not in _READABLE and stored.kind != StoredFile.Kind.PICTURE:
        return
    reading, is_new = FileReading.objects.get_or_create(file=stored)
    if is_new:
        transaction.on_commit(lambda: read_entry_file.enqueue(reading.pk))


@job(JobPolicy("Đọc chữ của văn bản đến", attempts=2, time_limit=timedelta(minutes=30)))
def read_entry_file(pk: int) -> None:
    """Read the file and store its proposal; a classified one is deleted whole."""
    reading = FileReading.objects.select_related("file").filter(pk=pk).first()
    if reading is None:
        return
    try:
        found = read_within_limits(storage.path_of(reading.file))
    except UnreadablePaper as error:
        reading.reading, reading.reading_error = ReadingState.FAILED, str(error)[:300]
        reading.save()
        return
    if found.proposal.is_classified:
        delete_classified_upload(reading.file)
        return
    page_pictures.draw(reading, turn=found.turn)
    reading.proposal = proposed_fields(found.proposal)
    reading.reading = ReadingState.PARTLY if found.has_unread else ReadingState.READ
    reading.save()


@transaction.atomic
def delete_classified_upload(stored: StoredFile) -> None:
    """Delete a stamped file with all its uses; the notice leads to the document that had it."""
    use = stored.uses.filter(
        content_type__app_label="documents", content_type__model="incomingdocument"
    ).first()
    document = IncomingDocument.objects.filter(pk=use.object_id).first() if use else None
    stored.uses.all().delete()
    destroy_classified(stored, url=document.address if document else "")


def take_classified_notice(user: User) -> Notice | None:
    """Return the newest notice of a stamped upload that the user did not read, and mark all as
    read: it is shown once. One query where there is none.
    """
    unread = user.notices.filter(event__startswith=classified_event(""), read_at=None)
    newest = unread.first()
    if newest is not None:
        unread.update(read_at=timezone.now())
    return newest


def settle_unread(now: datetime) -> str | None:
    """Mark readings that ended without a word as failed; run every minute."""
    waiting = FileReading.objects.filter(
        reading=ReadingState.WAITING, file__uploaded_at__lt=now - _PATIENCE
    )
    pks = set(waiting.values_list("pk", flat=True))
    if not pks:
        return None
    live = DBTaskResult.objects.filter(
        task_path=read_entry_file.module_path, status__in=("READY", "RUNNING")
    )
    pks -= {pk for one in live.values_list("args_kwargs", flat=True) for pk in one["args"]}
    count = FileReading.objects.filter(pk__in=pks, reading=ReadingState.WAITING).update(
        reading=ReadingState.FAILED, reading_error=GIVEN_UP
    )
    return f"{count} tệp văn bản đến không đọc được chữ" if count else None


def proposed_fields(proposal: Proposal) -> dict[str, str]:
    """Return what the paper says as the fields of the entry form take it; blanks are left out."""
    urgency = {label: str(value) for value, label in Urgency.choices}.get(proposal.urgency, "")
    fields = {
        "code": str(proposal.number) if proposal.number else "",
        "agency": usual_spelling(proposal.agency[:200]),
        "issued_on": proposal.issued_on.isoformat() if proposal.issued_on else "",
        "type": _type_named(proposal.type),
        "subject": proposal.subject[:500],
        "signer": proposal.signer[:50],
        "urgency": urgency,
    }
    return {name: value for name, value in fields.items() if value}


def merged_proposal(readings: Iterable[FileReading]) -> dict[str, str]:
    """Return what several files propose, the first that says something; the parts of the number
    are those of the code.
    """
    fields: dict[str, str] = {}
    for reading in readings:
        fields = reading.proposal | fields
    return (number_parts(fields["code"]) | fields) if fields.get("code") else fields


def number_parts(code: str) -> dict[str, str]:
    """Return the form's fields of the number as a code is understood; blanks if it is not."""
    found = parse_code(code)
    return {
        "number": found.number if found else "",
        "number_year": str(found.year or "") if found else "",
        "notation": found.notation if found else "",
    }


def _type_named(name: str) -> str:
    if not name:
        return ""
    rows: Any = DocumentType.objects.valid(timezone.localdate())
    return next((str(row.pk) for row in rows if fold(row.name) == fold(name)), "")


def readings_of(files: list[StoredFile]) -> list[FileReading]:
    """Return the readings of files in the order of the files. One query."""
    found = {one.file_id: one for one in FileReading.objects.filter(file__in=files)}
    readings = []
    for file in files:
        if reading := found.get(file.pk):
            reading.file = file
            readings.append(reading)
    return readings
