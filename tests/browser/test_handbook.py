"""The handbooks stay true: their pictures are taken from the screens here, their button names
looked up on them.

``script/screenshots`` runs this module with ``PICTURES_TO`` naming the folder of documents, and the
pictures are replaced there; otherwise they go where nobody looks.
"""

from __future__ import annotations

import io
import os
import re
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from PIL import Image
from playwright.sync_api import expect

from demo.loader import load_demo
from demo.pictures import read_picture
from meetings.models import Meeting, Task
from news.models import Article, UpstreamSending
from organization.models import ErrorReport, ReportingPeriod, User
from organization.models import Page as FixedPage
from tests.browser.conftest import DESKTOP, PHONE, Portal
from tests.browser.test_review import SELECT
from tests.support.admin_browser import ADD, change, press, text_area, transition_page

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

ROOT = Path(__file__).parents[2]
DOCUMENTS = ROOT / "docs"
HANDBOOKS = [
    DOCUMENTS / "huong-dan" / name
    for name in ("cong-tac-vien.md", "bien-tap.md", "thu-ky.md", "lanh-dao.md")
]
PICTURE = re.compile(r"!\[([^\]]*)\]\(anh/([^)]+)\)")
LABEL = re.compile(r"\*\*([^*]+)\*\*")
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
LARGEST = 150_000  # bytes
# Pictures further down wait for somebody to come near: nobody will.
LOADED = """() => Promise.all([...document.images].filter(image =>
    image.checkVisibility()).map(image => {
  image.loading = "eager";
  return image.decode();
}))"""

# Titles of the demonstration ward, as far as they find the item.
CAMERA = "Tổ 7 họp bàn"
RETURNED = "Sáng Chủ nhật đổi chai nhựa"
HELD = "Hơn một nghìn học sinh"
CORRECTED = "Hội Phụ nữ trao 40 suất quà"
SCHEDULED = "Người cao tuổi Bến Sen"
FOR_HEAD = "Đại biểu Hội đồng nhân dân"
PUBLIC = "Tiêm phòng dại"
WITHDRAWN = "Một ngày cả trường"


def find(title: str) -> Article:
    return Article.objects.get(title__startswith=title)


def person(username: str) -> User:
    return User.objects.get(username=username)


@dataclass
class Studio:
    """Where pictures go, and the words that stood on the screens."""

    portal: Portal
    folder: Path
    taken: set[str] = field(default_factory=set)
    words: list[str] = field(default_factory=list)

    def visit(self, username: str, address: str, *, width: int = DESKTOP) -> Page:
        page = self.portal.visit(person(username) if username else None, width=width)
        page.context.clock.set_fixed_time(NOW)
        page.goto(address)
        return page

    def look(self, username: str, address: str) -> None:
        """Read a screen without taking its picture."""
        client = Client()
        client.force_login(person(username))
        answer = client.get(address)
        assert answer.status_code == 200, address
        self.words.append(unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())))

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
        self.words.append(page.evaluate("document.body.textContent"))
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
    expect(page.locator("#autosave-status")).to_contain_text("Đã giữ bản nháp lúc")
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
    page.get_by_role("link", name="Đưa thông báo khẩn").click()
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
    studio.words.append(page.evaluate("document.body.textContent"))
    page.get_by_role("link", name="Sửa").click()
    expect(page.get_by_role("button", name="Lưu, hiện ngay")).to_be_visible()
    studio.words.append(page.evaluate("document.body.textContent"))
    page.goto("/quan-tri/thong-bao-khan/")
    page.get_by_role("button", name="Gỡ xuống ngay").click()
    expect(page.get_by_text("Đã gỡ thông báo khỏi mọi trang của cổng.")).to_be_visible()


