"""Two people, or one in two tabs, log the same session."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from broadcasts.models import AirLog, Bulletin
from core.workflow.engine import log_of
from tests.news.test_access import client_of
from tests.support.air_sessions import at, make_bulletin, make_slot, step
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def at_eight() -> Iterator[None]:
    with time_machine.travel(at(DAY, 8), tick=False):
        yield


@pytest.fixture
def played(cast: Cast) -> Bulletin:
    return make_bulletin(cast, DAY, make_slot(), state="approved")


def address(bulletin: Bulletin, name: str) -> str:
    return reverse("admin:broadcasts_bulletin_transition", args=[bulletin.pk, name])


def filled_in(bulletin: Bulletin, **given: str) -> dict[str, object]:
    begins = timezone.localtime(bulletin.starts_at)
    return {
        "version": bulletin.version,
        "started_at": f"{begins:%Y-%m-%dT%H:%M}",
        "ended_at": f"{begins + timedelta(minutes=10):%Y-%m-%dT%H:%M}",
        "places": [place.pk for place in bulletin.places.all()],
        "incidents": "",
    } | given


def test_what_a_second_tab_holds_is_not_said_to_be_stored(cast: Cast, played: Bulletin) -> None:
    client = client_of(cast, "announcer")
    first = filled_in(played)
    assert client.post(address(played, "log"), first).status_code == 302
    assert client.post(address(played, "log"), first).status_code == 302, "a second click"
    second = first | {"incidents": "Loa tổ 2 rè"}
    _is_led_to_the_correction(client, cast, played, second)


def test_a_second_person_is_told_who_logged_it(cast: Cast, played: Bulletin) -> None:
    step(played, "log", cast.announcer, data=filled_in(played))
    cast.colleague.groups.add(*cast.announcer.groups.all())
    second = filled_in(played, incidents="Loa tổ 2 rè")
    _is_led_to_the_correction(client_of(cast, "colleague"), cast, played, second)


def _is_led_to_the_correction(
    client: Client, cast: Cast, played: Bulletin, typed: dict[str, object]
) -> None:
    answer = client.post(address(played, "log"), typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert f"{cast.announcer} đã ghi nhật ký buổi này lúc 08:00, 24/11/2026: đã phát." in page
    assert "Loa tổ 2 rè</textarea>" in page
    assert f'formaction="{address(played, "correct_log")}"' in page
    assert ">Ghi nhật ký đã phát</button>" not in page
    assert AirLog.objects.get().incidents == ""
    # The button posts the same fields to the page of the correction.
    typed = typed | {"version": Bulletin.objects.get().version}
    answer = client.post(address(played, "correct_log"), typed)
    page = answer.content.decode()
    assert (answer.status_code, "Cần ghi: vì sao sửa." in page) == (409, True)
    assert "Loa tổ 2 rè</textarea>" in page
    client.post(address(played, "correct_log"), typed | {"note": "Ghi thiếu"})
    assert AirLog.objects.get().incidents == "Loa tổ 2 rè"
    assert log_of(played).filter(name="log").count() == 1


def test_who_would_log_it_as_missed_is_told_too(cast: Cast, played: Bulletin) -> None:
    step(played, "log", cast.announcer, data=filled_in(played))
    typed = {"version": played.version, "missed_reason": "power"}
    answer = client_of(cast, "announcer").post(address(played, "miss"), typed)
    page = answer.content.decode()
    assert (answer.status_code, "đã ghi nhật ký buổi này" in page) == (409, True)
    assert f'href="{address(played, "correct_log")}"' in page
