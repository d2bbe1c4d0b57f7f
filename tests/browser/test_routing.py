"""A leader decides on a phone, units open late, finish late or never; the figures agree."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from documents.models import DecisionPhrase, IncomingDocument, IncomingUnit, Routing
from documents.routing.days import store_days
from organization.models import ReportingPeriod
from tests.browser.conftest import DESKTOP, PHONE
from tests.support.accessibility import faults
from tests.support.factories import UnitFactory
from tests.support.registers import register_document

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Portal
    from tests.support.cast import Cast

pytestmark = pytest.mark.browser
QUEUE = "/quan-tri/van-ban-den/quyet-dinh/"


def choose(page: Page, unit: Any, days: int) -> None:
    page.locator(f'input[name="lead_unit"][value="{unit.pk}"]').check()
    page.locator(f'input[name="days"][value="{days}"]').check()


def test_decided_on_a_phone_and_counted_everywhere(cast: Cast, portal: Portal) -> None:
    today = timezone.localdate()
    ReportingPeriod.objects.create(
        year=today.year,
        month=today.month,
        starts_on=today - timedelta(days=20),
        ends_on=today + timedelta(days=20),
    )
    subjects = [f"Kế hoạch ra quân vệ sinh môi trường đợt {number}" for number in (1, 2, 3)]
    for subject in subjects:
        register_document(cast.clerk, subject=subject)
    late, slow, silent = cast.contributor.unit, cast.other_contributor.unit, UnitFactory()
    DecisionPhrase.objects.create(leader=cast.leader, text="Tham mưu trả lời đúng hạn.")

    phone = portal.visit(cast.leader, width=PHONE, has_touch=True)
    phone.goto(QUEUE)
    expect(phone.get_by_text("Văn bản 1/3")).to_be_visible()
    assert faults(phone) == []
    # Every choice is as large as a thumb.
    heights = phone.locator(".tap:visible").evaluate_all("all => all.map(e => e.offsetHeight)")
    assert min(heights) >= 44
    choose(phone, late, 5)
    phone.get_by_label("Tham mưu trả lời đúng hạn.").check()
    phone.get_by_role("button", name="Giao và xem văn bản tiếp").click()
    expect(phone.get_by_text("Văn bản 1/2")).to_be_visible()
    phone.get_by_role("link", name="Để sau, xem tiếp").click()
    expect(phone.get_by_role("heading", name=subjects[2])).to_be_visible()
    # The unit and the deadline are missing: the words stay.
    phone.get_by_label("Ý kiến chỉ đạo").fill("Đọc kỹ rồi làm.")
    phone.get_by_role("button", name="Giao", exact=True).click()
    expect(phone.get_by_text("Xin chọn đơn vị chủ trì.")).to_be_visible()
    expect(phone.get_by_label("Ý kiến chỉ đạo")).to_have_value("Đọc kỹ rồi làm.")
    assert faults(phone) == []
    choose(phone, silent, 3)
    phone.get_by_role("button", name="Giao", exact=True).click()
    expect(phone.get_by_text("Quý vị đã xem hết văn bản đang chờ")).to_be_visible()
    phone.get_by_role("link", name="Xem lại từ văn bản đầu").click()
    expect(phone.get_by_role("heading", name=subjects[1])).to_be_visible()
    choose(phone, slow, 3)
    phone.get_by_role("button", name="Giao", exact=True).click()
    expect(phone.get_by_text("Quý vị đã quyết định 3 văn bản.")).to_be_visible()
    assert faults(phone) == []

    assert Routing.objects.count() == 3
    # Given nine days ago, due seven days ago.
    _let_days_pass({late: (None, None), slow: (9, 5), silent: (None, None)})
    unit = portal.visit(cast.contributor)
    unit.goto("/quan-tri/")
    unit.get_by_role("link", name=subjects[0]).first.click()
    expect(unit.get_by_text("Tham mưu trả lời đúng hạn.").first).to_be_visible()

    desk = portal.visit(cast.leader, width=DESKTOP)
    desk.goto("/quan-tri/van-ban-den/")
    figures = [text.split()[0] for text in desk.locator("tfoot td").all_inner_texts()]
    # Received, opened in time, done on time, done late, open, overdue, never opened.
    assert figures[:7] == ["3", "1", "0", "1", "0", "2", "1"]
    desk.goto("/quan-tri/")
    for words in ("Nhận trong kỳ: 3", "Xong muộn: 1", "Quá hạn, chưa xong: 2", "Chưa mở: 1"):
        expect(desk.get_by_text(words)).to_be_visible()
    assert (portal.missing, portal.complaints) == ([f"409 {phone_address(subjects[2])}"], [])


def test_going_back_and_pressing_again_gives_no_other_unit(cast: Cast, portal: Portal) -> None:
    """The unit just named stands first when the page is drawn again."""
    document = register_document(cast.clerk)
    units = [UnitFactory(name=f"Tổ dân phố {number}", position=number) for number in range(1, 9)]
    chosen = units[7]
    page = portal.visit(cast.leader)
    page.goto(f"{QUEUE}{document.pk}/")
    if page.locator("details:not([open])").count():
        page.locator("details:has([name=lead_unit]) summary").click()
    choose(page, chosen, 5)
    page.get_by_role("button", name="Giao", exact=True).click()
    expect(page.get_by_text("Quý vị đã quyết định 1 văn bản.")).to_be_visible()
    page.go_back()
    expect(page.get_by_text(f"Văn bản đã được giao cho {chosen.name} lúc")).to_be_visible()
    expect(page.locator("[name=lead_unit]:checked")).to_have_value(str(chosen.pk))
    page.get_by_role("button", name="Giao lại").click()
    expect(page.get_by_text(f"cho {chosen.name}").first).to_be_visible()
    assert Routing.objects.get(document=document, state="given").lead_unit == chosen


def phone_address(subject: str) -> str:
    return f"{QUEUE}{IncomingDocument.objects.get(subject=subject).pk}/?da=1"


def _let_days_pass(days: dict[Any, tuple[int | None, int | None]]) -> None:
    """Move the decision back by nine days; opened and finished so many days ago. The rows that
    statistics read follow by the one function that writes them.
    """
    now = timezone.now()
    for unit, (opened, finished) in days.items():
        routing = Routing.objects.get(lead_unit=unit)
        due_on = timezone.localdate(now) - timedelta(days=7)
        Routing.objects.filter(pk=routing.pk).update(
            assigned_at=now - timedelta(days=9),
            first_opened_at=None if opened is None else now - timedelta(days=opened),
            finished_at=None if finished is None else now - timedelta(days=finished),
            due_on=due_on,
            first_due_on=due_on,
        )
        IncomingDocument.objects.filter(pk=routing.document_id).update(
            arrived_on=timezone.localdate(now) - timedelta(days=9)
        )
        IncomingUnit.objects.filter(entry=routing.document_id).delete()
        store_days(Routing.objects.get(pk=routing.pk))
