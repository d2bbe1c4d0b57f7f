"""From the report to the briefing: the report and chosen limitations on its agenda."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.admin.staff_page import staff_page
from core.models import FileUse
from core.text.forms import NormalizedTextMixin
from core.text.list_items import is_list_item, split_list_items, text_lines, without_mark
from core.workflow.engine import TransitionNotAllowed, TransitionRefused
from meetings.minutes.services import store_part
from meetings.models import AgendaItem, Meeting
from meetings.states import MeetingState
from organization.models import User
from organization.requests import StaffRequest
from reports.editions.data import ReportContent
from reports.editions.files import store_generated
from reports.editions.paper import report_pdf
from reports.models import Edition, EditionFile
from reports.monthly.views import content_of, find_period, report_of
from reports.permissions import may_edit_reports
from reports.states import FileKind, SectionCode

MAX_TITLE = 300
_OPEN = (MeetingState.SCHEDULED, MeetingState.HELD)


class AgendaForm(NormalizedTextMixin, forms.Form):
    """The briefing, and which limitations are put on its agenda beside the report."""

    meeting = forms.ModelChoiceField(
        Meeting.objects.none(),
        label="Cuộc họp",
        error_messages={"required": "Xin chọn cuộc họp."},
    )
    lines = forms.MultipleChoiceField(
        label="Hạn chế đưa vào chương trình",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, lines: list[str], **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        meeting: Any = self.fields["meeting"]
        meeting.queryset = Meeting.objects.filter(state__in=_OPEN).order_by("-starts_at")
        chosen: Any = self.fields["lines"]
        chosen.choices = [(str(place), line) for place, line in enumerate(lines)]


def limitation_lines(content: ReportContent) -> list[str]:
    """Return the limitations of a report, one by one."""
    texts = [one.text for one in content.sections if one.code == SectionCode.LIMITATIONS]
    return [line for text in texts for line in _items_of(text)]


def _items_of(text: str) -> list[str]:
    """Return the items of a list in which a line without a mark goes on with the item before it,
    such as its cause; the lines of a text that is no list.
    """
    if len(items := split_list_items(text)) > 1:
        return items
    items = []
    is_list = False
    for line in text_lines(text):
        if is_list_item(line):
            items.append(without_mark(line))
            is_list = True
        elif is_list:
            items[-1] += f" {line}"
        else:
            items.append(line)
    return items


@transaction.atomic
def put_on_agenda(
    meeting: Meeting, content: ReportContent, lines: list[str], *, actor: User
) -> int:
    """Add the report and the lines to the agenda, with the report as a file of the meeting; return
    how many were added, none twice.

    Raises TransitionNotAllowed, TransitionRefused, ValidationError.
    """
    known = set(meeting.agenda_items.values_list("title", flat=True))
    wanted = [title[:MAX_TITLE] for title in (content.title, *lines)]
    added = [title for title in wanted if title not in known]
    for title in added:
        store_part(AgendaItem(meeting=meeting, title=title), actor=actor)
    if content.title in added:
        _attach_report(meeting, content, actor=actor)
    return len(added)


def _attach_report(meeting: Meeting, content: ReportContent, *, actor: User) -> None:
    """Attach the PDF of the report as it is now; of a confirmed one the file that was confirmed."""
    confirmed = EditionFile.objects.filter(
        kind=FileKind.PDF,
        edition__report__period__year=content.period["year"],
        edition__report__period__month=content.period["month"],
        edition__in=Edition.objects.in_force(),
    )
    kept = confirmed.select_related("file").first()
    if kept:
        file = kept.file
    else:
        stem = f"bao-cao-{content.period['code']}-du-thao"
        file = store_generated(
            report_pdf(content), FileKind.PDF, stem, actor=actor, now=timezone.now()
        )
    FileUse.objects.create(
        file=file,
        item=meeting,
        role=FileUse.Role.ATTACHMENT,
        title="Báo cáo",
        position=meeting.file_uses.count(),
    )


@staff_page(may_edit_reports)
@require_http_methods(["GET", "HEAD", "POST"])
def agenda_page(request: StaffRequest, code: str) -> HttpResponse:
    """Choose a briefing and the limitations for its agenda."""
    period = find_period(code)
    content = content_of(request, period, report_of(period))
    lines = limitation_lines(content)
    form = AgendaForm(request.POST or None, lines=lines)
    if request.method == "POST" and form.is_valid():
        meeting = form.cleaned_data["meeting"]
        chosen = [lines[int(place)] for place in form.cleaned_data["lines"]]
        try:
            added = put_on_agenda(meeting, content, chosen, actor=request.user)
        except (TransitionNotAllowed, TransitionRefused) as refused:
            form.add_error("meeting", " ".join(refused.reasons))
        except ValidationError as invalid:
            form.add_error("lines", invalid)
        else:
            messages.success(request, f"Đã thêm {added} nội dung vào chương trình họp.")
            return HttpResponseRedirect(meeting.address)
    context = admin.site.each_context(request) | {
        "title": f"Đưa {content.title.lower()} vào giao ban",
        "period": period,
        "form": form,
        "has_meetings": form.fields["meeting"].queryset.exists(),  # type: ignore[attr-defined]
    }
    status = 400 if form.errors else 200
    return TemplateResponse(request, "reports/admin/agenda.html", context, status=status)
