"""What the board, leaders and units see of the month: the numbers, the items behind them, the
spreadsheet.
"""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from news.models import EditorialPlan, Quota
from news.states import DeadlineRule, Kind, PlanState
from news.statistics.dashboard import owed_items, unit_panel, ward_panel
from news.statistics.figures import unit_statistics
from news.statistics.views import COLUMNS, PeriodView, most_behind_first
from organization.models import ReportingPeriod
from tests.support.cast import Cast
from tests.support.factories import UnitFactory, make_draft, transition

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def period(db: None) -> ReportingPeriod:
    today = TODAY()
    return ReportingPeriod.objects.create(
        year=today.year,
        month=today.month,
        starts_on=today - timedelta(days=20),
        ends_on=today + timedelta(days=10),
    )


@pytest.fixture
def plan(period: ReportingPeriod) -> EditorialPlan:
    return EditorialPlan.objects.create(
        period=period,
        deadline_rule=DeadlineRule.LAST_DAY,
        due_on=TODAY() + timedelta(days=8),
        state=PlanState.OPEN,
    )


@pytest.fixture
def month(cast: Cast, period: ReportingPeriod, plan: EditorialPlan) -> ReportingPeriod:
    """A month in which the contributor's unit has one of everything, and another has nothing
    yet.
    """
    unit, now = cast.contributor.unit, timezone.now()
    for kind, required in ((Kind.BRIEF, 4), (Kind.FEATURE, 1)):
        Quota.objects.create(period=period, unit=unit, kind=kind, required=required)
    Quota.objects.create(
        period=period, unit=cast.other_contributor.unit, kind=Kind.BRIEF, required=2
    )
    out = transition(
        make_draft(cast.contributor, title="Đã ra"),
        "submit",
        cast.contributor,
        now=now - timedelta(days=3),
    )
    transition(out, "publish", cast.approver)
    back = transition(make_draft(cast.contributor, title="Bị trả"), "submit", cast.contributor)
    transition(back, "return", cast.editor, note="Thiếu ảnh")
    stub = transition(make_draft(cast.contributor, title="Lấy lệ"), "submit", cast.contributor)
    transition(stub, "return_uncounted", cast.editor, note="Mới có tiêu đề")
    late = transition(make_draft(cast.contributor, title="Muộn"), "submit", cast.contributor)
    type(late).objects.filter(pk=late.pk).update(counted_at=now - timedelta(days=1))
    out.supporting_units.add(cast.other_contributor.unit)
    gone = transition(make_draft(cast.contributor, title="Bị gỡ"), "submit", cast.contributor)
    gone = transition(gone, "publish", cast.approver)
    transition(gone, "withdraw", cast.approver, note="Sai", public_as="gone")
    out.refresh_from_db()
    transition(out, "send_upstream", cast.editor)
    transition(out, "upstream_return", cast.editor, note="Ảnh mờ")
    transition(out, "send_upstream", cast.editor)
    transition(out, "upstream_accept", cast.editor)
    EditorialPlan.objects.update(due_on=TODAY() - timedelta(days=2))
    return period


def test_every_number_has_exactly_its_items(
    cast: Cast, client: Client, month: ReportingPeriod
) -> None:
    client.force_login(cast.editor)
    page = client.get(reverse("admin:statistics_period", args=[month.code]))
    checked = 0
    for _, lines in page.context["groups"]:
        for line in [*lines, page.context["total"]]:
            for cell in line.cells:
                if cell.url:
                    items = client.get(cell.url).context
                    assert (line.name, cell.column.name, items["number"]) == (
                        line.name,
                        cell.column.name,
                        cell.value,
                    )
                    checked += 1
    assert checked >= len(COLUMNS)
    by_name = {line.name: line for _, lines in page.context["groups"] for line in lines}
    own = by_name[cast.contributor.unit.name]
    assert {cell.column.name: cell.value for cell in own.cells} == {
        "submitted": 3,
        "on_time": 1,
        "late": 2,
        "returned": 1,
        "not_counted": 1,
        "published": 1,
        "withdrawn": 1,
        "supporting": 0,
        "sent": 2,
        "accepted": 1,
        "sent_back": 1,
    }
    assert own.words == "Còn thiếu 1 tin, 1 bài chuyên sâu"
    assert by_name[cast.other_contributor.unit.name].words == "Chưa nộp bài nào"


