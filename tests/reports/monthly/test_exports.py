"""Drafts as files, and sums of months on pages of their own."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.figures.stored import count_periods
from tests.support.cast import Cast
from tests.support.reports import confirm, fill_month, make_period, make_report

pytestmark = pytest.mark.django_db
SIGNS = {"docx": b"PK", "xlsx": b"PK", "pdf": b"%PDF"}


@pytest.mark.parametrize("kind", SIGNS)
def test_a_report_that_is_not_confirmed_is_given_as_a_draft(
    client: Client, cast: Cast, kind: str
) -> None:
    period = make_period()
    fill_month(period, cast)
    client.force_login(cast.editor)
    address = reverse("admin:report_draft", args=["2016-06", kind])
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.content.startswith(SIGNS[kind])
    assert "no-store" in answer["Cache-Control"]
    confirm(make_report(period, cast), cast)
    assert client.get(address).status_code == 404, "a confirmed one has its files"
    client.force_login(cast.contributor)
    assert client.get(address).status_code == 404


def test_a_quarter_is_the_sum_of_its_months(client: Client, cast: Cast) -> None:
    for month in (4, 5):
        fill_month(make_period(2016, month), cast)
    while count_periods(timezone.now()):
        pass
    client.force_login(cast.leader)
    page = client.get(reverse("admin:report_summary", args=["2016-q2"])).content.decode()
    assert "Cộng từ số liệu" in page
    assert "Các đơn vị nộp 06 tin, bài" in page
    assert "Chưa có số liệu: tháng 6/2016" in page, "the month without figures is named"
    answer = client.get(f"{reverse('admin:report_summary', args=['2016-q2'])}?dang=pdf")
    assert answer.content.startswith(b"%PDF")
    for address in ("2016-q5", "x", "2016-06"):
        assert client.get(reverse("admin:report_summary", args=[address])).status_code == 404
    assert (
        client.get(f"{reverse('admin:report_summary', args=['2016-q2'])}?dang=exe").status_code
        == 404
    )
    listed = client.get(reverse("admin:reports")).content.decode()
    assert "quý II/2016" in listed
