"""A link to the report by mail, on the day of the month that the ward chose."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from organization.models import Notice, ReportingPeriod, Topic, User, Ward, notify
from reports.models import MonthlyReport
from reports.querysets import REPORT_READERS


def mail_report_link(now: datetime) -> str | None:
    """Tell leaders and board of the report of the last period that is over, once on the day.

    Two queries on other days.
    """
    today = timezone.localdate(now)
    if Ward.current().report_mail_day != today.day:
        return None
    period = ReportingPeriod.objects.filter(ends_on__lt=today).order_by("-ends_on").first()
    if period is None:
        return None
    event = f"report-link:{period.code}:{today:%Y-%m}"
    if Notice.objects.filter(event=event).exists():
        return None
    report = MonthlyReport.objects.filter(period=period).first()
    state = report.get_state_display().lower() if report else "chưa lập, số liệu đang tính"
    people = list(User.objects.with_role(*REPORT_READERS))
    notify(
        people,
        event=event,
        text=f"Báo cáo {period}: {state}.",
        url=reverse("admin:report", args=[period.code]),
        now=now,
        topic=Topic.ASKED,
    )
    return f"link of the report {period.code} told to {len(people)} people"