def test_a_unit_whose_only_item_does_not_count_is_not_said_to_have_sent_nothing(
    cast: Cast, client: Client, month: ReportingPeriod
) -> None:
    other = cast.other_contributor
    gone = transition(make_draft(other, title="Gỡ"), "submit", other)
    gone = transition(gone, "publish", cast.approver)
    transition(gone, "withdraw", cast.approver, note="Sai", public_as="gone")
    client.force_login(cast.leader)
    page = client.get(reverse("admin:statistics_period", args=[month.code]))
    by_name = {line.name: line for _, lines in page.context["groups"] for line in lines}
    assert by_name[other.unit.name].words == "Gỡ 1 bài trong kỳ"


def test_most_behind_comes_first_and_blocks_have_their_sums(
    cast: Cast, client: Client, month: ReportingPeriod
) -> None:
    client.force_login(cast.leader)
    address = reverse("admin:statistics_period", args=[month.code])
    ((_, lines),) = client.get(address).context["groups"]
    assert [line.name for line in lines] == [
        cast.other_contributor.unit.name,
        cast.contributor.unit.name,
    ]
    ((heading, lines),) = client.get(address, {"xep": "khoi"}).context["groups"]
    assert (heading, lines[-1].name, lines[-1].figures.submitted.total) == (
        "Tổ dân phố",
        "Cộng khối",
        3,
    )


@pytest.fixture
def addresses(month: ReportingPeriod, cast: Cast) -> dict[str, str]:
    items = reverse("admin:statistics_items", args=[month.code])
    return {
        "present": reverse("admin:statistics"),
        "period": reverse("admin:statistics_period", args=[month.code]),
        "own": f"{items}?cot=submitted&don-vi={cast.contributor.unit_id}",
        "others": f"{items}?cot=submitted&don-vi={cast.other_contributor.unit_id}",
        "ward": f"{items}?cot=submitted",
    }


WARD = {"present": 200, "period": 200, "own": 200, "others": 200, "ward": 200}
NOTHING = dict.fromkeys(WARD, 404)
SEEN = {
    "editor": WARD,
    "approver": WARD,
    "head": WARD,
    "leader": WARD,
    "contributor": WARD | {"others": 404, "ward": 404},
    "other_contributor": WARD | {"own": 404, "ward": 404},
    "clerk": NOTHING,
    "announcer": NOTHING,
    "it_officer": NOTHING,
    "superuser": NOTHING,
    "inactive": dict.fromkeys(WARD, 302),
    "stranger": dict.fromkeys(WARD, 302),
}


@pytest.mark.parametrize("who", SEEN)
def test_who_sees_what(who: str, cast: Cast, client: Client, addresses: dict[str, str]) -> None:
    if who != "stranger":
        client.force_login(getattr(cast, who))
    answers = {name: client.get(address) for name, address in addresses.items()}
    assert {name: answer.status_code for name, answer in answers.items()} == SEEN[who]
    if who in ("contributor", "other_contributor"):
        ((_, lines),) = answers["period"].context["groups"]
        assert [line.name for line in lines] == [getattr(cast, who).unit.name]
        foreign = cast.other_contributor if who == "contributor" else cast.contributor
        assert f'<th scope="row">{foreign.unit.name}</th>' not in answers["period"].content.decode()


@pytest.mark.parametrize(
    "rest",
    [
        "2026-13/",
        "2026-1/",
        "abcd/",
        "1999-01/",
        "{code}/bai/",
        "{code}/bai/?cot=mat-khau",
        "{code}/bai/?cot=sent&don-vi=x",
        "{code}/bai/?cot=sent&don-vi=99999999999999999999",
        "{code}/bai/?cot=sent&khoi=la",
        "{code}/?den-ngay=31-12",
        "{code}/?den-ngay=9999-12-31",
        "{code}/?den-ngay=20261125",
        "{code}/?den-ngay=2026-W48-3",
    ],
)
def test_malformed_addresses_do_not_exist(
    rest: str, cast: Cast, client: Client, month: ReportingPeriod
) -> None:
    client.force_login(cast.editor)
    assert client.get(f"/quan-tri/theo-doi/{rest.format(code=month.code)}").status_code == 404


