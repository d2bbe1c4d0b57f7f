"""Admin views of the papers, files and versions of minutes of a meeting."""

from __future__ import annotations

from typing import Literal

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST, require_safe

from core.admin.staff_page import staff_page
from core.files.forms import StoredFileField, bind_files
from core.files.storage import refuse_repeated
from core.files.uploads import InvalidUpload
from core.models import FileUse, StoredFile
from core.papers.response import paper_response
from core.text.forms import NormalizedTextMixin
from meetings.invitations.files import SHARED_TITLE
from meetings.minutes.requests import readable_meeting
from meetings.minutes.revisions import version_sections
from meetings.papers.content import PAPERS, draft_content, is_available, paper_content
from meetings.permissions import by_secretary, may_open_meetings
from organization.requests import StaffRequest

PAPER_FORMATS: dict[str, Literal["docx", "pdf"]] = {"docx": "docx", "pdf": "pdf"}
TITLES = ("Bản ký, đóng dấu", "Báo cáo", SHARED_TITLE)


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
        stored = form.cleaned_data["file"]
        try:
            # Under another title it is welcome: a title chosen by mistake cannot be changed.
            alike = meeting.file_uses.filter(title=form.cleaned_data["title"])
            refuse_repeated(stored, [use.file for use in alike.select_related("file")])
        except InvalidUpload as refused:
            messages.error(request, f"Chưa lưu được tệp: {' '.join(refused.messages)}")
            return HttpResponseRedirect(f"{meeting.address}#tep")
        FileUse.objects.create(
            file=stored,
            item=meeting,
            role=FileUse.Role.ATTACHMENT,
            title=form.cleaned_data["title"],
            position=meeting.file_uses.count(),
        )
        messages.success(request, "Đã lưu tệp cùng cuộc họp.")
    else:
        for errors in form.errors.values():
            messages.error(request, f"Chưa lưu được tệp: {' '.join(map(str, errors))}")
    return HttpResponseRedirect(f"{meeting.address}#tep")


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
        "meeting_url": meeting.address,
        "version": version,
        "parts": version_sections(version.content),
    }
    return TemplateResponse(request, "meetings/admin/minutes_version.html", context)
