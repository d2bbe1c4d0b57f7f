"""The public pages in a browser: every type at every width and scheme, by keyboard, and without
JavaScript.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from core.files.storage import store
from core.http.view_counts import count_view, flush
from core.models import StoredFile
from news.editorial.services import change_attachments
from news.models import Article
from organization.models import Officer, Ward
from organization.models import Page as FixedPage
from tests.browser.conftest import DESKTOP, NARROWEST, PHONE, Portal
from tests.support.accessibility import faults
from tests.support.cast import Cast
from tests.support.factories import CategoryFactory, make_draft, transition
from tests.support.files import PDF, picture, upload

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

# Width, scheme and percent of the usual text: each is looked at as often as it finds something of
# its own.
LOOKS = (
    (DESKTOP, "light", 100),
    (PHONE, "dark", 100),
    (NARROWEST, "light", 200),
    (DESKTOP, "dark", 200),
)
NARROW_LOOKS = LOOKS[1:3]
USUAL_TEXT = 106.25  # percent, static/shared/tokens.css
SCROLLS_SIDEWAYS = "document.documentElement.scrollWidth > window.innerWidth"
LONGEST_TITLE = ("Kế hoạch tổ chức " * 20)[:250].strip()
ACCESS_KEYS = {"1": "/", "2": "#noi-dung", "4": "/so-do-trang/"}


@pytest.fixture
def rich(cast: Cast) -> Article:
    """An item with all there can be: the longest title, a picture, a wide table, attachments, a
    correction.
    """
    Ward.objects.create(
        pk=1,
        name="Phường Bến Sen",
        agency_name="Ủy ban nhân dân phường Bến Sen",
        phone="024 0000 0000",
    )
    file = store(upload(picture()), uploader=cast.contributor, kind=StoredFile.Kind.PICTURE)
    cells = "".join(f"<td>Giá trị dài {number}</td>" for number in range(12))
    article = make_draft(
        cast.contributor,
        title=LONGEST_TITLE,
        lead="Câu tóm tắt. " * 40,
        body=(
            "<h2>Phần"
            f" một</h2><p>{'Người dân tham gia. ' * 60}</p>"
            f"<table><tbody><tr>{cells}</tr></tbody></table>"
        ),
        picture=file,
        picture_alt="Bờ sông",
        picture_credit="Ảnh: Văn Lực",
        byline="Ban Biên tập",
        source_name="Báo",
        source_url="https://bao.example/" + "x" * 200,
    )
    for number in range(10):
        document = store(
            upload(PDF, f"{'phu-luc-' * 9}{number}.pdf"),
            uploader=None,
            kind=StoredFile.Kind.DOCUMENT,
        )
        change_attachments(article, remove=[], add=document)
    article = _publish(cast, article)
    article.corrections.create(
        text="Số đúng là 9.", corrected_at=timezone.now(), corrected_by=cast.editor
    )
    return article


def _publish(cast: Cast, article: Article) -> Article:
    return transition(transition(article, "submit", cast.contributor), "publish", cast.approver)


@pytest.fixture
def addresses(cast: Cast, rich: Article) -> dict[str, tuple[tuple[int, str, int], ...]]:
    """One page of each type with the looks it gets, the home page with every part it can have."""
    withdrawn = _publish(cast, make_draft(cast.contributor, category=rich.category))
    transition(
        withdrawn,
        "withdraw",
        cast.approver,
        note="Sai",
        public_as="notice",
        public_note="Bài có số liệu sai.",
    )
    notice = make_draft(
        cast.contributor, kind="notice", category=CategoryFactory(is_for_notices=True)
    )
    pictured = make_draft(
        cast.contributor, category=rich.category, picture=rich.picture, picture_alt="Đường sông"
    )
    for article in (
        _publish(cast, make_draft(cast.contributor, category=rich.category)),
        _publish(cast, pictured),
        _publish(cast, notice),
    ):
        count_view("news.article", article.pk)
    flush()
    empty = CategoryFactory(name="Hoạt động tổ dân phố và các đơn vị hiệp quản")
    Officer.objects.create(
        name="Lê Thị Sen", title="Chủ tịch", duties="Việc chung", phone="024 0000 0001"
    )
    body = "<h2>Phường</h2><p>Bên sông, xem <a href='/lien-he/'>Liên hệ</a>.</p>"
    about, _ = FixedPage.objects.update_or_create(
        slug="gioi-thieu", defaults={"title": "Giới thiệu", "body": body}
    )
    in_full = [
        "/",
        "/tin/",
        rich.category.get_absolute_url(),
        rich.get_absolute_url(),
        "/khong-co/",
        "/so-do-trang/",
    ]
    # Their parts are those of the pages above, or stand below each other at every width.
    in_short = [
        empty.get_absolute_url(),
        withdrawn.get_absolute_url(),
        "/tim-kiem/?q=nguoi+dan&loai=tin",
        "/tim-kiem/?q=xyzzy",
        f"/bao-sai-sot/tin/{rich.pk}/",
        "/bao-sai-sot/?ma=sai",
        about.get_absolute_url(),
        "/co-cau-to-chuc/",
        "/lien-he/",
        "/nhan-tin-moi/",
        "/du-lieu/",
    ]
    return dict.fromkeys(in_full, LOOKS) | dict.fromkeys(in_short, NARROW_LOOKS)


def test_every_page_is_sound_at_every_width_scheme_and_text_size(
    portal: Portal, addresses: dict[str, tuple[tuple[int, str, int], ...]]
) -> None:
    page = portal.visit()
    for address, looks in addresses.items():
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        for width, scheme, percent in looks:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            page.evaluate(
                f"document.documentElement.style.fontSize = '{USUAL_TEXT * percent / 100}%'"
            )
            assert faults(page) == [], (address, width, scheme, percent)
        page.set_viewport_size({"width": PHONE, "height": 800})  # and the text as large as before
        assert not page.evaluate(SCROLLS_SIDEWAYS), address
    assert portal.complaints == []
    assert [url for url in portal.asked_for if not url.startswith(portal.address)] == []
    assert portal.missing == ["404 /khong-co/", "404 /bao-sai-sot/?ma=sai"]
    assert page.context.cookies() == []


def focused(page: Page) -> str:
    return page.evaluate(
        "(document.activeElement.ariaLabel || document.activeElement.innerText).trim()"
    )


def test_the_keyboard_reaches_everything_in_order(portal: Portal, rich: Article) -> None:
    page = portal.visit(width=PHONE)
    page.goto(rich.get_absolute_url())
    order = []
    for _ in range(6):
        page.keyboard.press("Tab")
        order.append(focused(page).replace("\n", " "))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert order[0] == "Đến nội dung chính"
    assert order[1].endswith("Ủy ban nhân dân phường Bến Sen")
    assert order[2:] == ["Gọi phường: 024 0000 0000", "Mục lục", "", "Tìm"]
    expect(page.get_by_label("Tìm tin, thông báo, văn bản")).to_have_attribute("accesskey", "3")
    for key, href in ACCESS_KEYS.items():
        expect(page.locator(f"a[accesskey='{key}']")).to_have_attribute("href", href)

    page.locator(".site-menu > summary").focus()
    page.keyboard.press("Enter")
    menu = page.get_by_role("navigation", name="Thực đơn chính")
    link = menu.get_by_role("link", name=rich.category.name)
    tasks = page.locator(".site-menu .task").count()
    expect(link).to_be_visible()
    expect(link).to_have_attribute("aria-current", "true")
    for _ in range(6 + tasks):  # four of text size and contrast, then home and the category
        page.keyboard.press("Tab")
    expect(link).to_be_focused()

    page.set_viewport_size({"width": DESKTOP, "height": 800})
    expect(page.locator(".site-menu > summary")).to_be_hidden()
    expect(menu.get_by_role("link", name=rich.category.name)).to_be_visible()
    page.goto(rich.get_absolute_url())
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_text_size_and_contrast_last_without_a_cookie(portal: Portal, rich: Article) -> None:
    page = portal.visit()
    page.goto("/")
    size, colour = (
        "getComputedStyle(document.body).fontSize",
        "getComputedStyle(document.body).backgroundColor",
    )
    before = float(page.evaluate(size).removesuffix("px"))
    header = page.get_by_role("banner")
    usual = header.get_by_role("button", name="Cỡ chữ thường")
    expect(usual).to_have_attribute("aria-pressed", "true")
    larger = header.get_by_role("button", name="Chữ lớn hơn")
    for _ in range(3):
        larger.click()
    expect(larger).to_have_attribute("aria-disabled", "true")
    header.get_by_role("button", name="Tương phản cao").click()

    page.goto(rich.get_absolute_url())
    expect(header.get_by_role("button", name="Tương phản cao")).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(usual).to_have_attribute("aria-pressed", "false")
    assert float(page.evaluate(size).removesuffix("px")) > before * 1.4
    assert page.evaluate(colour) == "rgb(0, 0, 0)"
    assert faults(page) == []
    assert page.context.cookies() == []

    usual.click()
    header.get_by_role("button", name="Tương phản cao").click()
    page.go_back()
    assert float(page.evaluate(size).removesuffix("px")) == before
    assert page.evaluate(colour) == "rgb(255, 255, 255)"
    assert portal.complaints == []


def test_all_is_there_without_javascript(portal: Portal, rich: Article) -> None:
    page = portal.visit(width=PHONE, java_script_enabled=False)
    page.goto(rich.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_have_text(LONGEST_TITLE)
    expect(page.get_by_text("Người dân tham gia.").first).to_be_visible()
    # No button that would do nothing: these two answer without a script.
    expect(page.locator("main").get_by_role("button")).to_have_text(["Có", "Không"])
    expect(page.get_by_role("link", name="phu-luc")).to_have_count(10)
    page.get_by_text("Mục lục").click()
    expect(page.get_by_role("link", name=rich.category.name).first).to_be_visible()
    expect(page.locator("[data-reading-tools]").first).to_be_hidden()
    assert portal.complaints == []


def test_an_item_is_handed_on_by_the_phones_sheet_or_by_its_address(
    portal: Portal, rich: Article
) -> None:
    phone = portal.visit(width=PHONE)
    phone.add_init_script(
        "navigator.share = (what) => { window.shared = what; return Promise.resolve(); }"
    )
    phone.goto(rich.get_absolute_url())
    phone.get_by_role("button", name="Chia sẻ").click()
    canonical = phone.locator("link[rel=canonical]").get_attribute("href")
    assert phone.evaluate("window.shared") == {"title": LONGEST_TITLE, "url": canonical}

    dashboard = portal.visit(permissions=["clipboard-read", "clipboard-write"])
    dashboard.add_init_script("delete Navigator.prototype.share")
    dashboard.goto(rich.get_absolute_url())
    dashboard.get_by_role("button", name="Chép liên kết").click()
    expect(dashboard.get_by_role("status")).to_have_text("Đã chép liên kết.")
    assert dashboard.evaluate("navigator.clipboard.readText()") == canonical
