"""Clusters, faults, slots, limits and absences as the station's people enter them."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from broadcasts.models import (
    AnnouncerAbsence,
    Slot,
    SpeakerCluster,
    SpeakerFault,
    StationLimit,
)
from broadcasts.permissions import may_announce
from broadcasts.stations.defaults import SAMPLE_BASIS, create_station_limits
from broadcasts.stations.weekdays import weekday_words
from tests.news.test_access import client_of
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db
MODELS = ("announcerabsence", "slot", "speakercluster", "speakerfault", "stationlimit")
SLOT = {
    "name": "Sáng",
    "starts_at": "07:00",
    "minutes": "15",
    "weekdays": list("12345"),
    "valid_from": "2026-11-02",
    "valid_until": "",
}


@pytest.fixture(autouse=True)
def in_november() -> Any:
    with time_machine.travel("2026-11-24T09:00:00+07:00", tick=False):
        yield


def add(cast: Cast, model: str, data: dict[str, Any], role: str = "announcer") -> str:
    """Post the form of a new row; return the page if it was refused, "" if it was stored."""
    response = client_of(cast, role).post(reverse(f"admin:broadcasts_{model}_add"), data)
    return "" if response.status_code == 302 else response.content.decode()


def test_a_new_ward_has_the_limits_as_a_marked_sample() -> None:
    StationLimit.objects.all().delete()
    create_station_limits()
    create_station_limits()
    row = StationLimit.objects.get()
    assert (row.sessions_a_day, row.minutes_a_session, row.weekdays) == (2, 15, "12345")
    assert (row.is_sample, row.legal_basis) == (True, SAMPLE_BASIS)
    assert row.legal_basis.startswith("Mẫu tham khảo")
    assert not Slot.objects.exists()
    StationLimit.objects.update(is_sample=False, minutes_a_session=30)
    create_station_limits()
    assert StationLimit.objects.get().minutes_a_session == 30


def test_a_slot_is_stored_with_its_days(cast: Cast) -> None:
    assert add(cast, "slot", SLOT | {"weekdays": ["5", "1"]}) == ""
    slot = Slot.objects.get()
    assert (slot.starts_at, slot.minutes, slot.weekdays) == (time(7), 15, "15")
    page = client_of(cast, "announcer").get(reverse("admin:broadcasts_slot_changelist"))
    assert "Thứ Hai, Thứ Sáu" in page.content.decode()
    address = reverse("admin:broadcasts_slot_change", args=[slot.pk])
    form = client_of(cast, "announcer").get(address).content.decode()
    assert form.count(" checked") == 2
    assert 'value="07:00"' in form


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"starts_at": "23:50", "minutes": "11"}, "Buổi phát phải hết trước 24 giờ cùng ngày"),
        ({"minutes": "0"}, "Xin ghi một số từ 1 đến 240."),
        ({"minutes": "9" * 30}, "Xin ghi một số từ 1 đến 240."),
        ({"minutes": "mười"}, "Xin ghi một số từ 1 đến 240."),
        ({"weekdays": []}, "Xin chọn ít nhất một ngày."),
        ({"weekdays": ["8"]}, "Xin chọn trong các ngày của tuần."),
        ({"valid_until": "2026-11-01"}, "Ngày cuối phải từ ngày đầu trở đi."),
        ({"valid_from": "0001-01-01"}, "Năm phải từ 1990"),
        ({"starts_at": "25:00"}, "giờ"),
    ],
)
def test_an_impossible_slot_is_refused_and_nothing_typed_is_lost(
    cast: Cast, changed: dict[str, Any], sentence: str
) -> None:
    page = add(cast, "slot", SLOT | {"name": "Buổi thử"} | changed)
    assert sentence in page
    assert "Buổi thử" in page
    assert not Slot.objects.exists()


def test_a_slot_may_end_at_midnight(cast: Cast) -> None:
    assert add(cast, "slot", SLOT | {"starts_at": "23:45"}) == ""


@pytest.mark.parametrize(
    ("changed", "is_refused"),
    [
        ({}, True),
        ({"starts_at": "07:14"}, True),
        ({"starts_at": "06:46"}, True),
        ({"starts_at": "07:15"}, False),
        ({"starts_at": "06:45"}, False),
        ({"weekdays": ["6", "7"]}, False),
        ({"weekdays": ["5", "6"]}, True),
        ({"valid_from": "2026-12-01"}, True),
        ({"valid_from": "2026-10-01", "valid_until": "2026-11-01"}, False),
        ({"valid_from": "2026-10-01", "valid_until": "2026-11-02"}, True),
    ],
)
def test_two_slots_are_not_on_air_at_once(
    cast: Cast, changed: dict[str, Any], is_refused: bool
) -> None:
    assert add(cast, "slot", SLOT) == ""
    page = add(cast, "slot", SLOT | {"name": "Khác"} | changed)
    assert ("Trùng giờ với buổi sáng, 07:00 (15 phút)" in page) == is_refused
    assert Slot.objects.count() == (1 if is_refused else 2)


def test_a_slot_is_no_rival_of_itself(cast: Cast) -> None:
    add(cast, "slot", SLOT)
    slot = Slot.objects.get()
    address = reverse("admin:broadcasts_slot_change", args=[slot.pk])
    client = client_of(cast, "announcer")
    assert client.post(address, SLOT | {"minutes": "20"}).status_code == 302
    slot.refresh_from_db()
    assert slot.minutes == 20


def test_faults_are_shown_until_they_are_repaired(cast: Cast) -> None:
    cluster = SpeakerCluster.objects.create(name="Cụm tổ 1", speakers=4)
    SpeakerCluster.objects.create(name="Cụm tổ 2", speakers=2)
    data = {"cluster": cluster.pk, "reported_on": "2026-11-20", "broken": "2"}
    assert add(cast, "speakerfault", data | {"description": "Cháy công suất"}) == ""
    assert add(cast, "speakerfault", data | {"broken": "1", "description": "Đứt dây"}) == ""
    fault = SpeakerFault.objects.get(broken=2)
    assert fault.reported_by == cast.announcer
    client = client_of(cast, "approver")
    clusters = reverse("admin:broadcasts_speakercluster_changelist")
    assert "2 sự cố, 3 loa hỏng" in client.get(clusters).content.decode()
    address = reverse("admin:broadcasts_speakerfault_change", args=[fault.pk])
    repaired = data | {"description": "Cháy công suất", "repaired_on": "2026-11-23"}
    page = client_of(cast, "announcer").post(address, repaired)
    assert "Xin ghi đã sửa thế nào." in page.content.decode()
    client_of(cast, "announcer").post(address, repaired | {"repair": "Thay công suất mới"})
    assert "1 sự cố, 1 loa hỏng" in client.get(clusters).content.decode()
    faults = reverse("admin:broadcasts_speakerfault_changelist")
    page = client.get(faults, {"da-sua": "chua"}).content.decode()
    assert ("Đứt dây" in page, "Cháy công suất" in page) == (True, False)
    cluster.refresh_from_db()
    assert cluster.state == "working"


def test_the_condition_of_a_cluster_goes_by_its_faults(cast: Cast) -> None:
    day = timezone.localdate()
    names = ("Tốt", "Một loa hỏng", "Hỏng cả", "Đã sửa", "Ghi là hỏng")
    made = {name: SpeakerCluster.objects.create(name=name, speakers=4) for name in names}
    facts = {"reported_on": day, "reported_by": cast.announcer, "description": "Cháy"}
    SpeakerFault.objects.create(cluster=made["Một loa hỏng"], broken=1, **facts)
    SpeakerFault.objects.create(cluster=made["Hỏng cả"], broken=2, **facts)
    SpeakerFault.objects.create(cluster=made["Hỏng cả"], broken=2, **facts)
    SpeakerFault.objects.create(cluster=made["Đã sửa"], broken=4, repaired_on=day, **facts)
    SpeakerCluster.objects.filter(name="Ghi là hỏng").update(state="broken")
    found = dict(SpeakerCluster.objects.with_condition(day).values_list("name", "condition"))
    assert found == {
        "Tốt": "working",
        "Một loa hỏng": "partly",
        "Hỏng cả": "broken",
        "Đã sửa": "working",
        "Ghi là hỏng": "broken",
    }
    heard = set(SpeakerCluster.objects.heard(day).values_list("name", flat=True))
    assert heard == {"Tốt", "Một loa hỏng", "Đã sửa"}
    assert SpeakerCluster.objects.heard(day - timedelta(days=1)).count() == 4
    address = reverse("admin:broadcasts_speakercluster_changelist")
    page = client_of(cast, "approver").get(address, {"tinh-trang": "broken"}).content.decode()
    assert ("Hỏng cả" in page, "Một loa hỏng" in page) == (True, False)
    assert '<td class="field-condition">Không phát được</td>' in page


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"broken": "5"}, "Cụm tổ 1 có 4 loa."),
        ({"broken": "-1"}, "Xin ghi một số từ 1 đến 999."),
        ({"reported_on": "2026-11-25"}, "Ngày phát hiện chưa đến."),
        ({"repaired_on": "2026-11-19", "repair": "x"}, "Ngày sửa xong phải từ ngày phát hiện"),
        ({"repaired_on": "2026-11-26", "repair": "x"}, "Ngày sửa xong chưa đến."),
        ({"repair": "Đã thay"}, "Xin ghi ngày sửa xong."),
        ({"cluster": "9" * 25}, "chọn"),
    ],
)
def test_an_impossible_fault_is_refused(cast: Cast, changed: dict[str, Any], sentence: str) -> None:
    cluster = SpeakerCluster.objects.create(name="Cụm tổ 1", speakers=4)
    data = {"cluster": cluster.pk, "reported_on": "2026-11-20", "broken": "2"}
    assert sentence in add(cast, "speakerfault", data | {"description": "Hỏng"} | changed)
    assert not SpeakerFault.objects.exists()


def test_a_stand_in_announces_on_the_days_of_the_absence(cast: Cast) -> None:
    data = {
        "announcer": cast.announcer.pk,
        "stand_in": cast.clerk.pk,
        "valid_from": "2026-11-24",
        "valid_until": "2026-11-25",
    }
    assert may_announce(type(cast.clerk).objects.get(pk=cast.clerk.pk)) is False
    assert add(cast, "announcerabsence", data) == ""
    assert may_announce(type(cast.clerk).objects.get(pk=cast.clerk.pk)) is True
    [told] = cast.clerk.notices.values_list("text", flat=True)
    assert told == (
        f"Quý vị làm thay phát thanh viên {cast.announcer} từ 24/11/2026 đến hết 25/11/2026."
    )
    with time_machine.travel("2026-11-26T09:00:00+07:00", tick=False):
        assert may_announce(type(cast.clerk).objects.get(pk=cast.clerk.pk)) is False
    again = data | {"stand_in": cast.editor.pk, "valid_from": "2026-11-25", "valid_until": ""}
    assert "đã làm thay trong những ngày này, từ 24/11/2026." in add(
        cast, "announcerabsence", again
    )
    oneself = data | {"stand_in": cast.announcer.pk, "valid_from": "2026-12-01"}
    page = add(cast, "announcerabsence", oneself | {"valid_until": ""})
    assert page.count("Xin chọn người khác làm thay.") == 1
    stranger = data | {"announcer": cast.editor.pk, "valid_from": "2026-12-01"}
    assert 'class="errorlist"' in add(cast, "announcerabsence", stranger | {"valid_until": ""})
    assert AnnouncerAbsence.objects.count() == 1


def test_limits_are_edited(cast: Cast) -> None:
    data = {
        "bulletin_class": "normal",
        "sessions_a_day": "",
        "minutes_a_session": "20",
        "weekdays": list("123456"),
        "legal_basis": "Quy chế của phường",
        "valid_from": "2026-12-01",
    }
    assert add(cast, "stationlimit", data) == ""
    row = StationLimit.objects.get(valid_from=date(2026, 12, 1))
    assert (row.sessions_a_day, row.minutes_a_session, row.weekdays) == (None, 20, "123456")
    assert "Xin ghi một số từ 1 đến 24." in add(
        cast, "stationlimit", data | {"sessions_a_day": "0"}
    )


@pytest.mark.parametrize("model", MODELS)
def test_who_does_not_run_the_station_changes_nothing(cast: Cast, model: str) -> None:
    for role in ("approver", "head", "leader", "clerk", "contributor"):
        response = client_of(cast, role).post(reverse(f"admin:broadcasts_{model}_add"), {})
        assert response.status_code == 403, role


@pytest.mark.parametrize(
    ("weekdays", "words"),
    [
        ("1234567", "mọi ngày"),
        ("12345", "thứ Hai đến thứ Sáu"),
        ("67", "Thứ Bảy, Chủ nhật"),
        ("1", "Thứ Hai"),
    ],
)
def test_weekdays_in_words(weekdays: str, words: str) -> None:
    assert weekday_words(weekdays) == words
