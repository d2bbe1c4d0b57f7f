"""Personal data in a bulletin: every kind is said, numbers of citizens are confirmed by a tick."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from broadcasts.bulletins.personal_data import personal_warnings
from broadcasts.models import Bulletin
from core.workflow.engine import TransitionRefused
from organization.models import Unit, Ward
from tests.news.test_access import client_of
from tests.support.air_sessions import at, make_bulletin, make_item, make_slot, step
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)
WORDS = "Tìm anh Nam, CCCD 079204001234, điện thoại 0912 345 678, sinh ngày 12/3/1990."
READING = (
    "Tìm anh Nam, căn cước công dân không bảy chín hai không bốn không không một hai ba bốn, điện"
    " thoại không chín một hai ba bốn năm sáu bảy tám, sinh ngày mười hai tháng ba năm một nghìn"
    " chín trăm chín mươi."
)
TICKS = {"accepts_identity_numbers": "on", "accepts_phones": "on"}


@pytest.fixture
def bulletin(cast: Cast, time_machine: Any) -> Bulletin:
    time_machine.move_to(at(DAY - timedelta(days=1), 15), tick=False)
    item = make_item(cast.announcer, "Tìm người", written=WORDS, reading=READING)
    return make_bulletin(cast, DAY, make_slot(), item)


def test_every_kind_is_listed(cast: Cast, bulletin: Bulletin) -> None:
    page = client_of(cast, "announcer").get(bulletin.address).content.decode()
    for words in ("079204001234”", "0912 345 678”", "sinh ngày 12/3/1990”"):
        assert page.count(words) == 1
    assert "Lời đọc không có" not in page


def test_numbers_need_a_tick_at_each_step(cast: Cast, bulletin: Bulletin) -> None:
    for name, role in (("submit", "announcer"), ("approve", "approver")):
        client = client_of(cast, role)
        step_page = reverse("admin:broadcasts_bulletin_transition", args=[bulletin.pk, name])
        page = client.get(step_page).content.decode()
        for words in ("079204001234”", "0912 345 678”", "sinh ngày 12/3/1990”"):
            assert page.count(words) == 1, (name, words)
        with pytest.raises(TransitionRefused, match="079204001234"):
            step(bulletin, name, getattr(cast, role))
        version = Bulletin.objects.get().version
        assert client.post(step_page, {"version": version}).status_code == 409
        assert client.post(step_page, TICKS | {"version": version}).status_code == 302
    assert Bulletin.objects.get().state == "approved"


def test_a_bulletin_without_numbers_is_not_asked_about(cast: Cast, bulletin: Bulletin) -> None:
    bulletin.places.exclude(item__title="Lời mở đầu").delete()
    plain = make_bulletin(cast, DAY + timedelta(days=1), bulletin.slot, make_item(None, "Họp"))
    client = client_of(cast, "announcer")
    step_page = reverse("admin:broadcasts_bulletin_transition", args=[plain.pk, "submit"])
    assert client.post(step_page, {"version": plain.version}).status_code == 302
    assert Bulletin.objects.get(pk=plain.pk).state == "in_review"


@pytest.mark.parametrize("number", [1, 3])
def test_what_is_not_read_out_is_still_read_on_the_page(
    db: None, number: int, django_assert_num_queries: Any
) -> None:
    items = [
        make_item(None, f"Tìm người {one}", written=WORDS, reading="Tìm anh Nam.")
        for one in range(number)
    ]
    with django_assert_num_queries(6):
        lines = personal_warnings(items)
    assert len(lines) == number
    words = "Lời đọc không có, nhưng bản viết hiện trên trang nghe lại."
    assert all(line.count(words) == 3 for line in lines)


def test_contacts_of_the_ward_are_no_personal_data(db: None) -> None:
    Ward.objects.create(pk=1, name="Phường Bến Sen", email="phuongbensen@gmail.com")
    Unit.objects.create(name="Trạm Y tế", short_name="TYT", phone="0912 345 678")
    own = make_item(None, "Liên hệ", written="Hỏi 0912345678, thư phuongbensen@gmail.com.")
    assert personal_warnings([own]) == []
    other = make_item(None, "Liên hệ", written="Hỏi 0912345679, thư an@gmail.com.")
    assert "0912345679" in personal_warnings([other])[0]
    assert "an@gmail.com" in personal_warnings([other])[0]
