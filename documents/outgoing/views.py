"""Admin views of outgoing documents: their files, and the draft in the library."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.admin.staff_page import staff_page
from core.files.uploads import InvalidUpload
from core.models import FileUse
from core.workflow.engine import TransitionNotAllowed, TransitionRefused
from documents.models import OutgoingDocument
from documents.outgoing.attachments import attach_file, detach_file
from documents.outgoing.permissions import may_draft
from documents.outgoing.services import make_library_draft
from documents.permissions import may_edit_documents
from documents.uploads.forms import UNTICKED
from organization.requests import StaffRequest


@staff_page(may_draft)
@require_POST
def add_outgoing_file(request: StaffRequest, pk: int) -> HttpResponse:
    """Store a file of a document, after the tick that it is not classified."""
    document = _readable(request, pk)
    upload = request.FILES.get("file")
    if upload is None:
        messages.error(request, "Xin chọn một tệp.")
    elif not request.POST.get("is_not_classified"):
        messages.error(request, f"Chưa lưu được tệp: {UNTICKED}")
    else:
        try:
            attach_file(document, upload, actor=request.user)
        except InvalidUpload as refused:
            messages.error(request, f"Chưa lưu được tệp: {' '.join(refused.messages)}")
        except TransitionNotAllowed:
            raise Http404 from None
        else:
            messages.success(request, "Đã lưu tệp.")
    return _back(document)


@staff_page(may_draft)
@require_POST
def remove_outgoing_file(request: StaffRequest, pk: int, use: int) -> HttpResponse:
    """Take a file off a document."""
    document = _readable(request, pk)
    uses = document.file_uses.filter(role=FileUse.Role.ATTACHMENT)
    try:
        detach_file(document, get_object_or_404(uses, pk=use), actor=request.user)
    except TransitionNotAllowed:
        raise Http404 from None
    messages.success(request, "Đã bỏ tệp khỏi văn bản.")
    return _back(document)


@staff_page(may_edit_documents)
@require_POST
def make_public_draft(request: StaffRequest, pk: int) -> HttpResponse:
    """Make a draft in the library of an issued document, and show it."""
    document = _readable(request, pk)
    try:
        public = make_library_draft(document, actor=request.user)
    except TransitionRefused as refused:
        messages.error(request, " ".join(refused.reasons))
        return _back(document)
    messages.success(
        request, "Đã lập bản nháp ở thư viện: xin xem lại, che dữ liệu cá nhân rồi trình đăng."
    )
    return HttpResponseRedirect(reverse("admin:documents_publicdocument_change", args=[public.pk]))


def _readable(request: StaffRequest, pk: int) -> OutgoingDocument:
    return get_object_or_404(OutgoingDocument.objects.readable_by(request.user), pk=pk)


def _back(document: OutgoingDocument) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{document.address}#tep")
