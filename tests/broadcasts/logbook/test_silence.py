"""Alarms of sessions of which nothing is known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from broadcasts.logbook.book import log_book
from broadcasts.logbook.silence import alarm_silence, missing_sessions
from broadcasts.logbook.waiting import (
    next_panel,
    unlogged_panel,
    waiting_approvals,
    waiting_logs,
)
from broadcasts.models import AirItem, AnnouncerAbsence, Bulletin, Slot
from broadcasts.states import SourceState
from core.workflow.engine import TransitionRefused, available
from organization.mail.delivery import queue
from organization.models import Holiday, Notice, Topic, User
from organization.work.reminders import send_reminders
from tests.news.test_access import client_of
from tests.support.air_sessions import (
    at,
    give_audio,
    log,
    make_bulletin,
    make_item,
    make_slot,
    step,
)
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)  # a Tuesday
NEXT = DAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def at_six() -> Iterator[Any]:
    with time_machine.travel(at(DAY, 6), tick=False) as clock:
        yield clock


@pytest.fixture
def slot(db: None) -> Slot:
    return make_slot(valid_from=DAY, valid_until=DAY)


def told() -> list[tuple[str, str, str]]:
    """Return who was told of silence: the person, the event's last part, the topic."""
    rows = Notice.objects.filter(event__startswith="broadcast-silence").order_by("pk")
    return [
        (row.person.username, row.event.split(":", 2)[-1], row.topic)
        for row in rows.select_related("person")
    ]


@pytest.mark.parametrize("state", ["draft", "in_review", "approved"])
def test_silence_is_told_a_quarter_after_the_slot_once(cast: Cast, slot: Slot, state: str) -> None:
    bulletin = make_bulletin(cast, DAY, slot, state=state)
    assert alarm_silence(at(DAY, 7, 29)) is None
    assert told() == []
    assert alarm_silence(at(DAY, 7, 30)) == "1 silent sessions told"
    assert alarm_silence(at(DAY, 7, 31)) is None
    assert told() == [(cast.announcer.username, "first", Topic.OVERDUE)]
    notice = Notice.objects.get(event__endswith=":first")
    assert notice.text == (
        "Bản tin buổi sáng ngày 24/11/2026: quá giờ mà chưa có nhật ký."
        " Xin ghi đã phát, hoặc vì sao không phát."
    )
    assert notice.url == bulletin.address
    bulletin.refresh_from_db()
    assert bulletin.alarmed_at == at(DAY, 7, 30)


def test_at_nine_of_the_next_day_the_approvers_are_told_and_get_mail(
    cast: Cast, slot: Slot, at_six: Any
) -> None:
    make_bulletin(cast, DAY, slot, state="approved")
    alarm_silence(at(DAY, 8))
    assert alarm_silence(at(NEXT, 8, 59)) is None
    assert alarm_silence(at(NEXT, 9)) == "1 silent sessions told"
    assert alarm_silence(at(NEXT, 9, 1)) is None
    red = {(name, topic) for name, event, topic in told() if event == "red"}
    people = (cast.approver, cast.other_approver, cast.head, cast.leader)
    assert red == {(person.username, Topic.OVERDUE) for person in people}
    at_six.move_to(at(NEXT, 9, 2))
    send_reminders(at(NEXT, 9, 2))
    assert Notice.objects.filter(event__endswith=":red", awaits_mail=True).count() == 4
    User.objects.filter(pk=cast.head.pk).update(email="truong@phuong.vn", mail_choice="daily")
    queue(at(NEXT, 9, 3))
    assert Notice.objects.get(event__endswith=":red", person=cast.head).mail is not None


@pytest.mark.parametrize("name", ["log", "miss", "cancel"])
def test_what_was_settled_is_not_told_and_no_longer_mailed(
    cast: Cast, slot: Slot, at_six: Any, name: str
) -> None:
    bulletin = make_bulletin(cast, DAY, slot, state="approved")
    alarm_silence(at(DAY, 7, 30))
    at_six.move_to(at(DAY, 8))
    if name == "log":
        log(bulletin, cast.announcer)
    elif name == "miss":
        step(bulletin, "miss", cast.announcer, data={"missed_reason": "power"})
    else:
        step(bulletin, "cancel", cast.announcer, note="Nghỉ")
    assert alarm_silence(at(DAY, 8, 1)) is None
    assert alarm_silence(at(NEXT, 9)) is None
    notice = Notice.objects.get(event__endswith=":first")
    assert (notice.read_at, notice.awaits_mail) == (at(DAY, 8, 1), False)


