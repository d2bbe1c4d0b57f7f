"""The pages of a sheet: scoring on a phone, verifying, bad input, and who sees what."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organization.models import ReportingPeriod
from reports.agency.rounds import add_missing_units
from reports.models import Assessment, AssessmentRound, Criterion, Score
from reports.models.agency import Measure
from tests.news.test_access import client_of
from tests.support import files
from tests.support.agency import (
    confirm_report,
    make_criterion,
    make_period,
    make_set,
    make_share,
    score,
    sheet_of,
    step,
    verified,
)
from tests.support.cast import Cast
from tests.support.factories import UnitFactory, make_user
from tests.support.incoming import make_incoming

pytestmark = pytest.mark.django_db


@pytest.fixture
def period() -> ReportingPeriod:
    return make_period()


@pytest.fixture
def hand() -> Criterion:
    return make_criterion(make_set())


@pytest.fixture
def sheet(cast: Cast, period: ReportingPeriod, hand: Criterion) -> Assessment:
    return sheet_of(cast.contributor, period)


def post(client: Client, sheet: Assessment, name: str, **data: Any) -> Any:
    data.setdefault("version", Assessment.objects.get(pk=sheet.pk).version)
    return client.post(reverse(f"admin:assessment_{name}", args=[sheet.pk]), data)


def text_of(answer: Any) -> str:
    content: str = answer.content.decode()
    return content


def test_a_unit_scores_itself_with_a_photo(
    cast: Cast, sheet: Assessment, hand: Criterion, file_root: Path
) -> None:
    client = client_of(cast, "contributor")
    photo = files.upload(files.picture(), "minh-chung.jpg")
    fields = {
        f"points-{hand.pk}": "7",
        f"note-{hand.pk}": "Đã làm hai buổi",
        f"url-{hand.pk}": "bensen.example/anh",
        f"evidence-{hand.pk}": photo,
    }
    answer = post(client, sheet, "self", **fields, submit="1")
    assert (answer.status_code, answer.url) == (302, sheet.address)
    stored = Score.objects.get()
    assert (stored.self_points, stored.self_note, stored.evidence_url) == (
        7,
        "Đã làm hai buổi",
        "https://bensen.example/anh",
    )
    sheet.refresh_from_db()
    assert (sheet.state, sheet.self_total) == ("submitted", Decimal("70.0"))
    assert stored.evidence is not None
    address = stored.evidence.url
    codes = {
        role: client_of(cast, role).get(address).status_code
        for role in ("colleague", "other_contributor", "it_officer", "leader", "superuser")
    }
    assert codes == {
        "colleague": 200,
        "other_contributor": 404,
        "it_officer": 200,
        "leader": 200,
        "superuser": 404,
    }
    assert Client().get(address).status_code == 404


def test_what_was_typed_is_stored_though_it_cannot_be_submitted(
    cast: Cast, sheet: Assessment, hand: Criterion
) -> None:
    other = make_criterion(hand.group.criteria_set)
    client = client_of(cast, "contributor")
    data = {f"points-{hand.pk}": "7", f"note-{hand.pk}": "Hai buổi"}
    answer = post(client, sheet, "self", **data, submit="1")
    page = text_of(answer)
    assert answer.status_code == 400
    assert "Tiêu chí 1.2 chưa chấm." in page
    assert "Những gì quý vị chấm đã được lưu, nhưng chưa gửi được:" in page
    assert "Hai buổi</textarea>" in page
    assert f'name="points-{hand.pk}" value="7" required' not in page
    assert Score.objects.get(criterion=hand).self_note == "Hai buổi"
    assert Score.objects.get(criterion=other).self_points is None
    sheet.refresh_from_db()
    assert sheet.state == "draft"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("points", "11", "Xin chọn một trong các mức điểm."),
        ("points", "không biết", "Xin chọn một trong các mức điểm."),
        ("url", "không phải liên kết", "Xin ghi cả địa chỉ, bắt đầu bằng https://"),
        ("note", "x" * 1001, "1000 ký tự"),
        ("note", "TỐI MẬT", "không được đưa vào hệ thống này"),
    ],
)
def test_bad_input_is_refused_and_nothing_typed_is_lost(
    name: str, value: str, sentence: str, cast: Cast, sheet: Assessment, hand: Criterion
) -> None:
    client = client_of(cast, "contributor")
    data = {f"note-{hand.pk}": "Chữ đã gõ", f"{name}-{hand.pk}": value}
    answer = post(client, sheet, "self", **data, submit="1")
    assert (answer.status_code, sentence in text_of(answer)) == (400, True)
    if name != "note":
        assert "Chữ đã gõ</textarea>" in text_of(answer)
    assert Score.objects.count() == 0


def test_an_older_page_is_shown_again_with_what_was_typed(
    cast: Cast, sheet: Assessment, hand: Criterion
) -> None:
    seen = sheet.version
    score(sheet, cast.colleague, **{f"c{hand.pk}": 3})
    client = client_of(cast, "contributor")
    for version in (str(seen), "", "x", "9" * 30):
        data = {f"points-{hand.pk}": "9", f"note-{hand.pk}": "Của tôi", "version": version}
        answer = post(client, sheet, "self", **data)
        assert answer.status_code == 409
        assert "vừa được lưu ở nơi khác" in text_of(answer)
        assert "Của tôi</textarea>" in text_of(answer)
    assert Score.objects.get().self_points == 3


def test_a_long_scale_is_a_list_and_yes_or_no_two_taps(
    cast: Cast, sheet: Assessment, hand: Criterion
) -> None:
    long = make_criterion(hand.group.criteria_set, points=25)
    make_criterion(hand.group.criteria_set, points=4, measure=Measure.YES_NO, may_not_apply=False)
    page = text_of(client_of(cast, "contributor").get(sheet.address))
    assert f'<select name="points-{long.pk}"' in page
    assert page.count('type="radio"') == 12 + 2  # 0 to 10 and "does not apply"; yes, no
    assert "Có (4 điểm)" in page


def test_a_measured_criterion_is_shown_with_what_is_behind_it(
    cast: Cast, sheet: Assessment, hand: Criterion
) -> None:
    share = make_share(hand.group.criteria_set)
    unit = cast.contributor.unit
    days = {"received_on": date(2026, 10, 5), "finished_on": date(2026, 10, 8)}
    assert unit is not None
    make_incoming(unit, subject="Rà soát hộ nghèo", due_on=date(2026, 10, 9), **days)
    page = text_of(client_of(cast, "contributor").get(sheet.address))
    assert f'name="points-{share.pk}"' not in page
    assert "Hệ thống tính: 10 điểm" in page
    assert "1 trên 1, bằng 100%" in page
    assert "Rà soát hộ nghèo" in page
    # Whoever may not read the register sees the number alone.
    page = text_of(client_of(cast, "it_officer").get(sheet.address))
    assert "1 trên 1, bằng 100%" in page
    assert "Rà soát hộ nghèo" not in page


def test_the_committee_verifies(cast: Cast, sheet: Assessment, hand: Criterion) -> None:
    score(sheet, cast.contributor, **{f"c{hand.pk}": 8})
    step(sheet, "submit", cast.contributor)
    client = client_of(cast, "it_officer")
    assert 'value="8"' in text_of(client.get(sheet.address))
    for value, sentence in (
        ("10,5", "Tiêu chí này có tối đa 10 điểm."),
        ("-1", "Điểm không nhỏ hơn 0."),
        ("tám", "Xin ghi điểm bằng số, ví dụ 2,5."),
        ("7,55", "Điểm chỉ lấy một chữ số sau dấu phẩy."),
    ):
        answer = post(client, sheet, "verify", **{f"points-{hand.pk}": value, "verify": "1"})
        assert (answer.status_code, sentence in text_of(answer)) == (400, True), value
        assert f'value="{value}"' in text_of(answer)
    answer = post(client, sheet, "verify", **{f"points-{hand.pk}": "7,5", "verify": "1"})
    assert (answer.status_code, "xin ghi lý do" in text_of(answer)) == (400, True)
    assert 'value="7,5"' in text_of(answer)
    data = {f"points-{hand.pk}": "7,5", f"reason-{hand.pk}": "Thiếu một buổi"}
    assert post(client, sheet, "verify", **data, verify="1").status_code == 302
    sheet.refresh_from_db()
    assert (sheet.state, sheet.verified_total, sheet.rating) == (
        "verified",
        Decimal("75.0"),
        "Khá",
    )
    page = text_of(client_of(cast, "contributor").get(sheet.address))
    assert "Thiếu một buổi" in page
    assert "75,0 trên 100, xếp loại Khá" in page


def test_steps_with_a_reason(cast: Cast, sheet: Assessment, hand: Criterion) -> None:
    score(sheet, cast.contributor, **{f"c{hand.pk}": 8})
    step(sheet, "submit", cast.contributor)
    client = client_of(cast, "editor")

    def take(name: str, **data: Any) -> Any:
        data.setdefault("version", Assessment.objects.get(pk=sheet.pk).version)
        return client.post(reverse("admin:assessment_transition", args=[sheet.pk, name]), data)

    answer = take("return")
    assert (answer.status_code, "Cần ghi: lý do." in text_of(answer)) == (409, True)
    answer = take("return", note="Thiếu ảnh", version="1")
    assert (answer.status_code, "Thiếu ảnh</textarea>" in text_of(answer)) == (409, True)
    assert take("return", note="Thiếu ảnh").status_code == 302
    # Steps with a form of their own, and unknown ones, are no addresses here.
    assert [take(name).status_code for name in ("submit", "verify", "khac")] == [404, 404, 404]


WHO_SEES = {
    "contributor": True,
    "colleague": True,
    "other_contributor": False,
    "editor": True,
    "approver": True,
    "head": True,
    "leader": True,
    "clerk": True,
    "announcer": False,
    "it_officer": True,
    "superuser": False,
    "inactive": False,
}


def test_who_sees_and_who_fills_in_a_sheet(cast: Cast, sheet: Assessment) -> None:
    found, forms = {}, {}
    for role in WHO_SEES:
        answer = client_of(cast, role).get(sheet.address)
        found[role] = answer.status_code == 200
        forms[role] = found[role] and b'id="sheet"' in answer.content
    assert found == WHO_SEES
    assert {role for role, one in forms.items() if one} == {"contributor", "colleague"}
    codes = {
        role: post(client_of(cast, role), sheet, "self").status_code
        for role in WHO_SEES
        if role not in ("contributor", "colleague", "inactive")
    }
    assert set(codes.values()) == {403, 404}
    assert {role for role, one in codes.items() if one == 403} == {
        *("editor", "approver", "head", "leader", "clerk", "it_officer")
    }


def test_a_frozen_sheet_is_read_only(
    cast: Cast, sheet: Assessment, hand: Criterion, period: ReportingPeriod
) -> None:
    confirm_report(period, cast.editor)
    client = client_of(cast, "contributor")
    page = text_of(client.get(sheet.address))
    assert "đã chốt số liệu: điểm không thay đổi nữa" in page
    assert 'id="sheet"' not in page
    answer = post(client, sheet, "self", **{f"points-{hand.pk}": "7"})
    assert (answer.status_code, Score.objects.count()) == (409, 0)


def test_the_committee_opens_a_period(cast: Cast, period: ReportingPeriod, hand: Criterion) -> None:
    client = client_of(cast, "it_officer")
    address = reverse("admin:agency_period", args=[period.code])
    assert "Mở chấm điểm tháng 10/2026" in text_of(client.get(address))
    assert client.post(reverse("admin:agency_open", args=[period.code])).url == address
    page = text_of(client.get(reverse("admin:agency")))
    assert "0 trên 2 đơn vị đã gửi, 0 đã thẩm định" in page
    days = reverse("admin:agency_days", args=[period.code])
    bad = {"self_due_on": "2026-11-09", "verify_due_on": "2026-11-08"}
    answer = client.post(days, bad)
    assert (answer.status_code, "từ hạn tự chấm trở đi" in text_of(answer)) == (400, True)
    assert 'value="2026-11-08"' in text_of(answer)
    assert client.post(days, bad | {"verify_due_on": "2026-11-12"}).status_code == 302
    stored = AssessmentRound.objects.get()
    assert (stored.self_due_on.day, stored.verify_due_on.day) == (9, 12)
    refused = client.post(reverse("admin:agency_open", args=["2026-99"]))
    assert refused.status_code == 404


def test_members_see_their_own_unit(cast: Cast, sheet: Assessment) -> None:
    client = client_of(cast, "contributor")
    page = text_of(client.get(reverse("admin:agency")))
    assert sheet.address in page
    other = cast.other_contributor.unit_id
    assert client.get(reverse("admin:agency_unit", args=[other])).status_code == 404
    assert client.get(reverse("admin:agency_unit", args=[sheet.unit_id])).status_code == 200
    assert (
        client_of(cast, "leader").get(reverse("admin:agency_unit", args=[other])).status_code == 200
    )


def asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_pages_ask_the_same_for_one_and_for_many(
    cast: Cast, period: ReportingPeriod, hand: Criterion
) -> None:
    criteria_set = hand.group.criteria_set
    make_share(criteria_set)
    sheet = sheet_of(cast.contributor, period)
    client = client_of(cast, "it_officer")
    addresses = [reverse("admin:agency_period", args=[period.code]), sheet.address]
    ContentType.objects.get_for_model(Assessment)  # kept by the process
    first = [asked(client, one) for one in addresses]
    for _ in range(8):
        make_criterion(criteria_set)
        make_share(criteria_set, needs_evidence=True)
        make_user(unit=UnitFactory())
    AssessmentRound.objects.get().assessments.exclude(pk=sheet.pk).delete()
    assert add_missing_units(AssessmentRound.objects.get()) == 9
    assert [asked(client, one) for one in addresses] == first
    assert first == QUERIES


QUERIES = [9, 18]


def test_verified_points_stay_when_the_form_is_posted_again(
    cast: Cast, sheet: Assessment, hand: Criterion
) -> None:
    score(sheet, cast.contributor, **{f"c{hand.pk}": 8})
    step(sheet, "submit", cast.contributor)
    verified(sheet, cast.it_officer, **{f"c{hand.pk}": 8})
    step(sheet, "verify", cast.it_officer)
    client = client_of(cast, "editor")
    answer = post(client, sheet, "verify", **{f"points-{hand.pk}": "1"})
    assert (answer.status_code, "trạng thái của phiếu đã thay đổi" in text_of(answer)) == (
        409,
        True,
    )
    assert Score.objects.get().verified_points == 8
