"""Months with something of everything to count, and their reports, confirmed as people do it."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

import time_machine
from django.contrib.contenttypes.models import ContentType

from core.models import ViewCount
from news.models import Article, Category
from organization.models import ReportingPeriod, Ward
from organization.models.feedback import ErrorReport, ReportState
from reports.models import MonthlyReport
from tests.support.broadcasts import make_slot
from tests.support.cast import Cast
from tests.support.factories import make_draft, transition
from tests.support.incoming import make_incoming
from tests.support.meeting_factories import make_task
from tests.support.reports import at, confirm, make_report

WARD = {"name": "Phường Bến Sen", "agency_name": "Ủy ban nhân dân phường Bến Sen"}


def fill_month(cast: Cast, period: ReportingPeriod, *, items: int = 2, views: int = 1_200) -> None:
    """Items of two units, views, an incoming document, a bulletin, a task, error reports."""
    from broadcasts.states import BulletinState
    from tests.support.aired import make_bulletin

    Ward.objects.update_or_create(pk=1, defaults=WARD)
    first = period.starts_on
    category, _ = Category.objects.get_or_create(name="Môi trường", slug="moi-truong")
    kind = ContentType.objects.get_for_model(Article)
    for number in range(items):
        author = (cast.contributor, cast.other_contributor)[number % 2]
        now = at(first + timedelta(days=1 + number % 20))
        with time_machine.travel(now, tick=False):
            draft = make_draft(author, title=f"Tin {period.code} {number}", category=category)
            article = transition(draft, "submit", author, now=now)
            article = transition(article, "publish", cast.approver, now=now)
        ViewCount.objects.create(
            content_type=kind, object_id=article.pk, day=first + timedelta(days=25), count=views
        )
    make_incoming(cast.contributor.unit, arrived_on=first, due_on=first + timedelta(days=10))
    make_bulletin(
        slot=make_slot(f"Buổi {period.code}"), day=first, state=BulletinState.AIRED, minutes=15
    )
    with time_machine.travel(at(first), tick=False):
        make_task(cast.leader, cast.contributor.unit, now=at(first))
    for days in (1, 4, 3):
        make_error_report(kind, first + timedelta(days=2), days=days)


def make_error_report(kind: ContentType, received: date, *, days: int) -> ErrorReport:
    """A resident's report that was answered after so many days."""
    return ErrorReport.objects.create(
        code=secrets.token_hex(7),
        content_type=kind,
        object_id=1,
        item_title="Tin",
        text="Sai ngày",
        received_at=at(received),
        due_on=received + timedelta(days=3),
        state=ReportState.ANSWERED,
        outcome="corrected",
        answer="Đã sửa.",
        answered_at=at(received + timedelta(days=days)),
    )


def confirm_month(cast: Cast, period: ReportingPeriod, *, number: str = "") -> MonthlyReport:
    """Write, send and confirm the report of a period two days after its end; its files are made."""
    now = at(period.ends_on + timedelta(days=2))
    with time_machine.travel(now, tick=False):
        period = ReportingPeriod.objects.with_window().get(pk=period.pk)
        report = make_report(period, cast)
        if number:
            MonthlyReport.objects.filter(pk=report.pk).update(number=number)
        return confirm(report, cast)
