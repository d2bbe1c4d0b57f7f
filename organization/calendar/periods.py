"""Reporting period and day of URL parameters."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from core.dates import Bounds
from core.http.params import day_param
from organization.calendar.views import Month
from organization.models import ReportingPeriod
from organization.requests import StaffRequest

AS_OF = Bounds(first_year=2000, years_ahead=10)


def period_at(code: str) -> ReportingPeriod | None:
    """Return the period of ``2016-07``; without a code the current one, else the latest.

    None if there is no period yet. Raises Http404 for a malformed month or one without a period.
    """
    periods = ReportingPeriod.objects.with_window()
    if not code:
        return periods.containing(timezone.localdate()) or periods.order_by("-starts_on").first()
    try:
        month = Month.parse(code)
    except ValueError:
        raise Http404 from None
    return get_object_or_404(periods, year=month.year, month=month.month)


def as_of_day(request: StaffRequest, period: ReportingPeriod) -> date | None:
    """Return the day of ``?den-ngay=2016-07-31`` at whose end figures are asked for; None without.

    A day to come is answered as today, with a message; of a period to come as its first day, which
    its own links name. Raises Http404 for a malformed day.
    """
    text = request.GET.get("den-ngay", "")
    if not text:
        return None
    day = day_param(text, AS_OF)
    if day is None:
        raise Http404
    latest = max(timezone.localdate(), period.counts_from)
    if day <= latest:
        return day
    if request.GET.get("dang") != "xlsx":
        sentence = f"Ngày {day:%d/%m/%Y} chưa đến: số liệu dưới đây tính đến hết {latest:%d/%m/%Y}."
        messages.info(request, sentence)
    return latest
