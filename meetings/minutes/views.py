"""Admin views to write minutes: one form per row, submitted by ``minutes.js`` while typing."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import BoundField
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from core.admin.staff_page import staff_page
from core.http.params import int_param
from core.text.list_items import split_list_items
from core.workflow.classified import REFUSAL, STAMP, ClassifiedText
from core.workflow.engine import StaleObject, TransitionNotAllowed, TransitionRefused
from meetings.guards import minutes_problems
from meetings.minutes.forms import BY_KIND, SECTIONS, RowChoices, RowForm, Section
from meetings.minutes.presenter import attendee_words, line_of, public_notes, rows_of, warning_of
from meetings.minutes.requests import readable_meeting
from meetings.minutes.services import CHANGED_MESSAGE, move_part, remove_part, store_part
from meetings.models import Attendance, Conclusion, Meeting, MinutesPart
from meetings.permissions import by_secretary, may_open_meetings, may_write_minutes
from meetings.tasks.assignment import successor_warning, units_of
from meetings.tasks.open_tasks import carried_tasks
from news.permissions import may_see_ward_statistics
from organization.assignments.units import without_account_warning
from organization.requests import StaffRequest

# Rows of one section: the page holds a form for each.
MAX_ROWS = 200
STEPS = {"up": -1, "down": 1}
_IDEMPOTENCY_KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class MinutesRow:
    """A rendered row: form, action URL, errors, and the version stored meanwhile by others."""

    section: Section
    form: RowForm
    place: int | None = None
    theirs: str = ""
    sentences: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def part(self) -> MinutesPart:
        return self.form.instance

    @property
    def key(self) -> str:
        return self.section.key(self.part)

    @property
    def is_compact(self) -> bool:
        """Return whether the row is one line with the other fields folded away."""
        return self.section.compact_field != "" and bool(self.part.pk)

    @property
    def line(self) -> str:
        """Return what a compact row is about."""
        return attendee_words(self.part)

    @property
    def line_field(self) -> BoundField:
        return self.form[self.section.compact_field]

    @property
    def fields(self) -> list[BoundField]:
        """Return the fields, of a compact row those that are folded away."""
        in_line = self.section.compact_field if self.is_compact else ""
        return [field for field in self.form.visible_fields() if field.name != in_line]

    @property
    def action(self) -> str:
        return reverse(
            "admin:minutes_row", args=[self.part.meeting_id, self.section.kind, self.part.pk or 0]
        )

    @property
    def idempotency_key(self) -> str:
        """Return the idempotency key of a new row, so that retries store it once."""
        return self.part.idempotency_key or secrets.token_hex(16)

    @property
    def warning(self) -> str:
        if not self.part.pk:
            return ""
        return " ".join(filter(None, [warning_of(self.part), *self.notes, self._untold]))

    @property
    def _untold(self) -> str:
        """Return that an attendee of a meeting to come has no account and is not told of it."""
        part = self.part
        if not isinstance(part, Attendance) or part.person_id or part.meeting.has_begun():
            return ""
        return "Chưa chọn tài khoản: người này không được cổng thông tin báo họp."

    @property
    def errors(self) -> list[str]:
        errors = list(self.sentences)
        if self.form.is_bound:
            errors += [str(error) for error in self.form.non_field_errors()]
        return errors


@dataclass(frozen=True)
class RenderedSection:
    """A section with its rows and the form of a new one."""

    section: Section
    rows: list[MinutesRow]
    empty: MinutesRow


@staff_page(may_open_meetings)
@require_safe
def minutes_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the forms of the minutes.

    404 for a meeting that the person may not read; redirect to the meeting if they may not write.
    """
    meeting = readable_meeting(request, pk)
    if not may_write_minutes(meeting, request.user):
        return HttpResponseRedirect(meeting.address)
    return _page(request, meeting)


