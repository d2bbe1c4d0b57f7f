"""What counts and where units stand: each rule at its edges, and random months against a plain
recount.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from news.models import Article, EditorialPlan, PlanLine, Quota, UpstreamSending
from news.states import ArticleState, DeadlineRule, Kind
from news.statistics.figures import (
    NO_UNIT,
    ByKind,
    Figures,
    UnitStatistics,
    by_block,
    missing_by_unit,
    total,
    unit_statistics,
)
from news.statistics.rules import PeriodRules
from organization.models import Block, CountedBy, ReportingPeriod, Unit, Ward
from tests.support.cast import Cast
from tests.support.factories import UnitFactory, make_draft, make_user, transition

pytestmark = pytest.mark.django_db

WARD = ZoneInfo("Asia/Ho_Chi_Minh")


def at(day: int, hour: int = 9, minute: int = 0, *, month: int = 7) -> datetime:
    return datetime(2016, month, day, hour, minute, tzinfo=WARD)


def period(month: int = 7, first: int = 1, last: int = 28) -> ReportingPeriod:
    return ReportingPeriod.objects.create(
        year=2016, month=month, starts_on=date(2016, month, first), ends_on=date(2016, month, last)
    )


def plan(of: ReportingPeriod, due: date) -> EditorialPlan:
    return EditorialPlan.objects.create(period=of, deadline_rule=DeadlineRule.LAST_DAY, due_on=due)


@pytest.fixture
def july(db: None) -> ReportingPeriod:
    return period()


def handed_in(unit: Unit | None, when: datetime, **fields: Any) -> Article:
    """Store an item that has been handed in, directly: what steps write is tested with real steps
    below.
    """
    defaults = {"title": "Tin", "kind": Kind.BRIEF, "state": ArticleState.IN_REVIEW, "unit": unit}
    times = {"first_submitted_at": when, "counted_at": when, "submitted_at": when}
    return Article.objects.create(**defaults | times | fields)


def figures(of: ReportingPeriod, unit: Unit | None, as_of: date | None = None) -> Figures:
    return next(row.figures for row in unit_statistics(of, as_of) if row.unit == unit)


@pytest.mark.parametrize(
    ("when", "belongs"),
    [
        (at(1, 0, 0), True),
        (at(30, 23, 59, month=6), False),
        (at(28, 23, 59), True),
        (at(29, 0, 0), False),
    ],
)
def test_the_window_ends_at_the_wards_midnight(
    july: ReportingPeriod, when: datetime, belongs: bool
) -> None:
    unit = UnitFactory()
    period(6, 1, 30)
    handed_in(unit, when)
    assert figures(july, unit).submitted == ByKind(brief=int(belongs))


def test_days_between_two_windows_belong_to_the_following(july: ReportingPeriod) -> None:
    unit, august = UnitFactory(), period(8)
    handed_in(unit, at(29, 0, 0))
    handed_in(unit, at(31, 23, 59))
    assert (figures(july, unit).submitted.total, figures(august, unit).submitted.total) == (0, 2)


@pytest.mark.parametrize(("when", "late"), [(at(20, 23, 59), 0), (at(21, 0, 0), 1)])
def test_late_begins_at_midnight_after_the_plans_day(
    july: ReportingPeriod, when: datetime, late: int
) -> None:
    unit = UnitFactory()
    plan(july, date(2016, 7, 20))
    handed_in(unit, when)
    found = figures(july, unit)
    assert (found.on_time, found.late, found.submitted.total) == (1 - late, late, 1)


def test_a_line_has_the_last_word_on_its_items_and_borrows_its_plans_day(
    july: ReportingPeriod,
) -> None:
    unit = UnitFactory()
    of_july = plan(july, date(2016, 7, 20))
    of_june = plan(period(6, 1, 30), date(2016, 6, 20))
    early = PlanLine.objects.create(plan=of_july, topic="Sớm", due_on=date(2016, 7, 5))
    dateless = PlanLine.objects.create(plan=of_june, topic="Của tháng trước")
    handed_in(unit, at(6), plan_line=early)
    handed_in(unit, at(6), plan_line=dateless)
    handed_in(unit, at(6))
    assert (figures(july, unit).on_time, figures(july, unit).late) == (1, 1)
    june = of_june.period
    assert (figures(june, unit).on_time, figures(june, unit).late) == (0, 1)


def test_without_a_plan_nothing_is_late(july: ReportingPeriod) -> None:
    unit = UnitFactory()
    handed_in(unit, at(28))
    assert (figures(july, unit).on_time, figures(july, unit).late) == (1, 0)


@pytest.fixture
def writing(cast: Cast, july: ReportingPeriod) -> Article:
    plan(july, date(2016, 7, 20))
    return transition(make_draft(cast.contributor), "submit", cast.contributor, now=at(19))


def test_a_return_does_not_make_it_late(
    cast: Cast, july: ReportingPeriod, writing: Article
) -> None:
    transition(writing, "return", cast.editor, note="Thiếu ảnh", now=at(21))
    found = figures(july, cast.contributor.unit)
    assert (found.submitted.total, found.on_time, found.late, found.returned) == (1, 1, 0, 1)
    transition(writing, "submit", cast.contributor, now=at(25))
    assert figures(july, cast.contributor.unit) == found
    assert figures(july, cast.contributor.unit, as_of=date(2016, 7, 20)).returned == 0


def test_a_stub_does_not_count_until_it_is_handed_in_again(
    cast: Cast, july: ReportingPeriod, writing: Article
) -> None:
    unit, august = cast.contributor.unit, period(8)
    transition(writing, "return_uncounted", cast.editor, note="Mới có tiêu đề", now=at(21))
    found = figures(july, unit)
    assert (found.submitted.total, found.not_counted, found.returned) == (0, 1, 0)
    transition(writing, "submit", cast.contributor, now=at(25))
    found = figures(july, unit)
    assert (found.submitted.total, found.late, found.not_counted) == (1, 1, 0)
    # Had it come in August only, July would still have its stub.
    Article.objects.update(counted_at=at(3, month=8))
    assert (figures(july, unit).not_counted, figures(july, unit).submitted.total) == (1, 0)
    assert (figures(august, unit).not_counted, figures(august, unit).submitted.total) == (0, 1)


def test_what_its_author_took_back_counts_again_by_its_first_hand_in(
    cast: Cast, july: ReportingPeriod, writing: Article
) -> None:
    transition(writing, "recall", cast.contributor, now=at(19, 10))
    assert figures(july, cast.contributor.unit).is_empty
    transition(writing, "submit", cast.contributor, now=at(25))
    found = figures(july, cast.contributor.unit)
    assert (found.submitted.total, found.on_time) == (1, 1)


def test_what_was_discarded_does_not_count(
    cast: Cast, july: ReportingPeriod, writing: Article
) -> None:
    transition(writing, "return", cast.editor, note="Trùng tin", now=at(20))
    transition(writing, "discard", cast.contributor, now=at(21))
    assert figures(july, cast.contributor.unit).is_empty
    assert figures(july, cast.contributor.unit, as_of=date(2016, 7, 20)).submitted.total == 1


def test_a_withdrawn_item_does_not_count_and_its_withdrawal_does(
    cast: Cast, july: ReportingPeriod, writing: Article
) -> None:
    unit, august = cast.contributor.unit, period(8)
    transition(writing, "publish", cast.approver, now=at(22))
    assert figures(july, unit).published == ByKind(brief=1)
    transition(writing, "withdraw", cast.approver, note="Sai", public_as="gone", now=at(2, month=8))
    assert (figures(july, unit).submitted.total, figures(july, unit).published.total) == (0, 0)
    assert (figures(july, unit).withdrawn, figures(august, unit).withdrawn) == (0, 1)
    assert figures(july, unit, as_of=date(2016, 8, 1)).published == ByKind(brief=1)


def test_what_appears_later_today_is_not_published_yet(
    cast: Cast, july: ReportingPeriod, time_machine: Any
) -> None:
    unit = cast.contributor.unit
    time_machine.move_to(at(20, 8), tick=False)
    handed_in(unit, at(19), state=ArticleState.PUBLISHED, published_at=at(20, 17))
    for as_of in (None, date(2016, 7, 20), date(2016, 7, 21)):
        assert figures(july, unit, as_of).published.total == 0
    time_machine.move_to(at(20, 18), tick=False)
    for as_of in (None, date(2016, 7, 20)):
        assert figures(july, unit, as_of).published.total == 1


def test_what_an_old_portal_withdrew_is_nobodys(july: ReportingPeriod) -> None:
    Article.objects.create(
        title="Cũ", state=ArticleState.WITHDRAWN, published_at=at(1), withdrawn_at=at(3)
    )
    assert unit_statistics(july) == []


def test_it_counts_by_its_hand_in_also_when_it_is_published_later(
    cast: Cast, july: ReportingPeriod, writing: Article
) -> None:
    unit, august = cast.contributor.unit, period(8)
    transition(writing, "publish", cast.approver, now=at(2, month=8))
    assert (figures(july, unit).published.total, figures(august, unit).submitted.total) == (1, 0)
    assert figures(july, unit, as_of=date(2016, 7, 28)).published.total == 0
    Ward.objects.update_or_create(pk=1, defaults={"items_counted_by": CountedBy.PUBLICATION})
    assert (figures(july, unit).submitted.total, figures(august, unit).published.total) == (0, 1)


def test_entered_on_behalf_it_counts_by_the_moment_it_was_received(
    cast: Cast, july: ReportingPeriod
) -> None:
    plan(july, date(2016, 7, 20))
    unit = cast.contributor.unit
    draft = make_draft(cast.contributor, actor=cast.editor)
    transition(
        draft,
        "submit_on_behalf",
        cast.editor,
        received_from="Bà Tám",
        received_via="zalo",
        received_at=at(20, 22),
        now=at(22),
    )
    assert (figures(july, unit).on_time, figures(july, unit).late) == (1, 0)


def test_supporting_units_stand_outside_the_totals(july: ReportingPeriod) -> None:
    signing, helping = UnitFactory(), UnitFactory()
    handed_in(signing, at(3)).supporting_units.set([helping, UnitFactory()])
    assert (figures(july, signing).supporting, figures(july, helping).supporting) == (0, 1)
    assert total(unit_statistics(july)).submitted.total == 1


def test_upstream_counts_what_was_sent_in_the_period_and_what_became_of_it(
    july: ReportingPeriod,
) -> None:
    unit, sender = UnitFactory(), make_user()
    item = handed_in(
        unit, at(3, month=6), state=ArticleState.PUBLISHED, published_at=at(4, month=6)
    )
    answered = {"outcome_by": sender, "sent_by": sender, "article": item}
    UpstreamSending.objects.create(
        sent_at=at(5), outcome="returned", outcome_at=at(6), reason="Ảnh mờ", **answered
    )
    UpstreamSending.objects.create(
        sent_at=at(7), outcome="accepted", outcome_at=at(3, month=8), **answered
    )
    found, then = figures(july, unit), figures(july, unit, as_of=date(2016, 7, 28))
    assert (found.sent, found.accepted, found.sent_back) == (2, 1, 1)
    assert (then.sent, then.accepted, then.sent_back) == (2, 0, 1)


def test_every_unit_of_the_period_is_a_row_and_nobody_elses_unless_it_has_items(
    july: ReportingPeriod,
) -> None:
    silent, gone, late = UnitFactory(), UnitFactory(valid_until=date(2016, 6, 30)), UnitFactory()
    ended = UnitFactory(valid_until=date(2016, 7, 1))
    assert [row.unit for row in unit_statistics(july)] == [silent, late, ended]
    handed_in(gone, at(2))
    handed_in(None, at(2))
    rows = unit_statistics(july)
    assert {row.unit for row in rows} == {silent, late, ended, gone, None}
    assert (rows[-1].name, total(rows).submitted.total) == (NO_UNIT, 2)


def test_percent_and_rating_take_no_kind_for_another(july: ReportingPeriod) -> None:
    unit, exempt = UnitFactory(), UnitFactory()
    Quota.objects.create(period=july, unit=unit, kind=Kind.BRIEF, required=4)
    Quota.objects.create(period=july, unit=unit, kind=Kind.FEATURE, required=1)
    Quota.objects.create(
        period=july,
        unit=exempt,
        kind=Kind.BRIEF,
        required=4,
        is_exempt=True,
        reason="Đang sáp nhập",
    )
    for day in range(1, 7):
        handed_in(unit, at(day))
    by_unit = {row.unit: row for row in unit_statistics(july)}
    assert by_unit[unit].figures.submitted == ByKind(brief=6)
    assert (by_unit[unit].figures.percent, by_unit[unit].rating) == (80, "Cơ bản hoàn thành")
    assert by_unit[unit].figures.missing == ByKind(feature=1)
    assert (by_unit[exempt].figures.percent, by_unit[exempt].rating) == (None, "")
    assert by_unit[exempt].exemption == "Đang sáp nhập"


def test_five_questions_for_one_unit_and_for_many(
    july: ReportingPeriod, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in (1, 20):
        for unit in UnitFactory.create_batch(number):
            handed_in(unit, at(3))
            Quota.objects.create(period=july, unit=unit, kind=Kind.BRIEF, required=2)
        with django_assert_num_queries(6):
            unit_statistics(july)


# The tallies of a real ward: nine months of 2020 by block of categories, and the same items by
# kind.
REAL = {
    Block.PARTY: 22,
    Block.MASS_ORGANIZATION: 95,
    Block.GOVERNMENT_OFFICE: 68,
    Block.RESIDENTIAL_GROUP: 40,
    Block.AFFILIATED_UNIT: 4,
    "": 42,
}


def test_real_tallies_add_up(july: ReportingPeriod) -> None:
    for block, number in REAL.items():
        unit = UnitFactory(block=block) if block else None
        Article.objects.bulk_create(
            Article(
                title="Tin", unit=unit, state=ArticleState.IN_REVIEW, **dict.fromkeys(TIMES, at(5))
            )
            for _ in range(number)
        )
    rows = unit_statistics(july)
    assert {
        block: total(of_block).submitted.total for block, of_block in by_block(rows).items()
    } == REAL
    assert total(rows).submitted.total == 271


def test_real_kinds_add_up(july: ReportingPeriod) -> None:
    unit = UnitFactory()
    for kind, number in ((Kind.FEATURE, 102), (Kind.BRIEF, 645)):
        Article.objects.bulk_create(
            Article(
                title="Tin",
                unit=unit,
                kind=kind,
                state=ArticleState.IN_REVIEW,
                **dict.fromkeys(TIMES, at(5)),
            )
            for _ in range(number)
        )
    assert figures(july, unit).submitted == ByKind(brief=645, feature=102)
    assert figures(july, unit).submitted.total == 747


TIMES = ("first_submitted_at", "counted_at", "submitted_at")

# Random months

moments = st.builds(
    lambda day, minute: at(1, 0, 0, month=6) + timedelta(days=day, minutes=minute),
    st.integers(-2, 95),
    st.sampled_from([0, 1, 720, 1439]),
)
items = st.fixed_dictionaries(
    {
        "unit": st.integers(-1, 3),
        "kind": st.sampled_from(Kind.values),
        "handed_in": moments,
        "story": st.sampled_from(
            [
                "waiting",
                "returned",
                "stub",
                "stub again",
                "recalled",
                "discarded",
                "published",
                "withdrawn",
            ]
        ),
        "later": st.integers(0, 45 * 24),
        "supporting": st.integers(-1, 3),
        "line": st.one_of(st.none(), st.integers(0, 90)),
    }
)


def _stored(item: dict[str, Any], units: list[Unit], lines: dict[int, PlanLine]) -> Article:
    first, later = item["handed_in"], item["handed_in"] + timedelta(hours=item["later"])
    fields: dict[str, Any] = dict.fromkeys(TIMES, first) | {"state": ArticleState.IN_REVIEW}
    story = item["story"]
    if story in ("returned", "stub", "discarded"):
        fields |= {"state": ArticleState.DRAFT, "first_returned_at": later}
    if story == "stub":
        fields["counted_at"] = None
    if story == "stub again":
        fields |= {"first_returned_at": first, "counted_at": later, "submitted_at": later}
    if story == "recalled":
        fields |= {"state": ArticleState.DRAFT, "submitted_at": None}
    if story == "discarded":
        fields |= {"state": ArticleState.DISCARDED, "discarded_at": later}
    if story in ("published", "withdrawn"):
        fields |= {"state": ArticleState.PUBLISHED, "published_at": later}
    if story == "withdrawn":
        fields |= {"state": ArticleState.WITHDRAWN, "withdrawn_at": later + timedelta(days=1)}
    unit = units[item["unit"]] if item["unit"] >= 0 else None
    line = lines[item["line"]] if item["line"] is not None else None
    return Article.objects.create(
        title="Tin", kind=item["kind"], unit=unit, plan_line=line, **fields
    )


def _recount(
    article: Article,
    window: tuple[date, date],
    due: date | None,
    by: str,
    until: date,
    period_of_lines: bool | None,
) -> Counter[str]:
    """Count one item in the plainest way, by the words of DOMAIN alone.

    ``period_of_lines`` tells whether this is the period of all lines; None: lines have no say.
    """
    of_line = period_of_lines if article.plan_line_id else None

    def day(when: datetime | None) -> date | None:
        return when.astimezone(WARD).date() if when else None

    def within(when: datetime | None) -> bool:
        found = day(when)
        return found is not None and window[0] <= found <= min(window[1], until)

    def by_then(when: datetime | None) -> bool:
        return when is not None and day(when) <= until

    def belongs(when: datetime | None) -> bool:
        """An item of a line is of the line's period, whenever it was handed in."""
        if of_line is None:
            return within(when)
        return of_line and by_then(when)

    found: Counter[str] = Counter()
    is_out = by_then(article.published_at)
    taken_back = article.state == ArticleState.DRAFT and article.submitted_at is None
    given_up = taken_back or by_then(article.discarded_at)
    moment = article.published_at if by == CountedBy.PUBLICATION else article.counted_at
    if belongs(moment) and not given_up and not by_then(article.withdrawn_at):
        found["submitted"] += 1
        deadline = article.plan_line.due_on if article.plan_line else due
        handed_in_on = day(article.counted_at)
        late = deadline is not None and handed_in_on is not None and handed_in_on > deadline
        found["late" if late else "on_time"] += 1
        found["published"] += is_out
        found["returned"] += by_then(article.first_returned_at)
    if within(article.withdrawn_at):
        found["withdrawn"] += 1
    last = until if of_line else min(window[1], until)
    counted_here = article.counted_at and day(article.counted_at) <= last
    if belongs(article.first_submitted_at) and not counted_here and not given_up:
        found["not_counted"] += 1
    return found


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(
    window=st.tuples(st.integers(20, 30), st.integers(0, 4)),
    told=st.lists(items, max_size=12),
    by=st.sampled_from(CountedBy.values),
    as_of=st.one_of(st.none(), st.integers(20, 100)),
    due=st.one_of(st.none(), st.integers(0, 30)),
    by_line=st.booleans(),
)
def test_random_months_equal_a_plain_recount(
    db: None,
    window: tuple[int, int],
    told: list[dict[str, Any]],
    by: str,
    as_of: int | None,
    due: int | None,
    by_line: bool,
) -> None:
    """Three months with gaps between them: rows add up, and no item is counted twice or lost."""
    length, gap = window
    for model in (Article, PlanLine, EditorialPlan, Quota, ReportingPeriod, Unit):
        (model.objects.all() if model is not Article else Article._base_manager.all()).delete()
    Ward.objects.update_or_create(
        pk=1,
        defaults={"items_counted_by": by, "counts_lines_in_their_period": by_line},
    )
    units = UnitFactory.create_batch(4)
    periods, first = [], date(2016, 6, 1)
    for month in (6, 7, 8):
        made = ReportingPeriod.objects.create(
            year=2016, month=month, starts_on=first, ends_on=first + timedelta(days=length)
        )
        periods.append(made)
        first = made.ends_on + timedelta(days=gap + 1)
    plans = [plan(p, p.starts_on + timedelta(days=due)) for p in periods if due is not None]
    keeper = (
        plans[0]
        if plans
        else plan(
            ReportingPeriod.objects.create(
                year=2015, month=1, starts_on=date(2015, 1, 1), ends_on=date(2015, 1, 31)
            ),
            date(2015, 1, 31),
        )
    )
    days = {item["line"] for item in told if item["line"] is not None}
    lines = {
        day: PlanLine.objects.create(
            plan=keeper, topic="Dòng", due_on=date(2016, 6, 1) + timedelta(days=day)
        )
        for day in days
    }
    for one in periods:
        Quota.objects.create(period=one, unit=units[0], kind=Kind.BRIEF, required=2)
        Quota.objects.create(period=one, unit=units[1], kind=Kind.FEATURE, required=1)
    articles = [_stored(item, units, lines) for item in told]
    for item, article in zip(told, articles, strict=True):
        if item["supporting"] >= 0:  # by the tables alone, also the unit that signs
            article.supporting_units.set([units[item["supporting"]]])
    until = date(2016, 6, 1) + timedelta(days=as_of) if as_of is not None else None
    counted: Counter[int] = Counter()
    for number, one in enumerate(periods):
        start = (
            periods[number - 1].ends_on + timedelta(days=1)
            if number
            else PeriodRules.of(one).period.counts_from
        )
        due_on = plans[number].due_on if plans else None
        of_lines = one == keeper.period if by_line else None
        rows = unit_statistics(one, until)
        assert _as_counters(rows) == _expected(
            articles, (start, one.ends_on), due_on, by, until or date.max, of_lines
        )
        assert total(rows).submitted.total == total(rows).on_time + total(rows).late
        assert sum((total(of_block) for of_block in by_block(rows).values()), Figures()) == total(
            rows
        )
        for article in PeriodRules.of(one, until).behind("submitted"):
            counted[article.pk] += 1
        assert _supporting(rows) == _expected_supporting(
            told, articles, units, (start, one.ends_on), due_on, by, until, of_lines
        )
        missing = {row.unit.pk: row.figures.missing for row in unit_statistics(one) if row.unit}
        owed = {unit: kinds for unit, kinds in missing.items() if kinds.total}
        assert missing_by_unit(PeriodRules.of(one)) == owed
        some = {*list(owed)[::2]}
        assert missing_by_unit(PeriodRules.of(one), some) == {pk: owed[pk] for pk in some}
    assert set(counted.values()) <= {1}


