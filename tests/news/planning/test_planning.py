"""The plan of a month: made once, given, written by several at a time, attached to, never
late by a mistake.
"""

from __future__ import annotations

import threading
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.workflow.engine import (
    StaleObject,
    TransitionNotAllowed,
    TransitionRefused,
    log_of,
    perform,
)
from news.models import Anniversary, Article, DefaultQuota, EditorialPlan, PlanLine, Quota
from news.planning.assignment import lines_for
from news.planning.create import PlanExists, PlanRequest, create_plan
from news.planning.deadlines import deadline_entries, owed_lines, returned_items
from news.planning.forms import deadlines_by_rule
from news.planning.line_status import LineState, line_statuses
from news.planning.windows import following
from news.planning.workflow import PLAN_WORKFLOW
from news.states import DeadlineRule, Kind
from organization.calendar.working_days import WorkingCalendar
from organization.models import Notice, ReportingPeriod, Topic
from organization.models.periods import Holiday
from tests.news.quick.test_quick import ON_BEHALF, received
from tests.news.quick.test_quick import page as quick_page
from tests.news.test_access import EVERYBODY, client_of
from tests.support.cast import Cast
from tests.support.factories import UnitFactory, make_draft, make_user, transition

PLANS = "/quan-tri/dinh-huong/"
MAKE = f"{PLANS}lap/"
NOVEMBER = f"{PLANS}2026-11/"
EDIT = f"{NOVEMBER}sua/"
KEEPERS = {"editor", "other_editor", "head"}
PLANNERS = KEEPERS | {"approver", "other_approver", "leader"}
CONTRIBUTORS = {"contributor", "colleague", "other_contributor"}


def at(day: int, hour: int = 9, minute: int = 0, *, month: int = 11) -> datetime:
    return timezone.make_aware(datetime(2026, month, day, hour, minute))


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel(at(10), tick=False):
        yield


def period_of(
    month: int = 11, first: date | None = None, last: date | None = None
) -> ReportingPeriod:
    return ReportingPeriod.objects.create(
        year=2026,
        month=month,
        starts_on=first or date(2026, month, 1),
        ends_on=last or date(2026, month, 28),
    )


def plan_of(cast: Cast, state: str = "open", **fields: Any) -> EditorialPlan:
    period = fields.pop("period", None) or period_of()
    plan = create_plan(PlanRequest(period, DeadlineRule.DAY_OF_MONTH, 20))
    EditorialPlan.objects.filter(pk=plan.pk).update(text="Vệ sinh môi trường")
    for name in {"draft": (), "open": ("give",), "closed": ("give", "close")}[state]:
        plan = move(plan, name, cast.editor)
    plan.refresh_from_db()
    return plan


def move(plan: EditorialPlan, name: str, actor: Any, note: str = "x") -> EditorialPlan:
    plan.refresh_from_db()
    return perform(plan, name, actor=actor, version=plan.version, note=note)


def line_of(plan: EditorialPlan, **fields: Any) -> PlanLine:
    return PlanLine.objects.create(plan=plan, **{"topic": "Dọn bờ sông"} | fields)


# Made from last month's


@pytest.mark.parametrize(
    ("before", "window", "expected"),
    [
        (None, (date(2026, 11, 1), date(2026, 11, 28)), (date(2026, 12, 1), date(2026, 12, 28))),
        (None, (date(2026, 9, 20), date(2026, 10, 20)), (date(2026, 10, 21), date(2026, 11, 20))),
        (None, (date(2026, 11, 1), date(2026, 11, 30)), (date(2026, 12, 1), date(2026, 12, 31))),
        (
            (date(2027, 1, 1), date(2027, 1, 28)),
            (date(2027, 2, 1), date(2027, 2, 28)),
            (date(2027, 3, 1), date(2027, 3, 28)),
        ),
    ],
)
def test_a_window_is_moved_on_by_a_month(before: Any, window: Any, expected: Any) -> None:
    def period(days: Any) -> ReportingPeriod:
        return ReportingPeriod(
            year=days[1].year, month=days[1].month, starts_on=days[0], ends_on=days[1]
        )

    found = following(period(window), period(before) if before else None)
    assert (found.starts_on, found.ends_on) == expected


