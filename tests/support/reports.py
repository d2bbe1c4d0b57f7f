"""Months with something in every room, for tests of reports."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import time_machine
from django.utils import timezone

if TYPE_CHECKING:
    from organization.models import ReportingPeriod
    from reports.models import MonthlyReport
    from tests.support.cast import Cast


def at(day: date, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def make_period(year: int = 2016, month: int = 6) -> ReportingPeriod:
    from organization.models import ReportingPeriod

    first = date(year, month, 1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return ReportingPeriod.objects.create(year=year, month=month, starts_on=first, ends_on=last)


def fill_month(period: ReportingPeriod, cast: Cast) -> None:
    """Hand in three items (one published, one late), and air one bulletin, in the period."""
    from tests.support.broadcasts import approve, log, make_bulletin, make_item
    from tests.support.factories import make_draft, transition

    first = period.starts_on
    for number, title in enumerate(("Tin một", "Tin hai", "Tin ba")):
        day = first + timedelta(days=3 * number + 2)
        with time_machine.travel(at(day), tick=False):
            article = make_draft(cast.contributor, title=title)
            transition(article, "submit", cast.contributor, now=at(day))
            if number == 0:
                transition(article, "publish", cast.approver, now=at(day, 10))
    day = first + timedelta(days=6)
    with time_machine.travel(at(day, 5), tick=False):
        item = make_item("Lời nhắn", air_from=day, air_until=day, unit=cast.contributor.unit)
        bulletin = make_bulletin(item, at=at(day, 6))
        approve(bulletin, cast)
    with time_machine.travel(at(day, 7), tick=False):
        log(bulletin, cast.announcer)


def make_report(period: ReportingPeriod, cast: Cast) -> MonthlyReport:
    """Return the report of a period, every part of it taken, or written where nothing is
    proposed.
    """
    from reports.monthly.services import create_report, save_section, take_all_proposals

    given: dict[str, Any] = {"actor": cast.editor, "now": timezone.now()}
    report = create_report(period, **given)
    take_all_proposals(report, **given)
    for left in report.sections.filter(taken_at=None):
        save_section(report, left.code, "", version=left.version, **given)
    report.refresh_from_db()
    return report


def step(report: MonthlyReport, name: str, actor: Any, *, note: str = "") -> MonthlyReport:
    """Carry out a transition on the latest version."""
    from core.workflow.engine import perform

    report.refresh_from_db()
    return perform(report, name, actor=actor, version=report.version, note=note)


def confirm(report: MonthlyReport, cast: Cast) -> MonthlyReport:
    step(report, "send", cast.editor)
    return step(report, "confirm", cast.leader)
