"""Which reporting period an address means."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from organization.calendar.views import Month
from organization.models import ReportingPeriod


def period_at(code: str) -> ReportingPeriod | None:
    """Return the period of ``2016-07``; without a code the present one, else the last, None where
    there is none yet.

    404 for what is no month, and for a month without a period.
    """
    periods = ReportingPeriod.objects.with_window()
    if not code:
        return periods.containing(timezone.localdate()) or periods.order_by("-starts_on").first()
    try:
        month = Month.parse(code)
    except ValueError:
        raise Http404 from None
    return get_object_or_404(periods, year=month.year, month=month.month)
