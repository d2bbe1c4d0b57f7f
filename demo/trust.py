"""Identity of the demonstration ward: emblem, leaders, hours, links, introduction.

All fictitious.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.core.files.base import ContentFile
from django.utils import timezone

from core.files import storage
from core.models import FileUse, StoredFile
from core.models.revisions import attribute_revision
from demo.dates import resolve_time
from demo.ward import HOTLINES
from organization.banners.services import DEFAULT_DURATION, store, take_down
from organization.models import Banner, Hotline, Officer, Page, Severity, Unit, User, Ward
from organization.pages.services import store_page

HOURS = """Thứ Hai đến thứ Sáu: 7h30 - 11h30, 13h30 - 17h00
Thứ Bảy: 7h30 - 11h30, tại Trung tâm Phục vụ hành chính công"""
LINKS = {
    "working_hours": HOURS,
    "service_portal_url": "https://dichvucong.bensen.example/",
    "service_portal_label": "Cổng dịch vụ công",
    "feedback_url": "https://phananh.bensen.example/",
    "feedback_label": "Phản ánh, kiến nghị của người dân",
}
EMBLEM = Path(__file__).parent / "content" / "emblem.webp"
INTRODUCTION = Path(__file__).with_name("content") / "gioi-thieu.html"
PAST_BANNER = (
    "Mưa lớn kéo dài, phố ven sông có thể ngập. Xin dời xe và đồ điện lên cao, tránh chỗ nước chảy"
    " xiết."
)


@dataclass(frozen=True)
class DemoOfficer:
    name: str
    title: str
    phone: str = ""
    duties: str = ""
    unit: str = ""
    since: date | None = None


OFFICERS = (
    DemoOfficer(
        "Đinh Công Vọng",
        "Bí thư Đảng ủy, Chủ tịch Hội đồng nhân dân phường",
        "024 0000 0001",
        "Lãnh đạo chung công tác của Đảng bộ phường\nChủ trì hoạt động của Hội đồng nhân dân"
        " phường",
        since=date(2025, 7, 1),
    ),
    DemoOfficer(
        "Kiều Thị Minh Tâm",
        "Phó Bí thư Đảng ủy, Chủ tịch Ủy ban nhân dân phường",
        "024 0000 0002",
        "Điều hành chung công việc của Ủy ban nhân dân phường\nTổ chức bộ máy, ngân sách, quốc"
        " phòng, an ninh\nTrưởng Ban Biên tập cổng thông tin điện tử",
        since=date(2025, 7, 1),
    ),
    DemoOfficer(
        "Hoàng Đình Tú",
        "Phó Chủ tịch Ủy ban nhân dân phường",
        "024 0000 0003",
        "Kinh tế, đất đai, xây dựng, hạ tầng\nPhòng chống thiên tai, vệ sinh môi trường",
        since=date(2025, 7, 1),
    ),
    DemoOfficer(
        "Lương Thị Thu Hạnh",
        "Phó Chủ tịch Ủy ban nhân dân phường",
        "024 0000 0004",
        "Văn hóa, xã hội, giáo dục, y tế\nCải cách hành chính, chuyển đổi số",
        since=date(2025, 7, 1),
    ),
    DemoOfficer(
        "Ngô Bá Thuận",
        "Chủ tịch Ủy ban Mặt trận Tổ quốc Việt Nam phường",
        "024 0000 0005",
        "Công tác Mặt trận và các đoàn thể\nGiám sát, phản biện xã hội ở cơ sở",
    ),
    DemoOfficer(
        "Bùi Thị Lan Chi",
        "Chánh Văn phòng Đảng ủy",
        "024 0000 0021",
        unit="Văn phòng Đảng ủy phường",
    ),
    DemoOfficer(
        "Vương Thị Kim Anh",
        "Chánh Văn phòng",
        "024 0000 0022",
        unit="Văn phòng HĐND và UBND phường",
    ),
    DemoOfficer("Lại Văn Đạt", "Trưởng phòng", unit="Phòng Kinh tế, Hạ tầng và Đô thị"),
    DemoOfficer("Tống Thị Hải Yến", "Trưởng phòng", unit="Phòng Văn hóa - Xã hội"),
    DemoOfficer(
        "Cao Thị Mỹ Duyên",
        "Phó Giám đốc",
        "024 0000 0010",
        unit="Trung tâm Phục vụ hành chính công phường",
    ),
    DemoOfficer(
        "Ngô Bá Thuận", "Chủ tịch", "024 0000 0005", unit="Ủy ban Mặt trận Tổ quốc Việt Nam phường"
    ),
    DemoOfficer("Tạ Thị Hồng Gấm", "Chủ tịch Hội", unit="Hội Liên hiệp Phụ nữ phường"),
    DemoOfficer(
        "Nguyễn Tuấn Kiệt",
        "Bí thư",
        "024 0000 0027",
        unit="Đoàn Thanh niên Cộng sản Hồ Chí Minh phường",
    ),
    DemoOfficer("Đặng Văn Thực", "Tổ trưởng", unit="Tổ dân phố số 5"),
    DemoOfficer("Phạm Thị Nhàn", "Tổ trưởng", unit="Tổ dân phố số 7"),
    DemoOfficer("Trần Thị Bảo Ngọc", "Hiệu trưởng", unit="Trường Tiểu học Bến Sen"),
    DemoOfficer(
        "Phùng Mạnh Quyết", "Trưởng Công an phường", "024 0000 0113", unit="Công an phường Bến Sen"
    ),
    DemoOfficer(
        "Mai Thị Lệ Quyên", "Trưởng trạm", "024 0000 0115", unit="Trạm Y tế phường Bến Sen"
    ),
)


def load_trust(*, until: date) -> None:
    """Load the ward's details, once: with leaders present, nothing is changed."""
    if Officer.objects.exists():
        return
    officer, leader = (User.objects.get(username=name) for name in ("cntt", "lanhdao"))
    _load_ward_details(officer)
    units = {unit.name: unit for unit in Unit.objects.all()}
    _load_hotlines(units)
    for position, entry in enumerate(OFFICERS, start=1):
        _load_officer(entry, position, units, officer)
    page = Page.objects.filter(slug="gioi-thieu", version=1).first()
    if page:
        page.body = INTRODUCTION.read_text()
        store_page(page, actor=officer, now=timezone.now(), reason="Giới thiệu phường Bến Sen")
    _load_past_banner(leader, until)


