"""What an accessibility checker and a ruler find on the pages about the ward, with banners above
them.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

import organization
from organization.models import Banner, Officer, Page, Severity, Ward
from tests.browser.conftest import NARROWEST, Portal
from tests.support.accessibility import faults
from tests.support.cast import Cast
from tests.support.factories import UnitFactory

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_about_the_ward_are_for_everybody(portal: Portal, cast: Cast, scheme: str) -> None:
    now = timezone.now()
    Ward.objects.create(
        pk=1, phone="024 0000 0000", service_portal_url="https://dvc.example/", working_hours="Sáng"
    )
    Officer.objects.create(
        name="Đinh Công Vọng", title="Bí thư Đảng ủy", duties="Việc chung", phone="024 0000 0001"
    )
    Officer.objects.create(
        name="Mai Lệ Quyên", title="Trưởng trạm", unit=UnitFactory(), email="tram@phuong.example"
    )
    text = Path(organization.__file__).with_name("page_texts") / "ho-tro-tiep-can.html"
    # The page every ward starts with: the tables of a browser test have been emptied.
    Page.objects.update_or_create(
        slug="ho-tro-tiep-can", defaults={"title": "Hỗ trợ", "body": text.read_text()}
    )
    for severity in Severity:
        Banner.objects.create(
            severity=severity,
            text=f"{severity.label}: nước sông lên nhanh",
            url="/tin/",
            starts_at=now,
            ends_at=now + timedelta(hours=1),
            put_up_by=cast.leader,
            put_up_at=now,
        )
    page = portal.visit(width=NARROWEST, color_scheme=scheme)
    found = {}
    for address in ("/co-cau-to-chuc/", "/lien-he/", "/trang/ho-tro-tiep-can/"):
        page.goto(address)
        found[page.title()] = (
            page.get_by_role("region", name="Thông báo khẩn của phường").count(),
            faults(page),
        )
    titles = ("Cơ cấu tổ chức", "Liên hệ", "Hỗ trợ")
    assert found == {f"{title} | Phường": (1, []) for title in titles}
    assert portal.complaints == []
