"""Reporting periods and holidays: what belongs to a period, what the edit_roles may do, a year
typed in one go.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.workflow.engine import perform
from news.models import EditorialPlan
from news.states import DeadlineRule
from organization.calendar.windows import PeriodLock, legal_window, period_locks
from organization.models import Holiday, ReportingPeriod
from tests.news.test_access import EVERYBODY, client_of
from tests.support.cast import Cast
from tests.support.meeting_factories import make_task

KEEPERS = {"editor", "other_editor", "it_officer"}
VIEWERS = {"approver", "other_approver", "head", "leader"}
PERIODS = "/quan-tri/organization/reportingperiod/"
HOLIDAYS = "/quan-tri/organization/holiday/"
LINES = f"{HOLIDAYS}nhap-nhieu/"


def period(year: int, month: int, starts_on: date, ends_on: date) -> ReportingPeriod:
    return ReportingPeriod.objects.create(
        year=year, month=month, starts_on=starts_on, ends_on=ends_on
    )


@pytest.fixture
def june(db: None) -> ReportingPeriod:
    return period(2016, 6, date(2016, 6, 1), date(2016, 6, 28))


@pytest.fixture
def july(june: ReportingPeriod) -> ReportingPeriod:
    return period(2016, 7, date(2016, 7, 2), date(2016, 7, 31))


def test_days_of_a_gap_belong_to_the_following_period(
    june: ReportingPeriod, july: ReportingPeriod, django_assert_num_queries: Any
) -> None:
    assert (june.counts_from, july.counts_from) == (date(2016, 6, 1), date(2016, 6, 29))
    with django_assert_num_queries(1):
        windows = [found.counts_from for found in ReportingPeriod.objects.with_window()]
    assert windows == [date(2016, 6, 29), date(2016, 6, 1)]
    expected = {
        date(2016, 5, 31): None,
        date(2016, 6, 1): june,
        date(2016, 6, 28): june,
        date(2016, 6, 29): july,
        date(2016, 7, 31): july,
        date(2016, 8, 1): None,
    }
    assert {day: ReportingPeriod.objects.containing(day) for day in expected} == expected
    assert july.code == "2016-07"


@pytest.mark.parametrize(
    ("month", "starts_on", "ends_on"),
    [
        (7, date(2016, 6, 28), date(2016, 7, 28)),  # one day is enough
        (7, date(2016, 5, 1), date(2016, 6, 1)),
        (6, date(2016, 7, 1), date(2016, 7, 31)),  # the month is there
        (7, date(2016, 7, 31), date(2016, 7, 1)),
        (13, date(2016, 7, 1), date(2016, 7, 31)),
    ],
)
def test_the_database_keeps_periods_apart(
    june: ReportingPeriod, month: int, starts_on: date, ends_on: date
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        period(2016, month, starts_on, ends_on)
    assert ReportingPeriod.objects.get() == june


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"starts_on": "28/06/2016"},
            "Trùng ngày với kỳ tháng 6/2016 (từ 01/06/2016 đến 28/06/2016).",
        ),
        ({"month": "6"}, "Tháng này đã có kỳ báo cáo."),
        ({"ends_on": "01/07/2016"}, "Ngày cuối kỳ phải sau ngày đầu kỳ."),
        ({"year": "2017"}, "xin xem lại năm"),
        ({"starts_on": "31/6/2016"}, "ngày hợp lệ"),
    ],
)
def test_a_window_that_cannot_be_is_refused_in_words(
    cast: Cast, june: ReportingPeriod, changes: dict[str, str], sentence: str
) -> None:
    typed = {"year": "2016", "month": "7", "starts_on": "02/07/2016", "ends_on": "31/07/2016"}
    answer = client_of(cast, "editor").post(f"{PERIODS}add/", typed | changes)
    assert (answer.status_code, ReportingPeriod.objects.count()) == (200, 1)
    page = answer.content.decode()
    assert sentence in page
    assert "Kỳ này trùng ngày với một kỳ khác" not in page  # said once, with the other's name
    assert client_of(cast, "editor").post(f"{PERIODS}add/", typed).status_code == 302
    assert ReportingPeriod.objects.filter(month=7, starts_on=date(2016, 7, 2)).exists()


def test_the_next_period_is_proposed(cast: Cast) -> None:
    period(2016, 12, date(2016, 11, 21), date(2016, 12, 20))
    initial = client_of(cast, "editor").get(f"{PERIODS}add/").context["adminform"].form.initial
    assert initial == {
        "year": 2017,
        "month": 1,
        "starts_on": date(2016, 12, 21),
        "ends_on": date(2017, 1, 20),
    }


def test_who_keeps_periods_and_holidays(cast: Cast, june: ReportingPeriod) -> None:
    day = Holiday.objects.create(day=date(2016, 9, 2), name="Quốc khánh")
    rows = {PERIODS: june, HOLIDAYS: day}
    seen: dict[str, set[str]] = {
        name: set() for name in ("list", "add", "lines", "delete a day", "delete a period")
    }
    for role in EVERYBODY:
        client = client_of(cast, role)
        codes = {address: client.get(address).status_code for address in rows}
        assert codes[PERIODS] == codes[HOLIDAYS], role
        for name, address in (
            ("list", PERIODS),
            ("add", f"{PERIODS}add/"),
            ("lines", LINES),
            ("delete a day", f"{HOLIDAYS}{day.pk}/delete/"),
            ("delete a period", f"{PERIODS}{june.pk}/delete/"),
        ):
            if client.get(address).status_code == 200:
                seen[name].add(role)
        if role not in KEEPERS:
            assert client.post(LINES, {"lines": "03/09/2016 Nghỉ"}).status_code == 403, role
            assert client.post(f"{HOLIDAYS}{day.pk}/delete/", {"post": "yes"}).status_code == 403, (
                role
            )
    assert seen == {
        "list": KEEPERS | VIEWERS,
        "add": KEEPERS,
        "lines": KEEPERS,
        "delete a day": KEEPERS,
        "delete a period": set(),
    }
    assert Client().get(LINES).status_code == 302
    assert list(Holiday.objects.all()) == [day]


def enter(cast: Cast, lines: str) -> tuple[int, str]:
    answer = client_of(cast, "editor").post(LINES, {"lines": lines}, follow=True)
    return answer.status_code, answer.content.decode()


def test_a_year_is_typed_in_one_go(cast: Cast) -> None:
    assert LINES in client_of(cast, "editor").get(HOLIDAYS).content.decode()
    Holiday.objects.create(day=date(2026, 9, 2), name="Quốc khánh")
    status, page = enter(
        cast,
        "1/1/2026 Tết Dương lịch\r\n\r\n16/02/2026 - 18/02/2026: Tết Nguyên đán\r\n"
        "22/08/2026\tlàm bù cho thứ Hai 31/8\r\n02/09/2026 Quốc khánh",
    )
    assert status == 200
    assert "Đã thêm 5 ngày. 1 ngày đã có từ trước, giữ nguyên." in page
    assert list(Holiday.objects.order_by("day").values_list("day", "kind", "name")) == [
        (date(2026, 1, 1), "day_off", "Tết Dương lịch"),
        (date(2026, 2, 16), "day_off", "Tết Nguyên đán"),
        (date(2026, 2, 17), "day_off", "Tết Nguyên đán"),
        (date(2026, 2, 18), "day_off", "Tết Nguyên đán"),
        (date(2026, 8, 22), "made_up", "Làm bù cho thứ Hai 31/8"),
        (date(2026, 9, 2), "day_off", "Quốc khánh"),
    ]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("Quốc khánh 02/09/2026", "phải bắt đầu bằng ngày"),
        ("30/02/2026 Tết", "không có ngày 30/02/2026"),
        ("02/09/2026", "thiếu tên"),
        ("02/09/26 Quốc khánh", "phải bắt đầu bằng ngày"),
        ("02/09/1926 Quốc khánh", "Năm phải từ 2000"),
        ("21/08/2026 Làm bù", "phải là thứ Bảy hoặc Chủ nhật"),
        ("01/05/2026 Nghỉ lần nữa", "đã có ở dòng 1"),
        ("20/02/2026-16/02/2026 Tết", "ngày cuối phải sau"),
        ("16/02/2026-16/02/2027 Tết", "dài hơn 31 ngày"),
        ("25/07/2026 Làm bù", "đã nhập là ngày nghỉ"),
        (f"02/09/2026 {'x' * 121}", "120"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_typed_is_lost(
    cast: Cast, line: str, sentence: str
) -> None:
    Holiday.objects.create(day=date(2026, 7, 25), name="Nghỉ")
    status, page = enter(cast, f"01/05/2026 Quốc tế Lao động\n{line}\n<b>31/12/2026")
    assert (status, Holiday.objects.count()) == (400, 1)
    assert f"Dòng 2 “{line[:60]}”: " in page
    assert "Dòng 3 “&lt;b&gt;31/12/2026”: phải bắt đầu bằng ngày" in page
    assert sentence in page
    assert f"01/05/2026 Quốc tế Lao động\n{line}\n&lt;b&gt;31/12/2026</textarea>" in page


def test_nothing_and_too_much_are_refused(cast: Cast) -> None:
    assert "Xin nhập ít nhất một dòng" in enter(cast, " \n")[1]
    assert "nhiều nhất 200 dòng" in enter(cast, "01/01/2026 Tết\n" * 201)[1]
    assert Holiday.objects.count() == 0
    assert reverse("admin:organization_holiday_lines") == LINES


@pytest.mark.parametrize(
    ("days", "first_counted"),
    [
        (0, "2016-06-29"),
        (1, "2016-06-29"),
        (7, "2016-06-29"),
        (8, "2016-07-07"),
        (31, "2016-07-30"),
    ],
)
def test_a_long_gap_belongs_to_no_period(
    june: ReportingPeriod, days: int, first_counted: str
) -> None:
    starts_on = date(2016, 6, 29) + timedelta(days=days)
    july = period(2016, 7, starts_on, date(2016, 8, 20))
    assert f"{july.counts_from}" == first_counted
    in_gap = ReportingPeriod.objects.containing(date(2016, 6, 29))
    assert in_gap == (july if days <= 7 else None)


def test_the_length_of_a_gap_is_a_setting(
    june: ReportingPeriod, july: ReportingPeriod, settings: Any
) -> None:
    settings.PERIOD_GAP_DAYS = 2
    found = ReportingPeriod.objects.get(pk=july.pk)
    assert found.counts_from == july.starts_on == date(2016, 7, 2)


ADD = reverse("admin:organization_reportingperiod_add")


def typed(made: ReportingPeriod, **more: str) -> dict[str, str]:
    return {
        "year": str(made.year),
        "month": str(made.month),
        "starts_on": f"{made.starts_on}",
        "ends_on": f"{made.ends_on}",
    } | more


def proposed(cast: Cast, query: str = "") -> list[str]:
    page = client_of(cast, "editor").get(ADD + query).content.decode()
    names = ("year", "month", "starts_on", "ends_on")
    found = [re.search(rf'name="{name}" value="([^"]*)"', page) for name in names]
    return [match[1] if match else "" for match in found]


def test_the_window_of_the_law_is_a_preset_beside_the_wards_own(
    cast: Cast, time_machine: Any
) -> None:
    time_machine.move_to("2016-06-20T09:00:00+07:00")
    assert proposed(cast, "?khung=15-14") == ["2016", "6", "2016-05-15", "2016-06-14"]
    page = client_of(cast, "editor").get(ADD).content.decode()
    assert f'<a href="{ADD}?khung=15-14">từ ngày 15 tháng trước đến hết ngày 14</a>' in page
    period(2016, 6, date(2016, 6, 1), date(2016, 6, 30))
    assert proposed(cast) == ["2016", "7", "2016-07-01", "2016-07-31"]
    # The first one begins where the ward's own windows end.
    assert proposed(cast, "?khung=15-14") == ["2016", "7", "2016-07-01", "2016-07-14"]
    period(2016, 7, date(2016, 7, 1), date(2016, 7, 14))
    assert proposed(cast, "?khung=15-14") == ["2016", "8", "2016-07-15", "2016-08-14"]
    # A window that went beyond: the month after the next.
    period(2016, 8, date(2016, 7, 15), date(2016, 9, 20))
    assert proposed(cast, "?khung=15-14") == ["2016", "10", "2016-09-21", "2016-10-14"]


def test_the_window_of_january_begins_in_december() -> None:
    assert legal_window(2027, 1) == (date(2026, 12, 15), date(2027, 1, 14))


def test_the_form_asks_about_days_of_no_period(cast: Cast, june: ReportingPeriod) -> None:
    client = client_of(cast, "editor")
    august = ReportingPeriod(
        year=2016, month=8, starts_on=date(2016, 8, 1), ends_on=date(2016, 8, 31)
    )
    answer = client.post(ADD, typed(august))
    page = answer.content.decode()
    assert "Từ 29/06/2016 đến 31/07/2016 sẽ không thuộc kỳ nào" in page
    assert 'type="checkbox" name="leaves_gap"' in page
    assert 'value="2016-08-31"' in page, "what was typed stays"
    assert ReportingPeriod.objects.count() == 1
    assert client.post(ADD, typed(august, leaves_gap="on")).status_code == 302
    assert ReportingPeriod.objects.count() == 2


def test_a_closed_period_does_not_move_without_a_reason(
    cast: Cast, june: ReportingPeriod, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A period put into the gap before a closed one takes days away from it."""
    client = client_of(cast, "editor")
    july = period(2016, 7, date(2016, 7, 5), date(2016, 7, 31))
    assert july.counts_from == date(2016, 6, 29)
    closed = [PeriodLock("test", lambda: {july.pk})]
    monkeypatch.setattr(period_locks, "_entries", closed)
    between = ReportingPeriod(
        year=2016, month=8, starts_on=date(2016, 6, 29), ends_on=date(2016, 7, 2)
    )
    answer = client.post(ADD, typed(between))
    page = answer.content.decode()
    sentence = "Tháng 7/2016: từ 29/06/2016 đến 31/07/2016 thành từ 03/07/2016 đến 31/07/2016"
    assert f"Số liệu của kỳ đã khóa sẽ thay đổi ({sentence})" in page
    assert ReportingPeriod.objects.count() == 2
    answer = client.post(ADD, typed(between, reason="Ghi thiếu kỳ bù"))
    assert answer.status_code == 302
    entry = LogEntry.objects.filter(object_id=str(july.pk)).get()
    assert f"{sentence}. Lý do: Ghi thiếu kỳ bù" in entry.get_change_message()