def _load_ward_details(uploader: User) -> None:
    upload = ContentFile(EMBLEM.read_bytes(), name="bieu-trung.webp")
    emblem = storage.store(upload, uploader=uploader, kind=StoredFile.Kind.PICTURE)
    Ward.objects.filter(pk=1).update(emblem=emblem, **LINKS)
    storage.sync_uses(Ward.objects.get(pk=1), FileUse.Role.LEAD, [emblem])


def _load_hotlines(units: dict[str, Unit]) -> None:
    """Put the numbers of this ward before those of the whole country."""
    for position, hotline in enumerate(HOTLINES, start=1):
        values = {
            "phone": hotline.phone,
            "unit": units.get(hotline.unit),
            "note": hotline.note,
            "position": position,
        }
        Hotline.objects.get_or_create(name=hotline.name, defaults=values)


def _load_officer(entry: DemoOfficer, position: int, units: dict[str, Unit], actor: User) -> None:
    officer = Officer(
        name=entry.name,
        title=entry.title,
        duties=entry.duties,
        phone=entry.phone,
        unit=units.get(entry.unit),
        position=position,
        valid_from=entry.since,
    )
    officer.full_clean()
    attribute_revision(officer, user=actor, at=timezone.now())
    officer.save()


def _load_past_banner(leader: User, until: date) -> None:
    """Add one banner of a rainy day in the past."""
    up_at, down_at = (resolve_time(f"u-12 {clock}", until=until) for clock in ("16:40", "21:15"))
    banner = Banner(
        severity=Severity.WARNING,
        text=PAST_BANNER,
        starts_at=up_at,
        ends_at=up_at + DEFAULT_DURATION,
    )
    store(banner, actor=leader, now=up_at)
    take_down(banner.pk, actor=leader, now=down_at)
