"""The emergency banner: who speaks to everybody, for how long, and what stays of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from organization.banners.services import take_down
from organization.models import Banner, Severity
from tests.news.test_access import EVERYBODY, client_of
from tests.support.cast import Cast
from tests.support.factories import make_draft, transition

SPEAKERS = {"head", "leader"}
WORDS = "Cháy ở chợ Bến Sen, xin đóng cửa sổ."
PAGE = "/quan-tri/thong-bao-khan/"


def typed(**changes: Any) -> dict[str, Any]:
    now = timezone.localtime()
    times = {"starts_at": now, "ends_at": now + timedelta(hours=6)} | {
        name: value for name, value in changes.items() if isinstance(value, datetime)
    }
    values = {"severity": Severity.EMERGENCY.value, "text": WORDS} | changes
    return values | {name: f"{timezone.localtime(at):%Y-%m-%dT%H:%M}" for name, at in times.items()}


def put_up(cast: Cast, **changes: Any) -> Banner:
    answer = client_of(cast, "leader").post(PAGE, typed(**changes))
    assert (answer.status_code, answer.url) == (302, PAGE)
    return Banner.objects.latest("pk")


def is_shown(address: str = "/") -> bool:
    # Words that belong together are joined by no-break spaces.
    return WORDS in Client().get(address).content.decode().replace("\u00a0", " ")


def test_a_banner_is_on_every_page_until_it_is_taken_down(cast: Cast) -> None:
    article = transition(
        make_draft(cast.contributor), "publish_urgently", cast.approver, note="Gấp"
    )
    gone = transition(make_draft(cast.contributor), "publish_urgently", cast.approver, note="Gấp")
    transition(gone, "withdraw", cast.approver, note="Sai", public_as="gone")
    pages = [
        "/",
        "/khong-co/",
        "/lien-he/",
        "/so-do-trang/",
        article.get_absolute_url(),
        gone.get_absolute_url(),
    ]
    assert [is_shown(address) for address in pages] == [False] * 6
    banner = put_up(cast, url="/tin/")
    assert [is_shown(address) for address in pages] == [True] * 6
    page = Client().get("/").content.decode()
    shown = page[page.index('<section class="banners"') : page.index('<header class="site-head"')]
    assert (
        "<strong" in shown
        and "Khẩn cấp:" in shown
        and "#octagon-alert" in shown
        and 'href="/tin/"' in shown
    )
    answer = client_of(cast, "head").post(f"{PAGE}{banner.pk}/go/")
    assert answer.status_code == 302
    assert [is_shown(address) for address in pages] == [False] * 6
    banner.refresh_from_db()
    assert (banner.put_up_by, banner.taken_down_by, banner.text) == (cast.leader, cast.head, WORDS)
    assert [
        (row.history_change_reason, row.history_user)
        for row in banner.history.order_by("history_id")
    ] == [
        ("Đưa lên", cast.leader),
        ("Gỡ xuống", cast.head),
    ]


def test_a_banner_comes_and_goes_by_its_times(cast: Cast) -> None:
    """The page is asked for twice each time: what was kept ends with the moment."""
    now = timezone.localtime().replace(second=0, microsecond=0)
    put_up(cast, starts_at=now + timedelta(minutes=10), ends_at=now + timedelta(minutes=20))
    for minutes, expected in ((9, False), (10, True), (19, True), (20, False), (2000, False)):
        with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
            assert [is_shown(), is_shown()] == [expected] * 2, minutes


def test_the_gravest_stands_first(cast: Cast) -> None:
    for severity in (Severity.INFORMATION, Severity.EMERGENCY, Severity.WARNING):
        put_up(cast, severity=severity.value, text=f"Lời {severity.label}")
    assert list(Banner.objects.published().values_list("severity", flat=True)) == [1, 2, 3]


def test_who_speaks_to_everybody(cast: Cast) -> None:
    banner = put_up(cast)
    change, down = f"{PAGE}{banner.pk}/", f"{PAGE}{banner.pk}/go/"
    before = Banner.objects.values().get()
    found: dict[str, set[str]] = {
        "page": set(),
        "change": set(),
        "menu": set(),
        "dashboard": set(),
        "button": set(),
    }
    for role in EVERYBODY:
        client = client_of(cast, role)
        dashboard = client.get(reverse("admin:index")).content.decode()
        for name, holds in (
            ("page", client.get(PAGE).status_code == 200),
            ("change", client.get(change).status_code == 200),
            ("menu", f'href="{PAGE}"' in dashboard),
            ("dashboard", WORDS in dashboard),
            ("button", f'action="{down}"' in dashboard),
        ):
            if holds:
                found[name].add(role)
        if role not in SPEAKERS:
            codes = [client.post(a, typed(text="Khác")).status_code for a in (PAGE, change, down)]
            assert codes == [404, 404, 404], role
    assert found == {
        "page": SPEAKERS,
        "change": SPEAKERS,
        "menu": SPEAKERS,
        "dashboard": set(EVERYBODY) - {"superuser"},
        "button": SPEAKERS,
    }
    assert Banner.objects.values().get() == before
    assert [Client().post(address).status_code for address in (PAGE, change, down)] == [
        302,
        302,
        302,
    ]
    assert Banner.objects.values().get() == before


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"text": " "}, "Mục này bắt buộc."),
        ({"text": "x" * 241}, "240"),
        ({"ends_at": ""}, "Mục này bắt buộc."),
        ({"ends_at": timedelta(minutes=-1)}, "Giờ tự gỡ phải ở sau bây giờ."),
        ({"ends_at": timedelta(days=32)}, "tối đa một tháng"),
        ({"starts_at": timedelta(hours=3), "ends_at": timedelta(hours=2)}, "sau giờ bắt đầu"),
        ({"url": "javascript:alert(1)"}, "https://"),
        ({"url": "//noi-khac.example/"}, "https://"),
        ({"severity": "9"}, "9"),
    ],
)
def test_what_would_mislead_is_refused_and_given_back(
    cast: Cast, changes: dict[str, Any], sentence: str
) -> None:
    now = timezone.localtime()
    values = {
        name: now + value if isinstance(value, timedelta) else value
        for name, value in changes.items()
    }
    data = typed(**values) | {
        name: value for name, value in values.items() if isinstance(value, str)
    }
    answer = client_of(cast, "leader").post(PAGE, data)
    page = answer.content.decode()
    assert (answer.status_code, Banner.objects.count()) == (409, 0)
    assert sentence in page
    assert data["text"].strip() in page


def test_a_second_click_puts_nothing_up_twice(cast: Cast) -> None:
    put_up(cast)
    answer = client_of(cast, "head").post(PAGE, typed())
    assert (answer.status_code, Banner.objects.count()) == (409, 1)
    assert "đang ở trên cổng rồi" in answer.content.decode()


def test_words_are_changed_by_whoever_has_seen_the_newest(cast: Cast) -> None:
    banner = put_up(cast)
    change = f"{PAGE}{banner.pk}/"
    seen = typed(seen_version=banner.version)
    assert client_of(cast, "leader").post(change, seen | {"text": "Đã dập lửa."}).status_code == 302
    stale = client_of(cast, "head").post(change, seen | {"text": "Lửa lan sang phố."})
    assert (stale.status_code, "Ghép hai bản" in stale.content.decode()) == (409, True)
    banner.refresh_from_db()
    assert (banner.text, banner.version) == ("Đã dập lửa.", 2)


def test_what_is_over_is_neither_changed_nor_taken_down_again(cast: Cast) -> None:
    banner = put_up(cast)
    take_down(banner.pk, actor=cast.head, now=timezone.now())
    before = Banner.objects.values().get()
    leader = client_of(cast, "leader")
    answer = leader.post(f"{PAGE}{banner.pk}/", typed(text="Chữ vừa gõ", seen_version=2))
    assert (answer.status_code, "Chữ vừa gõ" in answer.content.decode()) == (409, True)
    answer = leader.post(f"{PAGE}{banner.pk}/go/", follow=True)
    assert "không còn trên cổng" in answer.content.decode()
    assert Banner.objects.values().get() == before
    assert WORDS in leader.get(f"{PAGE}?mau={banner.pk}").content.decode()


@pytest.mark.parametrize("number", ["x", "-1", "9" * 40, "²", "12345"])
def test_a_made_up_number_is_not_found(cast: Cast, number: str) -> None:
    assert client_of(cast, "leader").get(PAGE, {"mau": number}).status_code == 404
