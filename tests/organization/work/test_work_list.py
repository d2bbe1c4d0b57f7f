"""The one work list per unit, on the dashboard and for whoever leads; and the reminders that follow
it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from organization.calendar.working_days import WorkingCalendar
from organization.mail.delivery import send_due
from organization.models import Holiday, MailChoice, Notice, User, notify
from organization.work.reminders import send_reminders
from organization.work.work_list import WorkItem, WorkSource, due_words, work_sources
from tests.news.test_access import EVERYBODY, client_of
from tests.news.test_queries import COUNTS, questions
from tests.support.cast import Cast
from tests.support.factories import UnitFactory, make_user

WARD = ZoneInfo("Asia/Ho_Chi_Minh")
TODAY = date(2026, 11, 25)  # a Wednesday
NOON = datetime(2026, 11, 25, 12, tzinfo=WARD)
WORK = "/quan-tri/viec/"


@pytest.fixture
def owed() -> Iterator[list[WorkItem]]:
    """What a source of this test's own brings; the other rooms' are put aside."""
    items: list[WorkItem] = []

    def of(units: Collection[int] | None, today: date) -> list[WorkItem]:
        return [item for item in items if units is None or item.unit_id in units]

    kept, work_sources._entries = work_sources._entries, [WorkSource("test", of)]
    yield items
    work_sources._entries = kept


@pytest.fixture
def today() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def item(unit: Any, title: str, due_on: date | None = None, **more: Any) -> WorkItem:
    return WorkItem(
        f"line:{title}", "Định hướng", title, f"/quan-tri/{title}/", unit.pk, due_on=due_on, **more
    )


@pytest.mark.parametrize(
    ("due_on", "words"),
    [
        (date(2026, 11, 25), "hôm nay là hạn"),
        (date(2026, 11, 30), "hạn 30/11, còn 3 ngày làm việc"),
        (date(2026, 11, 23), "hạn 23/11, muộn 2 ngày làm việc"),
        (date(2027, 1, 4), "hạn 04/01/2027, còn 28 ngày làm việc"),
    ],
)
def test_a_due_date_in_words(due_on: date, words: str) -> None:
    assert due_words(due_on, today=TODAY, calendar=WorkingCalendar()) == words


def test_a_due_date_with_no_working_day_between() -> None:
    saturday, sunday = date(2026, 11, 28), date(2026, 11, 29)
    assert (
        due_words(sunday, today=saturday, calendar=WorkingCalendar())
        == "hạn 29/11, trước đó không còn ngày làm việc"
    )
    assert due_words(saturday, today=sunday, calendar=WorkingCalendar()) == "hạn 28/11, đã quá hạn"


def test_a_member_sees_the_units_work_late_first(
    cast: Cast, owed: list[WorkItem], today: None
) -> None:
    unit, other = cast.contributor.unit, cast.other_contributor.unit
    Holiday.objects.create(day=date(2026, 11, 27), name="Nghỉ")
    owed += [
        item(unit, "khong-han"),
        item(unit, "sap-han", date(2026, 12, 1), note="chưa có bài"),
        item(unit, "cua-nguoi-khac", TODAY, person_id=cast.colleague.pk),
        item(unit, "da-muon", date(2026, 11, 23), person_id=cast.contributor.pk),
        item(other, "don-vi-khac", TODAY),
    ]
    client = client_of(cast, "contributor")
    for address in (reverse("admin:index"), WORK):
        page = client.get(address).content.decode()
        assert "don-vi-khac" not in page
        places = [
            page.index(f'href="/quan-tri/{title}/"')
            for title in ("da-muon", "cua-nguoi-khac", "sap-han")
        ]
        assert [*places, page.index("khong-han")] == sorted([*places, page.index("khong-han")])
        assert '<small class="late">Hạn 23/11, muộn 2 ngày làm việc</small>' in page
        assert "1 việc đã muộn" in page
        assert "Hôm nay là hạn" in page
        assert "chưa có bài" in page
        assert "Hạn 01/12, còn 3 ngày làm việc" in page  # the holiday is none
        assert f"việc của {cast.colleague.full_name}" in page
        assert f"việc của {cast.contributor.full_name}" not in page


def test_an_empty_list_says_so(cast: Cast, owed: list[WorkItem]) -> None:
    dashboard = reverse("admin:index")
    assert (
        "Đơn vị không có việc nào đang chờ."
        in client_of(cast, "contributor").get(dashboard).content.decode()
    )
    assert "Việc của đơn vị</h2>" not in client_of(cast, "leader").get(dashboard).content.decode()
    assert "Không có việc nào đang chờ." in client_of(cast, "leader").get(WORK).content.decode()


def test_who_sees_which_units(cast: Cast, owed: list[WorkItem], today: None) -> None:
    own, other = cast.contributor.unit, cast.other_contributor.unit
    owed += [item(own, "mot", TODAY), item(other, "hai", date(2026, 11, 1)), item(other, "ba")]
    seen = {name: set() for name in ("page", "own", "other")}
    for role in EVERYBODY:
        client = client_of(cast, role)
        for name, query in (
            ("page", {}),
            ("own", {"don-vi": own.pk}),
            ("other", {"don-vi": other.pk}),
        ):
            if client.get(WORK, query).status_code == 200:
                seen[name].add(role)
    leading = {"editor", "other_editor", "approver", "other_approver", "head", "leader"}
    assert seen == {
        "page": leading | {"contributor", "colleague", "other_contributor"},
        "own": leading | {"contributor", "colleague"},
        "other": leading | {"other_contributor"},
    }
    assert Client().get(WORK).status_code == 302
    page = client_of(cast, "leader").get(WORK).content.decode()
    assert page.index(f'href="?don-vi={other.pk}"') < page.index(
        f'href="?don-vi={own.pk}"'
    )  # more late first
    narrowed = client_of(cast, "leader").get(WORK, {"don-vi": own.pk}).content.decode()
    assert ("/quan-tri/mot/" in narrowed, "/quan-tri/hai/" in narrowed) == (True, False)


@pytest.mark.parametrize("value", ["", "x", "-1", "²", "9" * 40, "1 OR 1=1", "987654"])
def test_a_made_up_unit_is_not_found(cast: Cast, value: str) -> None:
    for role in ("leader", "contributor"):
        assert client_of(cast, role).get(WORK, {"don-vi": value}).status_code == 404


@COUNTS
@pytest.mark.parametrize(("role", "expected"), [("contributor", 8), ("leader", 7)])
def test_queries_of_the_page(
    cast: Cast, owed: list[WorkItem], today: None, rows: int, role: str, expected: int
) -> None:
    for number in range(rows):
        unit = cast.contributor.unit if role == "contributor" else UnitFactory()
        owed.append(
            item(unit, f"viec-{number}", TODAY - timedelta(days=number), person_id=make_user().pk)
        )
    assert questions(client_of(cast, role), WORK) == expected


def told(person: User) -> list[tuple[str, str]]:
    return list(person.notices.order_by("pk").values_list("topic", "text"))


@pytest.fixture
def run() -> Callable[[int, int], None]:
    """Run the job on a day of November, at an hour of the ward."""
    return lambda day, hour=8: send_reminders(datetime(2026, 11, day, hour, tzinfo=WARD))


def test_each_stage_is_told_once(cast: Cast, owed: list[WorkItem], run: Any) -> None:
    owed.append(item(cast.contributor.unit, "bài", date(2026, 11, 25)))
    for day in (19, 20, 20, 21, 22, 23, 24, 25, 25, 26, 27):
        run(day)
    for person in (cast.contributor, cast.colleague):
        assert told(person) == [
            ("due_soon", "Định hướng “bài”: hạn 25/11, còn 3 ngày làm việc."),
            ("due_today", "Định hướng “bài”: hôm nay là hạn."),
            ("overdue", "Định hướng “bài”: hạn 25/11, muộn 1 ngày làm việc."),
        ]
    assert Notice.objects.count() == 6
    assert Notice.objects.first().url == "/quan-tri/bài/"
    # Only the one that holds stands on the dashboard.
    assert list(Notice.objects.unread().values_list("topic", flat=True)) == ["overdue"] * 2


def test_nobody_is_reminded_on_the_day_they_are_told_or_get_the_account(
    cast: Cast, owed: list[WorkItem], run: Any
) -> None:
    owed.append(item(cast.contributor.unit, "bài", date(2026, 11, 25)))
    at = datetime(2026, 11, 23, 7, tzinfo=WARD)
    User.objects.filter(pk=cast.colleague.pk).update(date_joined=at)
    notify([cast.contributor], event="line", text="Được giao.", url="/quan-tri/bài/", now=at)
    run(23)
    assert not Notice.objects.filter(topic="due_soon").exists()
    run(24)
    reminded = Notice.objects.filter(topic="due_soon").values_list("person", flat=True)
    assert set(reminded) == {cast.contributor.pk, cast.colleague.pk}


def test_nobody_is_woken(cast: Cast, owed: list[WorkItem], run: Any) -> None:
    owed.append(item(cast.contributor.unit, "bài", date(2026, 11, 25)))
    run(25, 6)
    assert Notice.objects.count() == 0
    run(25, 7)
    assert told(cast.contributor) == [("due_today", "Định hướng “bài”: hôm nay là hạn.")]


def test_after_a_rest_of_the_server_only_the_fitting_one(
    cast: Cast, owed: list[WorkItem], run: Any
) -> None:
    owed.append(item(cast.contributor.unit, "bài", date(2026, 11, 25)))
    run(24)
    run(27)
    assert [topic for topic, _ in told(cast.contributor)] == ["due_soon", "overdue"]


def test_a_deadline_that_moves_is_followed(cast: Cast, owed: list[WorkItem], run: Any) -> None:
    unit = cast.contributor.unit
    owed.append(item(unit, "bài", date(2026, 11, 18)))
    run(18)
    owed[:] = [replace(owed[0], due_on=date(2026, 11, 30))]
    run(18, 9)  # moved away: what was said holds no more, and there is nothing to say yet
    assert not cast.contributor.notices.unread().exists()
    run(25)
    run(30)
    assert [text for _, text in told(cast.contributor)] == [
        "Định hướng “bài”: hôm nay là hạn.",
        "Định hướng “bài”: hạn 30/11, còn 3 ngày làm việc.",
        "Định hướng “bài”: hôm nay là hạn.",
    ]
    owed[:] = [replace(owed[0], due_on=date(2026, 11, 18))]  # and back: said already
    run(18, 10)
    assert Notice.objects.filter(person=cast.contributor).count() == 3


def test_who_is_told(cast: Cast, owed: list[WorkItem], run: Any) -> None:
    lonely, unit = UnitFactory(), cast.contributor.unit
    make_user(unit=lonely)  # no contributor
    owed += [
        item(unit, "của một người", TODAY, person_id=cast.colleague.pk),
        item(unit, "của người đã nghỉ", TODAY, person_id=cast.inactive.pk),
        item(lonely, "của đơn vị vắng", TODAY),
        item(unit, "không nhắc", TODAY, has_reminders=False),
        item(unit, "không hạn"),
        item(unit, "còn xa", date(2026, 12, 25)),
    ]
    run(25)
    assert {(notice.person, notice.text) for notice in Notice.objects.select_related("person")} == {
        (cast.colleague, "Định hướng “của một người”: hôm nay là hạn."),
        (cast.colleague, "Định hướng “của người đã nghỉ”: hôm nay là hạn."),
        (cast.contributor, "Định hướng “của người đã nghỉ”: hôm nay là hạn."),
    }


def test_this_mornings_reminder_is_in_this_mornings_mail_unless_it_holds_no_more(
    cast: Cast, owed: list[WorkItem], mailoutbox: list[Any]
) -> None:
    User.objects.filter(pk=cast.contributor.pk).update(mail_choice=MailChoice.DAILY)
    moved = item(
        cast.contributor.unit, "dời hạn", date(2026, 11, 25), person_id=cast.contributor.pk
    )
    owed.append(moved)
    seven = NOON.replace(hour=7)
    send_reminders(seven)
    send_due(seven)
    assert [mail.subject for mail in mailoutbox] == ["1 thông báo mới, ngày 25/11/2026"]
    send_reminders(
        seven + timedelta(days=1)
    )  # overdue, written after that day's mail would have gone
    owed.clear()
    send_reminders(seven + timedelta(days=2))
    send_due(seven + timedelta(days=2))
    assert len(mailoutbox) == 1


@COUNTS
def test_queries_of_the_reminders(
    cast: Cast, owed: list[WorkItem], rows: int, django_assert_num_queries: Any
) -> None:
    owed += [item(cast.contributor.unit, f"việc {number}", TODAY) for number in range(rows)]
    send_reminders(NOON)
    with django_assert_num_queries(7):  # again, with nothing to say: the usual minute
        send_reminders(NOON)