def test_a_month_is_made_from_the_last_one_in_one_transition(cast: Cast) -> None:
    unit, other = cast.contributor.unit, cast.other_contributor.unit
    DefaultQuota.objects.create(block=unit.block, kind=Kind.BRIEF, required=2)
    plan = plan_of(cast)
    Quota.objects.filter(unit=unit).update(required=5)
    other.valid_until = date(2026, 11, 28)
    other.successor = unit
    other.save()
    kept = line_of(
        plan, unit=other, kind=Kind.FEATURE, is_for_loudspeaker=True, due_on=date(2026, 11, 13)
    )
    line_of(plan, topic="Chỉ một lần")
    Anniversary.objects.exclude(month=12, day=22).delete()
    client = client_of(cast, "editor")
    page = client.get(MAKE).content.decode()
    assert (
        "Lập định hướng tháng 12/2026" in page
        and "Kỷ niệm 82 năm Ngày thành lập Quân đội nhân dân" in page
    )
    data = {
        "tu": plan.pk,
        "year": 2026,
        "month": 12,
        "starts_on": "2026-12-01",
        "ends_on": "2026-12-28",
        "deadline_rule": "day_of_month",
        "deadline_number": 20,
        "dong": kept.pk,
        "goi-y": (
            "2026-12-17 Kỷ niệm 82 năm Ngày thành lập Quân đội nhân dân Việt Nam (22/12/1944 -"
            " 22/12/2026)"
        ),
    }
    refused = client.post(MAKE, data | {"ends_on": ""})
    words = refused.content.decode()
    assert refused.status_code == 409 and "Lập định hướng tháng 12/2026" in words
    assert "Kỷ niệm 82 năm Ngày thành lập Quân đội nhân dân" in words
    assert client.post(MAKE, data).status_code == 302
    made = EditorialPlan.objects.get(period__month=12)
    assert (made.state, made.text, made.due_on) == (
        "draft",
        "Vệ sinh môi trường",
        date(2026, 12, 20),
    )
    first, second = made.lines.all()
    # The 13th of December is a Sunday, and the unit is no more: the working day before, the
    # successor.
    assert (first.topic, first.unit, first.kind, first.due_on) == (
        "Dọn bờ sông",
        unit,
        "feature",
        date(2026, 12, 11),
    )
    assert first.is_for_loudspeaker and second.due_on == date(2026, 12, 17)
    quotas = set(Quota.objects.filter(period=made.period).values_list("unit", "required"))
    assert (unit.pk, 5) in quotas and other.pk not in {pk for pk, _ in quotas}
    again = client.post(MAKE, data, follow=True).content.decode()
    assert (
        "đã được lập rồi" in again
        and EditorialPlan.objects.count() == 2
        and made.lines.count() == 2
    )


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_make_one_month(cast: Cast) -> None:
    outcomes: list[str] = []

    def try_it() -> None:
        try:
            create_plan(
                PlanRequest(
                    ReportingPeriod(
                        year=2026, month=12, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 31)
                    ),
                    DeadlineRule.LAST_DAY,
                    0,
                )
            )
            outcomes.append("made")
        except PlanExists:
            outcomes.append("already")
        finally:
            connection.close()

    threads = [threading.Thread(target=try_it) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["already", "made"] and EditorialPlan.objects.count() == 1


def test_the_very_first_month_refuses_a_window_of_another_year(cast: Cast) -> None:
    client = client_of(cast, "head")
    assert "Lập định hướng đầu tiên" in client.get(PLANS).content.decode()
    data = {
        "year": 2026,
        "month": 11,
        "starts_on": "2062-11-01",
        "ends_on": "2062-11-28",
        "deadline_rule": "last_day",
    }
    assert client.post(MAKE, data).status_code == 409
    assert (
        client.post(MAKE, data | {"starts_on": "2026-11-01", "ends_on": "2026-11-28"}).status_code
        == 302
    )
    assert EditorialPlan.objects.get().due_on == date(2026, 11, 28)


@pytest.mark.parametrize(("year", "month"), [(2026, 13), (2026, 0), (99999, 11), (0, 11)])
def test_a_month_out_of_range_is_named_and_what_was_typed_stays(
    cast: Cast, year: int, month: int
) -> None:
    client = client_of(cast, "editor")
    typed = {"starts_on": "2026-11-01", "ends_on": "2026-11-28"}
    data = {"year": year, "month": month, "deadline_rule": "last_day"} | typed
    add = reverse("admin:organization_reportingperiod_add")
    for address, status in ((MAKE, 409), (add, 200)):
        answer = client.post(address, data)
        assert answer.status_code == status
        page = answer.content.decode()
        assert f'value="{year}"' in page and f'value="{month}"' in page
        assert "2026-11-28" in page
        assert 'class="errorlist"' in page or "errors" in page
    assert not ReportingPeriod.objects.exists()


# The table of the workflow


STEPS = {"give": "draft", "revise": "open", "close": "open", "reopen": "closed"}


def test_every_transition_by_its_roles_from_its_states_in_its_version_alone(cast: Cast) -> None:
    assert set(STEPS) == {t.name for t in PLAN_WORKFLOW.transitions}
    plans = {
        state: plan_of(cast, state, period=period_of(m))
        for m, state in enumerate(("draft", "open", "closed"), 1)
    }
    for name, state in STEPS.items():
        transition = PLAN_WORKFLOW.get(name)
        for role in EVERYBODY:
            plan, actor = EditorialPlan.objects.get(pk=plans[state].pk), getattr(cast, role)
            if role in KEEPERS:
                assert PLAN_WORKFLOW.get(name).permission(plan, actor), role
            else:
                with pytest.raises(TransitionNotAllowed):
                    move(plan, name, actor)
        for other, plan in plans.items():
            if other not in transition.sources:
                with pytest.raises(TransitionRefused):
                    move(plan, name, cast.editor)
        if transition.needs_note:
            with pytest.raises(TransitionRefused):
                move(plans[state], name, cast.editor, note=" ")
        plan = EditorialPlan.objects.get(pk=plans[state].pk)
        seen = plan.version
        done = perform(plan, name, actor=cast.head, version=seen, note="x")
        assert done.state == (transition.target or state)
        with pytest.raises(StaleObject):
            perform(plan, name, actor=cast.head, version=seen, note="x")
        EditorialPlan.objects.filter(pk=plan.pk).update(state=state)
    assert Notice.objects.filter(
        person=cast.contributor, text__contains="đã giao định hướng"
    ).exists()


@pytest.mark.parametrize("state", ["draft", "open", "closed"])
def test_who_reaches_which_address(cast: Cast, state: str) -> None:
    plan_of(cast, state)
    readers = PLANNERS if state == "draft" else PLANNERS | CONTRIBUTORS
    for role in EVERYBODY:
        client = client_of(cast, role)
        assert (client.get(NOVEMBER).status_code == 200) == (role in readers), role
        assert (client.get(f"{NOVEMBER}xlsx/").status_code == 200) == (role in readers), role
        assert (client.get(MAKE).status_code == 200) == (role in KEEPERS), role
        edit = 404 if role not in KEEPERS else 302 if state == "closed" else 200
        assert client.get(EDIT).status_code == edit, role
        if role not in KEEPERS:
            assert client.post(f"{NOVEMBER}buoc/close/", {"version": 1}).status_code == 404, role
    for address in ("2026-13", "26-11", "2025-01", "x"):
        assert client_of(cast, "editor").get(f"{PLANS}{address}/").status_code == 404


# Written


def edit_data(client: Client, **changes: Any) -> dict[str, Any]:
    """What the page of writing would send as it stands, with changes."""
    page = client.get(EDIT)
    editor = page.context["editor"]
    data: dict[str, Any] = {}
    for form in (editor.lines.management_form, editor.head, *editor.lines):
        for bound in form:
            value = bound.value()
            if value is not False and value not in (None, ""):
                data[bound.html_name] = "on" if value is True else str(value)
    for row in editor.lines:
        data.setdefault(f"{row.prefix}-topic", "")
    return {name: value for name, value in (data | changes).items() if value is not None}


def test_lines_are_added_changed_and_deleted_and_the_units_are_told(cast: Cast) -> None:
    plan = plan_of(cast)
    old, attached = line_of(plan, position=1), line_of(plan, topic="Có bài", position=2)
    article = make_draft(cast.contributor)
    transition(article, "attach_line", cast.contributor, line=attached.pk)
    client = client_of(cast, "editor")
    data = edit_data(
        client,
        due_on="2026-11-23",
        **{
            "lines-2-topic": "Tập huấn",
            "lines-2-who": f"u{cast.contributor.unit_id}",
            "lines-2-position": "1",
        },
    )
    assert client.post(EDIT, data).status_code == 302
    assert list(plan.lines.values_list("topic", "position")) == [
        ("Tập huấn", 1),
        ("Dọn bờ sông", 2),
        ("Có bài", 3),
    ]
    assert client.post(EDIT, data).status_code in (
        302,
        409,
    )  # the same page again adds nothing twice
    assert plan.lines.count() == 3
    told = list(Notice.objects.filter(person=cast.contributor).values_list("text", flat=True))
    assert any("đổi từ 20/11/2026 sang 23/11/2026" in text for text in told)
    assert any("“Tập huấn”" in text for text in told)
    refused = client.post(
        EDIT, edit_data(client, **{"lines-2-DELETE": "on", "lines-1-DELETE": "on"})
    )
    assert refused.status_code == 409 and "nên không xóa được" in refused.content.decode()
    assert client.post(EDIT, edit_data(client, **{"lines-1-DELETE": "on"})).status_code == 302
    assert not plan.lines.filter(pk=old.pk).exists()


def test_a_line_is_not_given_away_while_it_has_an_item_of_its_unit(cast: Cast) -> None:
    plan = plan_of(cast)
    line = line_of(plan, unit=cast.contributor.unit)
    article = make_draft(cast.contributor, title="Bài của tổ")
    article = transition(article, "attach_line", cast.contributor, line=line.pk)
    client = client_of(cast, "editor")
    other = {"lines-0-who": f"u{cast.other_contributor.unit_id}"}
    refused = client.post(EDIT, edit_data(client, **other))
    assert refused.status_code == 409
    assert "Dòng này có bài “Bài của tổ” (" in refused.content.decode()
    own = {"lines-0-who": f"p{cast.colleague.pk}"}  # of the same unit
    assert client.post(EDIT, edit_data(client, **own)).status_code == 302
    transition(article, "attach_line", cast.contributor, line="")
    assert client.post(EDIT, edit_data(client, **other)).status_code == 302
    line.refresh_from_db()
    assert line.unit == cast.other_contributor.unit


def test_an_item_of_a_line_is_not_given_to_another_unit(cast: Cast) -> None:
    plan = plan_of(cast)
    line = line_of(plan, unit=cast.contributor.unit)
    article = make_draft(cast.editor, unit=cast.contributor.unit)
    article = transition(article, "attach_line", cast.editor, line=line.pk)
    client = client_of(cast, "editor")
    address = reverse("admin:news_article_change", args=[article.pk])
    form = client.get(address).context["adminform"].form
    data = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, "")}
    data |= {"unit": cast.other_contributor.unit_id}
    for formset in client.get(address).context["inline_admin_formsets"]:
        for bound in formset.formset.management_form:
            data[bound.html_name] = bound.value()
    page = client.post(address, data).content.decode()
    assert "xin đổi dòng của bài trước" in page
    article.refresh_from_db()
    assert article.unit == cast.contributor.unit


