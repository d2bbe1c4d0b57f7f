"""Page of one incoming document, for its readers."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.admin.staff_page import staff_page
from documents.models import IncomingDocument, IncomingUnit
from documents.permissions import may_edit_documents, may_see_incoming
from documents.register_import.merging import LABELS
from organization.requests import StaffRequest


@staff_page(may_see_incoming)
@require_safe
def document_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a document with its units; 404 for who may not read it."""
    entry = get_object_or_404(IncomingDocument.objects.readable_by(request.user), pk=pk)
    rows = list(entry.units.select_related("unit"))
    context = admin.site.each_context(request) | {
        "title": str(entry),
        "entry": entry,
        "rows": rows,
        "today": timezone.localdate(),
        "differences": differences(entry, rows),
        "may_edit": may_edit_documents(request.user),
    }
    return TemplateResponse(request, "documents/admin/incoming/entry.html", context)


def differences(entry: IncomingDocument, rows: list[IncomingUnit]) -> list[dict[str, Any]]:
    """Return what the list says otherwise than what was typed here."""
    found = [("", entry.differences), *((row.unit.name, row.differences) for row in rows)]
    return [
        {"where": where, "label": LABELS[name], "said": said}
        for where, said_by_name in found
        for name, said in said_by_name.items()
    ]
