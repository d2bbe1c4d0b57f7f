"""A past day is shown as it was: real transitions at random times, and each evening's figures."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from core.workflow.engine import TransitionRefused, perform
from news.editorial.services import save_text
from news.models import Article, ArticleCountingHistory, EditorialPlan, PlanLine
from news.planning.placement import period_of
from news.quotas.services import UnitQuota, save_quotas
from news.states import DeadlineRule, Kind, PlanState
from news.statistics.figures import unit_statistics
from news.statistics.rules import PeriodRules
from organization.models import ReportingPeriod
from tests.support.cast import Cast
from tests.support.factories import UnitFactory, make_draft, transition

pytestmark = pytest.mark.django_db

WARD = ZoneInfo("Asia/Ho_Chi_Minh")
DAYS = 16
STEPS: dict[str, tuple[str, dict[str, Any]]] = {
    "submit": ("contributor", {}),
    "recall": ("contributor", {}),
    "discard": ("contributor", {}),
    "restore": ("contributor", {}),
    "return": ("editor", {"note": "Thiếu ảnh"}),
    "return_uncounted": ("editor", {"note": "Mới có tiêu đề"}),
    "publish": ("approver", {}),
    "withdraw": ("approver", {"note": "Sai", "public_as": "gone"}),
    "reopen": ("approver", {"note": "Sửa rồi"}),
    "attach_line": ("editor", {}),
    "submit_on_behalf": ("editor", {"received_from": "Bà Tám", "received_via": "zalo"}),
}
OTHERS = ("sign", "kind", "quota")
events = st.lists(
    st.tuples(
        st.integers(0, DAYS - 1),
        st.integers(0, 2),
        st.sampled_from([*STEPS, *OTHERS]),
        st.integers(0, 2),
    ),
    min_size=4,
    max_size=14,
)


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2016, 7, 1, hour, minute, tzinfo=WARD) + timedelta(days=day)


def _periods() -> tuple[ReportingPeriod, ReportingPeriod, list[PlanLine]]:
    """July ends within the days of the test; August has a line that may be written for before."""
    july, august = (
        ReportingPeriod.objects.create(
            year=2016, month=month, starts_on=date(2016, 7, first), ends_on=last
        )
        for month, first, last in ((7, 1, date(2016, 7, 9)), (8, 11, date(2016, 8, 20)))
    )
    lines = []
    for period, due in ((july, date(2016, 7, 6)), (august, date(2016, 7, 12))):
        plan = EditorialPlan.objects.create(
            period=period, deadline_rule=DeadlineRule.LAST_DAY, due_on=due, state=PlanState.OPEN
        )
        lines.append(PlanLine.objects.create(plan=plan, topic=f"Dòng {period}"))
    return july, august, lines


class _Story:
    """One random course of events: what cannot happen then does not."""

    def __init__(self, cast: Cast, lines: list[PlanLine]) -> None:
        self.cast, self.lines = cast, lines
        self.units = [cast.contributor.unit, UnitFactory()]
        self.articles = [make_draft(cast.contributor, title=f"Tin {number}") for number in range(3)]

    def happen(self, now: datetime, article: Article, name: str, number: int) -> None:
        article.refresh_from_db()
        if name == "quota":
            period = self.lines[0].plan.period
            typed = {self.units[0].pk: UnitQuota({Kind.BRIEF: number, **_NO_OTHERS})}
            save_quotas(period, typed, {}, actor=self.cast.editor, now=now)
        elif name == "sign":
            article.unit = self.units[number % 2]
            save_text(article, actor=self.cast.editor, now=now)
        elif name == "kind":
            article.kind = Kind.values[number]
            save_text(article, actor=self.cast.editor, now=now)
        else:
            who, data = STEPS[name]
            note = data.get("note", "")
            line = "" if number == 2 else str(self.lines[number].pk)
            received = (now - timedelta(days=number)).strftime("%Y-%m-%dT%H:%M")
            with suppress(TransitionRefused):
                perform(
                    article,
                    name,
                    actor=getattr(self.cast, who),
                    version=article.version,
                    note=note,
                    data=data | {"line": line, "received_at": received},
                    now=now,
                )


_NO_OTHERS = {Kind.FEATURE: None, Kind.NOTICE: None}


@pytest.mark.slow
@settings(max_examples=5)
@given(told=events)
def test_any_past_day_is_shown_as_it_was(cast: Cast, told: list[tuple[int, int, str, int]]) -> None:
    for model in (Article, PlanLine, EditorialPlan):
        model._base_manager.all().delete()
    ReportingPeriod.objects.all().delete() if not _has_quotas() else _forget()
    july, august, lines = _periods()
    story = _Story(cast, lines)
    shown: dict[int, Any] = {}
    # The days on which something happened, and every fifth.
    eventful = {day for day, *_ in told} | set(range(0, DAYS, 5))
    for day in range(DAYS):
        for number, (_, which, name, extra) in enumerate(e for e in told if e[0] == day):
            story.happen(at(day, 9, number), story.articles[which], name, extra)
        if day not in eventful:
            continue
        with time_machine.travel(at(day, 23, 59), tick=False):
            shown[day] = [_shown(period) for period in (july, august)]
    with time_machine.travel(at(DAYS + 40), tick=False):
        for day, then in shown.items():
            on = date(2016, 7, 1) + timedelta(days=day)
            assert [_shown(period, on) for period in (july, august)] == then, on


def _shown(period: ReportingPeriod, as_of: date | None = None) -> Any:
    rules = PeriodRules.of(period, as_of)
    lists = {name: sorted(rules.behind(name).values_list("pk", flat=True)) for name in rules.rules}
    return [(row.name, row.figures) for row in unit_statistics(period, as_of)], lists


def _has_quotas() -> bool:
    return ReportingPeriod.objects.filter(quota_changes__isnull=False).exists()


def _forget() -> None:
    for period in ReportingPeriod.objects.all():
        period.quotas.all().delete()
        period.quota_changes.all().delete()
        period.delete()


def test_put_back_on_the_portal_it_was_still_withdrawn_before(cast: Cast) -> None:
    july, _, _ = _periods()
    item = transition(make_draft(cast.contributor), "submit", cast.contributor, now=at(1))
    transition(item, "publish", cast.approver, now=at(2))
    transition(item, "withdraw", cast.approver, note="Sai", public_as="gone", now=at(3))
    transition(item, "reopen", cast.approver, note="Đúng", now=at(4))
    transition(item, "submit", cast.contributor, now=at(5))
    transition(item, "publish", cast.approver, now=at(6))

    def counted(day: int) -> tuple[int, int, int]:
        figures = unit_statistics(july, date(2016, 7, 1) + timedelta(days=day))[0].figures
        return figures.submitted.total, figures.published.total, figures.withdrawn

    assert [counted(day) for day in range(8)] == [
        (0, 0, 0),
        (1, 0, 0),
        (1, 1, 0),
        (0, 0, 1),
        (0, 0, 1),
        (1, 0, 0),
        (1, 1, 0),
        (1, 1, 0),
    ]


@pytest.mark.parametrize(
    ("step", "data", "counted"),
    [
        ("return", {"note": "Sửa"}, (1, 0, 0)),
        ("return_uncounted", {"note": "Sửa"}, (0, 1, 0)),
        ("publish", {"published_at": "2016-07-25T08:00"}, (1, 0, 0)),
    ],
)
def test_handed_in_again_it_is_withdrawn_no_more(
    cast: Cast, step: str, data: dict[str, str], counted: tuple[int, int, int]
) -> None:
    july, _, _ = _periods()
    item = transition(make_draft(cast.contributor), "submit", cast.contributor, now=at(1))
    transition(item, "publish", cast.approver, now=at(2))
    transition(item, "withdraw", cast.approver, note="Sai", public_as="gone", now=at(3))
    transition(item, "reopen", cast.approver, note="Đúng", now=at(4))
    transition(item, "submit", cast.contributor, now=at(5))
    assert period_of(item) == july
    transition(item, step, cast.approver, now=at(6), **data)
    for as_of in (None, date(2016, 7, 7)):
        found = unit_statistics(july, as_of)[0].figures
        assert (found.submitted.total, found.not_counted, found.withdrawn) == counted


def test_not_good_enough_counted_until_it_was_judged(cast: Cast) -> None:
    july, _, _ = _periods()
    item = transition(make_draft(cast.contributor), "submit", cast.contributor, now=at(1))
    transition(item, "return_uncounted", cast.editor, note="Ngắn", now=at(3))
    figures = [unit_statistics(july, date(2016, 7, day))[0].figures for day in (2, 3, 4)]
    assert [(one.submitted.total, one.not_counted) for one in figures] == [(1, 0), (1, 0), (0, 1)]


def test_a_change_of_no_counted_column_keeps_no_history(cast: Cast) -> None:
    item = make_draft(cast.contributor)
    item.title = "Tên khác"
    save_text(item, actor=cast.contributor)
    assert ArticleCountingHistory.objects.count() == 0
    Article.objects.only("title").get().save(update_fields=["title"])
    assert ArticleCountingHistory.objects.count() == 0
    part = Article.objects.only("title").get()
    part.kind = Kind.FEATURE
    part.save(update_fields=["kind"])
    former = ArticleCountingHistory.objects.get()
    assert (former.kind, former.held_from) == (Kind.BRIEF, None)
    assert Article.objects.get().counting_since == former.held_until