def test_the_stand_in_is_told_too(cast: Cast, slot: Slot) -> None:
    AnnouncerAbsence.objects.create(
        announcer=cast.announcer, stand_in=cast.clerk, valid_from=DAY, valid_until=DAY
    )
    make_bulletin(cast, DAY, slot)
    alarm_silence(at(DAY, 8))
    assert {name for name, _, _ in told()} == {cast.announcer.username, cast.clerk.username}


def test_a_slot_without_a_bulletin_is_told_once(cast: Cast, slot: Slot) -> None:
    assert alarm_silence(at(DAY, 7, 29)) is None
    assert alarm_silence(at(DAY, 7, 30)) == "1 silent sessions told"
    assert alarm_silence(at(DAY, 7, 31)) is None
    notice = Notice.objects.get(event__startswith="broadcast-silence:slot")
    assert notice.text == "Buổi sáng, 07:00 ngày 24/11/2026 không có bản tin."
    assert notice.url == reverse("admin:broadcast_logbook")
    assert notice.read_at is None


def test_a_slot_that_ends_at_midnight_is_told_on_the_next_day(cast: Cast) -> None:
    make_slot("Khuya", starts_at=time(23, 45), valid_from=DAY, valid_until=DAY)
    assert alarm_silence(at(DAY, 23, 59)) is None
    assert alarm_silence(at(NEXT, 0, 14)) is None
    assert alarm_silence(at(NEXT, 0, 15)) == "1 silent sessions told"
    assert alarm_silence(at(NEXT, 0, 16)) is None


def test_nothing_is_asked_for_where_there_is_no_station(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(5):  # savepoint and release, bulletins, alarms, slots
        assert alarm_silence(at(DAY, 8)) is None


def test_missing_sessions_are_those_of_working_days_of_the_slot(cast: Cast) -> None:
    slot = make_slot(valid_from=DAY)
    cancelled = make_bulletin(cast, date(2026, 11, 26), slot)
    step(cancelled, "cancel", cast.announcer, note="Nghỉ")
    Holiday.objects.create(day=date(2026, 11, 27), kind=Holiday.Kind.DAY_OFF, name="Nghỉ bù")
    found = missing_sessions(
        date(2026, 11, 1), date(2026, 12, 31), before=at(date(2026, 11, 30), 8)
    )
    assert [day for day, _ in found] == [date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 30)]
    assert missing_sessions(DAY, DAY, before=at(DAY, 7, 14)) == []
    assert len(missing_sessions(DAY, DAY, before=at(DAY, 7, 15))) == 1


# The dashboard


def kinds(items: Iterator[Any]) -> list[tuple[str, str, bool]]:
    return [(item.kind, item.url, item.is_urgent) for item in items]


def test_announcers_are_asked_for_what_is_over(
    cast: Cast, slot: Slot, django_assert_num_queries: Any
) -> None:
    approved = make_bulletin(cast, DAY, slot, state="approved")
    evening = make_slot("Chiều", starts_at=slot.starts_at.replace(hour=17), valid_from=DAY)
    draft = make_bulletin(cast, DAY, evening, make_item(cast.announcer, "Khác"))
    assert kinds(waiting_logs(cast.announcer, at(DAY, 7, 14))) == []
    log_page = reverse("admin:broadcasts_bulletin_transition", args=[approved.pk, "log"])
    miss_page = reverse("admin:broadcasts_bulletin_transition", args=[draft.pk, "miss"])
    assert kinds(waiting_logs(cast.announcer, at(DAY, 7, 15))) == [("Ghi nhật ký", log_page, False)]
    announcer = User.objects.get(pk=cast.announcer.pk)
    assert announcer.roles
    with django_assert_num_queries(1):
        found = kinds(waiting_logs(announcer, at(NEXT, 9)))
    assert found == [("Ghi nhật ký", log_page, True), ("Ghi vì sao không phát", miss_page, True)]


def test_approvers_are_asked_for_what_they_may_approve(
    cast: Cast, slot: Slot, django_assert_num_queries: Any
) -> None:
    item = make_item(cast.approver, "Người duyệt tự viết")
    bulletin = make_bulletin(cast, DAY, slot, item, state="in_review")
    assert kinds(waiting_approvals(cast.approver, at(DAY, 6))) == []
    found = list(waiting_approvals(cast.other_approver, at(DAY, 6)))
    assert [(one.kind, one.title, one.url, one.is_urgent, one.note) for one in found] == [
        (
            *("Duyệt bản tin", "Bản tin buổi sáng ngày 24/11/2026", bulletin.address),
            *(True, "phát lúc 07:00"),
        )
    ]
    head = User.objects.get(pk=cast.head.pk)
    assert head.roles
    with django_assert_num_queries(1):
        assert len(list(waiting_approvals(head, at(DAY - timedelta(days=1), 6)))) == 1
    assert kinds(waiting_approvals(cast.head, at(DAY, 7))) == []