def test_whoever_a_line_is_taken_from_is_told(cast: Cast) -> None:
    plan = plan_of(cast)
    line_of(plan, topic="Chuyển đi", unit=cast.contributor.unit, position=1)
    line_of(plan, topic="Bỏ đi", person=cast.contributor, position=2)
    line_of(plan, topic="Trong tổ", unit=cast.contributor.unit, position=3)
    client = client_of(cast, "editor")
    data = edit_data(
        client,
        **{
            "lines-0-who": f"u{cast.other_contributor.unit_id}",
            "lines-0-due_on": "2026-11-19",
            "lines-1-DELETE": "on",
            "lines-2-who": f"p{cast.contributor.pk}",
        },
    )
    Notice.objects.all().delete()
    assert client.post(EDIT, data).status_code == 302
    kept = "Định hướng tháng 11/2026: dòng “Trong tổ” không còn giao cho quý vị nữa."
    moved = kept.replace("Trong tổ", "Chuyển đi")
    dropped = "Định hướng tháng 11/2026: dòng “Bỏ đi” đã bỏ, quý vị không phải viết nữa."

    def told(person: Any) -> set[str]:
        return set(Notice.objects.filter(person=person).values_list("text", flat=True))

    assert {moved, dropped} <= told(cast.contributor) and kept not in told(cast.contributor)
    assert {moved, kept} <= told(cast.colleague)
    given = "Định hướng tháng 11/2026: dòng “Chuyển đi” giao cho quý vị, hạn 19/11/2026."
    assert told(cast.other_contributor) == {given}
    given = "Định hướng tháng 11/2026: dòng “Trong tổ” giao cho quý vị, hạn 20/11/2026."
    assert given in told(cast.contributor)
    assert set(Notice.objects.values_list("topic", "awaits_mail")) == {(Topic.TASK, True)}
    assert moved not in told(cast.other_contributor)


