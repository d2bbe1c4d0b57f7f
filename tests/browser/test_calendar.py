"""The calendar, the choice of the home page and the home page that follows from it, with hands and
eyes.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from core.files.storage import store
from core.models import StoredFile
from news.curation.services import front, place
from news.models import Article
from news.states import Place
from tests.browser.conftest import DESKTOP, PHONE, Portal
from tests.support.accessibility import faults
from tests.support.admin_browser import press
from tests.support.cast import Cast
from tests.support.factories import make_draft, transition
from tests.support.files import picture, upload

if TYPE_CHECKING:
    pass

pytestmark = pytest.mark.browser

CALENDAR = "/quan-tri/lich-dang/"
CHOICE = "/quan-tri/trang-chu/"
LONG = (
    "Phường Bến Sen tổ chức Ngày hội Đại đoàn kết toàn dân tộc tại mười hai tổ dân phố và các đơn"
    " vị hiệp quản, " * 2
)


def publish(cast: Cast, title: str, **times: Any) -> Article:
    article = transition(
        make_draft(cast.contributor, title=title.strip(" ,")), "submit", cast.contributor
    )
    return transition(article, "publish", cast.approver, **times)


def in_two_days() -> Any:
    return (timezone.localtime() + timedelta(days=2)).replace(
        hour=7, minute=30, second=0, microsecond=0
    )


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_an_approver_moves_a_time_from_the_calendar(portal: Portal, cast: Cast, width: int) -> None:
    at = in_two_days()
    article = publish(cast, "Khám mắt miễn phí", published_at=at, expires_at=at + timedelta(days=1))
    publish(cast, LONG)
    page = portal.visit(cast.approver, width=width)
    page.goto(f"{CALENDAR}?thang={at:%Y-%m}")
    expect(page.get_by_role("columnheader")).to_have_count(7 if width == DESKTOP else 0)
    entry = page.locator(".entry", has_text="Hẹn giờ đăng")
    expect(entry).to_contain_text("07:30")
    assert faults(page) == []
    entry.get_by_role("link", name="Đổi giờ").click()
    expect(page.get_by_label("Đăng lúc")).to_have_value(f"{at:%Y-%m-%dT%H:%M}")
    later = at + timedelta(hours=2)
    page.get_by_label("Đăng lúc").fill(f"{later:%Y-%m-%dT%H:%M}")
    press(page, "Đổi giờ đăng", then="Đã đổi giờ đăng.")
    article.refresh_from_db()
    assert article.published_at == later
    page.goto(CALENDAR)
    page.get_by_role("link", name="Hôm nay").click()
    expect(page.locator("#hom-nay")).to_contain_text("hôm nay")
    page.get_by_role("link", name="Tháng").last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lịch đăng tháng")
    assert portal.complaints == []


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_editors_choose_the_home_page(portal: Portal, cast: Cast, width: int) -> None:
    articles = [
        publish(cast, title)
        for title in ("Dọn bờ sông", LONG, "Họp tổ dân phố", "Tiêm phòng", "Trồng cây")
    ]
    page = portal.visit(cast.editor, width=width)
    page.goto(CHOICE)
    page.get_by_role("searchbox").fill("bo song")
    press(page, "Tìm")
    page.get_by_role("link", name="Đưa lên đầu “Dọn bờ sông”").click()
    expect(page.get_by_role("radio", name="Đứng đầu trang")).to_be_checked()
    assert faults(page) == []
    press(page, "Đặt lên trang chủ", then="Đã đặt “Dọn bờ sông” lên trang chủ.")
    for article in articles[1:]:
        page.goto(f"{CHOICE}?bai={article.pk}&cho=pin")
        press(page, "Đặt lên trang chủ", then=f"Đã đặt “{article.title[:30]}")
    press(page, "Lên “Trồng cây”", then="Đã chuyển “Trồng cây” lên trên.")
    assert [pin.title for pin in front().pins][2:] == ["Trồng cây", "Tiêm phòng"]
    assert faults(page) == []

    home = portal.visit(width=width)
    home.goto("/")
    expect(home.locator(".lead-story__title")).to_have_text("Dọn bờ sông")
    expect(home.locator(".pinned")).to_have_count(4)
    assert faults(home) == []

    press(page, "Bỏ “Dọn bờ sông”", then="Đã bỏ “Dọn bờ sông” khỏi trang chủ.")
    home.reload()
    expect(home.locator(".lead-story__title")).to_have_text(
        "Dọn bờ sông"
    )  # the newest that is not pinned
    assert front().lead is None
    assert portal.complaints == []


def test_with_the_keyboard_alone_and_without_javascript(portal: Portal, cast: Cast) -> None:
    for title in ("Một", "Hai"):
        article = publish(cast, title)
        now = timezone.now()
        place(article, Place.PIN, now + timedelta(days=1), actor=cast.editor, now=now)
    page = portal.visit(cast.editor)
    page.goto(CHOICE)
    up = page.get_by_role("button", name="Lên “Hai”", exact=True)
    # The menu is passed over by the first stop of every page.
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(20):
        page.keyboard.press("Tab")
        if up.evaluate("button => button === document.activeElement"):
            break
    expect(up).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã chuyển “Hai” lên trên.")).to_be_visible()
    assert [pin.title for pin in front().pins] == ["Hai", "Một"]
    plain = portal.visit(cast.editor, java_script_enabled=False)
    plain.goto(CHOICE)
    press(plain, "Bỏ “Hai”", then="Đã bỏ “Hai” khỏi trang chủ.")
    assert [pin.title for pin in front().pins] == ["Một"]


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_home_with_a_pictured_lead_and_one_pin(portal: Portal, cast: Cast, width: int) -> None:
    file = store(
        upload(picture(size=(1600, 900))), uploader=cast.contributor, kind=StoredFile.Kind.PICTURE
    )
    article = make_draft(
        cast.contributor, title=LONG.strip(" ,"), picture=file, picture_alt="Bờ sông"
    )
    lead = transition(transition(article, "submit", cast.contributor), "publish", cast.approver)
    now = timezone.now()
    place(lead, Place.LEAD, now + timedelta(days=1), actor=cast.editor, now=now)
    place(
        publish(cast, "Cắt nước"),
        Place.PIN,
        now + timedelta(days=1),
        actor=cast.editor,
        now=timezone.now(),
    )
    home = portal.visit(width=width)
    home.goto("/")
    expect(home.locator(".headline").first).to_contain_text("Đáng chú ý")
    assert faults(home) == []
