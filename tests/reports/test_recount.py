"""Each total of a report equals a plain recount over the rows of the rooms, in random months."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

import pytest
import time_machine
from django.utils import timezone

from broadcasts.models import BulletinItem
from broadcasts.states import FRAME_KINDS
from core.reporting.figures import Figures, collect_figures
from documents.models import IncomingUnit
from meetings.models import Task
from news.models import Article
from organization.models import ReportingPeriod
from reports.editions.data import live_content
from tests.support.broadcasts import approve, log, make_bulletin, make_item, step
from tests.support.cast import Cast
from tests.support.factories import make_draft, transition
from tests.support.incoming import make_incoming
from tests.support.meeting_factories import make_task
from tests.support.meeting_factories import step as task_step
from tests.support.reports import at, make_period

pytestmark = pytest.mark.django_db
TODAY = date(2016, 9, 15)


def local(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


@pytest.fixture(params=[1, 2, 3])
def month(request: pytest.FixtureRequest, cast: Cast) -> ReportingPeriod:
    """June to August with things of chance; July is reported."""
    chance = Random(request.param)
    periods = [make_period(2016, number) for number in (6, 7, 8)]
    days = [date(2016, 6, 1) + timedelta(days=number) for number in range(92)]
    for _ in range(14):
        _article(chance, chance.choice(days), cast)
    for number in range(16):
        _document(chance, chance.choice(days), cast, number)
    for _ in range(6):
        _bulletin(chance, chance.choice(days), cast)
    for _ in range(6):
        _task(chance, chance.choice(days), cast)
    return periods[1]


def _article(chance: Random, day: date, cast: Cast) -> None:
    writer = chance.choice([cast.contributor, cast.other_contributor])
    with time_machine.travel(at(day), tick=False):
        article = make_draft(writer)
        transition(article, "submit", writer, now=at(day))
    later = day + timedelta(days=chance.randrange(4))
    what = chance.choice(["", "publish", "publish", "return", "withdraw"])
    with time_machine.travel(at(later, 12), tick=False):
        if what in ("publish", "withdraw"):
            transition(article, "publish", cast.approver, now=at(later, 12))
        if what == "withdraw":
            article = transition(
                article, "withdraw", cast.approver, note="Sai", public_as="gone", now=at(later, 13)
            )
        if what == "return":
            transition(article, "return", cast.editor, note="Thiếu", now=at(later, 12))


def _document(chance: Random, day: date, cast: Cast, number: int) -> None:
    unit = chance.choice([cast.contributor.unit, cast.other_contributor.unit])
    assert unit is not None
    finished = day + timedelta(days=chance.randrange(1, 20)) if chance.random() < 0.7 else None
    make_incoming(
        unit,
        number=str(number + 1),
        arrived_on=day,
        received_on=day,
        first_opened_on=day + timedelta(days=1) if chance.random() < 0.6 else None,
        due_on=day + timedelta(days=chance.randrange(2, 15)),
        finished_on=finished,
    )


def _bulletin(chance: Random, day: date, cast: Cast) -> None:
    with time_machine.travel(at(day, 5), tick=False):
        item = make_item(
            "Lời nhắn", air_from=day, air_until=day, kind=chance.choice(["message", "brief"])
        )
        bulletin = make_bulletin(item, at=at(day, 6))
        approve(bulletin, cast)
    with time_machine.travel(at(day, 7), tick=False):
        if chance.random() < 0.7:
            log(bulletin, cast.announcer)
        else:
            step(bulletin, "miss", cast.announcer, missed_reason="power")


def _task(chance: Random, day: date, cast: Cast) -> None:
    unit = cast.contributor.unit
    assert unit is not None
    with time_machine.travel(at(day), tick=False):
        task = make_task(cast.leader, unit, now=at(day))
    done = day + timedelta(days=chance.randrange(5, 16))
    if chance.random() < 0.6:
        with time_machine.travel(at(done), tick=False):
            task_step(task, "receive", cast.contributor, now=at(done))
            task_step(task, "finish", cast.contributor, note="Xong", now=at(done))
            task_step(task, "verify", cast.leader, now=at(done, 10))


def recount(period: ReportingPeriod) -> dict[str, int]:
    """Count by plain loops over the tables."""
    first, last = period.starts_on, period.ends_on
    counts: dict[str, int] = {}

    def count(code: str, is_one: bool) -> None:
        counts[code] = counts.get(code, 0) + is_one

    for article in Article.objects.all():
        counted = local(article.counted_at)
        here = counted is not None and first <= counted <= last and not article.withdrawn_at
        count("news.submitted", here)
        count("news.published", here and article.published_at is not None)
        count("news.returned", here and article.first_returned_at is not None)
        withdrawn = local(article.withdrawn_at)
        count("news.withdrawn", withdrawn is not None and first <= withdrawn <= last)
    for row in IncomingUnit.objects.all():
        assert row.received_on and row.due_on
        done = row.finished_on is not None and row.finished_on <= last
        waiting = row.received_on <= last and not done
        here = done and row.finished_on is not None and row.finished_on >= first
        count("documents.received", first <= row.received_on <= last)
        count("documents.done_on_time", here and row.finished_on <= row.due_on)  # type: ignore[operator]
        count("documents.done_late", here and row.finished_on > row.due_on)  # type: ignore[operator]
        count("documents.overdue", waiting and row.due_on < last)
        count("documents.open", waiting and row.due_on >= last)
    for place in BulletinItem.objects.select_related("bulletin", "item"):
        is_play = place.is_aired is True and place.item.kind not in FRAME_KINDS
        count("broadcasts.plays", is_play and first <= place.bulletin.day <= last)
    for task in Task.objects.all():
        given, done_on = local(task.assigned_at), local(task.done_at)
        assert given and task.due_on
        counted_here = given <= last and (done_on is None or done_on >= first)
        is_done = done_on is not None and done_on <= last
        finished = local(task.finished_at)
        judged = finished if finished and finished <= last else last
        count("tasks.assigned", counted_here)
        count("tasks.done_on_time", counted_here and is_done and judged <= task.due_on)
        count("tasks.done_late", counted_here and is_done and judged > task.due_on)
        count("tasks.overdue", counted_here and not is_done and judged > task.due_on)
    return counts


def test_totals_are_those_of_a_recount(month: ReportingPeriod) -> None:
    with time_machine.travel(at(TODAY), tick=False):
        figures = collect_figures(month)
        expected = recount(month)
        assert sum(expected.values()) > 10, "a month with nothing shows nothing"
        assert {code: figures.value(code) for code in expected} == expected
        content, _ = live_content(month)
        again = Figures.from_json(content.as_json()["figures"])
        assert {code: again.value(code) for code in expected} == expected
