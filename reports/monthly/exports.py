"""A report that is not confirmed, as files; sums of months on pages of their own."""

from __future__ import annotations

from django.contrib import admin
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from core.admin.staff_page import staff_page
from core.papers.response import paper_response
from core.reporting.spreadsheets import XLSX_TYPE
from organization.calendar.periods import as_of_day
from organization.calendar.views import Month
from organization.requests import StaffRequest
from reports.editions.data import ReportContent, live_content
from reports.editions.paper import report_paper
from reports.editions.sheet import report_xlsx
from reports.editions.spans import Span
from reports.editions.summary import summary_content
from reports.monthly.views import find_period, report_of
from reports.permissions import may_see_reports

KINDS = ("docx", "pdf", "xlsx")


@staff_page(may_see_reports)
@require_safe
def draft_file(request: StaffRequest, code: str, kind: str) -> HttpResponse:
    """Return the report as it is counted now; a confirmed one has its files."""
    period = find_period(code)
    report = report_of(period)
    if kind not in KINDS or (report and report.is_confirmed):
        raise Http404
    as_of = as_of_day(request, period)
    content, _ = live_content(period, report, as_of=as_of)
    return file_response(content, kind)


@staff_page(may_see_reports)
@require_safe
def summary_page(request: StaffRequest, code: str) -> HttpResponse:
    """Show a quarter, six or nine months or a year, made of its months; ``?dang=`` as a file."""
    span = Span.parse(code)
    if span is None:
        raise Http404
    content, _ = summary_content(span.year, span.part)
    kind = request.GET.get("dang", "")
    if kind:
        if kind not in KINDS:
            raise Http404
        return file_response(content, kind)
    context = admin.site.each_context(request) | {
        "title": content.title,
        "span": span,
        "content": content,
        "months": [Month.parse(one) for one in content.period["months"]],
        "missing": [Month.parse(one) for one in content.period["missing"]],
    }
    return TemplateResponse(request, "reports/admin/summary.html", context)


def file_response(content: ReportContent, kind: str) -> HttpResponse:
    """Return a report as a Word file, a PDF or a workbook, never cached."""
    name = f"bao-cao-{content.period['code']}"
    if kind == "xlsx":
        response = HttpResponse(report_xlsx(content), content_type=XLSX_TYPE)
        disposition = content_disposition_header(True, f"{name}.xlsx")
        response["Content-Disposition"] = disposition or "attachment"
        response["Cache-Control"] = "private, no-store"
        return response
    paper = report_paper(content)
    return paper_response(name, paper, "pdf" if kind == "pdf" else "docx")