def _supporting(rows: list[UnitStatistics]) -> dict[int, int]:
    return {row.unit.pk: row.figures.supporting for row in rows if row.figures.supporting}


def _expected_supporting(
    told: list[dict[str, Any]],
    articles: list[Article],
    units: list[Unit],
    window: tuple[date, date],
    due: date | None,
    by: str,
    until: date | None,
    of_lines: bool | None,
) -> dict[int, int]:
    """Count, for each unit that helped, the items that count for whoever else signs them."""
    found: Counter[int] = Counter()
    for item, article in zip(told, articles, strict=True):
        counts = _recount(article, window, due, by, until or date.max, of_lines)["submitted"]
        if item["supporting"] not in (-1, item["unit"]) and counts:
            found[units[item["supporting"]].pk] += 1
    return dict(found)


def _as_counters(rows: list[UnitStatistics]) -> dict[int | None, Counter[str]]:
    found = {}
    for row in rows:
        numbers = row.figures
        counter = Counter(
            submitted=numbers.submitted.total,
            published=numbers.published.total,
            **{
                name: getattr(numbers, name)
                for name in ("on_time", "late", "returned", "not_counted", "withdrawn")
            },
        )
        if +counter:
            found[row.unit and row.unit.pk] = +counter
    return found


def _expected(
    articles: list[Article],
    window: tuple[date, date],
    due: date | None,
    by: str,
    until: date,
    period_of_lines: bool | None,
) -> dict[int | None, Counter[str]]:
    found: dict[int | None, Counter[str]] = {}
    for article in articles:
        of_one = +_recount(article, window, due, by, until, period_of_lines)
        if of_one:
            found[article.unit_id] = found.get(article.unit_id, Counter()) + of_one
    return found
