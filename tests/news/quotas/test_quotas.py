"""The quotas of a period: carried over, changed as a grid by several people, given back whole when
wrong.
"""

from __future__ import annotations

import io
import json
import re
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from news.models import DefaultQuota, EditorialPlan, Quota, QuotaChange
from news.quotas.services import (
    UnitQuota,
    carry_over,
    number_in,
    quotas_of,
    save_quotas,
    seen_as_json,
    units_of,
)
from news.states import DeadlineRule, Kind, PlanState
from organization.models import Block, ReportingPeriod, Unit
from tests.support.cast import Cast
from tests.support.factories import UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def june(db: None) -> ReportingPeriod:
    return ReportingPeriod.objects.create(
        year=2026, month=6, starts_on=date(2026, 6, 1), ends_on=date(2026, 6, 30)
    )


@pytest.fixture
def july(db: None) -> ReportingPeriod:
    return ReportingPeriod.objects.create(
        year=2026, month=7, starts_on=date(2026, 7, 1), ends_on=date(2026, 7, 31)
    )


def set_quota(
    period: ReportingPeriod, unit: Unit, required: int, kind: str = Kind.BRIEF, **fields: Any
) -> Quota:
    return Quota.objects.create(period=period, unit=unit, kind=kind, required=required, **fields)


def stored(period: ReportingPeriod, unit: Unit) -> dict[str, int]:
    return dict(
        Quota.objects.filter(period=period, unit=unit)
        .order_by("kind")
        .values_list("kind", "required")
    )


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("4", 4),
        (" 4 ", 4),
        ("4,0", 4),
        ("4.00", 4),
        ("", None),
        ("\xa0", None),
        ("0", 0),
        ("999", 999),
    ],
)
def test_numbers_as_people_paste_them(text: str, number: int | None) -> None:
    assert number_in(text) == number


@pytest.mark.parametrize(
    "text", ["bốn", "-1", "1.5", "1000", "1.000", "4 tin", "=1+1", "٤", "9" * 30]
)
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text.strip())):
        number_in(text)


def test_last_months_numbers_come_along_without_exemptions(
    june: ReportingPeriod, july: ReportingPeriod
) -> None:
    stays, gone, new, own = (
        UnitFactory(),
        UnitFactory(valid_until=date(2026, 6, 30)),
        UnitFactory(),
        UnitFactory(),
    )
    set_quota(june, stays, 4, is_exempt=True, reason="Đang sáp nhập")
    set_quota(june, gone, 2)
    DefaultQuota.objects.create(block=Block.RESIDENTIAL_GROUP, kind=Kind.BRIEF, required=3)
    DefaultQuota.objects.create(unit=own, kind=Kind.BRIEF, required=5)
    assert carry_over(july) == 3
    found = {unit: stored(july, unit) for unit in (stays, gone, new, own)}
    assert found == {stays: {"brief": 4}, gone: {}, new: {"brief": 3}, own: {"brief": 5}}
    assert not Quota.objects.filter(period=july, is_exempt=True).exists()
    assert carry_over(july) == 0
    assert carry_over(june) == 2


def form_of(
    period: ReportingPeriod, units: list[Unit], changes: dict[str, str] | None = None
) -> dict[str, str]:
    """What a page that shows the grid sends, with some fields changed."""
    shown = quotas_of(period)
    data = {"seen": json.dumps(seen_as_json(shown))}
    for unit in units:
        quota = shown.get(unit.pk, UnitQuota())
        data |= {
            f"q-{unit.pk}-{kind}": "" if n is None else str(n) for kind, n in quota.numbers.items()
        }
        data |= {f"seen-{unit.pk}": "", f"reason-{unit.pk}": quota.reason}
        data |= {f"exempt-{unit.pk}": "on"} if quota.is_exempt else {}
    return data | (changes or {})


def post(client: Client, period: ReportingPeriod, data: dict[str, str]) -> HttpResponse:
    return client.post(reverse("admin:quotas_period", args=[period.code]), data)


@pytest.fixture
def editor(cast: Cast, client: Client) -> Client:
    client.force_login(cast.editor)
    return client


def test_what_was_typed_is_stored_and_remembered(
    cast: Cast, editor: Client, july: ReportingPeriod
) -> None:
    unit, other = cast.contributor.unit, cast.other_contributor.unit
    set_quota(july, other, 2)
    data = form_of(
        july,
        [unit, other],
        {f"q-{unit.pk}-brief": "4,0", f"q-{unit.pk}-feature": " 1 ", f"q-{other.pk}-brief": ""},
    )
    assert post(editor, july, data).status_code == 302
    assert (stored(july, unit), stored(july, other)) == ({"brief": 4, "feature": 1}, {})
    change = QuotaChange.objects.get()
    assert change.changed_by == cast.editor
    assert (
        change.summary
        == f"{unit.short_name}: tin để trống → 4, bài chuyên sâu để trống → 1; {other.short_name}:"
        " tin 2 → để trống"
    )
    post(editor, july, form_of(july, [unit, other]))
    assert QuotaChange.objects.count() == 1


