"""Months with something of everything to count, and their reports, confirmed as people do it."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta
from typing import Any

import time_machine
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from core.models import ViewCount
from core.workflow.engine import perform
from news.models import Article, Category
from organization.models import ReportingPeriod, Ward
from organization.models.feedback import ErrorReport, ReportState
from reports.models import MonthlyReport
from reports.monthly.services import create_report, take_all_proposals
from tests.support.broadcasts import make_slot
from tests.support.cast import Cast
from tests.support.factories import make_draft, transition
from tests.support.incoming import make_incoming
from tests.support.meeting_factories import make_task

WARD = {"name": "Phường Bến Sen", "agency_name": "Ủy ban nhân dân phường Bến Sen"}


def moment(day: date, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))


def make_period(year: int, month: int) -> ReportingPeriod:
    """A period of the calendar month."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return ReportingPeriod.objects.create(
        year=year,
        month=month,
        starts_on=date(year, month, 1),
        ends_on=following - timedelta(days=1),
    )


def fill_month(cast: Cast, period: ReportingPeriod, *, items: int = 2, views: int = 1_200) -> None:
    """Published items of two units, views, incoming documents, a bulletin, a task, error reports."""
    from broadcasts.states import BulletinState
    from tests.support.aired import make_bulletin

    Ward.objects.update_or_create(pk=1, defaults=WARD)
    first = period.starts_on
    category, _ = Category.objects.get_or_create(name="Môi trường", slug="moi-truong")
    kind = ContentType.objects.get_for_model(Article)
    for number in range(items):
        author = (cast.contributor, cast.other_contributor)[number % 2]
        at = moment(first + timedelta(days=1 + number % 20))
        with time_machine.travel(at, tick=False):
            draft = make_draft(author, title=f"Tin {period.code} {number}", category=category)
            article = transition(draft, "submit", author, now=at)
            article = transition(article, "publish", cast.approver, now=at)
        ViewCount.objects.create(
            content_type=kind, object_id=article.pk, day=first + timedelta(days=25), count=views
        )
    make_incoming(cast.contributor.unit, arrived_on=first, due_on=first + timedelta(days=10))
    make_bulletin(
        slot=make_slot(f"Buổi {period.code}"), day=first, state=BulletinState.AIRED, minutes=15
    )
    with time_machine.travel(moment(first), tick=False):
        make_task(cast.leader, cast.contributor.unit, now=moment(first))
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
        received_at=moment(received),
        due_on=received + timedelta(days=3),
        state=ReportState.ANSWERED,
        outcome="corrected",
        answer="Đã sửa.",
        answered_at=moment(received + timedelta(days=days)),
    )


def step(report: MonthlyReport, name: str, actor: Any, **options: Any) -> MonthlyReport:
    """Carry out a transition on the latest version."""
    report.refresh_from_db()
    return perform(report, name, actor=actor, version=report.version, **options)


def confirm_month(cast: Cast, period: ReportingPeriod, *, number: str = "") -> MonthlyReport:
    """Write, send and confirm the report of a period two days after its end; its files are made."""
    now = moment(period.ends_on + timedelta(days=2))
    with time_machine.travel(now, tick=False):
        period = ReportingPeriod.objects.with_window().get(pk=period.pk)
        report = create_report(period, actor=cast.editor, now=now)
        take_all_proposals(report, actor=cast.editor, now=now)
        if number:
            MonthlyReport.objects.filter(pk=report.pk).update(number=number)
        step(report, "send", cast.editor, now=now)
        return step(report, "confirm", cast.leader, now=now)
