"""Page of the book of sessions, and the book as a spreadsheet or PDF."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from broadcasts.logbook.book import MAX_DAYS, TITLE, LogBook, log_book
from broadcasts.permissions import may_see_bulletins
from core.admin.staff_page import staff_page
from core.dates import EVENT
from core.http.params import day_param
from core.papers.sheet_pdf import sheet_pdf
from core.text.vietnamese import slug
from organization.calendar.periods import period_at
from organization.identity.spreadsheet_head import ward_xlsx_response
from organization.models import ReportingPeriod, Ward
from organization.requests import StaffRequest

FORMS = ("", "xlsx", "pdf")
_BAD_DAYS = "Khoảng ngày chưa đúng: xin ghi ngày đầu và ngày cuối, ngày cuối không trước ngày đầu."
_TOO_LONG = f"Mỗi lần xem nhiều nhất {MAX_DAYS} ngày: xin chọn khoảng ngắn hơn."


class BadDays(Exception):
    """Days that are no span of the book; the message is for the user."""


# Pages of the station: URL names and labels.
STATION_LINKS = (
    ("admin:broadcasts_speakercluster_changelist", "Cụm loa"),
    ("admin:broadcasts_speakerfault_changelist", "Sổ sự cố loa"),
    ("admin:broadcasts_slot_changelist", "Buổi phát"),
    ("admin:broadcasts_stationlimit_changelist", "Giới hạn phát"),
    ("admin:broadcasts_announcerabsence_changelist", "Phát thanh viên vắng"),
    ("admin:broadcasts_airitem_changelist", "Mục phát thanh"),
)


@staff_page(may_see_bulletins)
@require_safe
def logbook_page(request: StaffRequest) -> HttpResponse:
    """Show the sessions of a period (``?ky=2026-11``, the present one without) or of days
    (``?tu=``, ``?den=``); ``?dang=xlsx`` or ``pdf`` the book as a file.

    404 for a malformed period or form; days that are wrong or too many are told on the page.
    """
    form = request.GET.get("dang", "")
    if form not in FORMS:
        raise Http404
    period = period_at(request.GET.get("ky", ""))
    try:
        first, last = _days(request, period)
    except BadDays as problem:
        messages.error(request, str(problem))
        return HttpResponseRedirect(reverse("admin:broadcast_logbook"))
    book = log_book(first, last, now=timezone.now())
    if form == "xlsx":
        sheets = (book.sheet(), book.sums_sheet())
        return ward_xlsx_response(book.filename, *sheets, now=timezone.now())
    if form == "pdf":
        return _pdf_response(book)
    return TemplateResponse(
        request, "broadcasts/admin/logbook.html", _context(request, book, period)
    )


def _days(request: StaffRequest, period: ReportingPeriod | None) -> tuple[date, date]:
    """Return the days asked for, both included. Raises BadDays."""
    typed = request.GET.get("tu", ""), request.GET.get("den", "")
    if any(typed):
        first, last = (day_param(text, EVENT) for text in typed)
        if not first or not last or last < first:
            raise BadDays(_BAD_DAYS)
        if (last - first).days >= MAX_DAYS:
            raise BadDays(_TOO_LONG)
        return first, last
    if period:
        return period.counts_from, period.ends_on
    today = timezone.localdate()
    month_end = monthrange(today.year, today.month)[1]
    return today.replace(day=1), today.replace(day=month_end)


def _context(
    request: StaffRequest, book: LogBook, period: ReportingPeriod | None
) -> dict[str, Any]:
    is_typed = bool(request.GET.get("tu") or request.GET.get("den"))
    periods = ReportingPeriod.objects.order_by("-starts_on")[:36]
    return admin.site.each_context(request) | {
        "station_links": STATION_LINKS,
        "title": TITLE,
        "book": book,
        "period": None if is_typed else period,
        "periods": list(periods),
        "query": {"tu": book.first.isoformat(), "den": book.last.isoformat()},
    }


def _pdf_response(book: LogBook) -> HttpResponse:
    now = timezone.localtime()
    sheet = replace(
        book.sheet(),
        agency=Ward.current().agency_name,
        taken=f"In lúc {now:%H:%M, ngày %d/%m/%Y}",
    )
    response = HttpResponse(sheet_pdf(sheet), content_type="application/pdf")
    disposition = content_disposition_header(False, f"{slug(book.filename)}.pdf")
    response["Content-Disposition"] = disposition or "inline"
    response["Cache-Control"] = "private, no-store"
    return response
