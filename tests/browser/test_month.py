"""A month of the board: planned from the last one, quotas pasted, a unit late; the statistics right
at each step.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from news.models import EditorialPlan, PlanLine
from news.planning.create import PlanRequest, create_plan
from news.states import DeadlineRule
from organization.models import ReportingPeriod
from organization.roles import Role
from tests.browser.conftest import Portal
from tests.browser.test_quota_grid import PASTE
from tests.support.cast import Cast
from tests.support.factories import UnitFactory, make_draft, make_user, transition

pytestmark = pytest.mark.browser


def a_month_before(day: date) -> date:
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def line_status(page: Page, name: str) -> tuple[str, list[int]]:
    """What the ward's table says of a unit: its words; handed in, on time, late, returned, on the
    portal.
    """
    page.goto("/quan-tri/theo-doi/")
    row = page.locator("table.figures tr", has=page.get_by_role("rowheader", name=name, exact=True))
    cells = row.locator("td.n")
    numbers = [int(cells.nth(place).inner_text().split()[0]) for place in (0, 1, 2, 3, 5)]
    return row.locator("small").first.inner_text(), numbers


def test_a_month_of_the_board(cast: Cast, portal: Portal) -> None:
    today, now = timezone.localdate(), timezone.now()
    starts_on, ends_on = (
        a_month_before(today - timedelta(days=8)),
        a_month_before(today + timedelta(days=8)),
    )
    last = ReportingPeriod.objects.create(
        year=starts_on.year, month=starts_on.month, starts_on=starts_on, ends_on=ends_on
    )
    ahead, late = cast.contributor, cast.other_contributor
    volunteer = make_user(
        Role.CONTRIBUTOR, unit=UnitFactory(name="Trạm Y tế phường", short_name="Trạm Y tế")
    )
    plan = create_plan(PlanRequest(last, DeadlineRule.LAST_DAY, 0))
    PlanLine.objects.create(plan=plan, topic="Vệ sinh môi trường", unit=ahead.unit)

    # The plan, from last month's, given to the units.
    page = portal.visit(cast.editor)
    page.goto(f"/quan-tri/dinh-huong/{last.code}/")
    page.get_by_role("link", name="Lập định hướng tháng").click()
    page.get_by_role("button", name="Lập định hướng tháng").click()
    expect(page.get_by_text("Đã lập Định hướng")).to_be_visible()
    page.get_by_role("button", name="Giao định hướng").click()
    expect(page.locator(".messagelist")).to_contain_text("giao")
    made = EditorialPlan.objects.exclude(pk=plan.pk).get()
    assert (made.state, made.period.counts_from <= today <= made.period.ends_on) == ("open", True)

    # The quotas, from a spreadsheet.
    page.goto(f"/quan-tri/chi-tieu/{made.period.code}/")
    table = f"Đơn vị\tTin\n{ahead.unit.name}\t2\n{late.unit.name}\t1\nTrạm Y tế phường\t1\n"
    page.evaluate(PASTE, [f'[name="q-{ahead.unit_id}-brief"]', table])
    page.get_by_role("button", name="Ghi chỉ tiêu").click()
    expect(page.locator(".messagelist")).to_contain_text("Đã ghi chỉ tiêu")
    assert line_status(page, ahead.unit.name) == ("Chưa nộp bài nào", [0, 0, 0, 0, 0])

    # One returns, and comes again; the deadline passes yesterday.
    EditorialPlan.objects.filter(pk=made.pk).update(due_on=today - timedelta(days=1))
    first = transition(make_draft(ahead), "submit", ahead, now=now - timedelta(days=2))
    transition(first, "return", cast.editor, note="Thiếu ảnh", now=now - timedelta(days=1))
    assert line_status(page, ahead.unit.name) == ("Còn thiếu 1 tin", [1, 1, 0, 1, 0])
    transition(first, "submit", ahead)
    transition(first, "publish", cast.approver)
    assert line_status(page, ahead.unit.name) == ("Còn thiếu 1 tin", [1, 1, 0, 1, 1])

    # One is late, one came on paper before the deadline and is entered today.
    transition(make_draft(late), "submit", late)
    assert line_status(page, late.unit.name) == ("Đủ", [1, 0, 1, 0, 0])
    entered = make_draft(volunteer, actor=cast.editor)
    received_at = now - timedelta(days=2)
    by_paper = {"received_from": "Bà Tám", "received_via": "paper", "received_at": received_at}
    transition(entered, "submit_on_behalf", cast.editor, **by_paper)
    assert line_status(page, "Trạm Y tế phường") == ("Đủ", [1, 1, 0, 0, 0])

    # The unit sees the same, and each number leads to its items.
    dashboard = portal.visit(ahead)
    dashboard.goto("/quan-tri/")
    expect(dashboard.locator("section", has_text="Chỉ tiêu của đơn vị").last).to_contain_text(
        "1 / 2"
    )
    page.get_by_role("link", name="1 nộp muộn").first.click()
    expect(page.locator("main")).to_contain_text("muộn so với hạn")
    assert portal.complaints == []
