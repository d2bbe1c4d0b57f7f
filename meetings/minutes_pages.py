"""The minutes on one page, row by row: plain forms, which ``static/meetings/minutes.js`` sends as one types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.forms import StoredFileField, bind_files
from core.models import FileUse, StoredFile
from core.papers import paper_response
from core.registries import DeskPage
from core.secrecy import REFUSAL, SecretText
from core.versioned_forms import number
from core.workflow import NotAllowed, Refused, Stale
from meetings.checks import minutes_problems
from meetings.editing import remove_part, store_part
from meetings.minutes_forms import BY_KIND, SECTIONS, RowForm, Section, Units
from meetings.models import Meeting, MinutesPart
from meetings.papers import AFTER_APPROVAL, PAPERS
from meetings.permissions import by_secretary, may_write_minutes
from meetings.states import Presence
from organization.models import Unit, User

MOST_ROWS = 200


@dataclass(frozen=True)
class Row:
    """One row as it is drawn: its form, where it is sent, and what somebody else wrote there meanwhile."""

    section: Section
    form: RowForm
    place: int | None
    theirs: MinutesPart | None = None
    sentences: tuple[str, ...] = ()

    @property
    def part(self) -> MinutesPart:
        return self.form.instance

    @property
    def key(self) -> str:
        return f"{self.section.kind}-{self.part.pk or 'moi'}"

    @property
    def action(self) -> str:
        return reverse("admin:minutes_row", args=[self.part.meeting_id, self.section.kind, self.part.pk or 0])

    @property
    def errors(self) -> list[str]:
        whole = self.form.errors.get(NON_FIELD_ERRORS, []) if self.form.is_bound else []
        return [*self.sentences, *map(str, whole)]


@dataclass(frozen=True)
class Drawn:
    """A section with its rows and an empty one at the end."""

    section: Section
    rows: list[Row]
    empty: Row


@dataclass(frozen=True)
class Reading:
    """A section as it is read: a line for each row."""

    heading: str
    lines: list[str]
    is_numbered: bool


def is_for(user: User) -> bool:
    """Which meetings is the row's word; nobody without a role has any."""
    return bool(user.roles)


@require_safe
def minutes_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the minutes to write in; 404 for a meeting one does not read, the meeting's page where it is closed."""
    meeting = _meeting(request, pk)
    if not may_write_minutes(meeting, request.user):
        return HttpResponseRedirect(_meeting_url(meeting))
    return _page(request, meeting)


@require_POST
def store_row(request: HttpRequest, pk: int, kind: str, row: int) -> HttpResponse:
    """Store one row (0: a new one) or, with ``action=remove``, take it out.

    With a script the answer is JSON: the row's version and address, or with 409 the row drawn anew with what stands
    in its way. Without one the page comes back. What was typed is never lost.
    """
    meeting, section = _meeting(request, pk), BY_KIND.get(kind)
    if section is None or not may_be_writing(meeting, request.user):
        raise Http404
    part = section.model.objects.filter(meeting=meeting, pk=row).first() if row else section.model(meeting=meeting)
    seen = number(request.POST.get("version"))
    form = section.form(request.POST, instance=part or section.model(meeting=meeting), units=_units(meeting))
    try:
        if part is None:
            raise Stale("Dòng này vừa được người khác bỏ. Chữ quý vị gõ còn ở dưới; bấm Lưu để ghi thành dòng mới.")
        if request.POST.get("action") == "remove":
            remove_part(part, actor=request.user, version=-1 if seen is None else seen)
            return _answer(request, meeting, section, None)
        if not form.is_valid():
            raise Refused
        store_part(form.instance, actor=request.user, version=seen, relations=form.chosen)
    except NotAllowed:
        raise Http404 from None
    except SecretText:
        return _refused(request, meeting, section, form, (REFUSAL,))
    except ValidationError as error:
        return _refused(request, meeting, section, form, tuple(error.messages))
    except Refused as refused:
        theirs = section.model.objects.filter(pk=row).first() if isinstance(refused, Stale) else None
        if theirs:
            form.instance.version = theirs.version
        return _refused(request, meeting, section, form, tuple(refused.reasons), theirs)
    return _answer(request, meeting, section, form.instance)


