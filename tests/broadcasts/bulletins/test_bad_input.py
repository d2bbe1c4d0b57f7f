"""What nobody would read aloud, typed into an item: a sentence, or a text that waits for help."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from broadcasts.models import AirItem, Bulletin
from core.workflow.engine import TransitionRefused
from tests.support.broadcasts import make_bulletin, make_slot, step
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db
TITLE = "Lời nhắn thử"


@pytest.fixture
def bulletin() -> Bulletin:
    return make_bulletin()


def typed(client: Client, cast: Cast, bulletin: Bulletin, written: str, **changed: str) -> str:
    """Write an item for the bulletin; return the page that answers, "" once it is stored."""
    client.force_login(cast.announcer)
    today = f"{timezone.localdate():%d/%m/%Y}"
    data = {
        "kind": "message",
        "title": TITLE,
        "written": written,
        "reading": "",
        "air_from": today,
        "air_until": today,
        "plays_wanted": "1",
    }
    address = f"{reverse('admin:broadcasts_airitem_add')}?ban-tin={bulletin.pk}"
    answer = client.post(address, data | changed)
    assert answer.status_code in (200, 302)
    return answer.content.decode() if answer.status_code == 200 else ""


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("phường " * 100_000, "60000 ký tự"),
        ("", "Xin viết nội dung để đọc."),
        ("😀🎉 … !!!", "Xin viết nội dung để đọc."),
        ("\u200b\u202e ", "Xin viết nội dung để đọc."),
    ],
    ids=["a hundred thousand words", "nothing", "only emoji", "only invisible signs"],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_lost(
    client: Client, cast: Cast, bulletin: Bulletin, written: str, sentence: str
) -> None:
    page = typed(client, cast, bulletin, written)
    assert sentence in page.replace("60.000", "60000")
    assert TITLE in page and written.strip("\u200b\u202e ")[:1000] in page
    assert not AirItem.objects.filter(title=TITLE).exists()


def test_a_reading_of_nothing_is_refused(client: Client, cast: Cast, bulletin: Bulletin) -> None:
    page = typed(client, cast, bulletin, "Bà con chú ý.", reading="😀 …")
    assert "Lời đọc không có chữ nào để đọc." in page


def test_digits_alone_are_read(client: Client, cast: Cast, bulletin: Bulletin) -> None:
    assert typed(client, cast, bulletin, "0240000000 114") == ""
    reading = AirItem.objects.get(title=TITLE).reading
    assert reading == "Không hai bốn không không không không không không không một trăm mười bốn"


def test_many_digits_are_read(client: Client, cast: Cast, bulletin: Bulletin) -> None:
    assert typed(client, cast, bulletin, "1" * 5000) == ""
    reading = AirItem.objects.get(title=TITLE).reading
    assert not re.search(r"\d", re.sub(r"\[\?[^\]]*\]", "", reading))
    assert client.get(bulletin.address).status_code == 200


@pytest.mark.parametrize("written", ["مرحبا بكم", "\u202e\u05d0\u05d1 chào"])
def test_right_to_left_text_waits_for_somebody_who_can_read_it(
    client: Client, cast: Cast, bulletin: Bulletin, written: str
) -> None:
    assert typed(client, cast, bulletin, written) == ""
    item = AirItem.objects.get(title=TITLE)
    assert "[?" in item.reading and "\u202e" not in item.reading
    with pytest.raises(TransitionRefused):
        step(bulletin, "submit", cast.announcer)
    page = client.get(reverse("admin:broadcasts_airitem_change", args=[item.pk])).content.decode()
    assert "Máy chưa biết đọc" in page
    assert client.get(bulletin.address).status_code == 200


def test_without_a_slot_the_form_leads_to_where_one_is_made(client: Client, cast: Cast) -> None:
    client.force_login(cast.announcer)
    page = client.get(reverse("admin:broadcasts_bulletin_add")).content.decode()
    assert f'href="{reverse("admin:broadcasts_slot_add")}">lập trước</a>' in page


def test_a_slot_of_tomorrow_is_offered_for_tomorrow_alone(client: Client, cast: Cast) -> None:
    client.force_login(cast.announcer)
    tomorrow = timezone.localdate() + timedelta(days=1)
    slot = make_slot(valid_from=tomorrow)
    add = reverse("admin:broadcasts_bulletin_add")
    assert f'<option value="{slot.pk}">' in client.get(add).content.decode()
    early = client.post(add, {"day": timezone.localdate().isoformat(), "slot": slot.pk})
    assert f"Buổi này chỉ phát từ ngày {tomorrow:%d/%m/%Y}, không phát" in early.content.decode()
    assert not Bulletin.objects.exists()
    client.post(add, {"day": tomorrow.isoformat(), "slot": slot.pk})
    assert Bulletin.objects.get().slot == slot


@pytest.mark.parametrize(
    ("hour", "minute", "asked"),
    [
        (0, 3, "Giờ phát mới là 00:03. Theo lịch: Buổi sáng, 06:30. Lúc 00:03 bà con đang nghỉ."),
        (17, 0, "Giờ phát mới là 17:00. Theo lịch: Buổi sáng, 06:30. Nếu đúng vậy"),
        (6, 45, ""),
        (6, 30, ""),
    ],
)
def test_a_time_that_may_be_a_slip_is_asked_about(
    client: Client, cast: Cast, hour: int, minute: int, asked: str
) -> None:
    day = timezone.localdate() + timedelta(days=1)
    begins = timezone.make_aware(datetime.combine(day, time(6, 30)))
    bulletin = make_bulletin(actor=cast.announcer, at=begins, slot=make_slot())
    client.force_login(cast.announcer)
    typed = {
        "seen_version": bulletin.version,
        "starts_at": f"{day:%Y-%m-%d}T{hour:02}:{minute:02}",
        "minutes": "15",
    }
    if asked:
        page = client.post(bulletin.address, typed).content.decode()
        assert asked in page and 'type="checkbox" name="keeps_time"' in page
        bulletin.refresh_from_db()
        assert bulletin.starts_at == begins
        typed["keeps_time"] = "on"
    client.post(bulletin.address, typed)
    bulletin.refresh_from_db()
    assert timezone.localtime(bulletin.starts_at).time() == time(hour, minute)
