"""What is pasted comes in as the writer's screen showed it: many clipboards into one page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from core.richtext.sanitizer import sanitize
from news.models import Article
from tests.browser.conftest import Portal
from tests.browser.pasted_cases import CASES, listed, of_word
from tests.browser.test_paste import PASTE
from tests.core.docx_import.test_convert import read
from tests.core.docx_import.test_numbers import CASES as NUMBERED
from tests.core.docx_import.test_numbers import made
from tests.core.richtext.test_richtext import ATTACKS, Dangers
from tests.support.admin_browser import change, press, text_area
from tests.support.cast import Cast

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

_BEGIN = """() => {
  const editor = CKEDITOR.instances.id_body;
  for (const notice of [...editor._.notificationArea?.notifications || []]) notice.hide();
  editor.setData("");
  editor.focus();
}"""
_READ = "() => CKEDITOR.instances.id_body.getData()"
_CAME = "() => CKEDITOR.instances.id_body.getData() !== ''"
# Ways by which words reach the editor or its rules.
PATHS = {
    "the web": "<p>Chữ</p>{}",
    "Word": of_word("<p class=MsoNormal>Chữ</p>{}"),
    "a label of Word": of_word(listed("Điều {} 1.", "Chữ {}") + listed("1.", "Chữ {}", 2)),
    "a list": '<ol type="a"><li>Chữ {}</li></ol>',
    "lines": '<div style="white-space:pre-wrap">Chữ\n{}\nhết</div>',
    "looks": '<p style="text-transform:uppercase;text-decoration:line-through">Chữ {}</p>',
    "signs": '<p>Chữ <span style="font-family:Wingdings">{}</span></p>',
    "a change": "<p>Chữ <del>{}</del><ins>{}</ins></p>",
    "a link": '<p>Chữ <a href="#_ftn1">{}</a></p>',
}


def pasted(page: Page, html: str, rtf: str = "") -> str:
    """Return what the editor would send after pasting, sanitised as on storing."""
    page.evaluate(_BEGIN)
    page.evaluate(PASTE, [html, "x", rtf])
    page.wait_for_function(_CAME)
    return sanitize(page.evaluate(_READ))


def told(page: Page) -> str:
    return " ".join(page.locator(".cke_notification_message").all_inner_texts())


@pytest.fixture
def page(portal: Portal, cast: Cast, draft: Article) -> Page:
    page = portal.visit(cast.contributor)
    page.goto(change(draft))
    expect(text_area(page)).to_be_visible()
    return page


def test_clipboards_come_in_as_they_were_seen(portal: Portal, page: Page, draft: Article) -> None:
    wrong = {}
    for name, case in CASES.items():
        stored, sentences = pasted(page, case.html, case.rtf), told(page)
        if (
            stored != case.stored
            or case.told not in sentences
            or bool(sentences) != bool(case.told)
        ):
            wrong[name] = (stored, sentences)
    assert wrong == {}, json.dumps(wrong, ensure_ascii=False, indent=1)
    press(page, "Lưu", then="Đã lưu.")  # what was pasted last
    draft.refresh_from_db()
    assert draft.body == list(CASES.values())[-1].stored
    assert portal.missing == portal.complaints == []


def test_lists_come_in_as_they_do_from_a_file(page: Page) -> None:
    wrong = {}
    for name, case in NUMBERED.items():
        paragraphs = (
            listed(label, "chữ", level + 1) if label else "<p class=MsoNormal>chữ</p>"
            for (_, level), label in zip(case.items, case.labels, strict=True)
        )
        stored, of_file = pasted(page, of_word("".join(paragraphs))), read(made(case)).html
        if stored != of_file:
            wrong[name] = (stored, of_file)
    assert wrong == {}


def test_what_is_copied_in_the_editor_itself_is_left_as_it_is(page: Page) -> None:
    page.evaluate(_BEGIN)
    body = '<p>Xem <a href="#muc-2">mục 2</a></p>'
    page.evaluate("body => CKEDITOR.instances.id_body.setData(body)", body)
    text_area(page).click()
    for keys in ("Control+a", "Control+x", "Control+v"):
        page.keyboard.press(keys)
    page.wait_for_function(_CAME)
    assert sanitize(page.evaluate(_READ)) == body


def test_attacks_come_to_nothing_by_every_path(portal: Portal, page: Page) -> None:
    own = (portal.address, "data:", "about:")
    attacks = [attack for attack, _ in ATTACKS.values()]
    page.evaluate("() => { window.alert = () => { document.title = 'attacked'; }; }")
    fetching = {}
    for attack in attacks:
        portal.asked_for.clear()
        assert Dangers(pasted(page, f"<p>Chữ</p>{attack}")).found == []
        assert Dangers(pasted(page, PATHS["Word"].replace("{}", attack))).found == []
        if foreign := [one for one in portal.asked_for if not one.startswith(own)]:
            fetching[attack] = foreign
    read = "pages => pages.map(page => window.readPasted(page, {wingdings: {110: '<img>'}}).html)"
    pages = [path.replace("{}", attack) for path in PATHS.values() for attack in attacks]
    for html in page.evaluate(read, pages):
        assert Dangers(sanitize(html)).found == []
    assert page.title() != "attacked"
    assert fetching == {}