@staff_page(may_open_meetings)
@require_http_methods(["GET", "HEAD", "POST"])
def store_row(request: StaffRequest, pk: int, kind: str, row: int) -> HttpResponse:
    """Store one row (0: a new one), and with ``action`` remove it or move it ``up`` or ``down``.

    A row that others changed meanwhile is merged field by field. ``position`` is the place of a new
    row; with ``is_pasted`` a text that is nothing but a list is stored as one row per item.

    For ``fetch`` the response is JSON: version and URL of the row, rows to add, what the minutes
    still lack; or with 409 the rendered row with its errors. Otherwise the page is rendered. Posted
    text is never lost. A conflict with an approval meanwhile is reported as an error of the row.
    GET, where the log-in leads back to after a session ended, redirects to the minutes.
    """
    meeting, section = readable_meeting(request, pk), BY_KIND.get(kind)
    if section is None or not by_secretary(meeting, request.user):
        raise Http404
    if request.method != "POST":
        return HttpResponseRedirect(reverse("admin:minutes", args=[pk]))
    part = section.rows(meeting).filter(pk=row).first() if row else section.new_row(meeting)
    instance = part or section.new_row(meeting)
    if instance.pk is None:
        _take_place_and_key(instance, request)
    form = section.form(request.POST, instance=instance, choices=RowChoices.of(meeting))
    try:
        if part is None:
            raise StaleObject(
                "Dòng này vừa được người khác bỏ. Chữ quý vị gõ còn ở dưới; bấm Lưu để ghi thành"
                " dòng mới."
            )
        if request.POST.get("action") == "remove":
            seen = int_param(request.POST.get("version"))
            remove_part(part, actor=request.user, version=-1 if seen is None else seen)
            return _removed(request, meeting, section)
        added = _store(request, meeting, section, form)
    except TransitionNotAllowed:
        raise Http404 from None
    except ClassifiedText:
        return _refused(request, meeting, MinutesRow(section, form, sentences=(REFUSAL,)))
    except ValidationError as error:
        return _refused(
            request, meeting, MinutesRow(section, form, sentences=tuple(error.messages))
        )
    except StaleObject as stale:
        return _stale(request, meeting, MinutesRow(section, form, sentences=tuple(stale.reasons)))
    except TransitionRefused as refused:
        return _refused(
            request, meeting, MinutesRow(section, form, sentences=tuple(refused.reasons))
        )
    return _success(request, meeting, section, form, added)


def _take_place_and_key(part: MinutesPart, request: StaffRequest) -> None:
    key = request.POST.get("idempotency_key", "")
    if _IDEMPOTENCY_KEY.fullmatch(key):
        part.idempotency_key = key
    part.position = int_param(request.POST.get("position"), maximum=MAX_ROWS) or 0


@transaction.atomic
def _store(
    request: StaffRequest, meeting: Meeting, section: Section, form: RowForm
) -> list[MinutesPart]:
    """Store the row of a form and move it where asked; return further rows of a pasted list."""
    part: Any = form.instance
    seen = int_param(request.POST.get("version"))
    if not form.is_valid():
        if form.conflicts:
            raise StaleObject(CHANGED_MESSAGE)
        raise TransitionRefused
    is_list = section.splits_lists and "is_pasted" in request.POST
    items = split_list_items(form.cleaned_data["text"]) if is_list else []
    new_rows = (0 if part.pk else 1) + max(len(items) - 1, 0)
    if new_rows and section.rows(meeting).count() + new_rows > MAX_ROWS:
        raise TransitionRefused(
            f"Mỗi mục của biên bản có nhiều nhất {MAX_ROWS} dòng: xin gộp bớt các dòng."
        )
    if len(items) > 1:
        part.text = items[0]
    if part.pk and form.cleaned_data["seen"]:
        # The form has merged what was stored since; only what comes after it is unseen.
        seen = part.version
    store_part(part, actor=request.user, version=seen, relations=form.chosen)
    added = []
    for position, text in enumerate(items[1:], start=part.position + 1):
        row: Any = section.new_row(meeting)
        row.position, row.text = position, text
        store_part(row, actor=request.user)
        added.append(row)
    if step := STEPS.get(request.POST.get("action", "")):
        move_part(part, actor=request.user, step=step)
    return added


def _stale(request: StaffRequest, meeting: Meeting, row: MinutesRow) -> HttpResponse:
    """Show the row as stored meanwhile beside what was typed, which is sent under its version."""
    part = row.part
    theirs = row.section.rows(meeting).filter(pk=part.pk).first() if part.pk else None
    if theirs:
        part.version = theirs.version
    return _refused(request, meeting, replace(row, theirs=line_of(theirs) if theirs else ""))


def _removed(request: StaffRequest, meeting: Meeting, section: Section) -> HttpResponse:
    """Tell of the removal; without a script the text stands in the form of a new row."""
    if _is_script(request):
        return JsonResponse(_figures(request, meeting))
    form = section.form(
        request.POST, instance=section.new_row(meeting), choices=RowChoices.of(meeting)
    )
    said = "Đã bỏ dòng. Muốn lấy lại, xin bấm “Lưu dòng” dưới đây."
    return _page(request, meeting, MinutesRow(section, form, sentences=(said,)))


