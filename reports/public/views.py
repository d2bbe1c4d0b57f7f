"""Public pages of confirmed reports: the list, a month, and spans of months."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from organization.calendar.views import Month
from organization.identity.metadata import Metadata, absolute_url, breadcrumbs_node
from reports.editions.spans import Span, YearMonth, spans_with
from reports.models import MonthlyReport
from reports.public.metadata import REPORTS, report_metadata
from reports.public.pages import PublicReport, month_report, span_report, trend_chart


@dataclass(frozen=True)
class ReportYear:
    """The confirmed months of a year, the newest first, and what is made of them."""

    year: int
    reports: list[MonthlyReport]

    @property
    def spans(self) -> list[tuple[Span, str]]:
        """Return each span with how many of its months are confirmed, "" for all of them."""
        months = {_month_of(report) for report in self.reports}
        return [(span, _share(span, months)) for span in spans_with(months)]


@require_safe
def public_reports(request: HttpRequest) -> HttpResponse:
    """Show the confirmed months, the newest first. One query."""
    path = reverse("public_reports")
    reports = MonthlyReport.objects.published().select_related("period")
    ordered = list(reports.order_by("-period__year", "-period__month"))
    newest = max((one.confirmed_at for one in ordered if one.confirmed_at), default=None)
    context = {
        "years": [
            ReportYear(year, list(rows))
            for year, rows in groupby(ordered, lambda one: one.period.year)
        ],
        "canonical_url": absolute_url(path),
        "metadata": Metadata(
            title=REPORTS, dated=newest, nodes=(breadcrumbs_node((REPORTS, path)),)
        ),
    }
    return render(request, "reports/public_reports.html", context)


def _share(span: Span, confirmed: set[YearMonth]) -> str:
    known = len(confirmed.intersection(span.months))
    return "" if known == len(span.months) else f"mới có {known} trên {len(span.months)} tháng"


def _month_of(report: MonthlyReport) -> YearMonth:
    return (report.period.year, report.period.month)


@require_safe
def public_report(request: HttpRequest, code: str) -> HttpResponse:
    """Show a confirmed month ("2026-10") or a span of confirmed months ("2026-q4", "2026-6t",
    "2026-9t", "2026-nam"); 404 for any other.
    """
    report = _report(code)
    if report is None:
        raise Http404
    months = confirmed_months()
    path = reverse("public_report", args=[code])
    context = {
        "report": report,
        "trend": trend_chart(code, months),
        **_neighbours(code, months),
        "canonical_url": absolute_url(path),
        "metadata": report_metadata(report, path),
    }
    return render(request, "reports/public_report.html", context)


def confirmed_months() -> list[YearMonth]:
    """Return the confirmed months in order. One query."""
    published = MonthlyReport.objects.published().order_by("period__year", "period__month")
    return list(published.values_list("period__year", "period__month"))


def _report(code: str) -> PublicReport | None:
    if span := Span.parse(code):
        return span_report(span)
    try:
        return month_report(Month.parse(code))
    except ValueError:
        return None


def _neighbours(code: str, months: list[YearMonth]) -> dict[str, Month | None]:
    """Return the confirmed months before and after a month."""
    known = [Month(*one) for one in months]
    place = next((at for at, month in enumerate(known) if str(month) == code), None)
    if place is None:
        return {"previous": None, "next": None}
    return {
        "previous": known[place - 1] if place else None,
        "next": known[place + 1] if place + 1 < len(known) else None,
    }
