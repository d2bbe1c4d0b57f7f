"""Sets of criteria: in force from a day, copied, and locked by a confirmed month."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from reports.agency.criteria.sets import copy_set, create_reference_set, in_force, is_locked
from reports.agency.rounds import open_round
from reports.models import CriteriaSet, Criterion, CriterionThreshold
from tests.news.test_access import client_of
from tests.support.agency import (
    confirm_report,
    make_criterion,
    make_period,
    make_set,
    make_share,
    score,
    sheet_of,
)
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db


def test_the_newest_set_valid_on_the_last_day_is_in_force() -> None:
    sample = CriteriaSet.objects.get()
    older = make_set(date(2026, 5, 1))
    newer = make_set(date(2026, 10, 31))
    make_set(date(2026, 11, 1))
    assert in_force(make_period(2026, 10)) == newer
    assert in_force(make_period(2026, 9)) == older
    assert in_force(make_period(2026, 4)) == sample
    assert in_force(make_period(2015, 4)) is None


def test_an_open_round_keeps_its_set(cast: Cast) -> None:
    first = make_set(date(2026, 5, 1))
    make_criterion(first)
    period = make_period()
    opened = open_round(period)
    make_set(date(2026, 10, 1))
    assert open_round(period).criteria_set == first
    assert opened.pk == open_round(period).pk


def test_a_copy_has_everything_and_shares_nothing() -> None:
    sample = CriteriaSet.objects.get()
    made = copy_set(sample, name="Bộ của phường", valid_from=date(2026, 11, 1))
    assert (made.name, made.is_sample, made.valid_from) == (
        "Bộ của phường",
        False,
        date(2026, 11, 1),
    )

    def content(one: CriteriaSet) -> list[tuple[object, ...]]:
        rows = Criterion.objects.filter(group__criteria_set=one)
        return [
            (
                *(row.group.name, row.code, row.text, row.points, row.blocks, row.figures),
                *row.thresholds.values_list("limit", "percent"),
            )
            for row in rows
        ]

    assert content(made) == content(CriteriaSet.objects.get(pk=sample.pk))
    assert len(content(made)) == 20
    assert list(made.ratings.values_list("name", "from_points")) == list(
        sample.ratings.values_list("name", "from_points")
    )
    Criterion.objects.filter(group__criteria_set=made).update(points=1)
    assert sum(row[3] for row in content(CriteriaSet.objects.get(pk=sample.pk))) == 100  # type: ignore[misc]


def test_two_sets_do_not_begin_on_one_day() -> None:
    sample = CriteriaSet.objects.get()
    with pytest.raises(ValidationError):
        copy_set(sample, name="Bộ khác", valid_from=sample.valid_from)
    assert CriteriaSet.objects.count() == 1


def test_a_ward_with_a_set_gets_no_sample() -> None:
    CriteriaSet.objects.all().delete()
    own = make_set()
    create_reference_set()
    assert list(CriteriaSet.objects.all()) == [own]


def test_new_criteria_and_groups_come_after_the_others(cast: Cast) -> None:
    criteria_set = make_set()
    criterion = make_share(criteria_set)
    client = client_of(cast, "it_officer")
    data = criterion_data(criterion) | {"thresholds-INITIAL_FORMS": "0", "position": "0"}
    for code in ("9.8", "9.7"):
        client.post(reverse("admin:reports_criterion_add"), data | {"code": code})
    codes = Criterion.objects.filter(group__criteria_set=criteria_set).values_list("code")
    assert [code for (code,) in codes] == [criterion.code, "9.8", "9.7"]

    address = reverse("admin:reports_criteriaset_change", args=[criteria_set.pk])
    form = client.get(address).context["adminform"].form
    data = {name: str(form[name].value()) for name in form.fields} | {
        "groups-TOTAL_FORMS": "2",
        "groups-INITIAL_FORMS": "0",
        "groups-0-name": "Nhóm B",
        "groups-0-position": "0",
        "groups-1-name": "Nhóm A",
        "groups-1-position": "0",
        "ratings-TOTAL_FORMS": "0",
        "ratings-INITIAL_FORMS": "0",
    }
    assert client.post(address, data).status_code == 302
    groups = criteria_set.groups.values_list("name", flat=True)
    assert list(groups)[-2:] == ["Nhóm B", "Nhóm A"]


def test_a_set_of_a_confirmed_month_is_not_changed_but_copied(cast: Cast) -> None:
    criteria_set = make_set()
    criterion = make_share(criteria_set)
    period = make_period()
    sheet_of(cast.contributor, period)
    client = client_of(cast, "it_officer")
    addresses = [
        reverse("admin:reports_criteriaset_change", args=[criteria_set.pk]),
        reverse("admin:reports_criterion_change", args=[criterion.pk]),
    ]
    assert not is_locked(criteria_set)
    assert [b'name="_save"' in client.get(one).content for one in addresses] == [True, True]

    confirm_report(period, cast.editor)
    assert is_locked(criteria_set)
    assert [b'name="_save"' in client.get(one).content for one in addresses] == [False, False]
    assert [client.post(one, {}).status_code for one in addresses] == [403, 403]
    # Nor does it get another criterion, or one of another set.
    data = criterion_data(criterion) | {"code": "9.9", "thresholds-INITIAL_FORMS": "0"}
    page = client.post(reverse("admin:reports_criterion_add"), data)
    assert (page.status_code, "đã chốt số liệu nên không sửa" in page.content.decode()) == (
        200,
        True,
    )
    assert Criterion.objects.filter(group__criteria_set=criteria_set).count() == 1

    copy = reverse("admin:criteria_set_copy", args=[criteria_set.pk])
    answer = client.post(copy, {"name": "Bộ mới", "valid_from": "2026-11-01"})
    made = CriteriaSet.objects.get(name="Bộ mới")
    assert answer.url == reverse("admin:reports_criteriaset_change", args=[made.pk])
    assert not is_locked(made)


def criterion_data(criterion: Criterion, **more: str) -> dict[str, str]:
    return {
        "group": str(criterion.group_id),
        "code": criterion.code,
        "text": criterion.text,
        "points": str(criterion.points),
        "measure": criterion.measure,
        "figure": criterion.figure,
        "when_nothing": criterion.when_nothing,
        "position": "1",
        "thresholds-TOTAL_FORMS": "0",
        "thresholds-INITIAL_FORMS": "0",
    } | more


def test_a_measured_criterion_names_its_figure(cast: Cast) -> None:
    criterion = make_criterion(make_set())
    client = client_of(cast, "it_officer")
    address = reverse("admin:reports_criterion_change", args=[criterion.pk])
    page = client.post(address, criterion_data(criterion, measure="system"))
    assert "Xin chọn số liệu mà hệ thống lấy để tính." in page.content.decode()
    page = client.post(address, criterion_data(criterion, measure="system", figure="no.such"))
    assert page.status_code == 200
    assert (
        client.post(
            address, criterion_data(criterion, measure="system", figure="news.late")
        ).status_code
        == 302
    )
    criterion.refresh_from_db()
    assert (criterion.measure, criterion.figure) == ("system", "news.late")
    # By hand again: the figure goes.
    assert client.post(address, criterion_data(criterion, measure="hand")).status_code == 302
    criterion.refresh_from_db()
    assert (criterion.measure, criterion.figure) == ("hand", "")
    assert not CriterionThreshold.objects.filter(criterion=criterion)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"name": "", "valid_from": "2026-11-01"}, "Xin ghi tên bộ tiêu chí mới."),
        ({"name": "Bộ mới", "valid_from": ""}, "Xin ghi ngày bắt đầu áp dụng."),
        ({"name": "Bộ mới", "valid_from": "99999-01-01"}, "không hợp lý"),
        ({"name": "Bộ mới", "valid_from": "2026-01-01"}, "Đã có bộ tiêu chí áp dụng từ ngày này."),
    ],
)
def test_a_bad_copy_is_refused_with_what_was_typed(
    cast: Cast, data: dict[str, str], sentence: str
) -> None:
    source = make_set(date(2026, 1, 1))
    address = reverse("admin:criteria_set_copy", args=[source.pk])
    page = client_of(cast, "editor").post(address, data)
    assert (page.status_code, sentence in page.content.decode()) == (400, True)
    assert f'value="{data["name"]}"' in page.content.decode() or not data["name"]
    assert CriteriaSet.objects.count() == 2


def test_a_criterion_goes_unless_somebody_was_scored_by_it(cast: Cast) -> None:
    criteria_set = make_set()
    unused, used = make_criterion(criteria_set), make_criterion(criteria_set)
    sheet = sheet_of(cast.contributor, make_period())
    score(sheet, cast.contributor, **{f"c{used.pk}": 5})
    client = client_of(cast, "editor")

    def delete(criterion: Criterion) -> int:
        address = reverse("admin:reports_criterion_delete", args=[criterion.pk])
        return client.post(address, {"post": "yes"}).status_code

    assert (delete(unused), delete(used)) == (302, 403)
    assert list(Criterion.objects.filter(group__criteria_set=criteria_set)) == [used]


def test_only_who_may_copy_and_add_is_led_there(cast: Cast) -> None:
    criteria_set = make_set()
    page = reverse("admin:reports_criteriaset_change", args=[criteria_set.pk])
    links = [
        reverse("admin:criteria_set_copy", args=[criteria_set.pk]),
        f"{reverse('admin:reports_criterion_add')}?bo={criteria_set.pk}",
    ]
    for role, is_led in (("editor", True), ("approver", False), ("leader", False)):
        client = client_of(cast, role)
        html = client.get(page).content.decode()
        for link in links:
            assert (f'href="{link}"' in html) is is_led, (role, link)
            assert (client.get(link).status_code == 200) is is_led, (role, link)
