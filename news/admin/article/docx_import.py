"""The page on which a Word file becomes a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.html import format_html, format_html_join

from core.admin.parts import ExtraUrl
from core.files.validation import InvalidUpload
from core.models import JobProgress
from core.text.forms import NormalizedTextMixin
from core.workflow.classified import ClassifiedText
from news.importing.docx import DocxImportResult, import_once
from news.importing.idempotency import file_token
from news.importing.old_word import (
    Outcome,
    import_old_word,
    is_readable_old_word,
    queue_import,
)
from organization.requests import staff_user

if TYPE_CHECKING:
    from news.admin.article.admin import ArticleAdmin


class WordForm(NormalizedTextMixin, forms.Form):
    file = forms.FileField(
        label="Tệp Word",
        allow_empty_file=True,  # the reader's own sentence says more
        max_length=200,
        help_text="Tệp .docx (hoặc .doc kiểu cũ), tối đa 50 MB và 40 ảnh.",
        widget=forms.FileInput(attrs={"accept": ".docx,.doc"}),
        error_messages={
            "required": "Xin chọn một tệp Word (.docx).",
            "invalid": "Xin chọn một tệp Word (.docx).",
            "max_length": "Tên tệp quá dài: xin đặt tên ngắn hơn rồi tải lên.",
        },
    )
    idempotency_key = forms.UUIDField(
        initial=uuid4, required=False, widget=forms.HiddenInput(attrs={"data-page-key": True})
    )
    attach_original = forms.BooleanField(
        label="Đính kèm tệp Word gốc",
        required=False,
        help_text=(
            "Người đọc sẽ tải được tệp này khi bài được đăng, kể cả lời bình, chữ đã xóa và phần"
            " ảnh đã cắt còn trong tệp."
        ),
    )


def docx_import_view(model_admin: ArticleAdmin, request: HttpRequest) -> HttpResponse:
    """Make a draft of an uploaded Word file and open it; one of before 2007 is read in a job."""
    if not model_admin.has_add_permission(request):
        raise Http404
    form = WordForm(request.POST, request.FILES) if request.method == "POST" else WordForm()
    if form.is_valid():
        if is_readable_old_word(form.cleaned_data["file"]):
            if key := _queue(request, form):
                return HttpResponseRedirect(model_admin.address("old_word", key))
        elif imported := _import(request, form):
            _report(request, imported.warnings)
            return HttpResponseRedirect(model_admin.address("change", imported.article.pk))
    return _page(model_admin, request, "docx_import", form=form)


def old_word_view(model_admin: ArticleAdmin, request: HttpRequest, key: UUID) -> HttpResponse:
    """Wait for one's own job that reads a .doc; open the draft, or say why there is none."""
    progress = get_object_or_404(
        JobProgress.objects.select_related("job"),
        pk=key,
        requested_by=staff_user(request),
        job__task_path=import_old_word.module_path,
    )
    if progress.job.status == "SUCCESSFUL":
        outcome: Outcome = progress.job.return_value  # type: ignore[assignment]
        if outcome["article"] is None:
            for sentence in outcome["sentences"]:
                messages.error(request, f"{progress.subject}: {sentence}")
            return HttpResponseRedirect(model_admin.address("word"))
        _report(request, outcome["sentences"])
        return HttpResponseRedirect(model_admin.address("change", outcome["article"]))
    has_failed = progress.job.status == "FAILED"
    return _page(model_admin, request, "old_word", progress=progress, has_failed=has_failed)


def _page(
    model_admin: ArticleAdmin, request: HttpRequest, template: str, **context: Any
) -> HttpResponse:
    shared = {"title": "Bài từ tệp Word", "opts": model_admin.opts}
    return TemplateResponse(
        request,
        f"news/admin/article/{template}.html",
        model_admin.admin_site.each_context(request) | shared | context,
    )


def _report(request: HttpRequest, warnings: list[str]) -> None:
    messages.success(
        request, "Đã tạo bản nháp từ tệp Word. Xin đọc lại, sửa và điền phần còn thiếu."
    )
    lines = format_html_join("", "<li>{}</li>", ((sentence,) for sentence in warnings))
    messages.warning(request, format_html("Khi đọc tệp Word:<ul>{}</ul>", lines))


def _queue(request: HttpRequest, form: WordForm) -> UUID | None:
    """Queue the reading of a .doc, or put the reason of a refusal on the form and return None."""
    try:
        return queue_import(
            form.cleaned_data["file"],
            actor=staff_user(request),
            attach_original=form.cleaned_data["attach_original"],
            token=_token(form),
        )
    except InvalidUpload as refused:
        form.add_error("file", refused)
        return None


def _token(form: WordForm) -> UUID | None:
    key = form.cleaned_data["idempotency_key"]
    return file_token(key, form.cleaned_data["file"]) if key else None


def _import(request: HttpRequest, form: WordForm) -> DocxImportResult | None:
    """Import the file, or put the reason of a refusal on the form and return None."""
    file, attach_original = form.cleaned_data["file"], form.cleaned_data["attach_original"]
    try:
        return import_once(
            file, actor=staff_user(request), attach_original=attach_original, token=_token(form)
        )
    except (InvalidUpload, ClassifiedText) as refused:
        form.add_error("file", refused)
        return None


OLD_WORD_URL = ExtraUrl("tu-word/<uuid:key>/", "old_word", old_word_view)
DOCX_IMPORT_URL = ExtraUrl("tu-word/", "word", docx_import_view, methods=("GET", "HEAD", "POST"))