def test_a_day_off_is_asked_about_with_its_line(cast: Cast) -> None:
    line_of(plan_of(cast), unit=cast.contributor.unit)
    client = client_of(cast, "editor")
    data = edit_data(client, **{"lines-0-due_on": "2026-11-22"})
    assert client.post(EDIT, data).context["editor"].doubts == [
        "Chủ nhật, 22/11/2026, hạn của dòng “Dọn bờ sông”, không phải ngày làm việc."
    ]


def test_a_stale_page_writes_over_nothing_and_loses_nothing(cast: Cast) -> None:
    plan = plan_of(cast)
    line_of(plan, topic="Cũ")
    line_of(plan, topic="Khác")
    mine, theirs = client_of(cast, "editor"), client_of(cast, "head")
    data = edit_data(mine, text="Lời của tôi", **{"lines-0-topic": "Của tôi"})
    assert (
        theirs.post(
            EDIT, edit_data(theirs, text="Lời của họ", **{"lines-1-topic": "Họ sửa"})
        ).status_code
        == 302
    )
    answer = mine.post(EDIT, data)
    page = answer.content.decode()
    assert (
        answer.status_code == 409
        and "Lời của tôi" in page
        and "Lời của họ" in page
        and "Của tôi" in page
    )
    plan.refresh_from_db()
    assert plan.text == "Lời của họ"
    again = {
        f"{b.html_name}": b.value()
        for f in (answer.context["editor"].head, answer.context["editor"].lines.management_form)
        for b in f
        if b.value() not in (None, "")
    }
    again |= {
        b.html_name: b.value() for r in answer.context["editor"].lines for b in r if b.value()
    }
    assert mine.post(EDIT, again).status_code == 302
    plan.refresh_from_db()
    topics = set(plan.lines.values_list("topic", flat=True))
    assert plan.text == "Lời của tôi" and topics == {"Của tôi", "Họ sửa"}


def test_a_line_deleted_elsewhere_comes_back_as_a_new_one_or_goes(cast: Cast) -> None:
    plan = plan_of(cast)
    line = line_of(plan, topic="Cũ")
    client = client_of(cast, "editor")
    data = edit_data(client, **{"lines-0-topic": "Đã sửa"})
    line.delete()
    answer = client.post(EDIT, data)
    assert answer.status_code == 409 and "vừa bị xóa ở nơi khác" in answer.content.decode()
    assert plan.lines.count() == 0
    row = answer.context["editor"].lines[0]
    assert (row["topic"].value(), row["id"].value()) == ("Đã sửa", "")
    again = data | {"lines-0-id": ""}
    assert client.post(EDIT, again | {"lines-0-DELETE": "on"}).status_code == 302
    assert plan.lines.count() == 0
    assert client.post(EDIT, again).status_code == 302
    assert plan.lines.get().topic == "Đã sửa"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("lines-TOTAL_FORMS", ""),
        ("lines-TOTAL_FORMS", "999999999"),
        ("lines-INITIAL_FORMS", "-1"),
        ("lines-0-id", "x"),
        ("lines-0-id", "9" * 30),
    ],
)
def test_a_tampered_row_is_refused_and_changes_nothing(cast: Cast, name: str, value: str) -> None:
    plan = plan_of(cast)
    line_of(plan, topic="Cũ")
    client = client_of(cast, "editor")
    data = edit_data(client, **{"lines-0-topic": "Đã sửa", name: value})
    assert client.post(EDIT, data).status_code == 409
    assert plan.lines.get().topic == "Cũ"


