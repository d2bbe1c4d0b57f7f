"""Admin pages on single lines of a report: comments, paragraphs of units, snapshots."""

from __future__ import annotations

from django.contrib import admin, messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from core.admin.staff_page import staff_page
from organization.requests import StaffRequest
from reports import permissions
from reports.editions.data import ReportContent, live_content
from reports.models import FigureSnapshot, LineComment, MonthlyReport, UnitParagraph
from reports.monthly import services
from reports.monthly.forms import CommentForm, ParagraphForm, SnapshotForm
from reports.monthly.services import WRITABLE, ReportRefused
from reports.monthly.views import find_period, find_report
from reports.states import SectionCode


@staff_page(permissions.may_confirm)
@require_http_methods(["GET", "HEAD", "POST"])
def comment_page(request: StaffRequest, code: str) -> HttpResponse:
    """Comment on a line: ``?dong=`` names a part or a row of a table."""
    report = find_report(code)
    line = request.GET.get("dong", "")[:120]
    if not line or report.is_confirmed:
        raise Http404
    label = line_label(report, line)
    if label is None:
        raise Http404
    form = CommentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.add_comment(
            report,
            line,
            label,
            form.cleaned_data["text"],
            actor=request.user,
            now=timezone.now(),
        )
        messages.success(request, "Đã ghi ý kiến; thư ký thấy ngay ở dòng ấy.")
        return HttpResponseRedirect(f"{report.address}#y-kien")
    context = admin.site.each_context(request) | {
        "title": f"Ý kiến về: {label}",
        "report": report,
        "form": form,
        "button": "Ghi ý kiến",
    }
    status = 400 if form.errors else 200
    return TemplateResponse(request, "reports/admin/line_form.html", context, status=status)


def line_label(report: MonthlyReport, line: str) -> str | None:
    """Return what a line is called in the report as it is counted now; None for none of its
    lines.
    """
    if line in SectionCode.values:
        return SectionCode(line).label
    content, _ = live_content(report.period, report, for_paper=False)
    return next(
        (
            f"{table.title}: {row.label}"
            for table in content.tables
            for row in table.rows
            if row.line == line
        ),
        None,
    )


@staff_page(permissions.may_edit_reports)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_page(request: StaffRequest, code: str, pk: int) -> HttpResponse:
    """Answer a comment."""
    report = find_report(code)
    comment = get_object_or_404(LineComment, pk=pk, report=report)
    form = CommentForm(request.POST or None)
    form.fields["text"].label = "Trả lời"
    if request.method == "POST" and form.is_valid():
        try:
            services.answer_comment(
                comment, form.cleaned_data["text"], actor=request.user, now=timezone.now()
            )
        except ReportRefused as refused:
            messages.error(request, str(refused))
        return HttpResponseRedirect(f"{report.address}#y-kien")
    context = admin.site.each_context(request) | {
        "title": f"Trả lời ý kiến về: {comment.label}",
        "report": report,
        "form": form,
        "quote": comment,
        "button": "Gửi trả lời",
    }
    status = 400 if form.errors else 200
    return TemplateResponse(request, "reports/admin/line_form.html", context, status=status)


@staff_page(permissions.may_hand_in)
@require_http_methods(["GET", "HEAD", "POST"])
def paragraph_page(request: StaffRequest, code: str) -> HttpResponse:
    """Hand in the paragraph of the own unit; show it once the report is on its way."""
    report = find_report(code)
    unit = request.user.unit
    if unit is None:
        raise Http404
    present = UnitParagraph.objects.filter(report=report, unit=unit).first()
    is_open = report.state in WRITABLE
    form = ParagraphForm(request.POST or None, initial={"text": present.text if present else ""})
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                services.hand_in_paragraph(
                    report, unit, form.cleaned_data["text"], actor=request.user, now=timezone.now()
                )
                messages.success(request, "Đã gửi đoạn của đơn vị; trước khi trình vẫn sửa được.")
                return HttpResponseRedirect(request.path)
            except ReportRefused as refused:
                form.add_error(None, str(refused))
                status = 409
    context = admin.site.each_context(request) | {
        "title": f"Báo cáo của {unit.name}, {report.period}",
        "report": report,
        "form": form,
        "present": present,
        "is_open": is_open,
        "button": "Gửi",
    }
    return TemplateResponse(request, "reports/admin/paragraph.html", context, status=status)


@staff_page(permissions.may_see_reports)
@require_http_methods(["GET", "HEAD", "POST"])
def snapshots_page(request: StaffRequest, code: str) -> HttpResponse:
    """List the snapshots of a period; by POST keep another one."""
    period = find_period(code)
    may_keep = permissions.may_edit_reports(request.user)
    form = SnapshotForm(
        request.POST or None, period=period, initial={"as_of": timezone.localdate()}
    )
    if request.method == "POST":
        if not may_keep:
            raise Http404
        if form.is_valid():
            try:
                snapshot = services.keep_snapshot(
                    period,
                    form.cleaned_data["as_of"],
                    actor=request.user,
                    now=timezone.now(),
                    meeting=form.cleaned_data["meeting"],
                )
                messages.success(request, "Đã giữ số liệu.")
                return HttpResponseRedirect(snapshot.address)
            except ReportRefused as refused:
                form.add_error("as_of", str(refused))
    context = admin.site.each_context(request) | {
        "title": f"Số liệu tính đến một ngày, {period}",
        "period": period,
        "form": form,
        "may_keep": may_keep,
        "snapshots": period.snapshots.select_related("created_by", "meeting"),
    }
    status = 400 if form.errors else 200
    return TemplateResponse(request, "reports/admin/snapshots.html", context, status=status)


@staff_page(permissions.may_see_reports)
@require_safe
def snapshot_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the figures kept for a briefing."""
    rows = FigureSnapshot.objects.select_related("period", "meeting", "created_by")
    snapshot = get_object_or_404(rows, pk=pk)
    context = admin.site.each_context(request) | {
        "title": str(snapshot),
        "snapshot": snapshot,
        "period": snapshot.period,
        "content": ReportContent.from_json(snapshot.data),
    }
    return TemplateResponse(request, "reports/admin/snapshot.html", context)