def _success(
    request: StaffRequest,
    meeting: Meeting,
    section: Section,
    form: RowForm,
    added: list[MinutesPart],
) -> HttpResponse:
    part = form.instance
    if not _is_script(request):
        return HttpResponseRedirect(
            f"{reverse('admin:minutes', args=[meeting.pk])}#{section.key(part)}"
        )
    choices = RowChoices.of(meeting)
    stored = section.rows(meeting).get(pk=part.pk)
    notes = public_notes([stored]).get(stored.pk, ())
    row = MinutesRow(section, section.form(instance=stored, choices=choices), notes=notes)
    data = _figures(request, meeting) | {
        "version": part.version,
        "seen": row.form.seen_value,
        "action": row.action,
        "key": section.key(part),
        "warning": " ".join(filter(None, [row.warning, _account_warning(part)])),
        "added": [
            _row_html(
                request,
                MinutesRow(
                    section,
                    section.form(instance=row, choices=choices),
                    notes=public_notes([row]).get(row.pk, ()),
                ),
            )
            for row in added
        ],
    }
    if row.is_compact:
        data["line"] = row.line
    if form.taken or added or "position" in request.POST:
        # The server changed fields, or the browser has no form of the row: it is drawn again.
        data["html"] = _row_html(request, row)
    return JsonResponse(data)


def _figures(request: StaffRequest, meeting: Meeting) -> dict[str, Any]:
    """Return what the page shows of the whole minutes after each change."""
    return {
        "opinions": meeting.opinion_count,
        "at": f"{timezone.localtime():%H:%M}",
        "problems": render_to_string(
            "meetings/admin/_minutes_problems.html", _problems(meeting), request=request
        ),
    }


def _problems(meeting: Meeting) -> dict[str, Any]:
    problems = minutes_problems(meeting)
    return {"problems": [(problem, _anchor(problem.part)) for problem in problems]}


def _row_html(request: StaffRequest, row: MinutesRow) -> str:
    return render_to_string("meetings/admin/_minutes_row.html", {"row": row}, request=request)


def _account_warning(part: MinutesPart) -> str:
    if not isinstance(part, Conclusion) or part.has_no_task:
        return ""
    units = [*part.lead_units.all(), *part.supporting_units.all()]
    warnings = [successor_warning(part.lead_units.all()), without_account_warning(units)]
    return " ".join(filter(None, warnings))


def _refused(request: StaffRequest, meeting: Meeting, row: MinutesRow) -> HttpResponse:
    if _is_script(request):
        return JsonResponse({"html": _row_html(request, row)}, status=409)
    return _page(request, meeting, row, status=409)


def _page(
    request: StaffRequest, meeting: Meeting, refused: MinutesRow | None = None, status: int = 200
) -> HttpResponse:
    choices = RowChoices.of(meeting)
    units: list[Any] = list(units_of(meeting))
    context = (
        admin.site.each_context(request)
        | carried_tasks(meeting)
        | _problems(meeting)
        | {
            "title": f"Biên bản: {meeting.title}",
            "meeting": meeting,
            "meeting_url": meeting.address,
            "has_figures": may_see_ward_statistics(request.user),
            "figures_day": meeting.figures_day,
            "sections": [
                _render_section(meeting, section, choices, refused) for section in SECTIONS
            ],
            "opinion_count": meeting.opinion_count,
            "account_warning": without_account_warning(units),
            "successor_warning": successor_warning(unit for unit in units if unit.is_lead),
            "stamp": STAMP,
            "looked_at": f"{timezone.now():%H%M%S%f}",
        }
    )
    return TemplateResponse(request, "meetings/admin/minutes.html", context, status=status)


def _anchor(part: MinutesPart | None) -> str:
    return next(
        (section.key(part) for section in SECTIONS if part and isinstance(part, section.model)), ""
    )


def _render_section(
    meeting: Meeting, section: Section, choices: RowChoices, refused: MinutesRow | None
) -> RenderedSection:
    empty = MinutesRow(section, section.form(instance=section.new_row(meeting), choices=choices))
    rendered = RenderedSection(section, [], empty)
    parts = rows_of(meeting, section)
    notes = public_notes(parts)
    for place, part in enumerate(parts, start=1):
        form = section.form(instance=part, choices=choices)
        rendered.rows.append(MinutesRow(section, form, place, notes=notes.get(part.pk, ())))
    if refused is None or refused.section != section:
        return rendered
    if refused.part.pk is None:
        return RenderedSection(section, rendered.rows, refused)
    return RenderedSection(
        section,
        [refused if row.part.pk == refused.part.pk else row for row in rendered.rows],
        empty,
    )


def _is_script(request: StaffRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"