def test_a_page_of_many_lines_is_saved_with_the_queries_of_one(cast: Cast) -> None:
    plan = plan_of(cast)
    client = client_of(cast, "editor")
    counts = []
    for number in (1, 9):
        for _ in range(number):
            line_of(plan)
        data = edit_data(client, text=f"Lời {number}")
        with CaptureQueriesContext(connection) as queries:
            assert client.post(EDIT, data).status_code == 302
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_day_off_is_asked_about_and_a_closed_plan_keeps_what_was_typed(cast: Cast) -> None:
    plan = plan_of(cast)
    Holiday.objects.create(day=date(2026, 11, 24), name="Ngày Di sản")
    client = client_of(cast, "editor")
    data = edit_data(
        client,
        **{
            "lines-0-topic": "Di sản",
            "lines-0-due_on": "2026-11-24",
            "lines-1-topic": "Lễ",
            "lines-1-due_on": "2026-11-22",
        },
    )
    asked = client.post(EDIT, data)
    assert (
        asked.status_code == 409
        and "24/11/2026" in asked.content.decode()
        and plan.lines.count() == 0
    )
    assert asked.context["editor"].questions == [date(2026, 11, 22), date(2026, 11, 24)]
    assert client.post(EDIT, data | {"giu-ngay": asked.context["editor"].answer}).status_code == 302
    assert plan.lines.count() == 2
    data = edit_data(client, text="Chữ vừa gõ")
    move(plan, "close", cast.head)
    closed = client.post(EDIT, data)
    assert closed.status_code == 409 and "Chữ vừa gõ" in closed.content.decode()
    plan.refresh_from_db()
    assert plan.text == "Vệ sinh môi trường"


def test_a_day_that_is_over_outside_or_too_early_is_asked_about(cast: Cast) -> None:
    plan = plan_of(cast)
    done = line_of(plan, topic="Đã nộp", unit=cast.contributor.unit, position=1)
    line_of(plan, topic="Khác", position=2)
    line_of(plan, topic="Nữa", position=3)
    article = make_draft(cast.contributor, title="Bài đúng hạn")
    article = transition(article, "attach_line", cast.contributor, line=done.pk)
    transition(article, "submit", cast.contributor)
    client = client_of(cast, "editor")
    data = edit_data(
        client,
        **{
            "lines-0-due_on": "2026-11-09",  # a Monday; the item came on the 10th
            "lines-1-due_on": "2026-12-01",
            "lines-2-due_on": "2026-11-12",
        },
    )
    asked = client.post(EDIT, data)
    assert asked.status_code == 409
    editor = asked.context["editor"]
    assert editor.questions == [date(2026, 11, 9), date(2026, 12, 1)]
    assert editor.doubts == [
        "Thứ Hai, 09/11/2026, hạn của dòng “Đã nộp”, đã qua.",
        "Thứ Ba, 01/12/2026, hạn của dòng “Khác”, ở ngoài tháng 11/2026 (từ 01/11/2026 đến"
        " 28/11/2026).",
        "Hạn 09/11/2026: bài “Bài đúng hạn” nộp 10/11/2026 sẽ thành muộn.",
    ]
    assert client.post(EDIT, data | {"giu-ngay": editor.answer}).status_code == 302
    done.refresh_from_db()
    assert done.due_on == date(2026, 11, 9)


def test_a_later_deadline_that_makes_late_items_punctual_is_asked_about(cast: Cast) -> None:
    plan = plan_of(cast)  # due on the 20th
    line = line_of(plan, unit=cast.contributor.unit, due_on=date(2026, 11, 18))
    of_line = make_draft(cast.contributor)
    of_line = transition(of_line, "attach_line", cast.contributor, line=line.pk)
    transition(of_line, "submit", cast.contributor, now=at(19))
    for day in (20, 23, 24, 26):
        transition(make_draft(cast.contributor), "submit", cast.contributor, now=at(day))
    with time_machine.travel(at(27), tick=False):
        client, leader = client_of(cast, "editor"), client_of(cast, "leader")
        data = edit_data(client, due_on="2026-11-24", **{"lines-0-due_on": "2026-11-19"})
        editor = client.post(EDIT, data).context["editor"]
        assert editor.doubts == [
            "Thứ Ba, 24/11/2026 đã qua.",
            "Thứ Năm, 19/11/2026, hạn của dòng “Dọn bờ sông”, đã qua.",
            "Hạn nộp đổi từ 20/11/2026 sang 24/11/2026: 2 bài đang ghi nộp muộn sẽ thành đúng hạn.",
            "Hạn 19/11/2026 của dòng: 1 bài đang ghi nộp muộn sẽ thành đúng hạn.",
        ]
        # A day to come is asked about for its items alone.
        later = edit_data(client, due_on="2026-11-27")
        assert client.post(EDIT, later).context["editor"].doubts == [
            "Hạn nộp đổi từ 20/11/2026 sang 27/11/2026: 3 bài đang ghi nộp muộn sẽ thành đúng hạn."
        ]
        # An earlier one makes late what came in time; that of the line stays.
        earlier = edit_data(client, due_on="2026-11-19")
        assert (
            "Hạn nộp đổi từ 20/11/2026 sang 19/11/2026: 1 bài đang ghi đúng hạn sẽ thành nộp muộn."
            in client.post(EDIT, earlier).context["editor"].doubts
        )
        page = leader.get(reverse("admin:statistics_period", args=["2026-11"])).text
        assert "Hạn nộp đã đổi" not in page
        assert client.post(EDIT, data | {"giu-ngay": editor.answer}).status_code == 302
        statistics = reverse("admin:statistics_period", args=["2026-11"])
        page = " ".join(leader.get(statistics).text.split())
        own = client_of(cast, "contributor").get(statistics).text
    note = log_of(plan).last().note
    assert note.endswith("hạn của dòng “Dọn bờ sông” từ 18/11/2026 sang 19/11/2026")
    told = Notice.objects.filter(text__contains="Dọn bờ sông").latest("pk")
    assert told.text.endswith(", hạn đổi từ 18/11/2026 sang 19/11/2026.")
    who = f"<small>27/11/2026 | 09:00, {cast.editor}</small>"
    assert f"Hạn nộp của kỳ: từ 20/11/2026 sang 24/11/2026 {who}" in page
    assert f"Dòng “Dọn bờ sông”: từ 18/11/2026 sang 19/11/2026 {who}" in page
    assert "Hạn nộp của kỳ: từ 20/11/2026" in own and "Dòng “Dọn bờ sông”" not in own


