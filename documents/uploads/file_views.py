"""Admin views of a document's files."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.admin.staff_page import staff_page
from core.files.uploads import InvalidUpload
from core.text.forms import NormalizedTextMixin
from core.workflow.engine import TransitionRefused
from documents.jobs import read_file
from documents.library.services import add_file, remove_file
from documents.models import PublicDocument
from documents.permissions import may_edit_documents
from documents.states import FileRole
from organization.requests import StaffRequest

UNTICKED = "Xin đánh dấu “không phải văn bản mật” trước khi tải tệp lên."


class FileForm(NormalizedTextMixin, forms.Form):
    """A file with its role; the tick says that it is no classified paper."""

    role = forms.ChoiceField(label="Là", choices=FileRole.choices)
    file = forms.FileField(label="Tệp", error_messages={"required": "Xin chọn một tệp."})
    is_not_classified = forms.BooleanField(
        label="Không phải văn bản mật", error_messages={"required": UNTICKED}
    )


@staff_page(may_edit_documents)
@require_POST
def add_document_file(request: StaffRequest, pk: int) -> HttpResponse:
    """Store a file of a draft and queue its reading."""
    document = get_object_or_404(PublicDocument.objects.readable_by(request.user), pk=pk)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, f"Chưa lưu được tệp: {' '.join(map(str, errors))}")
        return _back(document)
    try:
        file = add_file(
            document,
            form.cleaned_data["file"],
            actor=request.user,
            role=form.cleaned_data["role"],
        )
    except InvalidUpload as refused:
        messages.error(request, f"Chưa lưu được tệp: {' '.join(refused.messages)}")
    except TransitionRefused as refused:
        messages.error(request, " ".join(refused.reasons))
    else:
        read_file.enqueue(file.pk)
        messages.success(request, "Đã lưu tệp; máy đang đọc chữ trong tệp.")
    return _back(document)


@staff_page(may_edit_documents)
@require_POST
def remove_document_file(request: StaffRequest, pk: int, file: int) -> HttpResponse:
    """Take a file off a draft."""
    document = get_object_or_404(PublicDocument.objects.readable_by(request.user), pk=pk)
    try:
        remove_file(get_object_or_404(document.files, pk=file))
    except TransitionRefused as refused:
        messages.error(request, " ".join(refused.reasons))
    else:
        messages.success(request, "Đã bỏ tệp khỏi văn bản.")
    return _back(document)


def _back(document: PublicDocument) -> HttpResponseRedirect:
    url = reverse("admin:documents_publicdocument_change", args=[document.pk])
    return HttpResponseRedirect(f"{url}#tep")
