"""Closing a list of honoraria: stored as it was shown, what comes after is marked and adds up."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from docx import Document

from core.papers.pdf import paper_pdf
from core.workflow.engine import TransitionRefused, log_of, perform
from news.editorial.forms.review import CoefficientForm
from news.honoraria.closing import Standing, closing_of, digest_of
from news.honoraria.services import honorarium_list
from news.honoraria.views import honorarium_paper
from news.models import HonorariumClosing, Tariff
from organization.models import ReportingPeriod
from tests.news.editorial.test_workflow import GONE
from tests.news.honoraria.test_honoraria import PAGES, published_on, value
from tests.news.test_access import EVERYBODY, client_of
from tests.support.cast import Cast
from tests.support.factories import make_tariff, transition
from tests.support.office import run

WARD = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
def july(db: None) -> ReportingPeriod:
    make_tariff()
    return ReportingPeriod.objects.create(
        year=2016, month=7, starts_on=date(2016, 7, 1), ends_on=date(2016, 7, 31)
    )


def step(
    cast: Cast, period: ReportingPeriod, name: str, role: str = "approver", **sent: Any
) -> Any:
    """Send what the page of the list sends."""
    page = client_of(cast, "leader").get(reverse("admin:honoraria"), {"ky": period.code})
    found = page.context["standing"].closing
    seen = {"version": found.version, "seen": page.context["seen"]}
    address = reverse("admin:honoraria_transition", args=[period.code, name])
    return client_of(cast, role).post(address, seen | sent)


def standing(period: ReportingPeriod) -> Standing:
    return Standing.of(honorarium_list(period, now=timezone.now()))


def test_a_list_that_is_not_closed_says_so(cast: Cast, july: ReportingPeriod) -> None:
    value(published_on(cast, date(2016, 7, 4)), cast.approver, "2")
    assert standing(july).words == "danh sách chưa chốt, số tiền còn có thể thay đổi."
    text = client_of(cast, "leader").get(reverse("admin:honoraria"), {"ky": "2016-07"}).text
    assert "Danh sách chưa chốt: số tiền còn thay đổi" in text
    assert not HonorariumClosing.objects.exists()


def test_what_comes_after_the_closing_is_marked_with_its_own_sum(
    cast: Cast, july: ReportingPeriod, tmp_path: Path
) -> None:
    same, changed, moved, withdrawn, removed, late = (
        published_on(cast, date(2016, 7, day), title=f"Bài {day}") for day in range(1, 7)
    )
    for article in (same, changed, moved, withdrawn, removed):
        value(article, cast.approver, "2")
    asked = step(cast, july, "close")
    assert asked.status_code == 409 and "1 tin bài đã đăng chưa có hệ số" in asked.text
    assert "Chốt khi còn 1 tin bài đã đăng chưa có hệ số" in asked.text
    assert step(cast, july, "close", accepts_without="on").status_code == 302
    assert (standing(july).closed_amount, standing(july).changes) == (1_210_000, [])

    value(changed, cast.approver, "3")
    value(moved, cast.approver, "2", payee="Bà Năm")
    transition(withdrawn, "withdraw", cast.approver, note="Sai", **GONE)
    transition(removed, "clear_coefficient", cast.approver, note="Nhầm")
    form = CoefficientForm(item=late, actor=cast.approver, at=timezone.now())
    assert "tháng 7/2016 đã chốt" in str(form.fields["coefficient"].help_text)
    value(late, cast.approver, "1")

    found = standing(july)
    payee = str(cast.contributor)
    told = {(one.title, one.words, one.payee, one.difference) for one in found.changes}
    moved = "đổi người nhận sau khi chốt"
    assert told == {
        ("Bài 2", "sửa hệ số sau khi chốt", payee, 121_000),
        ("Bài 3", f"{moved} (nay: Bà Năm)", payee, -242_000),
        ("Bài 3", f"{moved} (khi chốt: {payee})", "Bà Năm", 242_000),
        ("Bài 4", "gỡ sau khi chốt", payee, 0),
        ("Bài 5", "bỏ khỏi danh sách sau khi chốt", payee, -242_000),
        ("Bài 6", "thêm sau khi chốt", payee, 121_000),
    }
    assert found.differences == [(payee, -242_000), ("Bà Năm", 242_000)]
    assert (found.closed_amount, found.difference) == (1_210_000, 0)
    assert honorarium_list(july, now=timezone.now()).amount == 1_210_000

    client = client_of(cast, "leader")
    page, xlsx, pdf, docx = (
        client.get(reverse(f"admin:{name}"), {"ky": "2016-07"}) for name in PAGES
    )
    assert page.text.count("<strong>thêm sau khi chốt</strong>") == 1
    for words in ("<strong>1.210.000 đồng</strong>", "+121.000", "−242.000", "Bà Năm, đổi người"):
        assert words in page.text
    _says_so(xlsx, pdf, docx, tmp_path)


def _says_so(xlsx: HttpResponse, pdf: HttpResponse, docx: HttpResponse, folder: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx.content))
    cells = [str(cell.value) for row in book["Sau khi chốt"].rows for cell in row]
    assert {"thêm sau khi chốt", "121000", "-242000"} <= set(cells)
    remarks = [row[7].value for row in book["Theo bài"].iter_rows(min_row=6)]
    assert "Đã gỡ; gỡ sau khi chốt" in remarks and "Thêm sau khi chốt" in remarks
    (folder / "danh-sach.pdf").write_bytes(pdf.content)
    printed = " ".join(run("pdftotext", "-layout", folder / "danh-sach.pdf", "-").split())
    words = "1.210.000 đồng; thay đổi sau khi chốt: 5 bài, 0 đồng."
    assert words in printed and "Thay đổi sau khi chốt:" in printed
    assert "Ký nhận chênh lệch:" in printed and "Bà Năm +242.000" in printed
    assert "danh sách đã chốt được ký trước" in printed
    assert words in "\n".join(one.text for one in Document(io.BytesIO(docx.content)).paragraphs)


def test_large_amounts_stay_apart_on_paper(
    cast: Cast, july: ReportingPeriod, tmp_path: Path
) -> None:
    Tariff.objects.update(unit_value=2_964_500)
    changed = published_on(cast, date(2016, 7, 1), title="Nghị quyết Đại hội " * 4)
    value(changed, cast.approver, "5")
    step(cast, july, "close")
    value(changed, cast.approver, "10")
    found = honorarium_list(july, now=timezone.now())
    paper = honorarium_paper(found, Standing.of(found), today=date(2016, 8, 1))
    (tmp_path / "danh-sach.pdf").write_bytes(paper_pdf(paper))
    lines = run("pdftotext", "-layout", tmp_path / "danh-sach.pdf", "-").splitlines()
    amounts = ["14.822.500", "29.645.000", "+14.822.500"]
    assert [line.split()[-3:] for line in lines].count(amounts) == 2  # the row and the sum


def test_who_sets_coefficients_closes_and_opens_the_list(cast: Cast, july: ReportingPeriod) -> None:
    value(published_on(cast, date(2016, 7, 4)), cast.approver, "2")
    for role in EVERYBODY:
        if role in ("approver", "other_approver", "head"):
            continue
        assert step(cast, july, "close", role).status_code in (403, 404), role
    assert not HonorariumClosing.objects.exists()
    assert step(cast, july, "close").status_code == 302
    assert step(cast, july, "close").status_code == 409  # twice
    refused = step(cast, july, "reopen", "other_approver")
    assert refused.status_code == 409 and "Cần ghi: lý do bỏ chốt." in refused.text
    assert step(cast, july, "reopen", "other_approver", note="Chốt nhầm tháng").status_code == 302
    closing = closing_of(july)
    assert not closing.is_closed
    steps = [(one.name, one.actor, one.note) for one in log_of(closing)]
    assert steps == [
        ("close", cast.approver, ""),
        ("reopen", cast.other_approver, "Chốt nhầm tháng"),
    ]
    text = client_of(cast, "leader").get(reverse("admin:honoraria"), {"ky": "2016-07"}).text
    assert "Chốt nhầm tháng" in text
    undone = standing(july).earlier
    assert [(one.by, len(one.items), one.amount) for one in undone] == [
        (str(cast.approver), 1, "242.000")
    ]
    assert f"Lần chốt đã bỏ: {cast.approver}" in text and ", 1 bài, 242.000 đồng" in text
    for wrong, code in (("revise", "2016-07"), ("close", "2016-09"), ("close", "x")):
        address = reverse("admin:honoraria_transition", args=[code, wrong])
        assert client_of(cast, "approver").post(address).status_code == 404


def test_a_list_is_closed_as_it_was_shown(cast: Cast, july: ReportingPeriod) -> None:
    article = published_on(cast, date(2016, 7, 4))
    assert "không có gì để chốt" in step(cast, july, "close").text
    value(article, cast.approver, "2")
    seen = digest_of(honorarium_list(july, now=timezone.now()))
    value(article, cast.approver, "3")
    refused = step(cast, july, "close", seen=seen)
    assert refused.status_code == 409 and "Danh sách đã thay đổi" in refused.text
    assert step(cast, july, "close", version=7).status_code == 409
    assert not closing_of(july).is_closed


def test_a_period_that_is_not_over_is_not_closed(cast: Cast, july: ReportingPeriod) -> None:
    value(published_on(cast, date(2016, 7, 4)), cast.approver, "2")
    closing = HonorariumClosing.objects.create(period=july)
    evening = datetime(2016, 7, 31, 23, tzinfo=WARD)
    for now, is_over in ((evening, False), (evening + timedelta(hours=1), True)):
        data = {"seen": digest_of(honorarium_list(july, now=now))}
        try:
            perform(closing, "close", actor=cast.approver, version=1, data=data, now=now)
        except TransitionRefused as refused:
            assert not is_over and "sau ngày cuối kỳ, 31/07/2016" in str(refused)
        else:
            assert is_over


@pytest.mark.parametrize("rows", [1, 12])
def test_the_page_costs_the_same_for_many_changes(
    cast: Cast, july: ReportingPeriod, rows: int, django_assert_num_queries: Any
) -> None:
    value(published_on(cast, date(2016, 7, 1)), cast.approver, "2")
    step(cast, july, "close")
    for number in range(rows):
        value(published_on(cast, date(2016, 7, 2), title=f"Bài {number}"), cast.approver, "1")
    client = client_of(cast, "leader")
    address = reverse("admin:honoraria") + "?ky=2016-07"
    assert len(client.get(address).context["later"]) == rows
    with django_assert_num_queries(15):
        client.get(address)
