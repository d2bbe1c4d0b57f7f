"""Admin views to write minutes: one form per row, submitted by ``minutes.js`` while typing."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from core.admin.staff_page import staff_page
from core.http.params import int_param
from core.workflow.classified import REFUSAL, ClassifiedText
from core.workflow.engine import StaleObject, TransitionNotAllowed, TransitionRefused
from meetings.guards import minutes_problems
from meetings.minutes.forms import BY_KIND, SECTIONS, RowChoices, RowForm, Section
from meetings.minutes.presenter import line_of, rows_of, warning_of
from meetings.minutes.requests import meeting_url, readable_meeting
from meetings.minutes.services import remove_part, store_part
from meetings.models import Conclusion, Meeting, MinutesPart
from meetings.permissions import by_secretary, may_open_meetings, may_write_minutes
from meetings.tasks.assignment import successor_warning, units_of
from meetings.tasks.open_tasks import carried_tasks
from news.permissions import may_see_ward_statistics
from organization.assignments.units import without_account_warning
from organization.requests import StaffRequest

# Rows of one section: the page holds a form for each.
MAX_ROWS = 200
_IDEMPOTENCY_KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class MinutesRow:
    """A rendered row: form, action URL, errors, and the version stored meanwhile by others."""

    section: Section
    form: RowForm
    place: int | None = None
    theirs: str = ""
    sentences: tuple[str, ...] = ()

    @property
    def part(self) -> MinutesPart:
        return self.form.instance

    @property
    def key(self) -> str:
        return self.section.key(self.part)

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
        return warning_of(self.part) if self.part.pk else ""

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
        return HttpResponseRedirect(meeting_url(meeting))
    return _page(request, meeting)


@staff_page(may_open_meetings)
@require_http_methods(["GET", "HEAD", "POST"])
def store_row(request: StaffRequest, pk: int, kind: str, row: int) -> HttpResponse:
    """Store one row (0: a new one) or, with ``action=remove``, remove it.

    For ``fetch`` the response is JSON: version and URL of the row, or with 409 the rendered row
    with its errors. Otherwise the page is rendered. Posted text is never lost. A conflict with
    an approval meanwhile is reported as an error of the row. GET, where the log-in leads back to
    after a session ended, redirects to the minutes.
    """
    meeting, section = readable_meeting(request, pk), BY_KIND.get(kind)
    if section is None or not by_secretary(meeting, request.user):
        raise Http404
    if request.method != "POST":
        return HttpResponseRedirect(reverse("admin:minutes", args=[pk]))
    part = section.rows(meeting).filter(pk=row).first() if row else section.new_row(meeting)
    seen = int_param(request.POST.get("version"))
    instance = part or section.new_row(meeting)
    if instance.pk is None and _IDEMPOTENCY_KEY.fullmatch(request.POST.get("idempotency_key", "")):
        instance.idempotency_key = request.POST["idempotency_key"]
    form = section.form(request.POST, instance=instance, choices=RowChoices.of(meeting))
    try:
        if part is None:
            raise StaleObject(
                "Dòng này vừa được người khác bỏ. Chữ quý vị gõ còn ở dưới; bấm Lưu để ghi thành"
                " dòng mới."
            )
        if request.POST.get("action") == "remove":
            remove_part(part, actor=request.user, version=-1 if seen is None else seen)
            return _success(request, meeting, section, None)
        if not form.is_valid():
            raise TransitionRefused
        if not row and section.rows(meeting).count() >= MAX_ROWS:
            raise TransitionRefused(
                f"Mỗi mục của biên bản có nhiều nhất {MAX_ROWS} dòng: xin gộp bớt các dòng."
            )
        store_part(form.instance, actor=request.user, version=seen, relations=form.chosen)
    except TransitionNotAllowed:
        raise Http404 from None
    except ClassifiedText:
        return _refused(request, meeting, MinutesRow(section, form, sentences=(REFUSAL,)))
    except ValidationError as error:
        return _refused(
            request, meeting, MinutesRow(section, form, sentences=tuple(error.messages))
        )
    except StaleObject as stale:
        theirs = section.rows(meeting).filter(pk=form.instance.pk or row).first()
        if theirs:
            form.instance.pk, form.instance.version = theirs.pk, theirs.version
        stored_line = line_of(theirs) if theirs else ""
        return _refused(
            request,
            meeting,
            MinutesRow(section, form, theirs=stored_line, sentences=tuple(stale.reasons)),
        )
    except TransitionRefused as refused:
        return _refused(
            request, meeting, MinutesRow(section, form, sentences=tuple(refused.reasons))
        )
    return _success(request, meeting, section, form.instance)


def _success(
    request: StaffRequest, meeting: Meeting, section: Section, part: MinutesPart | None
) -> HttpResponse:
    if not _is_script(request):
        anchor = section.key(part) if part else section.kind
        return HttpResponseRedirect(f"{reverse('admin:minutes', args=[meeting.pk])}#{anchor}")
    data = {"opinions": meeting.opinion_count, "at": f"{timezone.localtime():%H:%M}"}
    if part:
        action = reverse("admin:minutes_row", args=[meeting.pk, section.kind, part.pk])
        data |= {"version": part.version, "action": action, "key": section.key(part)}
        data["warning"] = " ".join(filter(None, [warning_of(part), _account_warning(part)]))
    return JsonResponse(data)


def _account_warning(part: MinutesPart) -> str:
    if not isinstance(part, Conclusion) or part.has_no_task:
        return ""
    units = [*part.lead_units.all(), *part.supporting_units.all()]
    warnings = [successor_warning(part.lead_units.all()), without_account_warning(units)]
    return " ".join(filter(None, warnings))


def _refused(request: StaffRequest, meeting: Meeting, row: MinutesRow) -> HttpResponse:
    if _is_script(request):
        html = render_to_string("meetings/admin/_minutes_row.html", {"row": row}, request=request)
        return JsonResponse({"html": html}, status=409)
    return _page(request, meeting, row, status=409)


def _page(
    request: StaffRequest, meeting: Meeting, refused: MinutesRow | None = None, status: int = 200
) -> HttpResponse:
    choices = RowChoices.of(meeting)
    units: list[Any] = list(units_of(meeting))
    context = (
        admin.site.each_context(request)
        | carried_tasks(meeting)
        | {
            "title": f"Biên bản: {meeting.title}",
            "meeting": meeting,
            "meeting_url": meeting_url(meeting),
            "has_figures": may_see_ward_statistics(request.user),
            "figures_day": meeting.figures_day,
            "sections": [
                _render_section(meeting, section, choices, refused) for section in SECTIONS
            ],
            "opinion_count": meeting.opinion_count,
            "account_warning": without_account_warning(units),
            "successor_warning": successor_warning(unit for unit in units if unit.is_lead),
            "problems": [(problem, _anchor(problem.part)) for problem in minutes_problems(meeting)],
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
    for place, part in enumerate(rows_of(meeting, section), start=1):
        rendered.rows.append(
            MinutesRow(section, section.form(instance=part, choices=choices), place)
        )
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
