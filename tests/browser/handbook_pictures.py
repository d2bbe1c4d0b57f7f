"""The pictures of the handbooks, taken from the screens. Not collected with the tests:
``script/screenshots`` names this module, with the folder of documents in ``PICTURES_TO``.
"""

from __future__ import annotations

import io
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import expect

from demo.loader import load_demo
from demo.pictures import read_picture
from organization.models import ErrorReport
from tests.browser.conftest import DESKTOP, PHONE, Portal
from tests.browser.test_review import SELECT
from tests.support.admin_browser import change, press, text_area
from tests.support.handbooks import (
    CAMERA,
    CORRECTED,
    HELD,
    LARGEST,
    NOW,
    RETURNED,
    find,
    person,
    pictures,
)

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

# Pictures further down wait for somebody to come near: nobody will.
LOADED = """() => Promise.all([...document.images].filter(image =>
    image.checkVisibility()).map(image => {
  image.loading = "eager";
  return image.decode();
}))"""


@dataclass
class Studio:
    """Where pictures go, and which were taken."""

    portal: Portal
    folder: Path
    taken: set[str] = field(default_factory=set)

    def visit(self, username: str, address: str, *, width: int = DESKTOP) -> Page:
        page = self.portal.visit(person(username) if username else None, width=width)
        page.context.clock.set_fixed_time(NOW)
        page.goto(address)
        return page

    def take(
        self, page: Page, name: str, *shown: Locator, height: int = 900, margin: int = 12
    ) -> None:
        """Take what surrounds the elements, from their top at most ``height`` pixels down."""
        for one in shown:
            one.first.wait_for(state="attached")
        page.evaluate("document.activeElement.blur(), scrollTo(0, 0)")
        # The steps would lie over what is shown.
        page.evaluate(
            "document.querySelector('.transitions-bar')?.style.setProperty('position', 'static')"
        )
        page.evaluate(LOADED)
        page.evaluate("document.fonts.ready")
        boxes = [box for one in shown if (box := one.first.bounding_box())]
        assert len(boxes) == len(shown), name
        width = page.viewport_size["width"] if page.viewport_size else DESKTOP
        left = max(0, min(box["x"] for box in boxes) - margin)
        top = max(0, min(box["y"] for box in boxes) - margin)
        right = min(width, max(box["x"] + box["width"] for box in boxes) + margin)
        bottom = min(top + height, max(box["y"] + box["height"] for box in boxes) + margin)
        clip = {"x": left, "y": top, "width": right - left, "height": bottom - top}
        self._store(
            page.screenshot(full_page=True, clip=clip, animations="disabled"),
            f"huong-dan/anh/{name}",
        )
        self.taken.add(name)

    def take_home(self) -> None:
        page = self.visit("", "/")
        page.set_viewport_size({"width": DESKTOP, "height": 1230})
        page.evaluate(LOADED)
        self._store(page.screenshot(animations="disabled"), "images/home.png", size=(1000, 900))

    def _store(self, picture: bytes, name: str, *, size: tuple[int, int] | None = None) -> None:
        """Few colours are enough for screens and make small files."""
        target = self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with Image.open(io.BytesIO(picture)) as image:
            sized = image.convert("RGB").resize(size or image.size, Image.Resampling.LANCZOS)
            sized.quantize(256, dither=Image.Dither.NONE).save(target, optimize=True)
        assert target.stat().st_size < LARGEST, name


