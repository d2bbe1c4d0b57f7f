"""Admin views of the papers, files and versions of minutes of a meeting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Literal

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST, require_safe

from core.admin.staff_page import staff_page
from core.files.forms import StoredFileField, bind_files
from core.models import FileUse, StoredFile
from core.papers.response import paper_response
from core.text.forms import NormalizedTextMixin
from meetings.minutes.requests import meeting_url, readable_meeting
from meetings.models import Meeting
from meetings.papers.content import PAPERS, draft_content, is_available, paper_content
from meetings.permissions import by_secretary, may_open_meetings
from organization.requests import StaffRequest

PAPER_FORMATS: dict[str, Literal["docx", "pdf"]] = {"docx": "docx", "pdf": "pdf"}
TITLES = ("Bản ký, đóng dấu", "Báo cáo", "Tài liệu họp")


class FileForm(NormalizedTextMixin, forms.Form):
    """Form of a file of the meeting: the signed and stamped scan, a report, another document."""

    title = forms.ChoiceField(label="Là", choices=[(title, title) for title in TITLES])
    file = StoredFileField(label="Tệp", kind=StoredFile.Kind.DOCUMENT)


@staff_page(may_open_meetings)
@require_POST
def add_file(request: StaffRequest, pk: int) -> HttpResponse:
    """Store a file of the meeting, in any state: the signed paper comes after approval."""
    meeting = readable_meeting(request, pk)
    if not by_secretary(meeting, request.user):
        raise Http404
    form = FileForm(request.POST, request.FILES)
    bind_files(form, user=request.user, item=None)
    if form.is_valid():
        FileUse.objects.create(
            file=form.cleaned_data["file"],
            item=meeting,
            role=FileUse.Role.ATTACHMENT,
            title=form.cleaned_data["title"],
            position=meeting.file_uses.count(),
        )
        messages.success(request, "Đã lưu tệp cùng cuộc họp.")
    else:
        for errors in form.errors.values():
            messages.error(request, f"Chưa lưu được tệp: {' '.join(map(str, errors))}")
    return HttpResponseRedirect(f"{meeting_url(meeting)}#tep")


@staff_page(may_open_meetings)
@require_safe
def paper(request: StaffRequest, pk: int, kind: str, extension: str) -> HttpResponse:
    """Return a paper as a download, made from the approved version or, before, the current rows.

    ``?ban=du-thao`` previews the rows of a correction. 404 for an unknown kind.
    """
    meeting = readable_meeting(request, pk)
    if extension not in PAPER_FORMATS or not is_available(kind, meeting):
        raise Http404
    _, make = PAPERS[kind]
    is_preview = request.GET.get("ban") == "du-thao"
    content = draft_content(meeting) if is_preview else paper_content(meeting)
    return paper_response(
        f"{kind}-{meeting.held_on:%Y-%m-%d}", make(content), PAPER_FORMATS[extension]
    )


@staff_page(may_open_meetings)
@require_safe
def minutes_version(request: StaffRequest, pk: int, number: int) -> HttpResponse:
    """Show a version of the minutes."""
    meeting = readable_meeting(request, pk)
    version = get_object_or_404(
        meeting.minutes_versions.select_related("approved_by"), number=number
    )
    context = admin.site.each_context(request) | {
        "title": f"{version} của biên bản",
        "meeting": meeting,
        "meeting_url": meeting_url(meeting),
        "version": version,
        "parts": list(_sections(version.content)),
    }
    return TemplateResponse(request, "meetings/admin/minutes_version.html", context)


def _sections(content: dict[str, Any]) -> Iterator[tuple[str, list[list[tuple[str, str]]]]]:
    """Yield each section of a snapshot: heading, and rows as pairs of label and value."""
    yield str(Meeting._meta.verbose_name), [list(_columns(Meeting, content["meeting"]))]
    for name, rows in content.items():
        if name == "carried_over" and rows:
            yield "việc từ các kỳ họp trước", [list(_carried(row)) for row in rows]
        elif name != "meeting" and rows:
            model: Any = Meeting._meta.get_field(name).related_model
            yield str(model._meta.verbose_name_plural), [list(_columns(model, row)) for row in rows]


def _carried(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    due = date.fromisoformat(row["due_on"]) if row["due_on"] else None
    yield "nội dung", row["text"]
    yield "đơn vị", row["unit"]
    yield "tình trạng", row["state"]
    if due:
        yield "hạn", f"{due:%d/%m/%Y}"


def _columns(model: Any, row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    fields = {field.name: field for field in model._meta.get_fields()}
    for name, value in row.items():
        field = fields.get(name)  # short names of units stand beside the columns
        if not value or field is None:
            continue
        if isinstance(value, list):
            yield field.verbose_name, ", ".join(value)
        else:
            yield (
                field.verbose_name,
                "có" if value is True else str(dict(field.choices or ()).get(value, value)),
            )