def other_screens(studio: Studio) -> None:
    """What the handbooks name and no picture shows."""
    for username, title in [
        ("bientap", HELD),
        ("duyet1", HELD),
        ("duyet2", CORRECTED),
        ("duyet1", SCHEDULED),
        ("lanhdao", FOR_HEAD),
        ("bientap", PUBLIC),
        ("duyet1", WITHDRAWN),
        ("congtacvien2", RETURNED),
    ]:
        studio.look(username, change(find(title)))
    for username, address in [
        ("congtacvien1", "/quan-tri/"),
        ("congtacvien1", ADD),
        ("congtacvien1", "/quan-tri/news/article/tu-word/"),
        ("bientap", "/quan-tri/nhap-ho/"),
        ("bientap", "/quan-tri/ban-giao/"),
        ("bientap", "/quan-tri/news/preferredword/add/"),
        ("bientap", "/quan-tri/bao-sai-sot/"),
        ("bientap", f"/quan-tri/bao-sai-sot/{ErrorReport.objects.answered()[0].pk}/"),
        ("bientap", "/quan-tri/organization/page/"),
        ("bientap", f"/quan-tri/organization/page/{FixedPage.objects.first().pk}/change/"),
        ("bientap", "/quan-tri/organization/officer/"),
        ("bientap", "/quan-tri/organization/officer/add/"),
        ("bientap", "/quan-tri/organization/redirect/"),
        ("bientap", "/quan-tri/organization/redirect/add/"),
        ("duyet1", "/quan-tri/news/article/"),
        ("bientap", "/quan-tri/news/article/"),
        ("bientap", transition_page(find(HELD), "return")),
        ("bientap", transition_page(find(HELD), "set_review_plan")),
        ("duyet2", transition_page(find(HELD), "publish")),
        ("duyet1", transition_page(find(CORRECTED), "withdraw")),
        ("duyet1", transition_page(find(CORRECTED), "correct")),
        ("duyet1", transition_page(find(SCHEDULED), "reschedule")),
        *the_month(),
    ]:
        studio.look(username, address)


def the_month() -> list[tuple[str, str]]:
    """The screens of the month and of the briefings."""
    held, ahead = Meeting.objects.order_by("starts_at")
    period = ReportingPeriod.objects.first()
    tasks = [f"/quan-tri/meetings/task/{task.pk}/change/" for task in Task.objects.order_by("pk")]
    return [
        *(
            ("bientap", f"/quan-tri/{page}/")
            for page in ("dinh-huong", "chi-tieu", "theo-doi", "viec", "thu-bao")
        ),
        ("bientap", f"/quan-tri/dinh-huong/{period.code}/"),
        ("bientap", "/quan-tri/organization/holiday/"),
        ("congtacvien3", f"/quan-tri/dinh-huong/{period.code}/"),
        ("lanhdao", "/quan-tri/"),
        ("congtacvien3", "/quan-tri/"),
        ("bientap", "/quan-tri/meetings/meeting/"),
        *(
            ("bientap", f"/quan-tri/meetings/meeting/{meeting.pk}/change/")
            for meeting in (held, ahead)
        ),
        ("bientap", f"/quan-tri/giao-ban/{ahead.pk}/bien-ban/"),
        ("bientap", change(UpstreamSending.objects.get(outcome="waiting").article)),
        *(("congtacvien3", task) for task in tasks[1:2]),
        *(("lanhdao", task) for task in tasks[:2]),
    ]


@pytest.mark.browser
def test_pictures_and_labels(studio: Studio) -> None:
    scenes = (quick, lint, comment, answer, preview, dashboard, articles, difference, planning)
    for scene in (*scenes, error_report, picture_focus, leader):
        scene(studio)
    studio.take_home()
    other_screens(studio)
    assert studio.portal.missing == []
    texts = [handbook.read_text() for handbook in HANDBOOKS]
    assert studio.taken == {name for text in texts for _, name in PICTURE.findall(text)}
    # Some words come at rare moments only: those are looked up where the screens are made.
    sources = chain((ROOT / "static").rglob("*.js"), (ROOT / "templates").rglob("*.html"))
    seen = " ".join(" ".join([*studio.words, *(path.read_text() for path in sources)]).split())
    labels = {" ".join(label.split()) for text in texts for label in LABEL.findall(text)}
    missing = [label for label in sorted(labels) if label not in seen]
    assert not missing, missing


def test_every_picture_is_there_and_described() -> None:
    pictures = [found for handbook in HANDBOOKS for found in PICTURE.findall(handbook.read_text())]
    assert [name for words, name in pictures if not words.strip()] == []
    assert sorted(name for _, name in pictures) == sorted(
        path.name for path in (DOCUMENTS / "huong-dan/anh").iterdir()
    )
    assert [
        path for path in (DOCUMENTS / "huong-dan/anh").iterdir() if path.stat().st_size > LARGEST
    ] == []