@pytest.fixture
def studio(portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Studio:
    """The demonstration ward on a day that never changes, or every picture would differ from day to
    day.
    """
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    load_demo(until=NOW.date(), password="")
    return Studio(portal, Path(os.environ.get("PICTURES_TO") or tmp_path / "docs"))


def quick(studio: Studio) -> None:
    page = studio.visit("congtacvien3", "/quan-tri/nop-nhanh/", width=PHONE)
    page.get_by_label("Tiêu đề").fill("Tổ 7 trồng thêm hoa dọc bờ kè")
    page.get_by_label("Nội dung").fill(
        "Sáng Chủ nhật 22/11, hơn 40 hộ tổ 7 cùng trồng 200 gốc hoa mười giờ dọc bờ kè."
    )
    jpeg = io.BytesIO()
    with Image.open(io.BytesIO(read_picture("flower-bank"))) as picture:
        picture.save(jpeg, "JPEG", quality=92)
    photo = {"name": "bo-ke.jpg", "mimeType": "image/jpeg", "buffer": jpeg.getvalue()}
    page.locator("#photos-input").set_input_files([photo])
    expect(page.get_by_text("Đã tải lên.")).to_be_visible()
    page.get_by_label("Trong ảnh có gì?").fill("Lối đi dọc bờ kè, hai bên trồng hoa")
    studio.take(page, "nop-nhanh.png", page.locator("form.quick"), height=1500)
    page.reload()
    expect(page.get_by_text("Tìm thấy bài viết dở lúc")).to_be_visible()
    studio.take(page, "viet-do.png", page.locator("[data-found]"))


def lint(studio: Studio) -> None:
    page = studio.visit("congtacvien3", change(find(CAMERA)))
    expect(text_area(page)).to_be_visible()
    page.get_by_label("Tiêu đề").fill("TỔ 7 HỌP BÀN LẮP CAMERA Ở BA ĐẦU NGÕ")
    expect(page.locator("#id_title_helptext .lint li").first).to_be_visible()
    expect(page.locator("#autosave-status")).to_contain_text("Đã giữ bản viết dở lúc")
    studio.take(page, "loi-nhac.png", page.locator("#autosave"), page.locator("#id_lead_helptext"))


def comment(studio: Studio) -> None:
    page = studio.visit("bientap", change(find(RETURNED)))
    page.evaluate(SELECT, "180 chậu cây")
    page.get_by_role("button", name="Góp ý về đoạn này").click()
    page.get_by_label("Lời góp ý").fill("Nhờ anh đối chiếu lại với sổ của quầy.")
    studio.take(page, "gop-y.png", page.locator(".comment-form"))
    press(page, "Ghi góp ý", then="Đã ghi góp ý.")


def answer(studio: Studio) -> None:
    page = studio.visit("congtacvien2", "/quan-tri/", width=PHONE)
    studio.take(
        page, "bi-tra-lai.png", page.locator("section[aria-labelledby=own-heading]"), height=620
    )
    page.goto(change(find(RETURNED)))
    expect(text_area(page)).to_be_visible()
    page.get_by_label("Trả lời góp ý 1").fill("Đã sửa lại: 165 chậu.")
    studio.take(page, "tra-loi-gop-y.png", page.locator("#gop-y"))


def preview(studio: Studio) -> None:
    page = studio.visit("congtacvien2", change(find(RETURNED)))
    expect(text_area(page)).to_be_visible()
    press(page, "Lưu và xem trước", then="Đã lưu.")
    for frame in page.locator("iframe").all():
        expect(frame.content_frame.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    studio.take(
        page,
        "xem-truoc.png",
        page.locator(".preview--phone"),
        page.locator(".previews__links"),
        height=760,
    )


def dashboard(studio: Studio) -> None:
    page = studio.visit("bientap", "/quan-tri/")
    headings = ("waiting", "head", "marked")
    panels = [page.locator(f"section[aria-labelledby={name}-heading]") for name in headings]
    studio.take(page, "ban-lam-viec.png", *panels, height=1000)


def articles(studio: Studio) -> None:
    page = studio.visit("bientap", "/quan-tri/news/article/")
    page.locator(".list-filters summary").click()
    page.get_by_label("Trạng thái").select_option("in_review")
    press(page, "Lọc")
    page.locator(".list-filters summary").click()
    page.get_by_text("Lưu cách lọc này").click()
    studio.take(page, "bo-loc.png", page.locator("#changelist"), height=760)


def difference(studio: Studio) -> None:
    page = studio.visit("bientap", change(find(CORRECTED)))
    page.get_by_role("link", name="Toàn bộ lịch sử và các bản đã lưu").click()
    page.get_by_role("link", name="So với bản trước").click()
    studio.take(
        page, "khac-nhau.png", page.locator("section[aria-labelledby=changes-heading]"), height=700
    )


def planning(studio: Studio) -> None:
    page = studio.visit("duyet1", "/quan-tri/lich-dang/")
    today = page.locator("tr:has(#hom-nay)")
    studio.take(
        page, "lich-dang.png", today, today.locator("xpath=preceding-sibling::tr[1]"), margin=0
    )
    page.goto("/quan-tri/trang-chu/")
    studio.take(
        page, "trang-chu.png", page.locator("section[aria-labelledby=them-tin]"), height=420
    )


def error_report(studio: Studio) -> None:
    report = ErrorReport.objects.open().most_urgent_first()[0]
    page = studio.visit("bientap", f"/quan-tri/bao-sai-sot/{report.pk}/")
    studio.take(
        page,
        "bao-sai-sot.png",
        page.locator(".state-line"),
        page.locator(".beside > div"),
        height=960,
    )


def picture_focus(studio: Studio) -> None:
    page = studio.visit("bientap", change(find(HELD)))
    expect(text_area(page)).to_be_visible()
    field = page.locator(".field-picture_focus")
    studio.take(
        page,
        "phan-anh.png",
        field.locator("label"),
        field.locator(".focus-choice__picture"),
        margin=6,
    )


def leader(studio: Studio) -> None:
    page = studio.visit("lanhdao", "/quan-tri/", width=PHONE)
    panels = [
        page.locator(f"section[aria-labelledby={name}-heading]") for name in ("head", "marked")
    ]
    studio.take(page, "ban-lam-viec-lanh-dao.png", *panels)
    offer = page.get_by_role("link", name="Đưa thông báo khẩn", include_hidden=True)
    page.locator("details", has=offer).locator("summary").click()  # folded on a phone
    offer.click()
    page.get_by_label("Nội dung").fill(
        "Mưa lớn, nước sông lên nhanh. Bà con khu bờ kè kê cao đồ điện, xuống phố cẩn thận."
    )
    # The fields of time further down show the language of this browser.
    studio.take(
        page,
        "thong-bao-khan.png",
        page.locator("section[aria-labelledby=viet-thong-bao]"),
        height=480,
    )
    press(page, "Đưa lên", then="Đã đưa lên mọi trang của cổng.")
    page.get_by_role("link", name="Sửa").click()
    expect(page.get_by_role("button", name="Lưu, hiện ngay")).to_be_visible()
    page.goto("/quan-tri/thong-bao-khan/")
    page.get_by_role("button", name="Gỡ xuống ngay").click()
    expect(page.get_by_text("Đã gỡ thông báo khỏi mọi trang của cổng.")).to_be_visible()


@pytest.mark.browser
def test_every_picture_of_the_handbooks_is_taken(studio: Studio) -> None:
    scenes = (quick, lint, comment, answer, preview, dashboard, articles, difference, planning)
    for scene in (*scenes, error_report, picture_focus, leader):
        scene(studio)
    studio.take_home()
    assert studio.portal.missing == []
    assert studio.taken == {name for _, name in pictures()}
