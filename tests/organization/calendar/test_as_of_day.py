"""The day at whose end figures are asked for, on every page that takes one."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from organization.models import ReportingPeriod
from tests.news.test_access import client_of
from tests.support.cast import Cast

# Each page with what it needs besides; the module that it stands in.
PAGES = {
    "incoming_statistics_period": ({}, "documents/statistics/views.py"),
    "incoming_items": ({"cot": "received"}, "documents/statistics/views.py"),
    "statistics_period": ({}, "news/statistics/views.py"),
    "statistics_items": ({"cot": "submitted"}, "news/statistics/item_views.py"),
}


@pytest.fixture
def period(cast: Cast) -> ReportingPeriod:
    today = timezone.localdate()
    days = {"starts_on": today - timedelta(days=20), "ends_on": today + timedelta(days=10)}
    return ReportingPeriod.objects.create(year=today.year, month=today.month, **days)


def ask(cast: Cast, name: str, period: ReportingPeriod, day: str) -> tuple[int, str]:
    address = reverse(f"admin:{name}", args=[period.code])
    answer = client_of(cast, "leader").get(address, PAGES[name][0] | {"den-ngay": day})
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_a_day_to_come_is_answered_as_today(cast: Cast, period: ReportingPeriod, name: str) -> None:
    today = timezone.localdate()
    later = today + timedelta(days=40)
    sentence = f"Ngày {later:%d/%m/%Y} chưa đến: số liệu dưới đây tính đến hết {today:%d/%m/%Y}."
    status, text = ask(cast, name, period, later.isoformat())
    assert (status, sentence in text) == (200, True)
    assert later.isoformat() not in text.replace(sentence, "")
    status, text = ask(cast, name, period, today.isoformat())
    assert (status, "chưa đến" in text) == (200, False)


@pytest.mark.parametrize("name", PAGES)
def test_a_bad_day_is_a_page_of_the_admin_that_is_not_found(
    cast: Cast, period: ReportingPeriod, name: str
) -> None:
    status, text = ask(cast, name, period, "2026-02-30")
    assert status == 404
    assert "Không tìm thấy trang này" in text
    assert "Về bàn làm việc" in text
    assert "Mời quý vị tìm theo vài từ" not in text


def test_every_module_that_takes_the_day_is_listed() -> None:
    root = Path(settings.BASE_DIR)
    found = {
        str(path.relative_to(root))
        for app in ("core", "documents", "meetings", "news", "organization", "wardportal")
        for path in (root / app).rglob("*.py")
        if "as_of_day(request" in path.read_text() or 'GET.get("den-ngay"' in path.read_text()
    }
    used = {module for _, module in PAGES.values()}
    assert found == used | {"organization/calendar/periods.py"}
