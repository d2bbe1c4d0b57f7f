"""Page of one incoming document, for its readers, and the correction of its facts."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from core.admin.staff_page import staff_page
from core.models import StoredFile
from core.revisions.timeline import timeline
from core.workflow.engine import TransitionRefused
from documents.incoming.agencies import known_agencies
from documents.incoming.files import EntryFiles
from documents.incoming.forms import FactsForm, FormChoices
from documents.incoming.openings import openings_of
from documents.incoming.services import files_of, set_files, store_facts
from documents.models import IncomingDocument, IncomingUnit
from documents.numbering import keeps_register
from documents.permissions import may_edit_documents, may_see_incoming, may_see_openings
from documents.register_import.merging import LABELS
from documents.states import Direction, IncomingState
from organization.models import User
from organization.requests import StaffRequest


@staff_page(may_see_incoming)
@require_safe
def document_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a document with its files and units; 404 for who may not read it."""
    readable = IncomingDocument.objects.readable_by(request.user)
    related = ("register", "type", "topic", "decider", "decided_by")
    entry = get_object_or_404(readable.select_related(*related), pk=pk)
    rows = list(entry.units.select_related("unit"))
    is_registered = entry.state != IncomingState.LISTED
    files = files_of(entry)
    log = timeline(entry) if is_registered else []
    sees_openings = bool(files) and may_see_openings(request.user)
    may_edit = may_edit_documents(request.user)
    context = admin.site.each_context(request) | {
        "title": str(entry),
        "entry": entry,
        "rows": rows,
        "today": timezone.localdate(),
        "differences": differences(entry, rows),
        "may_edit": may_edit,
        "is_registered": is_registered,
        "is_cancelled": entry.state == IncomingState.CANCELLED,
        "cancel_reason": next((one.note for one in log if one.target == "cancelled"), ""),
        "returned": next((one for one in log if one.target == entry.state), None)
        if entry.state == IncomingState.RETURNED
        else None,
        "files": files,
        "timeline": log,
        "openings": openings_of(files) if sees_openings else [],
        "sees_openings": sees_openings,
        "may_draft": is_registered and may_draft_answer(entry, request.user),
    }
    return TemplateResponse(request, "documents/admin/incoming/entry.html", context)


def may_draft_answer(entry: IncomingDocument, user: User) -> bool:
    """Return whether the user may draft an answer or a certified copy (*sao y*) of the document.

    The clerk, and members of units; not of a cancelled one, nor without an outgoing register.
    """
    if entry.state == IncomingState.CANCELLED:
        return False
    drafts = may_edit_documents(user) or user.unit_id is not None
    return drafts and keeps_register(Direction.OUTGOING)


def differences(entry: IncomingDocument, rows: list[IncomingUnit]) -> list[dict[str, Any]]:
    """Return what the list says otherwise than what was typed here."""
    found = [("", entry.differences), *((row.unit.name, row.differences) for row in rows)]
    return [
        {"where": where, "label": LABELS[name], "said": said}
        for where, said_by_name in found
        for name, said in said_by_name.items()
    ]


@staff_page(may_edit_documents)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_document(request: StaffRequest, pk: int) -> HttpResponse:
    """Correct the facts and the files of a registered document; 404 for one that is not.

    The row is locked while the form is stored, so that what another person saved meanwhile is
    compared with what was typed here.
    """
    with transaction.atomic():
        rows = IncomingDocument.objects.readable_by(request.user)
        if request.method == "POST":
            rows = rows.select_for_update(of=("self",))
        entry = get_object_or_404(rows, pk=pk)
        if entry.state in (IncomingState.LISTED, IncomingState.CANCELLED):
            raise Http404
        choices = FormChoices.load(timezone.localdate())
        present = files_of(entry)
        if request.method != "POST":
            form = FactsForm(instance=entry, choices=choices)
            return _edit_page(request, entry, form, EntryFiles(request.user, present))
        form = FactsForm(request.POST, instance=entry, choices=choices)
        files = EntryFiles.posted(request.user, request.POST, request.FILES, entry)
        if form.is_valid() and not files.problems and _store(request, form, files, present):
            messages.success(request, "Đã lưu.")
            return HttpResponseRedirect(entry.address)
        return _edit_page(request, entry, form, files, HTTPStatus.CONFLICT)


def _store(
    request: StaffRequest, form: FactsForm, files: EntryFiles, present: list[StoredFile]
) -> bool:
    """Store facts and files; False with a message for what is refused."""
    entry: IncomingDocument = form.instance
    added = [file for file in files.files if file not in present]
    removed = [file for file in present if file not in files.files]
    if not form.changed and not added and not removed:
        return True
    words = ["Sửa thông tin"] if form.changed else []
    words += [f"Thêm tệp {file}" for file in added]
    words += [f"Bỏ tệp {file}" for file in removed]
    entry.typed_fields = sorted({*entry.typed_fields, *(set(form.changed) & set(LABELS))})
    try:
        with transaction.atomic():
            store_facts(entry, actor=request.user, reason="; ".join(words)[:100])
            set_files(entry, files.files, actor=request.user)
    except TransitionRefused as refused:
        files.problems += refused.reasons
    except ValidationError as refused:
        form.add_error(None, refused)
    else:
        return True
    return False


def _edit_page(
    request: StaffRequest,
    entry: IncomingDocument,
    form: FactsForm,
    files: EntryFiles,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    files.place_cursor(form)
    context = admin.site.each_context(request) | {
        "title": f"Sửa văn bản đến số {entry.arrival_number}",
        "entry": entry,
        "form": form,
        "files": files,
        "agencies": known_agencies(),
        "has_errors": status != HTTPStatus.OK,
    }
    return TemplateResponse(request, "documents/admin/incoming/edit.html", context, status=status)
