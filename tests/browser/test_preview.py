"""Previews in a browser: two widths at the dashboard, and a link that opens for a stranger until it
is revoked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from core.files.storage import store
from core.models import StoredFile
from news.models import Article
from news.public.previews import share
from tests.browser.conftest import DESKTOP, NARROWEST, PHONE, Portal
from tests.support.accessibility import faults_at
from tests.support.admin_browser import change, press
from tests.support.cast import Cast
from tests.support.factories import make_draft
from tests.support.files import picture, upload

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

WIDTHS = pytest.mark.parametrize("width", [DESKTOP, PHONE])


@pytest.fixture
def illustrated(cast: Cast) -> Article:
    lead, inner = (
        store(
            upload(picture(size=(640, 400), colour=colour), f"{colour}.jpg"),
            uploader=cast.contributor,
            kind=StoredFile.Kind.PICTURE,
        )
        for colour in ("teal", "sienna")
    )
    body = (
        f'<p>Hơn 60 người dân tham gia.</p><figure><img src="{inner.url}" alt="Chuyền đá"></figure>'
    )
    return make_draft(cast.contributor, picture=lead, picture_alt="Bờ sông", body=body)


def preview(article: Article) -> str:
    return change(article).replace("change", "xem-truoc")


def assert_pictures(page: Page, frame: str = "") -> None:
    place = page.frame_locator(frame) if frame else page
    for alt in ("Bờ sông", "Chuyền đá"):
        image = place.get_by_role("img", name=alt)
        image.scroll_into_view_if_needed()
        expect(image).not_to_have_js_property("naturalWidth", 0)


@WIDTHS
def test_an_item_is_previewed_at_two_widths(
    portal: Portal, cast: Cast, illustrated: Article, width: int
) -> None:
    page = portal.visit(cast.contributor, width=width)
    page.goto(change(illustrated))
    page.get_by_label("Sapo").fill("Sapo vừa gõ, chưa lưu.")
    press(page, "Lưu và xem trước", then="Đã lưu.")
    assert urlsplit(page.url).path == preview(illustrated)
    for name, across in (("điện thoại", PHONE), ("máy tính", DESKTOP)):
        frame = f'iframe[title*="{name}"]'
        inside = page.frame_locator(frame)
        expect(inside.get_by_role("heading", name=illustrated.title, level=1)).to_be_visible()
        expect(inside.get_by_text("Sapo vừa gõ, chưa lưu.")).to_be_visible()
        expect(inside.get_by_text("Bản xem trước, chưa đăng.")).to_be_visible()
        assert_pictures(page, frame)
        wide = "[innerWidth, document.documentElement.scrollWidth]"
        assert inside.locator("html").evaluate(f"() => {wide}") == [across, across]
        # The whole width stands in sight, however small the window.
        window = page.locator(".preview__window", has=page.locator(frame)).bounding_box()
        shown = page.locator(frame).bounding_box()
        assert shown["width"] == pytest.approx(window["width"], abs=3)
        assert shown["width"] == pytest.approx(min(across, shown["width"]))
    page.frame_locator('iframe[title*="máy tính"]').get_by_role(
        "link", name="Trang chủ"
    ).first.focus()
    with page.context.expect_page() as opened:
        page.keyboard.press("Enter")
    assert urlsplit(opened.value.url).path == "/"
    assert (portal.complaints, portal.missing) == ([], [])


@WIDTHS
def test_a_link_opens_for_a_stranger_until_it_is_revoked(
    portal: Portal, cast: Cast, illustrated: Article, width: int
) -> None:
    author = portal.visit(cast.contributor, width=width)
    author.goto(preview(illustrated))
    author.get_by_label("Cho ai").fill("bà Hòa")
    press(author, "Tạo đường dẫn xem trước", then="Đã tạo đường dẫn.")
    address = urlsplit(author.get_by_label("Đường dẫn cho bà Hòa").input_value()).path

    stranger = portal.visit(width=width)
    pictures = []
    stranger.on(
        "response", lambda answer: pictures.append(answer.url) if "/tep/" in answer.url else None
    )
    assert stranger.goto(address).status == 200
    expect(stranger.get_by_role("heading", name=illustrated.title, level=1)).to_be_visible()
    expect(stranger.get_by_text("Bản xem trước, chưa đăng.")).to_be_visible()
    assert_pictures(stranger)
    assert stranger.context.cookies() == []
    assert len(pictures) == 2
    assert [stranger.request.get(url).status for url in pictures] == [200, 200]
    assert portal.missing == []

    press(author, "Thu hồi", then="Đã thu hồi: đường dẫn không mở được nữa.")
    assert stranger.reload().status == 410
    expect(
        stranger.get_by_role("heading", name="Đường dẫn xem trước này không còn dùng được")
    ).to_be_visible()
    assert illustrated.title not in stranger.content()
    assert [stranger.request.get(url).status for url in pictures] == [404, 404]
    assert portal.complaints == []


def test_the_address_is_copied(portal: Portal, cast: Cast, draft: Article) -> None:
    link = share(draft, actor=cast.editor, days=3)
    page = portal.visit(cast.contributor)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(change(draft))
    press(page, "Chép đường dẫn", then="Đã chép")
    assert page.evaluate("navigator.clipboard.readText()") == link.full_address


def test_without_javascript_a_link_is_made(portal: Portal, cast: Cast, draft: Article) -> None:
    page = portal.visit(cast.contributor, width=PHONE, java_script_enabled=False)
    page.goto(change(draft))
    press(page, "Lưu, rồi tạo hoặc thu hồi đường dẫn", then="Đã lưu.")
    page.get_by_label("Hết hạn sau").select_option("7 ngày")
    press(page, "Tạo đường dẫn xem trước", then="Đã tạo đường dẫn.")
    assert page.get_by_role("button", name="Chép đường dẫn").count() == 0
    assert draft.preview_links.get().full_address in page.content()


def test_pages_of_previews_are_accessible_and_fit(
    portal: Portal, cast: Cast, illustrated: Article
) -> None:
    link = share(illustrated, actor=cast.contributor, days=3, note="bà Hòa")
    share(illustrated, actor=cast.editor, days=3)
    pages = {
        cast.contributor: [
            change(illustrated),
            preview(illustrated),
            f"{preview(illustrated)}trang/",
        ],
        cast.leader: [change(illustrated), preview(illustrated)],
        None: [link.get_absolute_url(), "/xem-truoc/x/"],
    }
    found = []
    for user, addresses in pages.items():
        page = portal.visit(user)
        for address in addresses:
            page.goto(address)
            narrow = PHONE if user else NARROWEST
            found += [(address, *fault) for fault in faults_at(page, DESKTOP, narrow)]
    assert found == []