# Attached, and where lines stand


def test_an_item_is_attached_to_lines_open_to_its_unit_alone(cast: Cast) -> None:
    plan = plan_of(cast)
    own, free = line_of(plan, unit=cast.contributor.unit), line_of(plan, topic="Ai cũng viết")
    foreign = line_of(plan, unit=cast.other_contributor.unit)
    article = make_draft(cast.contributor)
    with pytest.raises(TransitionRefused):
        transition(article, "attach_line", cast.contributor, line=foreign.pk)
    for role in ("other_contributor", "approver", "leader", "superuser"):
        with pytest.raises(TransitionNotAllowed):
            transition(article, "attach_line", getattr(cast, role), line=own.pk)
    assert transition(article, "attach_line", cast.colleague, line=own.pk).plan_line == own
    assert transition(article, "attach_line", cast.editor, line=free.pk).plan_line == free
    assert transition(article, "attach_line", cast.editor, line="").plan_line is None
    article = transition(article, "attach_line", cast.contributor, line=own.pk)
    page = (
        client_of(cast, "contributor")
        .get(reverse("admin:news_article_change", args=[article.pk]))
        .content.decode()
    )
    assert "chưa nộp, còn hạn" in page
    move(plan, "close", cast.editor)
    with pytest.raises(TransitionRefused):
        transition(article, "attach_line", cast.editor, line="")


def test_after_the_hand_in_a_contributor_keeps_the_period_an_item_counts_in(cast: Cast) -> None:
    plan = plan_of(cast)
    december = plan_of(cast, period=period_of(12, first=date(2026, 12, 1), last=date(2026, 12, 28)))
    own, later = line_of(plan, topic="Tháng này"), line_of(december, topic="Tháng sau")
    article = make_draft(cast.contributor)
    article = transition(article, "attach_line", cast.contributor, line=later.pk)  # not handed in
    article = transition(article, "attach_line", cast.contributor, line="")
    article = transition(article, "submit", cast.contributor)

    for role in ("contributor", "colleague"):
        assert list(lines_for(article, getattr(cast, role))) == [own]
        with pytest.raises(TransitionRefused):
            transition(article, "attach_line", getattr(cast, role), line=later.pk)
    assert transition(article, "attach_line", cast.contributor, line=own.pk).plan_line == own
    assert transition(article, "attach_line", cast.contributor, line="").plan_line is None
    assert set(lines_for(article, cast.editor)) == {own, later}
    article = transition(article, "attach_line", cast.editor, line=later.pk)
    with pytest.raises(TransitionRefused, match="tính vào tháng 12/2026; bỏ dòng này thì bài sang"):
        transition(article, "attach_line", cast.contributor, line="")
    with pytest.raises(TransitionRefused):
        transition(article, "attach_line", cast.contributor, line=own.pk)
    assert transition(article, "attach_line", cast.editor, line="").plan_line is None
    own.delete()
    with pytest.raises(TransitionRefused, match="Chưa có dòng định hướng nào của tháng 11/2026"):
        transition(article, "attach_line", cast.contributor, line=later.pk)


def test_writing_starts_from_a_line_and_never_from_another_units(cast: Cast) -> None:
    plan = plan_of(cast)
    own = line_of(plan, unit=cast.contributor.unit, kind=Kind.FEATURE, is_for_loudspeaker=True)
    foreign = line_of(plan, topic="Việc tổ khác", unit=cast.other_contributor.unit)
    client = client_of(cast, "contributor")
    quick = reverse("admin:quick")
    form = client.get(f"{quick}?dong={own.pk}").context["form"]
    assert (form["title"].value(), form["kind"].value(), form["line"].value()) == (
        own.topic,
        "feature",
        own.pk,
    )
    assert "Việc tổ khác" not in client.get(f"{quick}?dong={foreign.pk}").content.decode()
    data = {
        "token": str(form["token"].value()),
        "title": own.topic,
        "text": "Bà con ra quân.",
        "kind": "feature",
    }
    client.post(quick, data | {"line": foreign.pk, "do": "send"})
    assert not foreign.articles.exists()
    client.post(quick, data | {"line": own.pk, "do": "send"})
    article = own.articles.get()
    assert (article.state, article.is_for_loudspeaker) == ("in_review", True)
    add = f"{reverse('admin:news_article_add')}?dong={own.pk}"
    assert client.get(add).context["adminform"].form["title"].value() == own.topic


