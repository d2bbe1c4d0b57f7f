"""Pages of the admin: what does not fit is not cut off, one error is told in one place."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from organization.models import ReportingPeriod
from tests.browser.conftest import PHONE, Portal
from tests.support.admin_browser import change
from tests.support.cast import Cast
from tests.support.factories import make_draft, transition

pytestmark = pytest.mark.browser


def test_one_box_tells_of_the_errors_of_a_form(portal: Portal, cast: Cast) -> None:
    page = portal.visit(cast.it_officer)
    page.goto("/quan-tri/organization/unit/add/")
    page.get_by_label("Tên gọn").fill("Tổ 5")
    page.get_by_role("button", name="Lưu lại", exact=True).or_(
        page.locator("input[name=_save]")
    ).first.click()
    expect(page.locator("[data-error-list]")).to_be_visible()
    expect(page.locator(".errornote:visible")).to_have_count(0)


def test_the_table_of_quotas_fits_on_a_desk(portal: Portal, cast: Cast) -> None:
    ReportingPeriod.objects.create(
        year=2026, month=7, starts_on=date(2026, 7, 1), ends_on=date(2026, 7, 31)
    )
    page = portal.visit(cast.editor)
    page.set_viewport_size({"width": 1366, "height": 900})
    page.goto("/quan-tri/theo-doi/2026-07/")
    assert page.locator(".figures-scroll").evaluate("box => box.scrollWidth <= box.clientWidth")


def test_many_steps_do_not_cover_the_fields_of_a_phone(portal: Portal, cast: Cast) -> None:
    draft = make_draft(cast.contributor)
    held = transition(
        transition(make_draft(cast.contributor), "submit", cast.contributor), "take", cast.editor
    )
    shown = "bar => getComputedStyle(bar).position"
    for user, article, height, position in (
        (cast.contributor, draft, 740, "sticky"),
        (cast.contributor, draft, 400, "static"),
        (cast.editor, held, 740, "static"),
    ):
        page = portal.visit(user, width=PHONE)
        page.set_viewport_size({"width": PHONE, "height": height})
        page.goto(change(article))
        assert page.locator(".transitions-bar").evaluate(shown) == position
