"""The next month's plan is made from the last one with a thumb."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from news.models import EditorialPlan, PlanLine
from news.planning.create import PlanRequest, create_plan
from news.states import DeadlineRule
from organization.models import ReportingPeriod
from tests.browser.conftest import PHONE
from tests.support.cast import Cast

if TYPE_CHECKING:
    from tests.browser.conftest import Portal

pytestmark = pytest.mark.browser


def test_the_next_month_is_made_from_this_one_on_a_phone(portal: Portal, cast: Cast) -> None:
    today = timezone.localdate()
    first = date(today.year, today.month, 1)
    period = ReportingPeriod.objects.create(
        year=first.year, month=first.month, starts_on=first, ends_on=first.replace(day=28)
    )
    plan = create_plan(PlanRequest(period, DeadlineRule.LAST_DAY, 0))
    PlanLine.objects.create(plan=plan, topic="Vệ sinh môi trường", unit=cast.contributor.unit)
    once = PlanLine.objects.create(plan=plan, topic="Một lần rồi thôi", unit=cast.contributor.unit)
    page = portal.visit(cast.editor, width=PHONE)
    page.goto(f"/quan-tri/dinh-huong/{period.code}/")
    page.get_by_role("link", name="Lập định hướng tháng").click()
    page.get_by_label(once.topic).uncheck()
    page.get_by_role("button", name="Lập định hướng tháng").click()
    expect(page.get_by_text("Đã lập Định hướng")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Vệ sinh môi trường")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE
    made = EditorialPlan.objects.exclude(pk=plan.pk).get()
    assert made.period.starts_on.day == 1 and made.period.ends_on.day == 28
    assert not made.lines.filter(topic=once.topic).exists()
    assert portal.complaints == []
