"""Public views of published meetings and of the weekly working calendar."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.dates import PORTAL
from core.http.pagination import CompiledRows, KeysetPaginator
from core.http.params import PAGINATION, day_param, query_parameters
from core.search.item_addresses import redirect_cut_off, redirect_to_item
from meetings.calendar.public_calendar import (
    FIRST_YEAR,
    YEARS_AHEAD,
    PublicCalendarWeek,
    days_of,
    next_entry,
    public_calendar,
)
from meetings.models import ApprovedMeeting
from meetings.querysets import ApprovedMeetingQuerySet
from organization.identity.metadata import Metadata, absolute_url, breadcrumbs_node

MEETINGS = "Các cuộc họp"
CALENDAR = "Lịch công tác"
RECEPTIONS_RANGE = timedelta(days=45)
MAX_RECEPTIONS = 4


def _published_rows() -> ApprovedMeetingQuerySet:
    return ApprovedMeeting.objects.published().for_list()


@query_parameters(*PAGINATION)
@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """List the published meetings, newest first, paginated (``?trang=``). Two queries."""
    published = ApprovedMeeting.objects.published()
    path = reverse("meetings")
    # The keys of pages are those of published meetings alone, so that no internal date leaks.
    rows = CompiledRows(_published_rows, {})
    page = KeysetPaginator(rows, published, published.count(), path, at="starts_at").page(
        request.GET
    )
    newest = max((meeting.starts_at for meeting in page), default=None)
    context = {
        "page_obj": page,
        "heading": MEETINGS,
        "canonical_url": absolute_url(path if page.number == 1 else f"{path}?trang={page.number}"),
        "metadata": Metadata(
            title=MEETINGS, dated=newest, nodes=(breadcrumbs_node((MEETINGS, path)),)
        ),
    }
    return render(request, "meetings/meeting_list.html", context)


@require_safe
def meeting_detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show a published meeting, as last approved, with its public conclusions and whether they are
    done; redirect to its canonical URL.
    """
    published = ApprovedMeeting.objects.published().with_correction().for_list()
    meeting = published.filter(pk=pk).first()
    if meeting is None:
        return redirect_cut_off(request, slug)
    path = meeting.get_absolute_url()
    if request.path != path:
        return redirect_to_item(request, slug, meeting.slug, path)
    breadcrumbs = ((MEETINGS, reverse("meetings")), (meeting.title, path))
    context = {
        "meeting": meeting,
        "feedback_item": meeting,
        "conclusions": meeting.conclusions.published().with_progress().for_list(),
        "canonical_url": absolute_url(path),
        "metadata": Metadata(
            title=meeting.title, dated=meeting.starts_at, nodes=(breadcrumbs_node(*breadcrumbs),)
        ),
    }
    return render(request, "meetings/meeting_detail.html", context)


@query_parameters("tuan")
@require_safe
def working_calendar(request: HttpRequest) -> HttpResponse:
    """Show a week (``?tuan=2026-W48``, or a day of it; default the current one).

    Five queries, one more for an empty week: it names what comes next.

    404 for a malformed week, one before ``FIRST_YEAR`` or more than ``YEARS_AHEAD`` ahead.
    """
    today = timezone.localdate()
    week = _requested_week(request, PublicCalendarWeek.of(today))
    is_present = week == PublicCalendarWeek.of(today)
    calendar = public_calendar(week.monday, week.sunday, receptions_until=today + RECEPTIONS_RANGE)
    first = today if is_present else week.monday
    coming = [reception for reception in calendar.receptions if reception.held_on >= first]
    is_empty = not calendar.entries and not calendar.moved
    upcoming = next_entry(week.sunday, calendar.receptions) if is_empty else None
    path = reverse("working_calendar")
    heading = f"{CALENDAR} tuần {week.label}"
    context = {
        "heading": heading,
        "week": week,
        "days": days_of(week, calendar, today=today),
        "is_empty": is_empty,
        "upcoming": upcoming,
        "coming": coming[:MAX_RECEPTIONS],
        "is_present": is_present,
        "previous": week.previous if week.monday.year > FIRST_YEAR else None,
        "next": week.next if week.monday.year < today.year + YEARS_AHEAD else None,
        "canonical_url": absolute_url(path if is_present else week.url),
        "week_url": absolute_url(week.url),
        "metadata": Metadata(
            title=heading, dated=week.monday, nodes=(breadcrumbs_node((CALENDAR, path)),)
        ),
    }
    return render(request, "meetings/working_calendar.html", context)


def _requested_week(request: HttpRequest, present: PublicCalendarWeek) -> PublicCalendarWeek:
    typed = request.GET.get("tuan")
    if typed is None:
        return present
    if day := day_param(typed, PORTAL):
        week = PublicCalendarWeek.of(day)
    else:
        try:
            week = PublicCalendarWeek.parse(typed)
        except ValueError:
            raise Http404 from None
    if not FIRST_YEAR <= week.monday.year <= present.monday.year + YEARS_AHEAD:
        raise Http404
    return week