def may_be_writing(meeting: Meeting, user: User) -> bool:
    """Whoever writes minutes gets an answer in words when they have been approved meanwhile."""
    return by_secretary(meeting, user)


def _answer(request: HttpRequest, meeting: Meeting, section: Section, part: MinutesPart | None) -> HttpResponse:
    if not _is_script(request):
        anchor = f"{section.kind}-{part.pk}" if part else section.kind
        return HttpResponseRedirect(f"{reverse('admin:minutes', args=[meeting.pk])}#{anchor}")
    told = {"opinions": meeting.opinion_count, "at": f"{timezone.localtime():%H:%M}"}
    if part:
        row = Row(section, section.form(instance=part, units=()), None)
        told |= {"version": part.version, "action": row.action, "key": row.key}
    return JsonResponse(told)


def _refused(
    request: HttpRequest,
    meeting: Meeting,
    section: Section,
    form: RowForm,
    sentences: tuple[str, ...],
    theirs: MinutesPart | None = None,
) -> HttpResponse:
    row = Row(section, form, None, theirs, sentences)
    if _is_script(request):
        html = render_to_string("meetings/admin/_minutes_row.html", {"row": row, "may_write": True}, request=request)
        return JsonResponse({"html": html}, status=409)
    return _page(request, meeting, row, status=409)


def _page(request: HttpRequest, meeting: Meeting, refused: Row | None = None, status: int = 200) -> HttpResponse:
    context = admin.site.each_context(request) | {
        "title": f"Biên bản: {meeting.title}",
        "meeting": meeting,
        "meeting_url": _meeting_url(meeting),
        "sections": [_drawn(meeting, section, refused) for section in SECTIONS],
        "opinion_count": meeting.opinion_count,
        "problems": minutes_problems(meeting),
    }
    return TemplateResponse(request, "meetings/admin/minutes.html", context, status=status)


def _drawn(meeting: Meeting, section: Section, refused: Row | None) -> Drawn:
    units = _units(meeting)
    rows = []
    for place, part in enumerate(_parts(meeting, section), start=1):
        row = Row(section, section.form(instance=part, units=units), place)
        is_refused = refused and refused.section == section and refused.part.pk == part.pk
        rows.append(refused if is_refused else row)
    empty = Row(section, section.form(instance=section.model(meeting=meeting), units=units), None)
    is_new_refused = refused and refused.section == section and refused.part.pk is None
    return Drawn(section, rows, refused if is_new_refused else empty)


def _parts(meeting: Meeting, section: Section) -> list[MinutesPart]:
    return list(getattr(meeting, section.related).prefetch_related(*section.form.relations)[:MOST_ROWS])


def _units(meeting: Meeting) -> Units:
    """Return the units to choose from, read once for a meeting: those of its day, by their short names."""
    if not hasattr(meeting, "_units_to_choose"):
        meeting._units_to_choose = [
            (unit.pk, unit.short_name) for unit in Unit.objects.valid(on=meeting.held_on).order_by("position", "name")
        ]
    return meeting._units_to_choose


def reading_parts(meeting: Meeting) -> list[Reading]:
    """Return the minutes as they are read; sections without a row are left out."""
    found = []
    for section in SECTIONS:
        lines = [_line(section, part) for part in _parts(meeting, section)]
        heading = section.heading
        if section.related == "opinions" and meeting.opinion_count:
            heading = f"{heading}: {meeting.opinion_count:02}"
            lines = lines or [f"{meeting.opinion_count} ý kiến không ghi nội dung."]
        if lines:
            found.append(Reading(heading, lines, section.is_numbered))
    return found


