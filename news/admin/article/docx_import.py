"""The page on which a Word file becomes a draft."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join

from core.files.validation import InvalidUpload
from core.workflow.classified import ClassifiedText
from news.importing.docx import import_docx


class WordForm(forms.Form):
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
            "Người đọc sẽ tải được tệp này khi bài lên cổng, kể cả lời bình và chữ đã xóa còn trong"
            " tệp."
        ),
    )


class FromWord:
    """For the articles' admin: ``tu-word/`` makes a draft of an uploaded .docx and opens it."""

    change_list_template = "news/admin/article/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.from_word_view)
        return [path("tu-word/", view, name="news_article_word"), *super().get_urls()]

    def from_word_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise Http404
        form = WordForm(request.POST, request.FILES) if request.method == "POST" else WordForm()
        if form.is_valid():
            try:
                imported = import_docx(
                    form.cleaned_data["file"],
                    actor=request.user,
                    attach_original=form.cleaned_data["attach_original"],
                )
            except (InvalidUpload, ClassifiedText) as refused:
                form.add_error("file", refused)
            else:
                messages.success(
                    request, "Đã tạo bản nháp từ tệp Word. Xin đọc lại, sửa và điền phần còn thiếu."
                )
                sentences = format_html_join(
                    "", "<li>{}</li>", ((sentence,) for sentence in imported.warnings)
                )
                messages.warning(request, format_html("Khi đọc tệp Word:<ul>{}</ul>", sentences))
                return HttpResponseRedirect(
                    reverse("admin:news_article_change", args=[imported.article.pk])
                )
        context = self.admin_site.each_context(request) | {
            "title": "Bài từ tệp Word",
            "opts": self.opts,
            "form": form,
        }
        return TemplateResponse(request, "news/admin/article/docx_import.html", context)
