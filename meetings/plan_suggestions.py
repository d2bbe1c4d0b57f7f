"""What meetings propose for an orientation: what they concluded in public, and the leaders' public
days.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from core.dates import day_end, day_start
from core.text.vietnamese import fold
from meetings.models import ApprovedConclusion, CalendarEvent
from news.planning.suggestions import LineProposal
from organization.models import ReportingPeriod

# Folded words; a conclusion with one of them concerns publishing.
PUBLISHING_WORDS = {"tin", "bai", "tuyen", "truyen", "thong"}


def from_conclusions(period: ReportingPeriod) -> Iterator[LineProposal]:
    """Yield public conclusions of the meetings that planned the period, as far as they are about
    writing.

    Internal ones are left out: a line is read by every unit.
    """
    if period.pk is None:
        return
    concluded = ApprovedConclusion.objects.published().filter(meeting__plan_period=period)
    for conclusion in concluded.prefetch_related("conclusion__lead_units").order_by(
        "meeting__starts_at", "position"
    ):
        if PUBLISHING_WORDS & set(fold(conclusion.text).split()):
            unit = next(iter(conclusion.conclusion.lead_units.all()), None)
            due_on = conclusion.due_on
            if due_on and due_on > period.ends_on:
                due_on = None
            origin = f"Kết luận {conclusion.code}"
            yield LineProposal(
                conclusion.text[:300], due_on, unit.pk if unit else None, origin=origin
            )


def from_calendar(period: ReportingPeriod) -> Iterator[LineProposal]:
    """Yield the leaders' public events of the period, to be reported on the day they happen."""
    last = day_end(period.ends_on)
    events = CalendarEvent.objects.filter(is_public=True, is_cancelled=False)
    for event in events.filter(
        starts_at__gte=day_start(period.starts_on), starts_at__lt=last
    ).order_by("starts_at"):
        yield LineProposal(
            f"Đưa tin: {event.title}"[:300],
            timezone.localtime(event.starts_at).date(),
            origin="Lịch công tác",
        )
