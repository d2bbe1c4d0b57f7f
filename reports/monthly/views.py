"""Admin pages of monthly reports: the list, a report, what is behind a figure, its parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.admin.staff_page import staff_page
from core.models import TransitionLog
from core.papers.model import shown as as_written
from core.reporting.figures import describe_keys, known_figures
from core.text.comparison.diff import word_diff
from core.workflow.engine import available, log_of
from documents.numbering import keeps_register
from documents.states import Direction
from news.models import EditorialPlan
from organization.calendar.periods import as_of_day
from organization.calendar.views import Month
from organization.models import ReportingPeriod
from organization.permissions import may_see_all_work
from organization.requests import StaffRequest
from reports import permissions
from reports.editions.data import (
    ReportContent,
    SectionText,
    edition_content,
    live_content,
)
from reports.editions.files import verify
from reports.editions.freeze import edition_in_force
from reports.editions.numbers import OF_ELSEWHERE, waiting_paper
from reports.editions.spans import spans_with
from reports.editions.tasks import ordered_tasks
from reports.figures.comparison import PeriodComparison
from reports.models import Edition, LineComment, MonthlyReport
from reports.monthly import overview, services
from reports.monthly.forms import SectionForm
from reports.monthly.services import WRITABLE, ReportRefused
from reports.states import HEADINGS, NOTHING, ReportState, SectionCode
from reports.tables.model import ReportRow, ReportTable

FIGURES_MOVED = "Số liệu vừa đổi, đề xuất nay đã khác; xin xem lại rồi lưu."
MAX_PERIODS = 36
MAX_BEHIND = 500


@staff_page(permissions.may_see_reports)
@require_safe
def report_list(request: StaffRequest) -> HttpResponse:
    """List the periods with the state of their reports, the newest first."""
    periods = ReportingPeriod.objects.filter(starts_on__lte=timezone.localdate())
    shown = list(periods.select_related("report").order_by("-starts_on")[:MAX_PERIODS])
    context = admin.site.each_context(request) | {
        "title": "Báo cáo tháng",
        "periods": shown,
        "spans": spans_with({(one.year, one.month) for one in shown}),
    }
    return TemplateResponse(request, "reports/admin/list.html", context)


@staff_page(permissions.may_see_reports)
@require_safe
def report_page(request: StaffRequest, code: str) -> HttpResponse:
    """Show the report of a period: confirmed as it was, else counted now; ``?den-ngay=`` as of a
    day, ``?lan=`` an earlier edition.
    """
    period = find_period(code)
    report = report_of(period)
    edition = _asked_edition(request, report)
    if edition:
        content = edition_content(edition)
        compared = PeriodComparison(period, content.figures, earlier_values=content.earlier)
    else:
        as_of = as_of_day(request, period)
        content, compared = live_content(period, report, as_of=as_of, for_paper=False)
    is_running = not edition and compared.is_running
    better, worse = ([], []) if is_running else overview.movements(compared)
    context: dict[str, Any] = admin.site.each_context(request) | {
        "title": f"Báo cáo {period}",
        "period": period,
        "report": report,
        "edition": edition,
        "of_edition": f"&lan={edition.number}" if edition else "",
        "content": content,
        "nothing": NOTHING,
        "better": better,
        "worse": worse,
        "late": overview.late_units(content.figures, content.units),
        "tasks": ordered_tasks(period, content.figures, content.as_of)
        if content.tasks is None
        else content.tasks,
        "may_see_tasks": may_see_all_work(request.user),
        "charts": overview.charts(compared, content.units),
        "is_running": is_running,
        "earlier": compared.previous,
        "later": compared.next,
        "may_assign": permissions.may_confirm(request.user),
        "may_loop": permissions.may_edit_reports(request.user),
    }
    if context["may_loop"]:
        context["next_plan"] = _plan_after(period)
    comments = list(report.comments.select_related("author", "answered_by")) if report else []
    context |= {
        "comments": comments,
        "sections": _sections(content, comments),
        "tables": _tables(content, comments),
    }
    if report:
        context |= _report_context(request, report, edition, content)
    else:
        context["may_create"] = permissions.may_edit_reports(request.user)
    return TemplateResponse(request, "reports/admin/report.html", context)


def _report_context(
    request: StaffRequest, report: MonthlyReport, edition: Edition | None, content: ReportContent
) -> dict[str, Any]:
    is_writable = report.state in WRITABLE
    editions = list(report.editions.select_related("confirmed_by", "reopened_by"))
    return {
        "options": available(report, request.user),
        "returned": _last_return(report),
        "may_write": permissions.may_edit_reports(request.user) and is_writable,
        "may_take": permissions.may_edit_reports(request.user)
        and is_writable
        and any(one.can_be_taken for one in content.sections),
        "may_comment": permissions.may_confirm(request.user) and not report.is_confirmed,
        "may_answer": permissions.may_edit_reports(request.user),
        "editions": editions,
        "waiting_paper": None if report.number else waiting_paper(report),
        "of_elsewhere": OF_ELSEWHERE,
        "keeps_register": permissions.may_edit_reports(request.user)
        and keeps_register(Direction.OUTGOING),
        "reopened": editions[-1] if editions and edition is None else None,
        "files": list(edition.files.select_related("file")) if edition else [],
        "intact": all(one.is_intact for one in verify(edition)) if edition else True,
        "moved": services.moved_since(report.period, edition_content(edition).figures)
        if edition
        else [],
    }


def _last_return(report: MonthlyReport) -> TransitionLog | None:
    """Return what the leader wrote when the report came back; None unless it did."""
    if report.state != ReportState.RETURNED:
        return None
    return log_of(report).filter(name="return").order_by("version").last()


@dataclass(frozen=True)
class ShownRow:
    """A row of a table with the comments on it."""

    row: ReportRow
    comments: list[LineComment]


@dataclass(frozen=True)
class ShownTable:
    table: ReportTable
    rows: list[ShownRow]


def _sections(
    content: ReportContent, comments: list[LineComment]
) -> list[tuple[str, list[tuple[SectionText, list[LineComment]]]]]:
    """Return the parts beneath the headings I to IV, each with the comments on it."""
    parts = {one.code: one for one in content.sections}
    return [
        (
            heading,
            [(parts[code], [one for one in comments if one.line == code]) for code in codes],
        )
        for heading, codes in HEADINGS
    ]


def _tables(content: ReportContent, comments: list[LineComment]) -> list[ShownTable]:
    by_line: dict[str, list[LineComment]] = {}
    for comment in comments:
        by_line.setdefault(comment.line, []).append(comment)
    return [
        ShownTable(table, [ShownRow(row, by_line.get(row.line, [])) for row in table.rows])
        for table in content.tables
    ]


@staff_page(permissions.may_edit_reports)
@require_POST
def create_page(request: StaffRequest, code: str) -> HttpResponse:
    """Create the report of a period that has begun."""
    period = find_period(code)
    if period.starts_on > timezone.localdate():
        raise Http404
    report = services.create_report(period, actor=request.user, now=timezone.now())
    messages.success(request, f"Đã lập báo cáo {period}; xin xem và nhận từng phần viết.")
    return HttpResponseRedirect(report.address)


@staff_page(permissions.may_see_reports)
@require_safe
def behind_page(request: StaffRequest, code: str) -> HttpResponse:
    """List what is behind a figure: ``?chi-so=`` its code, ``?nhom=`` the group, ``?lan=``."""
    period = find_period(code)
    figure = known_figures().get(request.GET.get("chi-so", ""))
    if figure is None:
        raise Http404
    group = request.GET.get("nhom")
    report = report_of(period)
    content = content_of(request, period, report)
    keys = content.figures.keys(figure.code, group)
    found = describe_keys(dict.fromkeys(keys[:MAX_BEHIND]), request.user)
    context = admin.site.each_context(request) | {
        "title": f"{figure.label}, {period}",
        "period": period,
        "figure": figure,
        "whose": content.units.get(group, group) if group else "Cả phường",
        "value": as_written(content.figures.value(figure.code, group)),
        "items": [found[key] for key in keys[:MAX_BEHIND] if key in found],
        "unreadable": sum(key not in found for key in keys[:MAX_BEHIND]),
        "has_more": len(keys) > MAX_BEHIND,
    }
    return TemplateResponse(request, "reports/admin/behind.html", context)


@staff_page(permissions.may_edit_reports)
@require_http_methods(["GET", "HEAD", "POST"])
def section_page(request: StaffRequest, code: str, section: str) -> HttpResponse:
    """Edit a part of the report, beginning with its proposal."""
    report = find_report(code)
    if section not in SectionCode.values:
        raise Http404
    shown = _section(report, section)
    initial = {"text": shown.text, "version": shown.version, "proposal": shown.seal}
    form = SectionForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                if form.cleaned_data["proposal"] not in ("", shown.seal):
                    raise ReportRefused(FIGURES_MOVED)
                services.save_section(
                    report,
                    section,
                    form.cleaned_data["text"],
                    version=form.cleaned_data["version"],
                    actor=request.user,
                    now=timezone.now(),
                    proposal=shown.proposal if form.cleaned_data["proposal"] else None,
                )
                return HttpResponseRedirect(f"{report.address}#phan-{section}")
            except ReportRefused as refused:
                form.add_error(None, str(refused))
                status = 409
    context = admin.site.each_context(request) | {
        "title": shown.label,
        "report": report,
        "form": form,
        "section": shown,
        "current": shown.text if status == 409 else "",
    }
    return TemplateResponse(request, "reports/admin/section.html", context, status=status)


@staff_page(permissions.may_edit_reports)
@require_POST
def take_page(request: StaffRequest, code: str) -> HttpResponse:
    """Take the proposals of all parts that nobody wrote yet."""
    report = find_report(code)
    try:
        number = services.take_all_proposals(report, actor=request.user, now=timezone.now())
    except ReportRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Đã nhận {number} phần đề xuất; vẫn sửa được từng phần.")
    return HttpResponseRedirect(report.address)


@staff_page(permissions.may_edit_reports)
@require_POST
def take_again_page(request: StaffRequest, code: str, section: str) -> HttpResponse:
    """Take the present proposal of a part instead of its text."""
    report = find_report(code)
    if section not in SectionCode.values:
        raise Http404
    shown = _section(report, section)
    try:
        if request.POST.get("proposal") != shown.seal:
            raise ReportRefused(FIGURES_MOVED)
        services.take_proposal(report, shown, actor=request.user, now=timezone.now())
    except ReportRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Đã lấy đoạn mới của phần “{shown.label}”.")
    return HttpResponseRedirect(f"{report.address}#phan-{section}")


def _section(report: MonthlyReport, code: str) -> SectionText:
    content, _ = live_content(report.period, report, for_paper=False)
    return next(one for one in content.sections if one.code == code)


def find_period(code: str) -> ReportingPeriod:
    """Return the period of an address with its report, or raise Http404."""
    try:
        month = Month.parse(code)
    except ValueError:
        raise Http404 from None
    periods = ReportingPeriod.objects.with_window().select_related("report")
    return get_object_or_404(periods, year=month.year, month=month.month)


def report_of(period: ReportingPeriod) -> MonthlyReport | None:
    """Return the report of a period, None without one; no query for one of ``find_period``."""
    report: MonthlyReport | None = getattr(period, "report", None)
    if report:
        report.period = period
    return report


def find_report(code: str) -> MonthlyReport:
    """Return the report of an address, or raise Http404."""
    return get_object_or_404(
        MonthlyReport.objects.select_related("period"), period=find_period(code)
    )


def _asked_edition(request: StaffRequest, report: MonthlyReport | None) -> Edition | None:
    if report is None:
        return None
    asked = request.GET.get("lan", "")
    if asked:
        number = int(asked) if asked.isdecimal() and len(asked) < 4 else 0
        return get_object_or_404(Edition, report=report, number=number)
    return edition_in_force(report)


def content_of(
    request: StaffRequest, period: ReportingPeriod, report: MonthlyReport | None
) -> ReportContent:
    """Return the report as the address asks for it: an edition, else counted now."""
    edition = _asked_edition(request, report)
    if edition:
        return edition_content(edition)
    return live_content(period, report, as_of=as_of_day(request, period))[0]


def _plan_after(period: ReportingPeriod) -> EditorialPlan | None:
    """Return the plan of the month after a period, None while nobody made it. One query."""
    following = Month(period.year, period.month).next
    plans = EditorialPlan.objects.filter(period__year=following.year, period__month=following.month)
    return plans.select_related("period").first()


@staff_page(permissions.may_see_reports)
@require_safe
def compare_page(request: StaffRequest, code: str, number: int) -> HttpResponse:
    """Show what moved between an edition and the report as it is now."""
    report = find_report(code)
    edition = get_object_or_404(Edition, report=report, number=number)
    then = edition_content(edition)
    in_force = edition_in_force(report)
    now = edition_content(in_force) if in_force else live_content(report.period, report)[0]
    known = known_figures()
    context = admin.site.each_context(request) | {
        "title": f"{edition} so với hiện nay",
        "report": report,
        "edition": edition,
        "figures": [
            (figure.label, before, after)
            for one, figure in known.items()
            if (before := then.figures.value(one)) != (after := now.figures.value(one))
        ],
        "texts": [
            (old.label, word_diff(old.text, new.text))
            for old, new in zip(then.sections, now.sections, strict=True)
            if old.text != new.text
        ],
    }
    return TemplateResponse(request, "reports/admin/compare.html", context)
