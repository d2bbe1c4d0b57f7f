"""Reporting period of a URL parameter."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from organization.calendar.views import Month
from organization.models import ReportingPeriod


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
