"""From a Word file on a contributor's machine to a resident's screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from news.models import Article
from tests.browser.conftest import DESKTOP, NARROWEST, PHONE, Portal
from tests.core.docx_import.as_seen import AS_SEEN, without_addresses
from tests.support.accessibility import faults
from tests.support.admin_browser import press, text_area
from tests.support.cast import Cast
from tests.support.factories import CategoryFactory, transition

pytestmark = pytest.mark.browser

FILES = Path(__file__).parents[1] / "core" / "docx_import" / "files"
TITLE = "Tổ dân phố số 3 kè lại bờ sông"


@pytest.mark.parametrize("name", ["word.docx", "libreoffice.docx"])
def test_from_word_to_the_public_page(portal: Portal, cast: Cast, name: str) -> None:
    CategoryFactory(name="Đời sống khu phố")
    page = portal.visit(cast.contributor)
    page.goto("/quan-tri/")
    page.get_by_role("link", name="Từ tệp Word").click()
    page.get_by_label("Tệp Word", exact=False).first.set_input_files(FILES / name)
    press(page, "Tạo bản nháp", then="Đã tạo bản nháp từ tệp Word.")
    for sentence in (
        "coi như đã chấp nhận hết",
        "Bỏ 1 lời bình",
        "Bỏ 1 đoạn chữ ẩn",
        "Bỏ 1 liên kết",
    ):
        expect(page.locator(".messagelist li li", has_text=sentence)).to_be_visible()
    expect(text_area(page)).to_contain_text("cùng góp công")
    assert faults(page) == []

    # The editor shows all of it, and saving loses none of it.
    before = Article.objects.get().body
    page.get_by_label("Tiêu đề").fill(TITLE)
    page.get_by_label("Sapo").fill("Sáu mươi hộ cùng góp công kè lại bờ sông.")
    page.get_by_label("Chuyên mục").select_option(index=1)
    press(page, "Lưu", then="Đã lưu.")
    article = Article.objects.get()
    assert article.body == before
    article.body = before.replace(' alt=""', ' alt="Bờ sông sau khi kè"')
    article.save()
    transition(article, "submit", cast.contributor)
    transition(article, "publish", cast.approver)

    for width in (PHONE, DESKTOP):
        resident = portal.visit(width=width)
        resident.goto(article.get_absolute_url())
        prose = resident.locator(".prose")
        expect(resident.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
        expect(prose.get_by_role("heading", name="Việc đã làm", level=2)).to_be_visible()
        expect(prose.get_by_role("columnheader", name="Số hộ")).to_be_visible()
        expect(prose.get_by_role("listitem").filter(has_text="Theo sổ của tổ.")).to_be_visible()
        for picture in prose.locator("img").all():
            picture.scroll_into_view_if_needed()
            expect(picture).to_have_js_property("complete", True)
            assert picture.evaluate("picture => picture.naturalWidth") > 0
        assert resident.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert faults(resident) == []
    assert portal.missing == portal.complaints == []


@pytest.mark.parametrize("width", [NARROWEST, PHONE, DESKTOP])
def test_the_page_itself(portal: Portal, cast: Cast, width: int) -> None:
    page = portal.visit(cast.contributor, width=width, java_script_enabled=width != PHONE)
    page.goto("/quan-tri/news/article/add/")
    page.get_by_role("link", name="Từ tệp Word").click()
    page.get_by_label("Đính kèm tệp Word gốc").check()
    page.locator("input[type=file]").set_input_files(
        {"name": "hong.docx", "mimeType": "application/x", "buffer": b"PK\x03\x04 hong"}
    )
    press(page, "Tạo bản nháp", then="Tệp bị hỏng hoặc chưa tải lên trọn vẹn")
    expect(page.get_by_label("Đính kèm tệp Word gốc")).to_be_checked()
    if width != PHONE:
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert faults(page) == []


def test_files_come_in_as_word_shows_them(portal: Portal, cast: Cast) -> None:
    page = portal.visit(cast.contributor)
    wrong = {}
    for name, seen in AS_SEEN.items():
        page.goto("/quan-tri/news/article/tu-word/")
        page.locator("input[type=file]").set_input_files(FILES / "as_seen" / f"{name}.docx")
        press(page, "Tạo bản nháp", then="Đã tạo bản nháp từ tệp Word.")
        expect(text_area(page)).to_contain_text(seen.last)
        article = Article.objects.latest("pk")
        said = page.locator(".messagelist").inner_text()
        if without_addresses(article.body) != seen.html or seen.said not in said:
            wrong[name] = (without_addresses(article.body), said)
    assert wrong == {}
    assert portal.missing == portal.complaints == []
