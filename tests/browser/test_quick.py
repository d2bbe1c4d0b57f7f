"""A volunteer's phone: photos over a broken line, a draft that outlives the browser, a session that
ends.
"""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from core.files import storage
from core.models import FileUse, StoredFile
from news.models import Article
from tests.browser.conftest import DESKTOP, PATIENCE, PHONE, Portal
from tests.news.planning.test_planning import line_of, plan_of
from tests.support.accessibility import faults
from tests.support.admin_browser import press
from tests.support.cast import Cast
from tests.support.factories import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

pytestmark = pytest.mark.browser

QUICK = "/quan-tri/nop-nhanh/"
ON_BEHALF = "/quan-tri/nhap-ho/"
UPLOAD = "**/quan-tri/tep/tai-len/"
TITLE = "Tổ dân phố số 3 dọn bờ sông"
TEXT = "Sáng nay 60 hộ ra quân.\n\nTrưa thì xong."
STORED = "Đã tải lên."
WIDTHS = pytest.mark.parametrize("width", [PHONE, DESKTOP])


def photo(name: str, colour: str, *, turned: bool = False) -> dict[str, Any]:
    """A photo larger than the page needs; its upper left corner as the sensor saw it is white."""
    image = Image.new("RGB", (2400, 1200), colour)
    ImageDraw.Draw(image).rectangle((0, 0, 600, 300), fill="white")
    exif = Image.Exif()
    if turned:
        exif[0x0112] = 6  # to be turned a quarter to the right
    target = io.BytesIO()
    image.save(target, "JPEG", exif=exif)
    return {"name": name, "mimeType": "image/jpeg", "buffer": target.getvalue()}


THREE = [("bo-song.jpg", "teal"), ("ba-con.jpg", "sienna"), ("thuyen.jpg", "navy")]


def choose(page: Page, *photos: dict[str, Any]) -> None:
    page.locator("#photos-input").set_input_files(list(photos))


def choose_three(page: Page) -> None:
    choose(page, *(photo(name, colour, turned=name == "ba-con.jpg") for name, colour in THREE))


def write(page: Page) -> None:
    page.get_by_label("Tiêu đề").fill(TITLE)
    page.get_by_label("Nội dung").fill(TEXT)


def describe(page: Page, name: str, words: str) -> None:
    page.locator(".photo", has_text=name).get_by_label("Trong ảnh có gì?").fill(words)


def kept(page: Page) -> int:
    return page.evaluate("Object.keys(localStorage).length")


def forgotten(page: Page) -> None:
    """Wait until the phone has let go of the draft."""
    deadline = time.monotonic() + PATIENCE / 1000
    while kept(page):
        assert time.monotonic() < deadline, "the draft is still on the phone"
        page.wait_for_timeout(50)


def pictures(article: Article) -> list[StoredFile]:
    inner = article.file_uses.filter(role=FileUse.Role.BODY).order_by("position")
    return [article.picture, *(use.file for use in inner)]


@WIDTHS
def test_three_photos_over_a_connection_that_breaks_once(
    portal: Portal, cast: Cast, width: int
) -> None:
    page = portal.visit(cast.contributor, width=width)
    sendings: list[int] = []

    def break_second(route: Route) -> None:
        """The second photo arrives, but its answer is lost: the phone cannot know."""
        sendings.append(len(route.request.post_data_buffer))
        if len(sendings) == 2:
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(UPLOAD, break_second)
    page.goto("/quan-tri/")
    page.get_by_role("link", name="Nộp nhanh").locator("visible=true").last.click()
    write(page)
    choose_three(page)
    expect(page.get_by_text("ảnh sẽ tự tải lại khi có mạng")).to_be_visible()
    describe(page, "ba-con.jpg", "Bà con chuyền đá")
    # Sending does not wait silently.
    page.get_by_role("button", name="Gửi duyệt", exact=True).click()
    expect(page.get_by_text("ảnh đang tải lên. Bài sẽ tự gửi ngay khi ảnh lên đủ")).to_be_visible()
    expect(page.get_by_role("heading", name="Đã nộp bài")).to_be_visible()
    expect(page.get_by_text("Ban biên tập đã nhận được bài lúc")).to_be_visible()

    article = Article.objects.get()
    assert (article.state, article.title) == ("in_review", TITLE)
    assert len(sendings) == 4
    assert max(sendings) < 300_000
    assert StoredFile.objects.count() == 3
    assert [file.name for file in pictures(article)] == [
        "bo-song.webp",
        "ba-con.webp",
        "thuyen.webp",
    ]
    assert [(file.width, file.height) for file in pictures(article)] == [
        (1600, 800),
        (800, 1600),
        (1600, 800),
    ]
    assert 'alt="Bà con chuyền đá"' in article.body
    with Image.open(storage.path_of(pictures(article)[1])) as upright:
        assert [upright.getpixel(at)[0] > 240 for at in ((700, 100), (100, 100), (700, 1500))] == [
            True,
            False,
            False,
        ]
    forgotten(page)


