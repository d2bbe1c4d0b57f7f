"""The page of a bulletin: items are added, moved, taken out; texts on their way stay."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from broadcasts.bulletins.proposals import candidates
from broadcasts.models import AirItem, AnnouncerAbsence, Bulletin
from broadcasts.states import BulletinState
from core.workflow.engine import TransitionRefused, log_of
from organization.models import User
from organization.roles import Role
from tests.support.broadcasts import (
    approve,
    log,
    make_bulletin,
    make_item,
    make_slot,
    publish,
    step,
)
from tests.support.cast import Cast
from tests.support.factories import make_draft

pytestmark = pytest.mark.django_db


def titles(bulletin: Bulletin) -> list[str]:
    return [place.item.title for place in bulletin.places.select_related("item")]


def post(client: Client, bulletin: Bulletin, **data: object) -> None:
    bulletin.refresh_from_db()
    answer = client.post(
        reverse("admin:bulletin_places", args=[bulletin.pk]),
        {"version": bulletin.version} | data,
    )
    assert answer.status_code == 302


def test_items_are_added_moved_and_taken_out(client: Client, cast: Cast) -> None:
    article = publish(make_draft(cast.contributor, title="Từ bài", is_for_loudspeaker=True), cast)
    first, second = make_item("Một"), make_item("Hai")
    bulletin = make_bulletin(first)
    client.force_login(cast.announcer)
    page = client.get(bulletin.address).content.decode()
    assert "Từ bài" in page
    post(client, bulletin, action="add", key=f"article:{article.pk}")
    post(client, bulletin, action="add", item=second.pk)
    assert titles(bulletin) == ["Lời mở đầu", "Một", "Từ bài", "Hai", "Lời kết"]
    place = bulletin.places.get(item=second)
    post(client, bulletin, action="up", place=place.pk)
    post(client, bulletin, action="up", place=place.pk)
    post(client, bulletin, action="up", place=place.pk)
    assert titles(bulletin) == ["Lời mở đầu", "Hai", "Một", "Từ bài", "Lời kết"]
    post(client, bulletin, action="remove", place=bulletin.places.get(item=first).pk)
    assert titles(bulletin) == ["Lời mở đầu", "Hai", "Từ bài", "Lời kết"]


def test_a_change_of_what_another_changed_is_refused(client: Client, cast: Cast) -> None:
    item = make_item("Một")
    bulletin = make_bulletin(item)
    client.force_login(cast.announcer)
    place = bulletin.places.get(item=item)
    address = reverse("admin:bulletin_places", args=[bulletin.pk])
    client.post(address, {"version": 7, "action": "remove", "place": place.pk})
    assert "Một" in titles(bulletin)
    page = client.get(bulletin.address).content.decode()
    assert "vừa được sửa ở nơi khác" in page


def test_a_slot_has_one_bulletin(client: Client, cast: Cast) -> None:
    slot = make_slot(weekdays="1234567")
    client.force_login(cast.announcer)
    day = timezone.localdate() + timedelta(days=1)
    data = {"day": f"{day:%d/%m/%Y}", "slot": slot.pk, "_save": "1"}
    address = reverse("admin:broadcasts_bulletin_add")
    client.post(address, data)
    bulletin = Bulletin.objects.get()
    assert (bulletin.day, bulletin.minutes) == (day, 15)
    client.logout()  # somewhere else, or at another time
    client.force_login(cast.announcer)
    answer = client.post(address, data)
    assert "Buổi này đã có bản tin" in answer.content.decode()
    assert Bulletin.objects.count() == 1


def test_an_item_written_for_a_bulletin_stands_in_it(client: Client, cast: Cast) -> None:
    bulletin = make_bulletin()
    client.force_login(cast.announcer)
    today = f"{timezone.localdate():%d/%m/%Y}"
    answer = client.post(
        f"{reverse('admin:broadcasts_airitem_add')}?ban-tin={bulletin.pk}",
        {
            "kind": "message",
            "title": "Nhắn bà con",
            "written": "UBND phường họp ngày 05/7/2016 lúc 8h30.",
            "reading": "",
            "air_from": today,
            "air_until": today,
            "plays_wanted": "1",
        },
    )
    assert answer.status_code == 302, answer.content.decode()
    assert titles(bulletin) == ["Lời mở đầu", "Nhắn bà con", "Lời kết"]
    item = AirItem.objects.get(title="Nhắn bà con")
    assert item.reading == (
        "Ủy ban nhân dân phường họp ngày năm tháng bảy năm hai nghìn không trăm mười sáu"
        " lúc tám giờ ba mươi phút."
    )


def test_the_text_of_an_approved_bulletin_is_locked(client: Client, cast: Cast) -> None:
    item = make_item("Một", actor=cast.announcer)
    begins = timezone.now() + timedelta(hours=1)
    bulletin = make_bulletin(item, actor=cast.announcer, at=begins)
    approve(bulletin, cast)
    client.force_login(cast.announcer)
    page = client.get(reverse("admin:broadcasts_airitem_change", args=[item.pk]))
    assert 'name="reading"' not in page.content.decode()
    assert "Xin rút bản tin ấy lại" in page.content.decode()
    step(bulletin, "reopen", cast.announcer)
    page = client.get(reverse("admin:broadcasts_airitem_change", args=[item.pk]))
    assert 'name="reading"' in page.content.decode()


def test_four_eyes(cast: Cast) -> None:
    item = make_item("Một", actor=cast.approver)
    bulletin = make_bulletin(item)
    step(bulletin, "submit", cast.announcer)
    with pytest.raises(TransitionRefused, match="cần một người duyệt khác"):
        step(bulletin, "approve", cast.approver)
    assert step(bulletin, "approve", cast.other_approver).state == BulletinState.APPROVED


def test_words_nobody_knows_how_to_read_are_not_submitted(cast: Cast) -> None:
    bulletin = make_bulletin(make_item("Một", reading="Mời [?XYZQ] đến họp."))
    with pytest.raises(TransitionRefused, match=r"còn chữ chưa biết đọc.*: “XYZQ”"):
        step(bulletin, "submit", cast.announcer)
    with pytest.raises(TransitionRefused, match="chưa có mục nào"):
        step(make_bulletin(), "submit", cast.announcer)


def test_a_log_of_a_time_to_come_is_refused(cast: Cast) -> None:
    bulletin = make_bulletin(make_item("Một"), at=timezone.now() - timedelta(minutes=5))
    approve(bulletin, cast)
    with pytest.raises(TransitionRefused, match="Giờ kết thúc chưa tới"):
        log(bulletin, cast.announcer, now=timezone.now())
    aired = log(bulletin, cast.announcer)
    assert aired.state == BulletinState.AIRED
    assert aired.air_log.operator == cast.announcer
    assert aired.places.filter(is_aired=True).count() == 3


@pytest.mark.parametrize("number", [1, 20])
def test_queries_of_a_page_do_not_grow(
    client: Client, cast: Cast, number: int, django_assert_num_queries: object
) -> None:
    bulletin = make_bulletin(*[make_item(f"Mục {one}") for one in range(number)])
    make_slot()
    client.force_login(cast.announcer)
    client.get(bulletin.address)
    with django_assert_num_queries(25):  # type: ignore[operator]
        client.get(bulletin.address)


def test_a_stand_in_has_the_role_on_the_days_of_the_absence(cast: Cast) -> None:
    today = timezone.localdate()
    AnnouncerAbsence.objects.create(
        announcer=cast.announcer, stand_in=cast.editor, valid_from=today, valid_until=today
    )
    stand_in = User.objects.get(pk=cast.editor.pk)
    assert stand_in.roles == {Role.EDITOR, Role.ANNOUNCER}
    bulletin = make_bulletin(make_item("Một"))
    submitted = step(bulletin, "submit", stand_in)
    assert log_of(submitted).latest("version").on_behalf_of == "phát thanh viên vắng"
    AnnouncerAbsence.objects.update(valid_until=None, valid_from=today + timedelta(days=1))
    assert User.objects.get(pk=cast.editor.pk).roles == {Role.EDITOR}


@pytest.mark.django_db(transaction=True)
def test_two_bulletins_of_a_slot_at_the_same_moment_are_one(cast: Cast) -> None:
    slot = make_slot(weekdays="1234567")
    day = timezone.localdate() + timedelta(days=1)
    data = {"day": f"{day:%d/%m/%Y}", "slot": slot.pk, "_save": "1"}
    barrier, statuses = threading.Barrier(2), []

    def add() -> None:
        client = Client()
        client.force_login(cast.announcer)
        barrier.wait()
        statuses.append(client.post(reverse("admin:broadcasts_bulletin_add"), data).status_code)
        connection.close()

    threads = [threading.Thread(target=add) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 302]
    assert Bulletin.objects.count() == 1


def test_an_item_opened_from_a_bulletin_leads_back_to_it(client: Client, cast: Cast) -> None:
    item = make_item("Một")
    bulletin = make_bulletin(item)
    client.force_login(cast.announcer)
    address = reverse("admin:broadcasts_airitem_change", args=[item.pk])
    opened = f"{address}?ban-tin={bulletin.pk}"
    assert f'href="{opened}"' in client.get(bulletin.address).content.decode()
    page = client.get(opened)
    assert f"/ghi-am/?ban-tin={bulletin.pk}" in page.content.decode()
    data = {name: value for name, value in page.context["adminform"].form.initial.items() if value}
    for query, target in (
        (f"?ban-tin={bulletin.pk}", f"{bulletin.address}#noi-dung"),
        ("?ban-tin=999999", reverse("admin:broadcasts_airitem_changelist")),
        ("?ban-tin=https://example.com/", reverse("admin:broadcasts_airitem_changelist")),
    ):
        item.refresh_from_db()
        reading = f"Lời đọc {item.version}."
        answer = client.post(
            address + query, data | {"seen_version": item.version, "reading": reading}
        )
        assert (answer.status_code, answer["Location"]) == (302, target)
        item.refresh_from_db()
        assert item.reading == reading


def test_what_may_be_added_stays_open_while_it_is_added(client: Client, cast: Cast) -> None:
    bulletin = make_bulletin(make_item("Một"))
    item, _ = make_item("Hai"), make_item("Ba")
    client.force_login(cast.announcer)
    folded, opened = 'id="co-the-them">', 'id="co-the-them" open>'
    assert folded in client.get(bulletin.address).content.decode()
    data = {"version": bulletin.version, "action": "add", "item": item.pk}
    answer = client.post(reverse("admin:bulletin_places", args=[bulletin.pk]), data)
    assert answer.headers["Location"] == f"{bulletin.address}?them=1#co-the-them"
    assert opened in client.get(answer.headers["Location"]).content.decode()


def test_a_refused_new_bulletin_leaves_no_draft(client: Client, cast: Cast) -> None:
    client.force_login(cast.announcer)
    address = reverse("admin:broadcasts_bulletin_add")
    yesterday = timezone.localdate() - timedelta(days=1)
    answer = client.post(address, {"day": f"{yesterday:%d/%m/%Y}", "slot": make_slot().pk})
    assert "Ngày này đã qua." in answer.content.decode()
    for page in (answer, client.get(address)):
        assert 'id="autosave"' not in page.content.decode()


def test_nothing_is_read_before_its_article_appears(client: Client, cast: Cast) -> None:
    tomorrow = timezone.localtime().replace(hour=6, minute=30, second=0) + timedelta(days=1)
    begins = tomorrow.replace(microsecond=0)
    appears = begins + timedelta(minutes=30)
    article = publish(
        make_draft(cast.contributor, title="Hẹn giờ", is_for_loudspeaker=True),
        cast,
        published_at=f"{appears:%d/%m/%Y %H:%M}",
    )
    key = f"article:{article.pk}"
    sentence = (
        f"ài hẹn đăng lúc 07:00, {appears:%d/%m/%Y}, sau giờ phát 06:30, {begins:%d/%m/%Y};"
        " xin để bản tin sau."
    )
    bulletin = make_bulletin(make_item("Một", air_until=begins.date()), at=begins)
    client.force_login(cast.announcer)
    assert "Hẹn giờ" not in client.get(bulletin.address).content.decode()
    assert "Hẹn giờ" not in [item.title for item in candidates(bulletin, now=timezone.now())]
    post(client, bulletin, action="add", key=key)
    assert f"B{sentence}" in client.get(bulletin.address).content.decode()
    later = make_bulletin(at=appears)
    assert "Hẹn giờ" in client.get(later.address).content.decode()
    post(client, later, action="add", key=key)
    assert titles(later) == ["Lời mở đầu", "Hẹn giờ", "Lời kết"]
    item = AirItem.objects.get(source_key=key)
    post(client, bulletin, action="add", item=item.pk)
    assert titles(bulletin) == ["Lời mở đầu", "Một", "Lời kết"]
    # One whose bulletin was moved to an earlier time, or whose article to a later one.
    step(later, "submit", cast.announcer)
    Bulletin.objects.filter(pk=later.pk).update(starts_at=begins)
    with pytest.raises(TransitionRefused, match=f"Mục “Hẹn giờ”: b{sentence}"):
        step(later, "approve", cast.approver)
    step(later, "return", cast.approver, note="Sớm quá")
    with pytest.raises(TransitionRefused, match=f"Mục “Hẹn giờ”: b{sentence}"):
        step(later, "submit", cast.announcer)


def test_steps_that_lose_something_say_so(client: Client, cast: Cast) -> None:
    bulletin = make_bulletin(make_item("Một"), at=timezone.now() + timedelta(hours=1))
    client.force_login(cast.announcer)
    name = "admin:broadcasts_bulletin_transition"
    cancelled = reverse(name, args=[bulletin.pk, "cancel"])
    assert "Hủy rồi thì không lấy lại được bản tin này" in client.get(cancelled).text
    missed = reverse(name, args=[bulletin.pk, "miss"])
    step(bulletin, "submit", cast.announcer)
    words = "Nếu thực tế đã có người đọc trực tiếp"
    assert words not in client.get(missed).text
    Bulletin.objects.filter(pk=bulletin.pk).update(starts_at=timezone.now() - timedelta(hours=1))
    assert words in client.get(missed).text