def test_bad_cells_are_named_and_nothing_typed_is_lost(
    cast: Cast, editor: Client, july: ReportingPeriod
) -> None:
    unit, other = cast.contributor.unit, cast.other_contributor.unit
    changes = {
        f"q-{unit.pk}-brief": "bốn",
        f"q-{unit.pk}-feature": "7",
        f"exempt-{other.pk}": "on",
        f"q-{other.pk}-notice": "1000",
    }
    answer = post(editor, july, form_of(july, [unit, other], changes))
    assert answer.status_code == 422
    grid = answer.context["grid"]
    assert grid.errors == [
        f"{unit.name}, tin: “bốn” – xin ghi một số từ 0 đến 999, hoặc để trống.",
        f"{other.name}, thông báo: “1000” – xin ghi một số từ 0 đến 999, hoặc để trống.",
        f"{other.name}: Xin ghi lý do miễn.",
    ]
    rows = {row.unit: row for row in grid.rows}
    assert [cell.value for cell in rows[unit].cells] == ["bốn", "7", ""]
    assert rows[other].is_exempt
    assert not Quota.objects.exists()


def test_two_people_at_once_merge_and_only_the_same_cell_is_asked_about(
    cast: Cast, editor: Client, july: ReportingPeriod
) -> None:
    unit, other = cast.contributor.unit, cast.other_contributor.unit
    mine = form_of(july, [unit, other], {f"q-{unit.pk}-brief": "4", f"q-{other.pk}-feature": "1"})
    seen = {unit.pk: UnitQuota()}
    theirs = {unit.pk: UnitQuota({Kind.BRIEF: 9, Kind.FEATURE: 3, Kind.NOTICE: None})}
    assert save_quotas(july, theirs, seen, actor=cast.head, now=timezone.now()) == []
    answer = post(editor, july, mine)
    assert answer.status_code == 409
    (conflict,) = answer.context["grid"].conflicts
    assert (conflict.unit, conflict.what, conflict.mine, conflict.theirs) == (unit, "Tin", "4", "9")
    assert (stored(july, unit), stored(july, other)) == ({"brief": 9, "feature": 3}, {"feature": 1})
    rows = {row.unit: row for row in answer.context["grid"].rows}
    assert [cell.value for cell in rows[unit].cells] == ["4", "3", ""]
    assert rows[unit].cells[0].error == "người kia ghi 9"
    # Sent again from the page that named it, it is the person's decision; what was not touched
    # stays the other's.
    shown = {cell.name: cell.value for row in answer.context["grid"].rows for cell in row.cells}
    assert (
        post(editor, july, mine | shown | {"seen": answer.context["grid"].seen}).status_code == 302
    )
    assert stored(july, unit) == {"brief": 4, "feature": 3}


def test_an_exempt_unit_owes_nothing_for_a_reason(
    cast: Cast, editor: Client, july: ReportingPeriod
) -> None:
    unit = cast.contributor.unit
    changes = {f"exempt-{unit.pk}": "on", f"reason-{unit.pk}": "Đang sáp nhập"}
    assert post(editor, july, form_of(july, [unit], changes)).status_code == 302
    quota = Quota.objects.get()
    assert (quota.required, quota.owed, quota.reason) == (0, 0, "Đang sáp nhập")
    assert QuotaChange.objects.get().summary.endswith("miễn (Đang sáp nhập)")


def test_two_people_who_exempt_a_unit_for_different_reasons(
    cast: Cast, editor: Client, july: ReportingPeriod
) -> None:
    unit = cast.contributor.unit
    mine = form_of(july, [unit], {f"exempt-{unit.pk}": "on", f"reason-{unit.pk}": "Đang sáp nhập"})
    theirs = {unit.pk: UnitQuota({Kind.BRIEF: 9}, is_exempt=True, reason="Đại hội")}
    save_quotas(july, theirs, {}, actor=cast.head, now=timezone.now())
    answer = post(editor, july, mine)
    (conflict,) = answer.context["grid"].conflicts
    assert (conflict.mine, conflict.theirs) == ("miễn (Đang sáp nhập)", "miễn (Đại hội)")
    row = {row.unit: row for row in answer.context["grid"].rows}[unit]
    assert (row.cells[0].value, row.reason, row.total, Quota.objects.get().reason) == (
        "9",
        "Đang sáp nhập",
        0,
        "Đại hội",
    )


def test_an_exempt_unit_is_not_added_up(cast: Cast, editor: Client, july: ReportingPeriod) -> None:
    set_quota(july, cast.contributor.unit, 4)
    set_quota(july, cast.other_contributor.unit, 2, is_exempt=True, reason="Nghỉ hè")
    grid = editor.get(reverse("admin:quotas_period", args=[july.code])).context["grid"]
    assert (grid.totals, grid.total, [row.total for row in grid.rows]) == ([4, 0, 0], 4, [4, 0])