def test_the_draft_outlives_the_page(portal: Portal, cast: Cast) -> None:
    page = portal.visit(cast.contributor, width=PHONE)
    page.goto(QUICK)
    write(page)
    choose_three(page)
    expect(page.get_by_text(STORED)).to_have_count(3)
    describe(page, "thuyen.jpg", "Thuyền chở rác")
    page.locator(".photo", has_text="thuyen.jpg").get_by_role(
        "button", name="Chọn làm ảnh chính"
    ).click()
    page.reload()
    expect(page.get_by_text("Tìm thấy bài viết dở lúc")).to_contain_text(f"“{TITLE}”, 3 ảnh")
    expect(page.get_by_label("Tiêu đề")).to_have_value("")
    assert faults(page) == []
    press(page, "Dùng lại")
    expect(page.get_by_label("Nội dung")).to_have_value(TEXT)
    expect(page.get_by_text(STORED)).to_have_count(3)
    press(page, "Gửi duyệt", then="Ban biên tập đã nhận được bài lúc")
    article = Article.objects.get()
    assert [file.name for file in pictures(article)] == [
        "thuyen.webp",
        "bo-song.webp",
        "ba-con.webp",
    ]
    assert article.picture_alt == "Thuyền chở rác"
    assert StoredFile.objects.count() == 3
    forgotten(page)
    page.get_by_role("link", name="Nộp tin khác").click()
    expect(page.get_by_role("heading", name="Nộp nhanh")).to_be_visible()
    expect(page.get_by_text("Tìm thấy bài viết dở lúc")).to_be_hidden()


def test_photos_that_never_arrived_are_asked_about(portal: Portal, cast: Cast) -> None:
    page = portal.visit(cast.contributor, width=PHONE)
    page.goto(QUICK)
    page.route(UPLOAD, lambda route: route.abort())
    write(page)
    choose_three(page)
    page.wait_for_timeout(600)  # the draft is written
    page.reload()
    press(page, "Dùng lại")
    expect(page.get_by_text("Chưa kịp tải lên, xin chọn lại")).to_be_visible()
    page.get_by_role("button", name="Gửi duyệt").click()
    expect(page.get_by_text("Còn thiếu 3 ảnh chưa tải lên")).to_be_visible()
    assert not Article.objects.exists()
    page.get_by_label("Gửi không có các ảnh ấy").check()
    press(page, "Gửi duyệt", then="Bài không có ảnh.")
    assert Article.objects.count() == 1


def test_a_draft_is_dropped_and_is_nobody_elses(portal: Portal, cast: Cast) -> None:
    page = portal.visit(cast.contributor, width=PHONE)
    page.goto(QUICK)
    write(page)
    page.goto("/quan-tri/")
    other = portal.visit(cast.colleague).context
    page.context.add_cookies(other.cookies())
    page.goto(QUICK)
    expect(page.get_by_text("Tìm thấy bài viết dở lúc")).to_be_hidden()
    mine = portal.visit(cast.contributor).context
    page.context.add_cookies(mine.cookies())
    page.goto(QUICK)
    press(page, "Bỏ bài ấy")
    page.reload()
    expect(page.get_by_label("Tiêu đề")).to_have_value("")
    expect(page.get_by_text("Tìm thấy bài viết dở lúc")).to_be_hidden()
    forgotten(page)