def test_others_cost_no_query(cast: Cast, django_assert_num_queries: Any) -> None:
    for role in ("contributor", "editor", "clerk", "it_officer", "superuser"):
        user = User.objects.get(pk=getattr(cast, role).pk)
        assert user.roles is not None
        with django_assert_num_queries(0):
            assert list(waiting_logs(user, at(DAY, 9))) == []
            assert list(waiting_approvals(user, at(DAY, 9))) == []
            assert unlogged_panel(user) is None
            assert next_panel(user) is None


def test_what_comes_next_is_shown_with_what_it_lacks(
    cast: Cast, slot: Slot, at_six: Any, django_assert_num_queries: Any
) -> None:
    later = make_bulletin(cast, NEXT, None, make_item(cast.announcer, "Khác"), make_item(None))
    first = give_audio(make_bulletin(cast, DAY, slot, state="approved"))
    user = User.objects.get(pk=cast.approver.pk)
    assert user.roles
    with django_assert_num_queries(1):
        panel = next_panel(user)
    # Opening and closing are recorded with the first.
    assert panel == {"rows": [(first, 0), (later, 2)]}
    at_six.move_to(at(DAY, 7, 15))
    panel = next_panel(user)
    assert panel == {"rows": [(later, 2)]}
    assert not panel["rows"][0][0].is_corrected
    AirItem.objects.filter(places__bulletin=later).update(source_state=SourceState.CORRECTED)
    (bulletin, _) = next_panel(user)["rows"][0]  # type: ignore[index]
    assert bulletin.is_corrected
    at_six.move_to(at(NEXT, 8))
    assert next_panel(user) is None


def test_the_panel_is_red_in_the_morning(cast: Cast, at_six: Any) -> None:
    slot = make_slot(valid_from=DAY)
    make_bulletin(cast, DAY, slot, state="approved")

    def page(role: str, now: datetime) -> str:
        at_six.move_to(now)
        found: str = client_of(cast, role).get(reverse("admin:index")).content.decode()
        return found

    assert "Buổi phát chưa ghi nhật ký" not in page("announcer", at(DAY, 7, 29))
    assert "Buổi phát chưa ghi nhật ký" in page("announcer", at(DAY, 7, 30))
    assert "quá 9 giờ sáng hôm sau" not in page("leader", at(NEXT, 8, 59))
    late = page("leader", at(NEXT, 9))
    assert 'class="when late"' in late
    assert "ngày 25/11/2026, không có bản tin" in late
    assert "Buổi phát chưa ghi nhật ký" not in page("clerk", at(NEXT, 9))
    assert Bulletin.objects.get().state == "approved"


def test_a_session_given_up_too_soon_is_aired_after_all(cast: Cast, slot: Slot) -> None:
    bulletin = make_bulletin(cast, DAY, slot, state="approved")
    bulletin = step(bulletin, "miss", cast.announcer, data={"missed_reason": "power"})
    offered = {one.transition.name for one in available(bulletin, cast.announcer)}
    assert offered == {"restore"}
    bulletin = step(bulletin, "restore", cast.announcer)
    assert (bulletin.state, bulletin.missed_reason, bulletin.approved_at) == ("draft", "", None)
    step(bulletin, "submit", cast.announcer)
    step(bulletin, "approve", cast.approver)


def test_a_session_is_restored_before_its_start_alone(cast: Cast, slot: Slot, at_six: Any) -> None:
    bulletin = make_bulletin(cast, DAY, slot, state="approved")
    bulletin = step(bulletin, "miss", cast.announcer, data={"missed_reason": "power"})
    at_six.move_to(at(DAY, 7))
    offered = {one.transition.name for one in available(bulletin, cast.announcer)}
    assert offered == {"correct_log"}
    with pytest.raises(TransitionRefused, match="Đã đến giờ phát"):
        step(bulletin, "restore", cast.announcer)


def test_another_reason_is_put_into_words(cast: Cast, slot: Slot) -> None:
    bulletin = make_bulletin(cast, DAY, slot, state="approved")
    client = client_of(cast, "announcer")
    address = reverse("admin:broadcasts_bulletin_transition", args=[bulletin.pk, "miss"])
    assert 'name="note"' in client.get(address).content.decode()
    typed = {"version": bulletin.version, "missed_reason": "other", "note": " "}
    answer = client.post(address, typed)
    assert answer.status_code == 409
    assert "xin ghi rõ vì sao không phát" in answer.content.decode()
    assert client.post(address, typed | {"note": "Loa đi bảo hành"}).status_code == 302
    assert "Lý do khác" not in client.get("/phat-thanh/").content.decode()
    (row,) = log_book(DAY, DAY, now=timezone.now()).rows
    assert row.result == "Không phát: lý do khác. Loa đi bảo hành"
