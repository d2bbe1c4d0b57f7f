"""The register in a browser: documents entered by keyboard alone, on a phone, from a dropped
file.
"""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from documents.incoming.reading import read_entry_file
from documents.models import FileReading, IncomingDocument
from tests.browser.conftest import PHONE, Portal
from tests.browser.test_documents import DROP
from tests.support.accessibility import faults
from tests.support.cast import Cast
from tests.support.documents import PAPER, document_type
from tests.support.registers import incoming_register, registered

pytestmark = pytest.mark.browser
ENTER = "/quan-tri/van-ban-den/vao-so/"


def type_in(page: Any, name: str, text: str) -> None:
    """Type into the field that has the cursor, and go on by Enter."""
    expect(page.locator(f"[name={name}]")).to_be_focused()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_two_documents_by_keyboard_alone(cast: Cast, portal: Portal) -> None:
    incoming_register()
    document_type("Kế hoạch", "KH")
    page = portal.visit(cast.clerk)
    page.goto(ENTER)
    type_in(page, "code", "15/KH-UBND")
    type_in(page, "agency", "UBND thành phố")
    expect(page.locator("[name=notation]")).to_have_value("KH-UBND")
    for name in ("issued_on", "type"):
        type_in(page, name, "")
    expect(page.locator("[name=topic]")).to_be_focused()
    page.keyboard.press("Enter")
    type_in(page, "subject", "Ra quân vệ sinh môi trường")
    type_in(page, "signer", "Trần Văn Bình")
    for name in ("urgency", "remarks", "decider"):
        type_in(page, name, "")
    expect(page.get_by_role("button", name="Vào sổ", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist").first).to_contain_text("Đã vào sổ, số đến 1")
    type_in(page, "code", "16/TB-UBND")
    expect(page.locator("[name=agency]")).to_be_focused()
    expect(page.locator("[name=agency]")).to_have_value("UBND thành phố")
    page.keyboard.type("Sở Tài chính")
    expect(page.locator("[name=agency]")).to_have_value("Sở Tài chính")
    page.locator("[name=subject]").focus()
    page.keyboard.type("Thông báo lịch cắt điện")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".messagelist").first).to_contain_text("Đã vào sổ, số đến 2")
    assert faults(page) == []
    found = IncomingDocument.objects.order_by("arrival_number")
    assert [(one.code, one.agency, one.signer) for one in found] == [
        ("15/KH-UBND", "UBND thành phố", "Trần Văn Bình"),
        ("16/TB-UBND", "Sở Tài chính", ""),
    ]
    assert found[0].type.name == "Kế hoạch" and found[0].decider is None
    assert portal.complaints == []


def test_a_dropped_file_fills_the_form(cast: Cast, portal: Portal) -> None:
    incoming_register()
    page = portal.visit(cast.clerk)
    page.goto(ENTER)
    page.evaluate(DROP, ["15-qd.pdf", base64.b64encode(PAPER.pdf()).decode()])
    expect(page.locator("[data-reading-said]")).to_contain_text("xin đánh dấu")
    page.check("[name=is_not_classified]")
    expect(page.locator("[data-reading-said]")).to_contain_text("Máy đang đọc tệp…")
    page.locator("[name=signer]").fill("Người tôi gõ")
    page.locator("[name=code]").focus()
    read_entry_file.call(FileReading.objects.get().pk)
    expect(page.locator("[name=code]")).to_have_value("15/QĐ-UBND")
    expect(page.locator("[name=number]")).to_have_value("15")
    expect(page.locator("[name=notation]")).to_have_value("QĐ-UBND")
    expect(page.locator("[name=signer]")).to_have_value("Người tôi gõ")
    expect(page.locator("[data-picture] img")).to_be_visible()
    expect(page.locator("[data-read]")).to_have_text("Đọc tệp và điền các ô trống")
    # Beside the picture the fields still show all of a number and of an agency's name.
    page.set_viewport_size({"width": 1366, "height": 900})
    for name, text in (("number", "1234"), ("number_year", "2026"), ("agency", "Ủy ban nhân dân")):
        field = page.locator(f"[name={name}]")
        field.fill(text)
        assert field.evaluate("field => field.scrollWidth <= field.clientWidth"), name
    assert page.locator("[name=register]").evaluate("field => field.offsetWidth > 350")
    assert faults(page) == []
    page.get_by_role("button", name="Vào sổ", exact=True).click()
    expect(page.locator(".messagelist").first).to_contain_text("Đã vào sổ, số đến 1")
    page.go_back()
    expect(page.locator(".entry__kept")).to_contain_text("15-qd.pdf")
    assert portal.complaints == []


def test_a_stamped_file_leaves_the_list(cast: Cast, portal: Portal) -> None:
    incoming_register()
    page = portal.visit(cast.clerk)
    page.goto(ENTER)
    page.check("[name=is_not_classified]")
    stamped = replace(PAPER, kind="MẬT").pdf()
    page.evaluate(DROP, ["mat.pdf", base64.b64encode(stamped).decode()])
    expect(page.locator(".entry__kept")).to_contain_text("mat.pdf")
    read_entry_file.call(FileReading.objects.get().pk)
    expect(page.locator("[data-reading-said]")).to_contain_text("dấu chỉ độ mật")
    expect(page.locator("[name=kept]")).to_have_count(0)


def test_on_a_phone_and_without_script(cast: Cast, portal: Portal) -> None:
    document = registered(cast.clerk, arrived_on=timezone.localdate(), issued_on=None)
    page = portal.visit(cast.clerk, width=PHONE, java_script_enabled=False)
    for address in (ENTER, document.address, f"{document.address}sua/", "/quan-tri/so-van-ban/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE, address
    page.goto(ENTER)
    page.locator("[name=code]").fill("15/KH-UBND")
    page.locator("[name=agency]").fill("UBND thành phố")
    page.locator("[name=subject]").fill("Ra quân")
    page.locator("[name=subject]").press("Tab")
    page.locator("[name=signer]").press("Enter")
    expect(page.locator(".messagelist").first).to_contain_text("Đã vào sổ, số đến 2")