def test_a_session_that_ended_loses_nothing(portal: Portal, cast: Cast) -> None:
    page = portal.visit(cast.contributor, width=PHONE)
    page.goto(QUICK)
    write(page)
    choose_three(page)
    expect(page.get_by_text(STORED)).to_have_count(3)
    Session.objects.all().delete()
    page.get_by_role("button", name="Gửi duyệt", exact=True).click()
    page.get_by_label("Tên đăng nhập").fill(cast.contributor.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    press(page, "Đăng nhập")
    press(page, "Dùng lại")
    press(page, "Gửi duyệt", then="Ban biên tập đã nhận được bài lúc")
    assert Article.objects.get().title == TITLE
    assert StoredFile.objects.count() == 3
    forgotten(page)


def test_a_lost_answer_and_a_second_click_make_one_item(portal: Portal, cast: Cast) -> None:
    page = portal.visit(cast.contributor, width=PHONE)
    lost: list[str] = []

    def lose_first(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.request.url)
            route.fetch(max_redirects=0)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(f"**{QUICK}", lose_first)
    page.goto(QUICK)
    write(page)
    page.get_by_role("button", name="Gửi duyệt", exact=True).dblclick()
    expect(page.get_by_text("Ban biên tập đã nhận được bài lúc")).to_be_visible()
    assert lost
    assert Article.objects.count() == 1
    forgotten(page)


def test_a_refused_photo_says_why_and_is_taken_out(portal: Portal, cast: Cast) -> None:
    page = portal.visit(cast.contributor, width=PHONE)
    page.goto(QUICK)
    write(page)
    heic = {
        "name": "IMG_1.HEIC",
        "mimeType": "image/heic",
        "buffer": b"\0\0\0\x18ftypheic" + b"0" * 40,
    }
    choose(page, photo("bo-song.jpg", "teal"), heic)
    expect(page.locator(".photo", has_text="IMG_1.HEIC")).to_contain_text(
        "Ảnh HEIC của điện thoại chưa đọc được"
    )
    assert faults(page) == []
    press(page, "Gửi duyệt", then="Có ảnh chưa tải lên được")
    assert not Article.objects.exists()
    page.locator(".photo", has_text="IMG_1.HEIC").get_by_role("button", name="Bỏ ảnh này").click()
    press(page, "Gửi duyệt", then="Ban biên tập đã nhận được bài lúc")
    assert [file.name for file in pictures(Article.objects.get())] == ["bo-song.webp"]


def test_the_first_photo_that_is_taken_is_the_lead_picture(portal: Portal, cast: Cast) -> None:
    page = portal.visit(cast.contributor, width=PHONE)
    page.goto(QUICK)
    word = {"name": "bai.txt", "mimeType": "text/plain", "buffer": b"chu"}
    choose(page, word, photo("bo-song.jpg", "teal"), photo("cau.jpg", "navy"))
    expect(page.get_by_text(STORED)).to_have_count(2)
    label = page.get_by_text("Ảnh chính", exact=True).filter(visible=True)
    expect(label).to_have_count(1)
    expect(page.locator(".photo", has=label)).to_contain_text("bo-song.jpg")
    expect(page.get_by_role("button", name="Chọn làm ảnh chính")).to_have_count(1)


def test_what_the_server_refuses_comes_back_with_all_its_photos(portal: Portal, cast: Cast) -> None:
    page = portal.visit(cast.contributor, width=PHONE)
    page.goto(QUICK)
    page.get_by_label("Nội dung").fill(TEXT)
    choose_three(page)
    expect(page.get_by_text(STORED)).to_have_count(3)
    describe(page, "bo-song.jpg", "Bờ sông")
    press(page, "Gửi duyệt", then="Xin ghi tiêu đề.")
    assert faults(page) == []
    expect(page.locator(".photo")).to_have_count(3)
    page.get_by_label("Tiêu đề").fill(TITLE)
    press(page, "Lưu nháp, viết tiếp sau", then="Bản nháp đã lưu lúc")
    article = Article.objects.get()
    assert (article.state, article.picture_alt) == ("draft", "Bờ sông")
    assert [file.name for file in pictures(article)] == [
        "bo-song.webp",
        "ba-con.webp",
        "thuyen.webp",
    ]
    forgotten(page)


def test_without_a_script(portal: Portal, cast: Cast) -> None:
    page = portal.visit(cast.contributor, width=PHONE, java_script_enabled=False)
    page.goto(QUICK)
    write(page)
    choose_three(page)
    press(page, "Tải ảnh lên để ghi lời mô tả")
    describe(page, "bo-song.webp", "Bờ sông")
    page.locator(".photo", has_text="ba-con.webp").get_by_label("Bỏ ảnh này").check()
    press(page, "Gửi duyệt", then="Ban biên tập đã nhận được bài lúc")
    article = Article.objects.get()
    assert [file.name for file in pictures(article)] == ["bo-song.webp", "thuyen.webp"]
    assert article.picture_alt == "Bờ sông"


@WIDTHS
def test_an_editor_enters_what_came_by_zalo(portal: Portal, cast: Cast, width: int) -> None:
    page = portal.visit(cast.editor, width=width)
    page.goto(ON_BEHALF)
    assert faults(page) == []
    write(page)
    choose_three(page)
    press(page, "Nhập và gửi duyệt", then="Xin chọn đơn vị của bài.")
    assert faults(page) == []
    page.get_by_label("Nhận từ ai").fill("Bà Hòa, Tổ 3")
    page.get_by_label("Nhận qua").select_option("zalo")
    page.get_by_label("Nhận lúc").fill(f"{timezone.localtime():%Y-%m-%dT00:00}")
    page.get_by_label("Đơn vị").select_option(str(cast.contributor.unit_id))
    offered = (
        page.get_by_label("Tác giả")
        .locator("option:not([hidden])")
        .evaluate_all("options => options.map(option => option.value)")
    )
    members = cast.contributor.unit.members.filter(is_active=True).values_list("pk", flat=True)
    assert set(offered) == {"", *map(str, members)}
    press(page, "Nhập và gửi duyệt", then="do Bà Hòa, Tổ 3 gửi")
    assert faults(page) == []
    article = Article.objects.get()
    assert (article.author, article.created_by, article.received_via) == (None, cast.editor, "zalo")
    assert len(pictures(article)) == StoredFile.objects.count() == 3


def test_what_the_page_fills_in_by_itself_is_no_draft(
    portal: Portal, cast: Cast, published: Article
) -> None:
    line = line_of(plan_of(cast), unit=cast.contributor.unit)
    page = portal.visit(cast.editor)
    page.goto(f"{ON_BEHALF}?dong={line.pk}")
    expect(page.get_by_label("Chuyên mục")).to_have_value(str(published.category_id))
    page.goto("/quan-tri/")
    page.goto(ON_BEHALF)
    expect(page.get_by_text("Tìm thấy bài viết dở lúc")).to_be_hidden()


@WIDTHS
def test_every_target_is_large_enough_for_a_thumb(portal: Portal, cast: Cast, width: int) -> None:
    page = portal.visit(cast.contributor, width=width)
    page.goto(QUICK)
    choose_three(page)
    expect(page.get_by_text(STORED)).to_have_count(3)
    assert faults(page) == []
    targets = (
        page.locator("form.quick")
        .locator("button, input, textarea, select, summary")
        .locator("visible=true")
    )
    heights = [box["height"] for box in (target.bounding_box() for target in targets.all()) if box]
    assert min(heights) >= 44
    assert portal.complaints == []


def test_what_has_a_time_is_shown_as_a_notice(portal: Portal, cast: Cast) -> None:
    page = portal.visit(cast.contributor, width=360)
    page.goto("/quan-tri/nop-nhanh/")
    page.get_by_text("Thông báo: việc xảy ra khi nào, ở đâu").click()
    day = page.locator("[name=times-0-first]")
    day.fill("2026-12-04")
    expect(page.locator("[name=kind]")).to_have_value("notice")
    assert day.bounding_box()["width"] >= 150
    assert faults(page) == []
