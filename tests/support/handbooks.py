"""The handbooks, and the items of the demonstration ward that they tell of."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from news.models import Article
from organization.models import User

ROOT = Path(__file__).parents[2]
DOCUMENTS = ROOT / "docs"
HANDBOOKS = [
    DOCUMENTS / "huong-dan" / name
    for name in (
        "cong-tac-vien.md",
        "bien-tap.md",
        "thu-ky.md",
        "lanh-dao.md",
        "can-bo-cntt.md",
        "van-ban-den.md",
        "van-thu.md",
        "phat-thanh-vien.md",
    )
]
PICTURE = re.compile(r"!\[([^\]]*)\]\(anh/([^)]+)\)")
LABEL = re.compile(r"\*\*([^*]+)\*\*")
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
LARGEST = 150_000  # bytes

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


def texts() -> list[str]:
    return [handbook.read_text() for handbook in HANDBOOKS]


def pictures() -> list[tuple[str, str]]:
    """Return description and name of each picture that a handbook shows."""
    return [found for text in texts() for found in PICTURE.findall(text)]


def labels() -> list[str]:
    """Return the buttons, fields and headings that a handbook names."""
    return sorted({" ".join(label.split()) for text in texts() for label in LABEL.findall(text)})
