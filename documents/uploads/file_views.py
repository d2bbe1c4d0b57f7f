"""Admin views of a document's files."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import Truncator
from django.views.decorators.http import require_POST, require_safe

from core.admin.staff_page import staff_page
from core.files.uploads import InvalidUpload
from core.text.forms import NormalizedTextMixin
from core.text.vietnamese import clean_line
from core.workflow.engine import TransitionRefused
from documents.jobs import read_file
from documents.library import page_pictures
from documents.library.articles import MAX_SHOWN, find_article, link_article
from documents.library.services import add_file, remove_file
from documents.models import DocumentFile, PublicDocument
from documents.permissions import may_edit_documents, may_read_documents
from documents.states import FileRole
from documents.uploads.forms import UNTICKED
from organization.requests import StaffRequest


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


@staff_page(may_read_documents)
@require_safe
def page_picture(request: StaffRequest, pk: int, file: int) -> HttpResponse:
    """Serve the picture of a file's first page to those who work with documents."""
    readable = DocumentFile.objects.readable_by(request.user).select_related("file")
    try:
        content = page_pictures.path_of(
            get_object_or_404(readable, pk=file, document=pk)
        ).read_bytes()
    except FileNotFoundError:
        raise Http404 from None
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type="image/webp", headers=headers)


@staff_page(may_edit_documents)
@require_POST
def add_document_article(request: StaffRequest, pk: int) -> HttpResponse:
    """Name a published article at a document, by its address or number."""
    document = get_object_or_404(PublicDocument.objects.readable_by(request.user), pk=pk)
    typed = request.POST.get("article", "")
    article = find_article(typed)
    if article is None:
        shown = Truncator(clean_line(typed)).chars(80)
        messages.error(
            request,
            f"Không thấy tin bài nào đang đăng theo “{shown}”: xin dán địa chỉ trang của tin bài,"
            " hoặc số ở cuối địa chỉ.",
        )
    elif link_article(document, article):
        messages.success(request, f"Đã nối văn bản với tin bài “{article.title}”.")
    else:
        messages.warning(request, f"Tin bài này đã có, hoặc đã đủ {MAX_SHOWN} tin bài.")
    return _back(document, "tin-bai")


@staff_page(may_edit_documents)
@require_POST
def remove_document_article(request: StaffRequest, pk: int, article: int) -> HttpResponse:
    """Take an article off a document."""
    document = get_object_or_404(PublicDocument.objects.readable_by(request.user), pk=pk)
    get_object_or_404(document.article_links, article_id=article).delete()
    messages.success(request, "Đã bỏ tin bài khỏi văn bản.")
    return _back(document, "tin-bai")


def _back(document: PublicDocument, part: str = "tep") -> HttpResponseRedirect:
    url = reverse("admin:documents_publicdocument_change", args=[document.pk])
    return HttpResponseRedirect(f"{url}#{part}")
