"""The page on which a Word file becomes a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.html import format_html, format_html_join

from core.admin.parts import ExtraUrl
from core.files.validation import InvalidUpload
from core.text.forms import NormalizedTextMixin
from core.workflow.classified import ClassifiedText
from news.importing.docx import DocxImportResult, import_docx
from organization.requests import staff_user

if TYPE_CHECKING:
    from news.admin.article.admin import ArticleAdmin


class WordForm(NormalizedTextMixin, forms.Form):
    file = forms.FileField(
        label="Tệp Word",
        allow_empty_file=True,  # the reader's own sentence says more
        max_length=200,
        help_text="Tệp .docx, tối đa 50 MB và 40 ảnh.",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={
            "required": "Xin chọn một tệp Word (.docx).",
            "invalid": "Xin chọn một tệp Word (.docx).",
            "max_length": "Tên tệp quá dài: xin đặt tên ngắn hơn rồi tải lên.",
        },
    )
    attach_original = forms.BooleanField(
        label="Đính kèm tệp Word gốc",
        required=False,
        help_text=(
            "Người đọc sẽ tải được tệp này khi bài lên cổng, kể cả lời bình, chữ đã xóa và phần ảnh"
            " đã cắt còn trong tệp."
        ),
    )


def docx_import_view(model_admin: ArticleAdmin, request: HttpRequest) -> HttpResponse:
    """Make a draft of an uploaded .docx and open it."""
    if not model_admin.has_add_permission(request):
        raise Http404
    form = WordForm(request.POST, request.FILES) if request.method == "POST" else WordForm()
    if form.is_valid() and (imported := _import(request, form)):
        messages.success(
            request, "Đã tạo bản nháp từ tệp Word. Xin đọc lại, sửa và điền phần còn thiếu."
        )
        warnings = format_html_join(
            "", "<li>{}</li>", ((sentence,) for sentence in imported.warnings)
        )
        messages.warning(request, format_html("Khi đọc tệp Word:<ul>{}</ul>", warnings))
        return HttpResponseRedirect(model_admin.address("change", imported.article.pk))
    context = model_admin.admin_site.each_context(request) | {
        "title": "Bài từ tệp Word",
        "opts": model_admin.opts,
        "form": form,
    }
    return TemplateResponse(request, "news/admin/article/docx_import.html", context)


def _import(request: HttpRequest, form: WordForm) -> DocxImportResult | None:
    """Import the file, or put the reason of a refusal on the form and return None."""
    try:
        return import_docx(
            form.cleaned_data["file"],
            actor=staff_user(request),
            attach_original=form.cleaned_data["attach_original"],
        )
    except (InvalidUpload, ClassifiedText) as refused:
        form.add_error("file", refused)
        return None


DOCX_IMPORT_URL = ExtraUrl("tu-word/", "word", docx_import_view, methods=("GET", "HEAD", "POST"))