def test_a_unit_that_ended_between_two_windows_belongs_to_the_following_one(
    july: ReportingPeriod,
) -> None:
    august = ReportingPeriod.objects.create(
        year=2026, month=8, starts_on=date(2026, 8, 3), ends_on=date(2026, 8, 31)
    )
    unit = UnitFactory(valid_until=date(2026, 8, 1))
    assert unit in units_of(august)


def test_a_closed_plan_closes_the_grid(cast: Cast, editor: Client, july: ReportingPeriod) -> None:
    unit = cast.contributor.unit
    data = form_of(july, [unit], {f"q-{unit.pk}-brief": "4"})
    EditorialPlan.objects.create(
        period=july,
        deadline_rule=DeadlineRule.LAST_DAY,
        due_on=july.ends_on,
        state=PlanState.CLOSED,
    )
    answer = post(editor, july, data)
    assert (answer.status_code, Quota.objects.count()) == (409, 0)
    assert {row.unit: row for row in answer.context["grid"].rows}[unit].cells[0].value == "4"
    assert (
        "quota-grid__cell"
        not in editor.get(reverse("admin:quotas_period", args=[july.code])).content.decode()
    )


def test_defaults_fill_empty_cells_only_and_store_nothing(
    cast: Cast, editor: Client, july: ReportingPeriod
) -> None:
    unit, other = cast.contributor.unit, cast.other_contributor.unit
    DefaultQuota.objects.create(block=unit.block, kind=Kind.BRIEF, required=3)
    data = form_of(july, [unit, other], {f"q-{unit.pk}-brief": "8", "action": "defaults"})
    answer = post(editor, july, data)
    rows = {row.unit: row for row in answer.context["grid"].rows}
    assert (rows[unit].cells[0].value, rows[other].cells[0].value, Quota.objects.count()) == (
        "8",
        "3",
        0,
    )


@pytest.mark.parametrize(
    "seen", ["", "x", "[]", "[" * 100_000, '{"a": 1}', '{"1": {"brief": "x"}}', '{"1": null}']
)
def test_a_page_that_does_not_say_what_it_showed_changes_nothing(
    cast: Cast, editor: Client, july: ReportingPeriod, seen: str
) -> None:
    unit = cast.contributor.unit
    data = form_of(july, [unit], {f"q-{unit.pk}-brief": "4", "seen": seen})
    assert (post(editor, july, data).status_code, Quota.objects.count()) == (302, 0)


LOOKING = ("editor", "other_editor", "approver", "other_approver", "head", "leader")
AUTOSAVE = ("editor", "other_editor", "head")


@pytest.mark.parametrize(
    "who",
    [
        *LOOKING,
        "contributor",
        "clerk",
        "announcer",
        "it_officer",
        "superuser",
        "inactive",
        "stranger",
    ],
)
def test_who_looks_and_who_keeps(
    who: str, cast: Cast, client: Client, july: ReportingPeriod
) -> None:
    if who != "stranger":
        client.force_login(getattr(cast, who))
    unit = cast.contributor.unit
    denied = 302 if who in ("inactive", "stranger") else 404
    addresses = [reverse("admin:quotas"), reverse("admin:quotas_period", args=[july.code])]
    looked = [client.get(address).status_code for address in addresses]
    assert looked == [200 if who in LOOKING else denied] * 2
    answer = post(client, july, form_of(july, [unit], {f"q-{unit.pk}-brief": "4"}))
    # Whoever has no session gets what was typed back.
    refused = 403 if denied == 302 else 404
    assert answer.status_code == (302 if who in AUTOSAVE else refused)
    assert stored(july, unit) == ({"brief": 4} if who in AUTOSAVE else {})


@pytest.mark.parametrize("code", ["2026-13", "2026-7", "x", "2027-01"])
def test_a_period_there_is_not(editor: Client, july: ReportingPeriod, code: str) -> None:
    assert editor.get(f"/quan-tri/chi-tieu/{code}/").status_code == 404


def test_the_spreadsheet_holds_the_grid(cast: Cast, editor: Client, july: ReportingPeriod) -> None:
    unit, exempt = cast.contributor.unit, cast.other_contributor.unit
    set_quota(july, unit, 4)
    set_quota(july, exempt, 2, is_exempt=True, reason="Nghỉ hè")
    answer = editor.get(reverse("admin:quotas_period", args=[july.code]), {"dang": "xlsx"})
    rows = [
        [cell.value for cell in row]
        for row in load_workbook(io.BytesIO(answer.content)).active.iter_rows()
    ]
    assert ["Đơn vị", "Tin", "Bài chuyên sâu", "Thông báo", "Lý do miễn"] in rows
    assert [unit.name, 4, None, None, None] in rows
    assert [exempt.name, 2, None, None, "Nghỉ hè"] in rows
    assert rows[-1][:2] == ["Cộng", 4]


def test_as_many_questions_for_many_units(
    cast: Cast, july: ReportingPeriod, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in (1, 30):
        typed = {
            unit.pk: UnitQuota({Kind.BRIEF: number}) for unit in UnitFactory.create_batch(number)
        }
        with django_assert_num_queries(9):
            save_quotas(july, typed, {}, actor=cast.editor, now=timezone.now())
