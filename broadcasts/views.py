"""Admin page that shows how a text is read."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods

from broadcasts.models.pronunciation import vocabulary
from broadcasts.permissions import PRONUNCIATION_EDITORS, may_read_aloud
from broadcasts.reading.reader import MARK, ReadingText, TextTooLong, read_aloud
from core.admin.staff_page import staff_page
from core.text.forms import NormalizedTextMixin
from organization.requests import StaffRequest

MAX_TRIED = 20_000  # characters


class TextForm(NormalizedTextMixin, forms.Form):
    text = forms.CharField(
        label="Văn bản",
        max_length=MAX_TRIED,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": "Xin dán hoặc gõ một đoạn để nghe thử cách đọc.",
            "max_length": "Mỗi lần thử được nhiều nhất 20.000 ký tự.",
        },
    )


@staff_page(may_read_aloud)
@require_http_methods(["GET", "HEAD", "POST"])
def read_aloud_page(request: StaffRequest) -> HttpResponse:
    """Show a text as it is read, with the places that nobody knows how to read marked."""
    form = TextForm(request.POST or None, label_suffix="")
    reading = None
    if form.is_valid():
        try:
            reading = read_aloud(form.cleaned_data["text"], vocabulary())
        except TextTooLong as error:
            form.add_error("text", str(error))
    context = admin.site.each_context(request) | {
        "title": "Đọc thử",
        "form": form,
        "reading": reading,
        "shown": marked(reading) if reading else "",
        "may_edit": request.user.has_role(*PRONUNCIATION_EDITORS),
    }
    status = 400 if form.errors else 200
    return TemplateResponse(request, "broadcasts/admin/read_aloud.html", context, status=status)


def marked(reading: ReadingText) -> SafeString:
    """Return the text with the unread places in ``mark`` elements."""
    html = str(escape(reading.text))
    for word in dict.fromkeys(reading.unread):
        html = html.replace(str(escape(MARK.format(word))), f"<mark>{escape(word)}</mark>")
    return mark_safe(html)  # noqa: S308  (escaped above)