@pytest.mark.parametrize(
    ("moment", "is_late"),
    [(at(20, 23, 59), False), (timezone.make_aware(datetime(2026, 11, 21)), True)],
)
def test_a_line_is_late_from_the_wards_midnight_on(
    cast: Cast, moment: datetime, is_late: bool
) -> None:
    plan = plan_of(cast)
    line_of(plan)
    assert line_statuses(plan.lines.all(), now=moment)[0].is_late == is_late
    article = make_draft(cast.contributor)
    article = transition(article, "attach_line", cast.contributor, line=plan.lines.get().pk)
    transition(article, "submit", cast.contributor, now=moment)
    found = line_statuses(plan.lines.all(), now=at(25))[0]
    assert (found.state, found.is_late) == (LineState.IN_REVIEW, is_late)


def test_the_furthest_item_counts_and_what_is_withdrawn_does_not(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    plan = plan_of(cast)
    line = line_of(plan, unit=cast.contributor.unit)
    first, second = make_draft(cast.contributor), make_draft(cast.contributor)
    for article in (first, second):
        transition(article, "attach_line", cast.contributor, line=line.pk)
    transition(first, "submit", cast.contributor)
    first = transition(first, "publish", cast.approver)
    assert line_statuses(plan.lines.all(), now=timezone.now())[0].state == LineState.PUBLISHED
    gone = {"public_as": "gone", "public_note": "", "moved_to": ""}
    transition(first, "withdraw", cast.approver, note="Sai", **gone)
    assert line_statuses(plan.lines.all(), now=timezone.now())[0].state == LineState.WRITING
    for _ in range(20):
        line_of(plan, unit=UnitFactory())
    with django_assert_num_queries(2):
        assert len(line_statuses(plan.lines.all(), now=timezone.now())) == 21


def test_units_owe_their_lines_and_returned_items_once_each(cast: Cast) -> None:
    plan = plan_of(cast)
    unit = cast.contributor.unit
    line, _ = line_of(plan, unit=unit), line_of(plan, unit=cast.other_contributor.unit)
    line_of(plan, topic="Chưa giao")
    today = date(2026, 11, 10)
    (item,) = owed_lines([unit.pk], today)
    assert (item.key, item.due_on, item.note) == (
        f"plan-line:{line.pk}",
        date(2026, 11, 20),
        "chưa có bài",
    )
    assert item.url.endswith(f"?dong={line.pk}") and len(list(owed_lines(None, today))) == 2
    article = transition(
        make_draft(cast.contributor), "attach_line", cast.contributor, line=line.pk
    )
    transition(article, "submit", cast.contributor)
    assert list(owed_lines([unit.pk], today)) == []
    transition(article, "return_uncounted", cast.editor, note="Mới có tiêu đề")
    assert list(owed_lines([unit.pk], today)) == []
    (item,) = returned_items([unit.pk], today)
    assert (item.kind, item.due_on, item.note) == (
        "Bài bị trả lại",
        date(2026, 11, 20),
        "Mới có tiêu đề",
    )


def test_deadlines_stand_in_the_calendar_of_whoever_may_read_the_plan(cast: Cast) -> None:
    plan = plan_of(cast, "draft")
    line_of(plan, due_on=date(2026, 11, 13))
    span = (at(1, 0), at(1, 0, month=12), timezone.now())
    assert [entry.day.day for entry in deadline_entries(cast.editor, *span)] == [20, 13]
    assert list(deadline_entries(cast.contributor, *span)) == []
    move(plan, "give", cast.editor)
    assert len(list(deadline_entries(cast.contributor, *span))) == 2


def test_closing_is_asked_about_first(cast: Cast) -> None:
    plan = plan_of(cast)
    line_of(plan, unit=cast.contributor.unit)
    page = client_of(cast, "editor").get(NOVEMBER).content.decode()
    form = page.split(reverse("admin:plan_transition", args=["2026-11", "close"]))[1]
    asked = form.split("</form>")[0].split('<details class="asked-first">')[1]
    assert asked.index("mở lại phải ghi lý do") < asked.index("<button")


def test_units_without_an_account_are_named_with_what_to_send_them(cast: Cast) -> None:
    plan = plan_of(cast, "draft")
    silent = UnitFactory(name="Tổ dân phố 12")
    line_of(plan, unit=silent, kind=Kind.FEATURE)
    line_of(plan, unit=cast.contributor.unit, topic="Khai giảng")
    client = client_of(cast, "editor")
    assert "Nhắn đơn vị" not in client.get(NOVEMBER).content.decode()
    address = reverse("admin:plan_transition", args=["2026-11", "give"])
    plan.refresh_from_db()
    page = client.post(address, {"version": plan.version}, follow=True).content.decode()
    assert "các đơn vị có tài khoản đã nhận thông báo" in page
    assert "Tổ dân phố 12 chưa có tài khoản nên không nhận được thông báo" in page
    text = page.split('rows="5" readonly>')[1].split("</textarea>")[0]
    assert "- Dọn bờ sông (bài chuyên sâu, hạn 20/11/2026)" in text
    assert "Khai giảng" not in text
    assert "Nhắn đơn vị" not in client_of(cast, "contributor").get(NOVEMBER).content.decode()


@pytest.mark.parametrize("rows", [1, 30])
def test_what_the_page_costs(cast: Cast, rows: int, django_assert_num_queries: Any) -> None:
    plan = plan_of(cast)
    for _ in range(rows):
        line_of(plan, unit=cast.contributor.unit, person=make_user(unit=cast.contributor.unit))
    client = client_of(cast, "contributor")
    client.get(NOVEMBER)
    with django_assert_num_queries(13):
        client.get(NOVEMBER)


class TestBlankRows:
    """A new row without topic, assignee and day is no line, whatever else the browser sent."""

    def test_it_is_neither_red_nor_stored(self, cast: Cast) -> None:
        period = ReportingPeriod.objects.create(
            year=2026, month=7, starts_on=date(2026, 7, 1), ends_on=date(2026, 7, 31)
        )
        plan = EditorialPlan.objects.create(
            period=period, deadline_rule="last_day", due_on=date(2026, 7, 31)
        )
        client = client_of(cast, "editor")
        address = reverse("admin:plan_edit", args=["2026-07"])
        head = client.get(address).context["editor"].head
        data = {name: head[name].value() for name in head.fields} | {
            "text": "",
            "lines-TOTAL_FORMS": "2",
            "lines-INITIAL_FORMS": "0",
            "lines-0-kind": "feature",  # without the tick that stands in a blank row
            "lines-1-kind": "brief",
            "lines-1-is_for_portal": "on",
            "deadline_rule": "before_end",
            "deadline_number": "",
            "due_on": "2026-01-01",
        }
        page = client.post(address, data).content.decode()
        assert "Chưa lưu" in page, "the deadline is far from its month"
        assert "plan-row--errors" not in page
        assert "Xin ghi chủ đề" not in page
        data |= {"due_on": "2026-07-31"}
        assert client.post(address, data).status_code == 302
        assert not plan.lines.exists()

    def test_one_button_stands_out(self, cast: Cast) -> None:
        period = ReportingPeriod.objects.create(
            year=2026, month=7, starts_on=date(2026, 7, 1), ends_on=date(2026, 7, 31)
        )
        plan = EditorialPlan.objects.create(
            period=period, deadline_rule="last_day", due_on=date(2026, 7, 31), text="Viết"
        )
        client = client_of(cast, "editor")
        for state in ("draft", "open", "closed"):
            EditorialPlan.objects.filter(pk=plan.pk).update(state=state)
            page = client.get(reverse("admin:plan", args=["2026-07"])).content.decode()
            assert page.count("btn--primary") == 1, state
        EditorialPlan.objects.filter(pk=plan.pk).update(state="open")
        address = reverse("admin:plan_edit", args=["2026-07"])
        page = client.get(address)
        assert page.content.decode().count("btn--primary") == 1
        head = page.context["editor"].head
        data = {name: head[name].value() for name in head.fields} | {
            "due_on": "2026-07-26",  # a Sunday
            "lines-TOTAL_FORMS": "0",
            "lines-INITIAL_FORMS": "0",
        }
        asked = client.post(address, data).content.decode()
        assert "Giữ hạn ấy và lưu" in asked
        assert asked.count("btn--primary") == 1

    def test_the_deadlines_of_each_rule_come_with_the_page(self, cast: Cast) -> None:
        period = ReportingPeriod.objects.create(
            year=2026, month=7, starts_on=date(2026, 7, 1), ends_on=date(2026, 7, 31)
        )
        found = deadlines_by_rule(period, WorkingCalendar.load())
        assert found["last_day"][0] == "thứ Sáu, 31/07/2026"
        assert found["before_end"][3] == "thứ Ba, 28/07/2026"
        assert found["day_of_month"][25] == "thứ Bảy, 25/07/2026"


def test_an_item_of_another_kind_than_its_line_is_named(cast: Cast) -> None:
    line = line_of(plan_of(cast), kind=Kind.FEATURE, unit=cast.contributor.unit)
    brief, feature = (
        transition(
            make_draft(cast.contributor, title=str(kind.label), kind=kind),
            "attach_line",
            cast.contributor,
            line=line.pk,
        )
        for kind in (Kind.BRIEF, Kind.FEATURE)
    )
    client, sentence = (
        client_of(cast, "editor"),
        "Định hướng giao bài chuyên sâu, bài này là tin.",
    )
    for article, is_other in ((brief, True), (feature, False)):
        address = reverse("admin:news_article_change", args=[article.pk])
        assert (sentence in client.get(address).content.decode()) == is_other
    page = client.get(reverse("admin:plan", args=["2026-11"])).content.decode()
    assert page.count('<small class="soon">tin</small>') == 1


def test_entering_an_item_for_a_line_of_another_kind_says_so(cast: Cast) -> None:
    line = line_of(plan_of(cast), kind=Kind.FEATURE, unit=cast.contributor.unit)
    client = client_of(cast, "editor")
    data = received(cast, line=line.pk, kind=Kind.BRIEF.value)
    answer = client.post(f"{ON_BEHALF}?dong={line.pk}", data)
    assert Article.objects.get().plan_line == line
    done = client.get(answer.url).content.decode()
    assert "Định hướng giao bài chuyên sâu, bài này là tin." in done


def test_the_receipt_of_a_quick_item_says_that_it_is_late_for_its_line(cast: Cast) -> None:
    line = line_of(plan_of(cast), unit=cast.contributor.unit, due_on=date(2026, 11, 11))
    client = client_of(cast, "contributor")
    for day, is_said in ((11, False), (12, True)):
        with time_machine.travel(at(day), tick=False):
            sent = quick_page(title=f"Dọn bờ sông {day}", line=line.pk)
            receipt = client.post(reverse("admin:quick"), sent, follow=True).content.decode()
        assert "Ban biên tập đã nhận được bài" in receipt
        said = "Hạn nộp của dòng “Dọn bờ sông” là 11/11/2026: bài được ghi là nộp muộn."
        assert (said in receipt) == is_said