def test_the_window_of_a_closed_period_itself(
    cast: Cast, june: ReportingPeriod, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(period_locks, "_entries", [PeriodLock("test", lambda: {june.pk})])
    address = reverse("admin:organization_reportingperiod_change", args=[june.pk])
    client = client_of(cast, "editor")
    june.ends_on = date(2016, 6, 30)
    assert "xin ghi lý do" in client.post(address, typed(june)).content.decode()
    june.ends_on = date(2016, 6, 28)
    assert client.post(address, typed(june)).status_code == 302, "nothing changed"


def test_open_periods_move_freely(cast: Cast, june: ReportingPeriod) -> None:
    address = reverse("admin:organization_reportingperiod_change", args=[june.pk])
    june.ends_on = date(2016, 6, 30)
    assert client_of(cast, "editor").post(address, typed(june)).status_code == 302


class TestAClosedWindowIsFixed:
    """Closing a plan fixes the first counted day: no sibling, and no setting, moves it."""

    @pytest.fixture
    def closed(self, cast: Cast, july: ReportingPeriod) -> ReportingPeriod:
        plan = EditorialPlan.objects.create(
            period=july, deadline_rule=DeadlineRule.LAST_DAY, due_on=july.ends_on, text="Viết"
        )
        for name in ("give", "close"):
            plan = perform(plan, name, actor=cast.editor, version=plan.version)
        found = ReportingPeriod.objects.get(pk=july.pk)
        assert (found.fixed_from, found.counts_from) == (date(2016, 6, 29), date(2016, 6, 29))
        return found

    def window(self, of: ReportingPeriod) -> date:
        found = ReportingPeriod.objects.get(pk=of.pk).counts_from
        [listed] = ReportingPeriod.objects.with_window().filter(pk=of.pk)
        assert listed.counts_from == found
        return found

    def test_by_the_setting(self, closed: ReportingPeriod, settings: Any) -> None:
        settings.PERIOD_GAP_DAYS = 2
        assert self.window(closed) == date(2016, 6, 29)

    def test_by_a_period_deleted(self, closed: ReportingPeriod, june: ReportingPeriod) -> None:
        june.delete()
        assert self.window(closed) == date(2016, 6, 29)

    def test_by_an_end_moved_back(self, closed: ReportingPeriod, june: ReportingPeriod) -> None:
        ReportingPeriod.objects.filter(pk=june.pk).update(ends_on=date(2016, 6, 20))
        assert self.window(closed) == date(2016, 6, 29)

    def test_a_period_put_between_asks_and_then_no_day_counts_twice(
        self, cast: Cast, closed: ReportingPeriod
    ) -> None:
        client = client_of(cast, "editor")
        between = ReportingPeriod(
            year=2016, month=8, starts_on=date(2016, 6, 29), ends_on=date(2016, 6, 30)
        )
        assert "xin ghi lý do" in client.post(ADD, typed(between)).content.decode()
        assert client.post(ADD, typed(between, reason="Ghi thiếu")).status_code == 302
        found = ReportingPeriod.objects.get(pk=closed.pk)
        assert (found.counts_from, found.fixed_from) == (date(2016, 7, 1), date(2016, 7, 1))

    def test_a_start_moved_within_its_gap_leaves_it_fixed(
        self, cast: Cast, closed: ReportingPeriod
    ) -> None:
        address = reverse("admin:organization_reportingperiod_change", args=[closed.pk])
        closed.starts_on = date(2016, 7, 1)
        assert client_of(cast, "editor").post(address, typed(closed)).status_code == 302
        found = ReportingPeriod.objects.get(pk=closed.pk)
        assert (found.starts_on, found.fixed_from) == (date(2016, 7, 1), date(2016, 6, 29))

    def test_reopened_it_follows_its_neighbours_again(
        self, cast: Cast, closed: ReportingPeriod, settings: Any
    ) -> None:
        plan = closed.editorial_plan
        perform(plan, "reopen", actor=cast.editor, version=plan.version, note="Sửa")
        settings.PERIOD_GAP_DAYS = 2
        assert self.window(closed) == date(2016, 7, 2)


def test_the_question_stands_above_the_fields_and_the_hint_agrees(
    cast: Cast, june: ReportingPeriod
) -> None:
    august = ReportingPeriod(
        year=2016, month=8, starts_on=date(2016, 8, 1), ends_on=date(2016, 8, 31)
    )
    page = client_of(cast, "editor").post(ADD, typed(august)).content.decode()
    assert 0 < page.index('name="leaves_gap"') < page.index('name="year"')
    assert "Khoảng trống đến 7 ngày sau kỳ trước cũng tính vào kỳ này" in page


def test_a_gap_after_the_period_is_asked_about_too_and_a_known_one_is_not(
    cast: Cast, july: ReportingPeriod
) -> None:
    client = client_of(cast, "editor")
    may = ReportingPeriod(year=2016, month=4, starts_on=date(2016, 4, 1), ends_on=date(2016, 4, 30))
    page = client.post(ADD, typed(may)).content.decode()
    assert "Từ 01/05/2016 đến 31/05/2016 sẽ không thuộc kỳ nào" in page
    assert client.post(ADD, typed(may, leaves_gap="on")).status_code == 302
    stored = ReportingPeriod.objects.get(month=4)
    address = reverse("admin:organization_reportingperiod_change", args=[stored.pk])
    stored.starts_on = date(2016, 4, 2)
    assert client.post(address, typed(stored)).status_code == 302


def test_open_neighbours_that_move_are_told(cast: Cast, july: ReportingPeriod) -> None:
    between = ReportingPeriod(
        year=2016, month=8, starts_on=date(2016, 6, 29), ends_on=date(2016, 6, 30)
    )
    page = client_of(cast, "editor").post(ADD, typed(between), follow=True).content.decode()
    moved = "Tháng 7/2016: từ 29/06/2016 đến 31/07/2016 thành từ 01/07/2016 đến 31/07/2016"
    assert f"Ngày tính của kỳ bên cạnh cũng đổi: {moved}." in page


def test_a_new_plans_period_asks_about_the_gap_as_well(cast: Cast, june: ReportingPeriod) -> None:
    data = {
        "year": "2016",
        "month": "8",
        "starts_on": "2016-08-01",
        "ends_on": "2016-08-31",
        "deadline_rule": "last_day",
    }
    client = client_of(cast, "editor")
    page = client.post(reverse("admin:plan_make"), data).content.decode()
    assert "Từ 29/06/2016 đến 31/07/2016 sẽ không thuộc kỳ nào" in page
    assert not EditorialPlan.objects.exists()
    answer = client.post(reverse("admin:plan_make"), data | {"leaves_gap": "on"})
    assert answer.status_code == 302
    assert EditorialPlan.objects.get().period.counts_from == date(2016, 8, 1)


def test_a_new_plans_period_names_the_period_whose_days_it_takes(
    cast: Cast, june: ReportingPeriod
) -> None:
    data = {
        "year": "2016",
        "month": "7",
        "starts_on": (june.starts_on + timedelta(days=10)).isoformat(),
        "ends_on": "2016-07-31",
        "deadline_rule": "last_day",
    }
    client = client_of(cast, "editor")
    page = client.post(reverse("admin:plan_make"), data).content.decode()
    window = f"{june.starts_on:%d/%m/%Y} đến {june.ends_on:%d/%m/%Y}"
    assert f"Trùng ngày với kỳ tháng 6/2016 (từ {window})." in page
    assert "sẽ không thuộc kỳ nào" not in page
    assert "trùng ngày với một kỳ" not in page


def test_who_adds_a_day_off_is_told_of_the_deadlines_on_it(cast: Cast) -> None:
    day = timezone.localdate() + timedelta(days=40)
    task = make_task(cast.leader, cast.contributor.unit, text="Kiểm tra kho", due_on=day)
    make_task(cast.leader, cast.contributor.unit, text="Việc khác", due_on=day - timedelta(days=1))
    editor, officer = client_of(cast, "editor"), client_of(cast, "it_officer")
    add = reverse("admin:organization_holiday_add")
    data = {"day": day.isoformat(), "kind": "day_off", "name": "Nghỉ bù"}
    page = editor.post(add, data, follow=True).content.decode()
    assert "Có 1 việc đang mở có hạn vào ngày nghỉ vừa thêm: " in page
    whose = cast.contributor.unit.short_name
    assert f'<a href="{task.address}">Kiểm tra kho</a> ({day:%d/%m/%Y}, {whose})' in page
    assert "Việc khác" not in page
    Holiday.objects.all().delete()
    page = officer.post(LINES, {"lines": f"{day:%d/%m/%Y} Nghỉ bù"}, follow=True).content.decode()
    assert "Có 1 việc đang mở có hạn vào ngày nghỉ vừa thêm. Xin xem lại hạn" in page
    assert "Kiểm tra kho" not in page
    Holiday.objects.all().delete()
    make_task(cast.leader, cast.other_contributor.unit, text="Kiểm tra kho", due_on=day)
    page = editor.post(add, data, follow=True).content.decode()
    assert f"Kiểm tra kho</a> ({day:%d/%m/%Y}, 2 đơn vị)" in page
    assert page.count("Kiểm tra kho") == 1


def test_only_who_may_enter_many_days_is_led_there(cast: Cast) -> None:
    address = reverse("admin:organization_holiday_changelist")
    for role, is_led in (("editor", True), ("approver", False), ("leader", False)):
        client = client_of(cast, role)
        assert (f'href="{LINES}"' in client.get(address).content.decode()) is is_led, role
        assert (client.get(LINES).status_code == 200) is is_led, role