def test_a_supporting_unit_reads_no_title_that_is_not_public(
    cast: Cast, client: Client, month: ReportingPeriod
) -> None:
    waiting = transition(
        make_draft(cast.contributor, title="Chưa ai biết"), "submit", cast.contributor
    )
    waiting.supporting_units.add(cast.other_contributor.unit)
    client.force_login(cast.other_contributor)
    asked = {"cot": "supporting", "don-vi": cast.other_contributor.unit_id}
    answer = client.get(reverse("admin:statistics_items", args=[month.code]), asked)
    assert (answer.context["number"], answer.context["unnamed"]) == (2, 1)
    assert "Và 1 bài quý vị không được xem." in answer.content.decode()
    page = answer.content.decode()
    assert "Đã ra" in page
    assert "Chưa ai biết" not in page
    client.force_login(cast.editor)
    assert (
        "Chưa ai biết"
        in client.get(reverse("admin:statistics_items", args=[month.code]), asked).content.decode()
    )
    nobody = client.get(reverse("admin:statistics_items", args=[month.code]), asked | {"don-vi": 0})
    assert nobody.context["number"] == 0


def test_before_the_first_period_the_page_says_so(cast: Cast, client: Client) -> None:
    client.force_login(cast.editor)
    assert "Chưa có kỳ báo cáo nào" in client.get(reverse("admin:statistics")).content.decode()
    assert (ward_panel(cast.editor), unit_panel(cast.contributor)) == (None, None)


def test_the_years_chart_is_as_of_the_same_day(
    cast: Cast, client: Client, month: ReportingPeriod
) -> None:
    client.force_login(cast.editor)
    address = reverse("admin:statistics_period", args=[month.code])
    for asked, submitted in (
        ({}, [3]),
        ({"den-ngay": (TODAY() - timedelta(days=15)).isoformat()}, [0]),
    ):
        page = client.get(address, asked)
        assert page.context["chart"].series[0].values == submitted
        assert page.context["total"].figures.submitted.total == sum(submitted)


def test_the_spreadsheet_has_the_same_numbers(
    cast: Cast, client: Client, month: ReportingPeriod
) -> None:
    client.force_login(cast.approver)
    answer = client.get(reverse("admin:statistics_period", args=[month.code]), {"dang": "xlsx"})
    table = load_workbook(io.BytesIO(answer.content)).active
    cells = [[cell.value for cell in row] for row in table.iter_rows()]
    heads = next(row for row in cells if row[0] == "Khối")
    own = next(row for row in cells if row[1] == cast.contributor.unit.name)
    found = dict(zip(heads, own, strict=True))
    assert [
        found[name] for name in ("Đã nộp", "Nộp muộn", "Chưa đạt, không tính", "% chỉ tiêu")
    ] == [3, 2, 1, 60]
    assert dict(zip(heads, cells[-1], strict=True))["Đã nộp"] == 3


def test_the_dashboard_show_the_same(cast: Cast, month: ReportingPeriod) -> None:
    own = unit_panel(cast.contributor)
    assert [(bar.label, bar.submitted, bar.required) for bar in own["bars"]] == [
        ("Tin", 3, 4),
        ("Bài chuyên sâu", 0, 1),
    ]
    assert [line.name for line in ward_panel(cast.leader)["lines"]] == [
        cast.other_contributor.unit.name,
        cast.contributor.unit.name,
    ]
    assert unit_panel(cast.editor) is None
    EditorialPlan.objects.update(state=PlanState.DRAFT)
    assert unit_panel(cast.contributor) is None


def test_what_is_owed_is_work_of_the_unit(cast: Cast, month: ReportingPeriod) -> None:
    items = list(owed_items(None, TODAY()))
    assert {(item.kind, item.title.split(" tháng")[0]) for item in items} == {
        ("Chỉ tiêu", "Tin, bài")
    }
    assert [(item.unit_id, item.note) for item in items] == [
        (cast.contributor.unit_id, "còn thiếu 1 tin, 1 bài chuyên sâu"),
        (cast.other_contributor.unit_id, "còn thiếu 2 tin"),
    ]
    assert {item.due_on for item in items} == {TODAY() - timedelta(days=2)}
    assert list(owed_items({0}, TODAY())) == []
    EditorialPlan.objects.update(state=PlanState.CLOSED)
    assert list(owed_items(None, TODAY())) == []


