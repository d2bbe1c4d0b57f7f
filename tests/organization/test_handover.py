"""A unit that ends: what hangs on it is shown, and goes to the successor after the last day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from broadcasts.models import SpeakerCluster
from core.workflow.engine import TransitionRefused
from news.models import Article, Quota
from organization.models import ReportingPeriod, Unit
from organization.work.handover import hand_over_dissolved, holdings_of
from reports.models import CheckRound, PlannedCheck
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import UnitFactory, make_draft, transition

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def held(unit: Unit) -> dict[str, int]:
    return {holding.label: count for holding, count in holdings_of(unit)}


def future_period() -> ReportingPeriod:
    starts = date(TODAY.year + 1, 6, 1)
    return ReportingPeriod.objects.create(
        year=starts.year, month=6, starts_on=starts, ends_on=starts + timedelta(days=29)
    )


def test_what_hangs_on_a_unit_moves_after_its_last_day(cast: Cast) -> None:
    unit, heir, period = cast.contributor.unit, UnitFactory(), future_period()
    draft = make_draft(cast.contributor)
    handed_in = transition(make_draft(cast.contributor), "submit", cast.contributor)
    Quota.objects.create(period=period, unit=unit, kind="brief", required=2)
    Quota.objects.create(period=period, unit=heir, kind="brief", required=3)
    Quota.objects.create(period=period, unit=unit, kind="feature", required=1)
    people = unit.members.count()
    waiting = {"tin bài chờ duyệt": 1}
    moving = {"tài khoản": people, "bản nháp": 1, "chỉ tiêu các kỳ sau": 2}
    assert held(unit) == moving | waiting

    Unit.objects.filter(pk=unit.pk).update(valid_until=TODAY, successor=heir)
    assert hand_over_dissolved(timezone.now()) is None, "its last day is not over"
    assert held(unit) != {}

    Unit.objects.filter(pk=unit.pk).update(valid_until=TODAY - timedelta(days=1))
    said = f"{unit}: {people} tài khoản, 1 bản nháp, 2 chỉ tiêu các kỳ sau"
    assert hand_over_dissolved(timezone.now()) == said
    assert hand_over_dissolved(timezone.now()) is None
    assert held(Unit.objects.get(pk=unit.pk)) == waiting, "counts for the unit that ended"
    assert Article.objects.get(pk=draft.pk).unit == heir
    assert Article.objects.get(pk=handed_in.pk).unit == unit, "what was handed in counts there"
    cast.contributor.refresh_from_db()
    assert cast.contributor.unit == heir
    owed = Quota.objects.filter(unit=heir).order_by("kind").values_list("kind", "required")
    assert list(owed) == [("brief", 5), ("feature", 1)]


def test_nothing_moves_without_a_successor_or_in_a_circle(cast: Cast) -> None:
    unit, other = cast.contributor.unit, UnitFactory()
    before = held(unit)
    ended = TODAY - timedelta(days=1)
    Unit.objects.filter(pk=unit.pk).update(valid_until=ended)
    assert hand_over_dissolved(timezone.now()) is None
    Unit.objects.filter(pk=unit.pk).update(successor=other)
    Unit.objects.filter(pk=other.pk).update(valid_until=ended, successor=unit)
    assert hand_over_dissolved(timezone.now()) is None
    assert held(unit) == before


def test_the_successor_of_a_successor_gets_it(cast: Cast) -> None:
    unit, middle, last = cast.contributor.unit, UnitFactory(), UnitFactory()
    ended = TODAY - timedelta(days=1)
    Unit.objects.filter(pk=middle.pk).update(valid_until=ended, successor=last)
    Unit.objects.filter(pk=unit.pk).update(valid_until=ended, successor=middle)
    hand_over_dissolved(timezone.now())
    cast.contributor.refresh_from_db()
    assert cast.contributor.unit == last


@pytest.mark.parametrize("days", [-1, 0, 5])
def test_a_successor_that_ended_is_refused(days: int) -> None:
    """Ended today, or not later than the unit itself."""
    heir = UnitFactory(valid_until=TODAY + timedelta(days=days))
    unit = UnitFactory()
    unit.valid_until, unit.successor = TODAY + timedelta(days=6), heir
    with pytest.raises(ValidationError, match="xin chọn một đơn vị còn hoạt động"):
        unit.full_clean()
    heir.valid_until = TODAY + timedelta(days=30)
    unit.full_clean()


def test_a_circle_of_successors_is_refused() -> None:
    first, second, third = UnitFactory(), UnitFactory(), UnitFactory()
    second.successor, third.successor = third, first
    second.save(), third.save()
    first.successor = second
    with pytest.raises(ValidationError, match="lại dẫn về chính đơn vị này"):
        first.full_clean()


def test_the_page_of_a_unit_shows_what_hangs_on_it_and_moves_it(cast: Cast) -> None:
    unit, heir = cast.contributor.unit, UnitFactory()
    make_draft(cast.contributor)
    transition(make_draft(cast.contributor), "submit", cast.contributor)
    page = reverse("admin:organization_unit_change", args=[unit.pk])
    client = client_of(cast, "it_officer")
    text = client.get(page).content.decode()
    assert "<li>1 bản nháp</li>" in text
    assert f"<li>{unit.members.count()} tài khoản</li>" in text
    data = {
        "name": unit.name,
        "short_name": unit.short_name,
        "block": unit.block,
        "valid_until": f"{TODAY - timedelta(days=1):%d/%m/%Y}",
        "position": 0,
    }
    left = client.post(page, data, follow=True).content.decode()
    assert "chưa có đơn vị kế tục; còn" in left
    assert "1 bản nháp, 1 tin bài chờ duyệt." in left
    assert "<li>1 tin bài chờ duyệt (vẫn tính cho đơn vị này)</li>" in client.get(page).text
    succeeded = data | {"successor": heir.pk}
    asked = client.post(page, succeeded, follow=True).content.decode()
    people = unit.members.count()
    assert f"{people} tài khoản, 1 bản nháp chuyển ngay sang {heir} và không" in asked
    assert held(Unit.objects.get(pk=unit.pk))["tài khoản"] == people
    other = client.post(page, succeeded | {"confirmed": str(unit.pk)})
    assert other.status_code == 200, "agreed to something else"
    agreed = succeeded | {"confirmed": str(heir.pk)}
    moved = client.post(page, agreed, follow=True).content.decode()
    assert "Đã chuyển sang đơn vị kế tục:" in moved
    assert held(Unit.objects.get(pk=unit.pk)) == {"tin bài chờ duyệt": 1}
    again = client.post(page, succeeded, follow=True).content.decode()
    assert "Đã sửa đơn vị" in again
    assert "vẫn thuộc" not in again
    cleared = client.post(page, data | {"valid_until": ""}, follow=True).content.decode()
    assert f"Những gì đã chuyển sang {heir} vẫn thuộc {heir}, không tự trở lại {unit}." in cleared


def test_an_end_day_to_come_needs_no_agreement(cast: Cast) -> None:
    unit, heir = cast.contributor.unit, UnitFactory()
    data = {
        "name": unit.name,
        "short_name": unit.short_name,
        "block": unit.block,
        "valid_until": f"{TODAY:%d/%m/%Y}",
        "successor": heir.pk,
        "position": 0,
    }
    page = reverse("admin:organization_unit_change", args=[unit.pk])
    assert client_of(cast, "it_officer").post(page, data).status_code == 302


def test_a_successor_without_a_last_day_is_refused() -> None:
    unit = UnitFactory()
    unit.successor = UnitFactory()
    with pytest.raises(ValidationError) as refused:
        unit.full_clean()
    assert list(refused.value.error_dict) == ["successor"]
    unit.valid_until = TODAY
    unit.full_clean()


@pytest.mark.parametrize(
    ("other", "own", "is_taken"),
    [
        ({}, {}, True),
        ({"valid_until": TODAY}, {}, True),
        ({"valid_until": TODAY - timedelta(days=1)}, {}, False),
        ({}, {"valid_until": TODAY - timedelta(days=1)}, False),
        ({"valid_until": TODAY}, {"valid_from": TODAY + timedelta(days=1)}, False),
        ({"valid_from": TODAY + timedelta(days=9)}, {"valid_until": TODAY}, False),
    ],
)
def test_two_units_of_the_same_days_have_two_short_names(
    other: dict[str, date], own: dict[str, date], is_taken: bool
) -> None:
    UnitFactory(short_name="Tổ hai tên", **other)
    unit = UnitFactory.build(short_name="tổ hai tên", **own)
    if not is_taken:
        return unit.full_clean()
    with pytest.raises(ValidationError, match="đã có tên gọn này"):
        unit.full_clean()


def test_an_item_of_a_unit_that_nobody_succeeds_is_not_sent(cast: Cast) -> None:
    draft, unit, heir = make_draft(cast.contributor), cast.contributor.unit, UnitFactory()
    Unit.objects.filter(pk=unit.pk).update(valid_until=TODAY)
    returned = transition(make_draft(cast.contributor), "submit", cast.contributor)
    returned = transition(returned, "recall", cast.contributor)
    before = timezone.now() - timedelta(days=2)
    Article.objects.filter(pk=returned.pk).update(counted_at=before)
    Unit.objects.filter(pk=unit.pk).update(valid_until=TODAY - timedelta(days=1))
    returned, draft = (Article.objects.get(pk=one.pk) for one in (returned, draft))
    transition(returned, "submit", cast.contributor)
    with pytest.raises(TransitionRefused, match="đã kết thúc hoạt động") as refused:
        transition(draft, "submit", cast.contributor)
    assert "cán bộ công nghệ thông tin" in refused.value.reasons[0]
    given = {"received_from": "Chị Hoa", "received_via": "zalo", "received_at": timezone.now()}
    with pytest.raises(TransitionRefused, match="đã kết thúc hoạt động"):
        transition(draft, "submit_on_behalf", cast.editor, **given)
    Unit.objects.filter(pk=unit.pk).update(successor=heir)
    transition(Article.objects.get(pk=draft.pk), "submit", cast.contributor)


def test_only_a_unit_that_nothing_hangs_on_is_deleted(cast: Cast) -> None:
    used, unused, signed = UnitFactory(), UnitFactory(), UnitFactory()
    heir = UnitFactory(valid_until=TODAY, successor=used).successor
    article = make_draft(cast.contributor, unit=signed)
    Article.objects.filter(pk=article.pk).update(unit=cast.contributor.unit)
    client = client_of(cast, "it_officer")
    for unit, status in ((heir, 403), (signed, 403), (cast.contributor.unit, 403), (unused, 302)):
        address = reverse("admin:organization_unit_delete", args=[unit.pk])
        assert client.post(address, {"post": "yes"}).status_code == status
        assert Unit.objects.filter(pk=unit.pk).exists() is (status == 403)


def test_a_new_unit_comes_last(cast: Cast) -> None:
    UnitFactory(position=70)
    form = client_of(cast, "it_officer").get(reverse("admin:organization_unit_add"))
    assert form.context["adminform"].form["position"].value() == 71


def test_documents_loudspeakers_and_checks_go_along(cast: Cast) -> None:
    unit, heir = cast.contributor.unit, UnitFactory()
    cluster = SpeakerCluster.objects.create(name="Cụm 1")
    cluster.units.add(unit)
    day = TODAY + timedelta(days=30)
    rounds = [
        CheckRound.objects.create(name=name, starts_on=day, ends_on=day, created_by=cast.it_officer)
        for name in ("Một", "Hai")
    ]
    for check_round in rounds:
        PlannedCheck.objects.create(round=check_round, unit=unit, planned_on=day)
    PlannedCheck.objects.create(round=rounds[1], unit=heir, planned_on=day)
    assert {"cụm loa": 1, "lượt kiểm tra sắp tới": 2}.items() <= held(unit).items()
    yesterday = TODAY - timedelta(days=1)
    Unit.objects.filter(pk=unit.pk).update(valid_until=yesterday, successor=heir)
    hand_over_dissolved(timezone.now())
    assert held(Unit.objects.get(pk=unit.pk)) == {}
    assert list(cluster.units.all()) == [heir]
    assert list(
        PlannedCheck.objects.values_list("round__name", "unit").order_by("round__name")
    ) == [
        ("Hai", heir.pk),
        ("Một", heir.pk),
    ]
