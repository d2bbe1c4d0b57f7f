"""The first steps in an empty ward: of the IT officer, each with its state, until all are done, of
clerk and announcer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from broadcasts.models import Slot
from core.text.vietnamese import slug
from documents.models import Register
from news.models import Article, Category
from organization.mail.delivery import has_mail_server
from organization.models import Mail, Unit, User, Ward
from organization.roles import Role
from wardportal.backup import nightly

LOOPBACK = ("127.0.0.1", "localhost", "::1")
# Proposed where a ward has no category: name, and whether it holds notices.
PROPOSED_CATEGORIES = (
    ("Xây dựng Đảng, chính quyền", False),
    ("Kinh tế, đô thị", False),
    ("Văn hóa, xã hội", False),
    ("An ninh, quốc phòng", False),
    ("Tổ dân phố, đoàn thể", False),
    ("Thông báo", True),
)


@dataclass(frozen=True)
class FirstStep:
    """One step: what to do, where, whether it is done, and what helps."""

    label: str
    url: str
    is_done: bool
    hint: str = ""


def first_steps() -> list[FirstStep]:
    """Return the steps in their order. Seven queries and a look into the folder of backups."""
    ward = Ward.current()
    proposed = "; ".join(name for name, _ in PROPOSED_CATEGORIES)
    change_ward = reverse("admin:organization_ward_changelist")
    return [
        FirstStep(
            "Đặt địa chỉ của cổng",
            reverse("admin:server"),
            urlsplit(settings.SITE_URL).hostname not in LOOPBACK,
            "Đặt biến SITE_URL rồi khởi động lại; thư và nguồn tin dẫn người đọc tới địa chỉ ấy.",
        ),
        FirstStep("Khai tên, địa chỉ, điện thoại của phường", change_ward, bool(ward.address)),
        FirstStep("Tải lên biểu trưng", change_ward, ward.emblem_id is not None),
        FirstStep(
            "Lập các chuyên mục",
            reverse("admin:news_category_changelist"),
            Category.objects.visible().exists(),
            f"Đề xuất sáu chuyên mục: {proposed}.",
        ),
        FirstStep(
            "Nhập các đơn vị",
            reverse("admin:spreadsheet_upload", args=["don-vi"]),
            Unit.objects.exists(),
            "Bằng bảng tính, hoặc từng đơn vị một.",
        ),
        FirstStep(
            "Nhập người dùng và vai trò",
            reverse("admin:spreadsheet_upload", args=["nguoi-dung"]),
            User.objects.with_role(Role.EDITOR, Role.CONTRIBUTOR).exists()
            and User.objects.with_role(Role.APPROVER, Role.HEAD).exists(),
            "Cần ít nhất một người viết và một người duyệt khác.",
        ),
        FirstStep(
            "Có tin bài đầu tiên",
            "",
            Article.objects.published().exists(),
            "Cộng tác viên nộp, người duyệt đăng.",
        ),
        FirstStep(
            "Nối máy chủ thư",
            reverse("admin:server"),
            has_mail_server() and Mail.objects.filter(state=Mail.State.SENT).exists(),
            "Đặt biến EMAIL_URL rồi khởi động lại; xong khi lá thư đầu tiên đã đi.",
        ),
        FirstStep("Có bản sao lưu", reverse("admin:server"), bool(nightly.existing())),
    ]


def steps_of(user: User) -> list[FirstStep]:
    """Return the first steps of a clerk and of an announcer that are not done yet. At most two
    queries.
    """
    steps = []
    if user.has_role(Role.CLERK) and not Register.objects.exists():
        steps.append(
            FirstStep(
                "Mở sổ văn bản đến, sổ văn bản đi",
                reverse("admin:document_books"),
                False,
                "Có sổ rồi mới vào sổ và cấp số được.",
            )
        )
    if user.has_role(Role.ANNOUNCER) and not Slot.objects.exists():
        steps.append(
            FirstStep(
                "Lập buổi phát của đài truyền thanh",
                reverse("admin:broadcasts_slot_add"),
                False,
                "Có buổi phát rồi mới lập bản tin được.",
            )
        )
    return steps


def first_steps_panel(user: User) -> dict[str, Any] | None:
    """Return the steps for the IT officer until all are done; None for others."""
    if not user.has_role(Role.IT_OFFICER):
        return None
    steps = first_steps()
    if all(step.is_done for step in steps):
        return None
    return {
        "steps": steps,
        "done": sum(step.is_done for step in steps),
        "may_make_categories": not Category.objects.exists(),
    }


@transaction.atomic
def make_proposed_categories() -> int:
    """Make the proposed categories in a ward that has none; return how many."""
    if Category.objects.exists():
        return 0
    for position, (name, is_for_notices) in enumerate(PROPOSED_CATEGORIES, start=1):
        Category.objects.create(
            name=name, slug=slug(name), position=position, is_for_notices=is_for_notices
        )
    return len(PROPOSED_CATEGORIES)