def test_a_plan_nobody_closed_is_not_asked_about_for_ever(
    cast: Cast, month: ReportingPeriod, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """One question for the plans, three for each: as many for one unit as for all."""
    old = ReportingPeriod.objects.create(
        year=2020, month=1, starts_on=date(2020, 1, 1), ends_on=date(2020, 1, 31)
    )
    EditorialPlan.objects.create(
        period=old, deadline_rule=DeadlineRule.LAST_DAY, due_on=old.ends_on, state=PlanState.OPEN
    )
    Quota.objects.create(period=old, unit=cast.contributor.unit, kind=Kind.BRIEF, required=9)
    for units in (None, {cast.contributor.unit_id}):
        with django_assert_num_queries(4):
            keys = [item.key for item in owed_items(units, TODAY())]
        assert not [key for key in keys if key.startswith(f"quota:{old.pk}:")]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 23), "hạn 25/11, còn 2 ngày làm việc"),
        (date(2026, 11, 25), "hôm nay là hạn"),
        (date(2026, 11, 28), "hạn 25/11, muộn 2 ngày làm việc"),
    ],
)
def test_the_deadline_in_words(
    period: ReportingPeriod, plan: EditorialPlan, day: date, words: str
) -> None:
    EditorialPlan.objects.update(due_on=date(2026, 11, 25))
    assert PeriodView.of(period, day).deadline_words == words


def test_as_many_questions_for_many_units(
    cast: Cast,
    client: Client,
    month: ReportingPeriod,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(cast.editor)
    address = reverse("admin:statistics_period", args=[month.code])
    client.get(address)
    for unit in ([], UnitFactory.create_batch(20)):
        for one in unit:
            Quota.objects.create(period=month, unit=one, kind=Kind.BRIEF, required=1)
        with django_assert_num_queries(21):
            client.get(address)


def test_who_owes_nothing_comes_last(cast: Cast, month: ReportingPeriod) -> None:
    free = UnitFactory()
    assert most_behind_first(unit_statistics(month))[-1].unit == free


def test_the_items_behind_a_number_name_what_waits_for_its_time(
    cast: Cast, client: Client, month: ReportingPeriod
) -> None:
    waits = transition(make_draft(cast.contributor, title="Hẹn"), "submit", cast.contributor)
    later = timezone.now() + timedelta(days=1)
    transition(waits, "publish", cast.approver, published_at=later)
    client.force_login(cast.editor)
    address = reverse("admin:statistics_items", args=[month.code])
    items = client.get(address, {"cot": "submitted"}).context["items"]
    states = {item.title: item.shown_state for item in items}
    assert (states["Hẹn"], states["Đã ra"]) == ("Hẹn giờ đăng", "Đã đăng")


def test_a_period_that_has_not_begun_has_no_rating_yet(cast: Cast, client: Client) -> None:
    starts_on = TODAY() + timedelta(days=40)
    period = ReportingPeriod.objects.create(
        year=starts_on.year,
        month=starts_on.month,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=25),
    )
    unit = cast.contributor.unit
    Quota.objects.create(period=period, unit=unit, kind=Kind.BRIEF, required=2)
    client.force_login(cast.leader)
    address = reverse("admin:statistics_period", args=[period.code])
    answer = client.get(address)
    by_name = {line.name: line for _, lines in answer.context["groups"] for line in lines}
    line = by_name[unit.name]
    assert (line.words, line.tone, line.percent, line.rating) == ("Chưa bắt đầu", "", None, "")
    assert "0%" not in answer.content.decode() and "hoàn thành" not in answer.content.decode()
    sheet = load_workbook(io.BytesIO(client.get(address, {"dang": "xlsx"}).content)).active
    row = next(row for row in sheet.values if unit.name in row)
    assert (row[-3:]) == (None, None, "Chưa bắt đầu")


def test_the_sum_says_that_it_counts_an_item_once(
    cast: Cast, client: Client, month: ReportingPeriod
) -> None:
    client.force_login(cast.leader)
    address = reverse("admin:statistics_period", args=[month.code])
    assert "ở dòng cộng tính một lần" in client.get(address).content.decode()
    sheet = load_workbook(io.BytesIO(client.get(address, {"dang": "xlsx"}).content)).active
    assert any("ở dòng cộng tính một lần" in str(cell) for row in sheet.values for cell in row)