def _line(section: Section, part: Any) -> str:
    if section.related == "attendances":
        who = ", ".join(filter(None, [part.name, part.title]))
        how = part.get_presence_display().lower()
        if part.presence == Presence.DEPUTY:
            how = f"{how}: {part.deputy_name or 'chưa ghi tên'}"
        return f"{part.group} – {who}: {how}{f' ({part.reason})' if part.reason else ''}"
    if section.related == "agenda_items":
        return ": ".join(filter(None, [part.title, part.presenter, part.notes]))
    if section.related == "limitations":
        units = ", ".join(unit.short_name for unit in part.units.all())
        return " – ".join(filter(None, [part.text, units and f"đơn vị: {units}", part.cause and f"vì: {part.cause}"]))
    if section.related == "opinions":
        return ": ".join(filter(None, [part.speaker, part.text]))
    if section.related == "conclusions":
        return _conclusion_line(part)
    return part.text


def _conclusion_line(part: Any) -> str:
    lead = ", ".join(unit.short_name for unit in part.lead_units.all())
    when = f"hạn {part.due_on:%d/%m/%Y}" if part.due_on else part.get_recurrence_display().lower()
    task = f"không giao việc: {part.no_task_reason}" if part.has_no_task else f"{lead or 'chưa giao'}; {when}"
    code = f"Số {part.code}. " if part.code else ""
    return f"{code}{part.sentence} ({task}){' – công khai' if part.is_public else ''}"


# Papers beside the minutes


class FileForm(forms.Form):
    """One file to be kept with the meeting: the signed, stamped scan, a report, anything else."""

    TITLES = ("Bản ký, đóng dấu", "Báo cáo", "Tài liệu họp")

    title = forms.ChoiceField(label="Là", choices=[(title, title) for title in TITLES])
    file = StoredFileField(label="Tệp", kind=StoredFile.Kind.DOCUMENT)


@require_POST
def add_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a file with the meeting, in any state: the signed paper comes after approval."""
    meeting = _meeting(request, pk)
    if not by_secretary(meeting, request.user):
        raise Http404
    form = FileForm(request.POST, request.FILES)
    bind_files(form, user=request.user, item=None)
    if form.is_valid():
        place = meeting.file_uses.count()
        FileUse.objects.create(
            file=form.cleaned_data["file"],
            item=meeting,
            role=FileUse.Role.ATTACHMENT,
            title=form.cleaned_data["title"],
            position=place,
        )
        messages.success(request, "Đã lưu tệp cùng cuộc họp.")
    else:
        for errors in form.errors.values():
            messages.error(request, f"Chưa lưu được tệp: {' '.join(map(str, errors))}")
    return HttpResponseRedirect(f"{_meeting_url(meeting)}#tep")


@require_safe
def paper(request: HttpRequest, pk: int, kind: str, extension: str) -> HttpResponse:
    """Hand out a paper of a meeting, made from its rows as they are now; 404 for a kind there is not."""
    meeting = _meeting(request, pk)
    is_early = kind in AFTER_APPROVAL and not meeting.is_approved
    if kind not in PAPERS or extension not in ("docx", "pdf") or is_early:
        raise Http404
    _, make = PAPERS[kind]
    return paper_response(f"{kind}-{meeting.held_on:%Y-%m-%d}", make(meeting), extension)


def _meeting(request: HttpRequest, pk: int) -> Meeting:
    meetings = Meeting.objects.readable_by(request.user).select_related("series", "chair", "secretary")
    return get_object_or_404(meetings, pk=pk)


def _meeting_url(meeting: Meeting) -> str:
    return reverse("admin:meetings_meeting_change", args=[meeting.pk])


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


PAGES = (
    DeskPage("giao-ban/<int:pk>/bien-ban/", "minutes", minutes_page, is_for),
    DeskPage("giao-ban/<int:pk>/bien-ban/<str:kind>/<int:row>/", "minutes_row", store_row, is_for),
    DeskPage("giao-ban/<int:pk>/tep/", "meeting_file", add_file, is_for),
    DeskPage("giao-ban/<int:pk>/giay/<str:kind>.<str:extension>", "meeting_paper", paper, is_for),
)
