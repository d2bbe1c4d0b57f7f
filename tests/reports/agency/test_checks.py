"""Checks of the IT committee: the record with its photo, rounds, and the findings in a sheet."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from organization.models import Holiday
from reports.agency.checks.services import plan_round, plan_rows, spread
from reports.models import CheckRecord, CheckRound
from tests.news.test_access import EVERYBODY, client_of
from tests.support import files
from tests.support.agency import make_criterion, make_period, make_set, sheet_of
from tests.support.cast import Cast
from tests.support.factories import UnitFactory

pytestmark = pytest.mark.django_db
ADD = "/quan-tri/dien-tu/kiem-tra/moi/"
LIST = "/quan-tri/dien-tu/kiem-tra/"


def make_check(cast: Cast, **fields: Any) -> CheckRecord:
    defaults = {
        "unit": cast.contributor.unit,
        "checked_on": date(2026, 10, 7),
        "checked_by": "Tổ CNTT",
        "finding": "Còn hai văn bản chưa cập nhật.",
        "created_by": cast.it_officer,
        "created_at": timezone.now(),
    }
    return CheckRecord.objects.create(**defaults | fields)


def data_of(cast: Cast, **more: Any) -> dict[str, Any]:
    return {
        "unit": cast.contributor.unit_id,
        "checked_on": "2026-10-07",
        "checked_by": "Tổ CNTT",
        "result": "to_mend",
        "finding": "Máy chưa cài phần mềm diệt vi-rút.",
    } | more


def test_a_check_is_recorded_with_a_photo(cast: Cast, file_root: Path) -> None:
    criterion = make_criterion(make_set())
    photo = files.upload(files.picture(), "tai-cho.jpg")
    answer = client_of(cast, "it_officer").post(
        ADD, data_of(cast, photo=photo, criterion=criterion.pk)
    )
    assert (answer.status_code, answer.url) == (302, LIST)
    record = CheckRecord.objects.get()
    assert (record.result, record.criterion, record.created_by) == (
        "to_mend",
        criterion,
        cast.it_officer,
    )
    assert record.photo is not None
    assert record.photo.kind == "picture"
    address = record.photo.url
    codes = {
        role: (
            client_of(cast, role).get(record.address).status_code,
            client_of(cast, role).get(address).status_code,
        )
        for role in ("contributor", "other_contributor", "editor", "leader", "announcer")
    }
    assert codes == {
        "contributor": (200, 200),
        "other_contributor": (404, 404),
        "editor": (200, 200),
        "leader": (200, 200),
        "announcer": (404, 404),
    }


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"finding": " "}, "Xin ghi nhận xét, dù chỉ một câu."),
        ({"unit": ""}, "Xin chọn đơn vị được kiểm tra."),
        ({"unit": "999999"}, "Chọn"),
        ({"checked_on": "2999-10-07"}, "Năm 2999 không hợp lý"),
        ({"checked_on": "07/13/2026"}, "ngày"),
        ({"round": "abc"}, "Chọn"),
    ],
)
def test_a_bad_check_is_refused_with_what_was_typed(
    cast: Cast, more: dict[str, str], sentence: str
) -> None:
    answer = client_of(cast, "editor").post(ADD, data_of(cast, checked_by="Tôi gõ") | more)
    page = answer.content.decode()
    assert (answer.status_code, sentence in page, 'value="Tôi gõ"' in page) == (400, True, True)
    assert CheckRecord.objects.count() == 0


def test_a_day_to_come_was_not_checked(cast: Cast) -> None:
    tomorrow = timezone.localdate().replace(day=1).replace(year=timezone.localdate().year + 1)
    answer = client_of(cast, "editor").post(ADD, data_of(cast, checked_on=tomorrow.isoformat()))
    assert (answer.status_code, "Ngày kiểm tra chưa đến" in answer.content.decode()) == (400, True)


def test_two_people_change_one_record(cast: Cast) -> None:
    record = make_check(cast)
    client = client_of(cast, "it_officer")
    data = data_of(cast, seen_version=record.version)
    assert client.post(record.address, data | {"finding": "Lần một"}).status_code == 302
    answer = client.post(record.address, data | {"finding": "Lần hai"})
    page = answer.content.decode()
    assert (answer.status_code, "Lần hai</textarea>" in page, "Lần một" in page) == (
        409,
        True,
        True,
    )
    record.refresh_from_db()
    assert (record.finding, record.version, record.history.count()) == ("Lần một", 2, 2)


def test_who_records_and_who_reads(cast: Cast) -> None:
    record = make_check(cast)
    adds, posts = set(), set()
    for role in EVERYBODY:
        client = client_of(cast, role)
        if client.get(ADD).status_code == 200:
            adds.add(role)
        if client.post(record.address, data_of(cast)).status_code not in (302, 404):
            posts.add(role)
    assert adds == {"editor", "other_editor", "it_officer"}
    assert posts == adds  # refused as older: the form carries no version
    page = client_of(cast, "other_contributor").get(LIST).content.decode()
    assert "Chưa ghi lần kiểm tra nào." in page


def test_a_round_is_spread_over_the_working_days() -> None:
    units = [UnitFactory() for _ in range(7)]
    Holiday.objects.create(day=date(2026, 10, 7), name="Nghỉ")
    planned = spread(units, date(2026, 10, 5), date(2026, 10, 11))
    assert [unit for unit, _ in planned] == units
    assert Counter(day.day for _, day in planned) == {5: 2, 6: 2, 8: 2, 9: 1}
    # Days without a working day among them are taken as they are.
    assert {day.day for _, day in spread(units, date(2026, 10, 10), date(2026, 10, 11))} == {10, 11}
    assert spread([], date(2026, 10, 5), date(2026, 10, 9)) == []


def test_the_committee_plans_a_round_and_sees_who_is_unchecked(cast: Cast) -> None:
    client = client_of(cast, "it_officer")
    add = reverse("admin:agency_check_round_add")
    data = {
        "name": "Kiểm tra quý IV",
        "starts_on": "2026-10-05",
        "ends_on": "2026-10-09",
        "blocks": ["residential_group"],
    }
    answer = client.post(add, data)
    check_round = CheckRound.objects.get()
    assert answer.url == check_round.address
    assert check_round.planned.count() == 2
    make_check(cast, round=check_round)
    page = client.get(check_round.address).content.decode()
    assert "Còn 1 trên 2 đơn vị chưa kiểm tra." in page
    other = cast.other_contributor.unit
    assert f"?don-vi={other.pk}&amp;dot={check_round.pk}" in page  # type: ignore[union-attr]
    rows = plan_rows(check_round)
    assert [(row.planned.unit, len(row.records)) for row in rows] == [
        (other, 0),
        (cast.contributor.unit, 1),
    ]
    assert rows[0].is_late(date(2026, 10, 12))
    assert not rows[1].is_late(date(2026, 10, 12))
    form = client.get(f"{ADD}?don-vi={other.pk}&dot={check_round.pk}").content.decode()  # type: ignore[union-attr]
    assert f'<option value="{check_round.pk}" selected>' in form
    assert client.get(f"{ADD}?don-vi=x&dot={'9' * 40}").status_code == 200


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"name": ""}, "Xin ghi tên đợt kiểm tra."),
        ({"blocks": []}, "Xin chọn ít nhất một khối."),
        ({"ends_on": "2026-10-01"}, "Ngày cuối đợt phải từ ngày đầu trở đi."),
        ({"ends_on": "2028-10-09"}, "dài nhất một năm"),
        ({"blocks": ["party"]}, "không có đơn vị nào đang hoạt động"),
        ({"blocks": ["khac"]}, "khac"),
    ],
)
def test_a_bad_round_is_refused(cast: Cast, more: dict[str, Any], sentence: str) -> None:
    data = {
        "name": "Kiểm tra",
        "starts_on": "2026-10-05",
        "ends_on": "2026-10-09",
        "blocks": ["residential_group"],
    }
    answer = client_of(cast, "editor").post(reverse("admin:agency_check_round_add"), data | more)
    assert (answer.status_code, sentence in answer.content.decode()) == (400, True)
    assert CheckRound.objects.count() == 0


def test_findings_of_the_period_stand_beside_the_criterion(cast: Cast) -> None:
    criterion = make_criterion(make_set())
    sheet = sheet_of(cast.contributor, make_period())
    make_check(cast, criterion=criterion, finding="Về tiêu chí này")
    make_check(cast, finding="Nhận xét chung về đơn vị")
    make_check(cast, finding="Của tháng trước", checked_on=date(2026, 9, 30))
    make_check(cast, finding="Của đơn vị khác", unit=cast.other_contributor.unit)
    page = client_of(cast, "it_officer").get(sheet.address).content.decode()
    beside = page[page.index(f'id="tieu-chi-{criterion.pk}"') :]
    assert "Về tiêu chí này" in beside
    assert "Nhận xét chung về đơn vị" in page[: page.index(f'id="tieu-chi-{criterion.pk}"')]
    assert "Của tháng trước" not in page
    assert "Của đơn vị khác" not in page


def asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_lists_ask_the_same_for_one_and_for_many(cast: Cast) -> None:
    client = client_of(cast, "it_officer")
    units = [UnitFactory() for _ in range(9)]
    check_round = plan_round(
        CheckRound(name="Đợt", starts_on=date(2026, 10, 5), ends_on=date(2026, 10, 9)),
        units,
        actor=cast.it_officer,
    )
    make_check(cast, round=check_round)
    criterion = make_criterion(make_set())
    first = [asked(client, one) for one in (LIST, check_round.address)]
    for unit in units:
        make_check(cast, round=check_round, unit=unit, criterion=criterion)
    assert [asked(client, one) for one in (LIST, check_round.address)] == first
    assert first == QUERIES


QUERIES = [7, 7]
