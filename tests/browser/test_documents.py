"""Documents in a browser: thirty dropped, corrected by keyboard, published, found by a resident."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdfium2 import PdfDocument

from documents.jobs import read_file
from documents.models import DocumentFile, PublicDocument
from documents.reading import recognition
from documents.states import DocumentState, ReadingState
from tests.browser.conftest import PHONE, Portal
from tests.support.accessibility import faults
from tests.support.cast import Cast
from tests.support.documents import PAPER, document_type, make_document, publish, ward_authority
from tests.support.scanned_papers import OfficePaper

pytestmark = pytest.mark.browser
MANY = "/quan-tri/van-ban/nhieu/"
LIST = "/quan-tri/documents/publicdocument/"
DROP = """([name, content]) => {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, { type: "application/pdf" }));
  document.querySelector("[data-drop]").dispatchEvent(
    new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })
  );
}"""


def paper(number: int, word: str = "xung kích") -> OfficePaper:
    changes = {"number": f"Số: {number}/QĐ-UBND", "body": (f"Điều 1. Thành lập tổ {word}.",)}
    return OfficePaper(**vars(PAPER) | changes)


def chosen(name: str, content: bytes) -> dict[str, Any]:
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


def read_all() -> None:
    for file in DocumentFile.objects.filter(reading=ReadingState.WAITING):
        read_file.call(file.pk)


def press_enter_in(page: Page, field: str, text: str) -> None:
    page.locator(f"[name={field}]").focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_thirty_files_from_the_drop_to_the_resident(cast: Cast, portal: Portal) -> None:
    ward_authority(), document_type()
    page = portal.visit(cast.clerk)
    page.goto(MANY)
    files = [chosen(f"{n}.pdf", paper(n, "tuần tra" if n == 7 else "").pdf()) for n in range(1, 31)]
    page.set_input_files("[name=file]", files)
    expect(page.locator("[data-refused]")).to_contain_text("không phải văn bản mật")
    page.check("[name=is_not_classified]")
    page.set_input_files("[name=file]", [*files, chosen("trong.pdf", b"")])
    expect(page.locator("[data-row]")).to_have_count(30)
    expect(page.locator("[data-refused] li")).to_have_text(["Tệp “trong.pdf” chưa được nhận: Tệp"
        " trống (0 byte): xin kiểm tra lại tệp trên máy rồi tải lên."])  # fmt: skip
    read_all()
    expect(page.locator("[data-waiting]")).to_have_count(0)
    assert faults(page) == []
    # Two are corrected by keyboard alone; Enter saves and goes to the next row.
    keys = list(PublicDocument.objects.order_by("pk").values_list("pk", flat=True))
    # Whoever goes on typing in the row while it is saved loses no letter.
    press_enter_in(page, f"v{keys[0]}-signer", "Kiều Thị Minh Tâm")
    press_enter_in(page, f"v{keys[0]}-subject", "Về việc sửa bằng bàn phím")
    expect(page.locator(f"[name=v{keys[1]}-type]")).to_be_focused()
    press_enter_in(page, f"v{keys[1]}-number_year", "0x")
    expect(page.locator(f"[name=v{keys[1]}-number_year]")).to_be_focused()
    press_enter_in(page, f"v{keys[1]}-number_year", "")
    expect(page.locator(f"[name=v{keys[2]}-type]")).to_be_focused()
    boxes = page.locator("[name$=-covers_personal_data]")
    boxes.first.check()
    boxes.evaluate_all("boxes => boxes.filter(box => !box.checked).forEach(box => box.click())")
    page.get_by_role("button", name="Trình đăng những văn bản đã chọn").click()
    expect(page.locator(".messagelist")).to_contain_text("Đã trình 30 văn bản")
    assert PublicDocument.objects.get(pk=keys[0]).subject == "Về việc sửa bằng bàn phím"
    _publish_all(cast, portal)
    _find_as_resident(portal, PublicDocument.objects.get(pk=keys[6]))
    assert portal.complaints == []


def _publish_all(cast: Cast, portal: Portal) -> None:
    page = portal.visit(cast.approver)
    page.goto(f"{LIST}?tinh-trang=in_review")
    page.check("#action-toggle")
    page.select_option("[name=action]", "publish_together")
    page.locator("[name=index]").first.click()
    assert faults(page) == []
    page.get_by_role("button", name="Đăng 30 văn bản").click()
    expect(page.locator(".messagelist")).to_contain_text("Đã đăng 30 văn bản.")
    states = PublicDocument.objects.values_list("state", flat=True)
    assert set(states) == {DocumentState.PUBLISHED}


def _find_as_resident(portal: Portal, wanted: PublicDocument) -> None:
    page = portal.visit(width=PHONE)
    for typed in ("7 qd ubnd", "so 07/qd-ubnd", "tuan tra"):
        page.goto("/van-ban/")
        page.get_by_label("Số, ký hiệu hoặc từ trong văn bản").fill(typed)
        page.get_by_role("button", name="Lọc").click()
        expect(page.locator(".story__title a")).to_have_count(1)
        assert faults(page) == []
        page.locator(".story__title a").click()
        expect(page.locator(".document__kind")).to_contain_text("Quyết định số 07/QĐ-UBND")
        assert page.url.endswith(wanted.get_absolute_url())
    assert faults(page) == []


@pytest.mark.skipif(not recognition.is_available(), reason="Tesseract is not installed")
def test_a_dropped_scan_is_proposed_and_corrected(cast: Cast, portal: Portal) -> None:
    ward_authority(), document_type()
    page = portal.visit(cast.clerk, width=PHONE)
    page.goto(MANY)
    page.check("[name=is_not_classified]")
    scan = base64.b64encode(paper(15).scan(turn=0.6, noise=3)).decode()
    page.evaluate(DROP, ["quet.pdf", scan])
    expect(page.locator("[data-row]")).to_have_count(1)
    document = PublicDocument.objects.get()
    # Typed while the machine reads: it stays.
    signer = page.locator(f"[name=v{document.pk}-signer]")
    signer.fill("Người ký gõ tay")
    read_all()
    expect(page.locator("[data-waiting]")).to_have_count(0)
    expect(page.locator(f"[name=v{document.pk}-number]")).to_have_value("15")
    expect(page.locator(f"[name=v{document.pk}-issued_on]")).to_have_value("2026-01-05")
    expect(page.locator("[data-reading]")).to_contain_text("bản quét")
    expect(signer).to_have_value("Người ký gõ tay")
    assert faults(page) == []
    signer.press("Enter")
    expect(page.locator("[data-said]")).to_have_text("Đã lưu.")
    document.refresh_from_db()
    assert (document.code, document.signer) == ("15/QĐ-UBND", "Người ký gõ tay")


def test_a_document_with_a_replacement_fits_a_phone(cast: Cast, portal: Portal) -> None:
    other = make_document(
        cast.clerk, number="16", subject="Quyết định thay thế có trích yếu dài" * 5
    )
    document = make_document(cast.clerk, replaced_by=other, validity="replaced")
    document.amended_by.add(make_document(cast.clerk, number="17", subject=other.subject))
    for script in (True, False):
        page = portal.visit(cast.clerk, width=PHONE, java_script_enabled=script)
        page.goto(f"{LIST}{document.pk}/change/")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE, script


def published(cast: Cast, **fields: Any) -> PublicDocument:
    document = make_document(cast.clerk, **fields)
    return publish(document, clerk=cast.clerk, approver=cast.approver)


def test_what_replaced_a_document_stands_out_on_the_page_and_on_paper(
    cast: Cast, portal: Portal
) -> None:
    new = published(cast, number="16")
    old = published(cast, validity="replaced", replaced_by=new)
    page = portal.visit(width=PHONE)
    page.goto(old.get_absolute_url())
    notice = page.locator(".document__notice")
    expect(notice).to_have_text("Bị thay thế bởi Quyết định số 16/QĐ-UBND (ngày 05/01/2026).")
    for media in ("screen", "print"):
        page.emulate_media(media=media)  # type: ignore[arg-type]
        expect(notice).to_have_css("border-left-style", "solid")
        expect(notice.locator("a")).to_have_css("text-decoration-line", "underline")
    page.emulate_media(media="screen")
    assert faults(page) == []


def test_no_page_of_paper_has_the_signature_alone(cast: Cast, portal: Portal) -> None:
    document = published(cast)
    page = portal.visit()
    counts = set()
    for lines in range(14, 40, 3):
        text = "\n".join([*(f"Khoản {n}" for n in range(lines)), "CHỦ TỊCH", "Trần Thị Ký"])
        DocumentFile.objects.filter(document=document).update(text=text)
        page.goto(f"{document.get_absolute_url()}?x={lines}")
        sheets = PdfDocument(page.pdf(format="A4"))
        counts.add(len(sheets))
        last = sheets[len(sheets) - 1].get_textpage().get_text_range()
        assert "Trần Thị Ký" in last and f"Khoản {lines - 4}" in last, lines
    assert counts == {1, 2}
