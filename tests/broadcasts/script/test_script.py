"""The script on paper, as PDF and on the prompter."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from broadcasts.models import AirItem, Bulletin
from broadcasts.script.content import Phrase, phrases
from broadcasts.sources.items import item_of, texts_of
from broadcasts.timing import length_words
from tests.broadcasts.recording.make import make_bulletin, make_item
from tests.news.test_access import client_of
from tests.support.broadcasts import publish
from tests.support.cast import Cast
from tests.support.factories import make_draft

pytestmark = pytest.mark.django_db
PAGES = ("bulletin_script", "bulletin_script_pdf", "bulletin_prompter")


def pdf_words(data: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(data))
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    return " ".join(text.split())


def test_breath_marks() -> None:
    assert phrases("Kính thưa bà con, mai phun thuốc. Xin mở cửa! “Nhớ nhé.” Hết") == [
        Phrase("Kính thưa bà con,", "/"),
        Phrase("mai phun thuốc.", "//"),
        Phrase("Xin mở cửa!", "//"),
        Phrase("“Nhớ nhé.”", "//"),
        Phrase("Hết", "//"),
    ]
    assert phrases("mười phẩy năm: đúng; sai...") == [
        Phrase("mười phẩy năm:", "/"),
        Phrase("đúng;", "/"),
        Phrase("sai...", "//"),
    ]
    assert phrases("3,5 và 1.000") == [Phrase("3,5 và 1.000", "//")]
    assert phrases("") == []


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "0 giây"), (59.6, "1 phút"), (125, "2 phút 05 giây"), (45, "45 giây")]
)
def test_lengths_in_words(seconds: float, said: str) -> None:
    assert length_words(seconds) == said


def test_the_script_numbers_items_and_leaves_out_what_was_withdrawn(cast: Cast) -> None:
    first = make_item("Phun thuốc", reading="Sáng mai, phường phun thuốc.", author="Tổ 3")
    gone = make_item("Đã gỡ", source_state="withdrawn")
    last = make_item("Họp tổ <b>", reading="Tối mai họp tổ.\nMời bà con dự.")
    bulletin = make_bulletin(first, gone, last)
    client = client_of(cast, "approver")
    page = client.get(reverse("admin:bulletin_script", args=[bulletin.pk])).content.decode()
    assert "1. Phun thuốc" in page and "2. Họp tổ &lt;b&gt;" in page
    assert "Đã gỡ" not in page and "CHƯA DUYỆT" in page
    assert 'Sáng mai,&nbsp;<span class="script__breath" aria-hidden="true">/</span>' in page
    assert "Lời nhắn, Tổ 3, 2 giây" in page
    assert "Đài Truyền thanh phường" in page and "<script>" not in page
    answer = client.get(reverse("admin:bulletin_script_pdf", args=[bulletin.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        'inline; filename="kich-ban-ban-tin-khan-cap-ngay-30-11-2026.pdf"'
    )
    text = pdf_words(answer.content)
    assert "1. Phun thuốc" in text and "2. Họp tổ <b>" in text and "CHƯA DUYỆT" in text
    assert "Sáng mai, / phường phun thuốc. //" in text and "Đã gỡ" not in text


def test_the_approval_line(cast: Cast) -> None:
    at = timezone.make_aware(datetime(2026, 11, 29, 15, 4))
    approved = {"approved_by": cast.approver, "approved_at": at}
    bulletin = make_bulletin(make_item(), state="approved", **approved)
    client = client_of(cast, "announcer")
    line = f"Người duyệt: {cast.approver.full_name}, 15:04 ngày 29/11/2026"
    for name in PAGES[:2]:
        answer = client.get(reverse(f"admin:{name}", args=[bulletin.pk]))
        words = answer.content.decode() if name == PAGES[0] else pdf_words(answer.content)
        assert line in words and "CHƯA DUYỆT" not in words
    Bulletin.objects.update(state="draft")
    page = client.get(reverse("admin:bulletin_script", args=[bulletin.pk])).content.decode()
    assert "CHƯA DUYỆT" in page and cast.approver.full_name not in page


def test_the_prompter_knows_how_long_each_item_takes(cast: Cast) -> None:
    bulletin = make_bulletin(make_item(reading="một " * 90), make_item(reading="một " * 9))
    page = client_of(cast, "announcer").get(reverse("admin:bulletin_prompter", args=[bulletin.pk]))
    words = page.content.decode()
    assert 'data-seconds="30.0"' in words and 'data-seconds="3.0"' in words
    assert "style=" not in words.split("<main")[1]


def test_who_sees_scripts(cast: Cast, client: Any) -> None:
    bulletin = make_bulletin(make_item())
    for name in PAGES:
        url = reverse(f"admin:{name}", args=[bulletin.pk])
        found = {
            role: client_of(cast, role).get(url).status_code
            for role in ("contributor", "clerk", "announcer", "editor", "leader", "it_officer")
        }
        assert found == {
            "contributor": 404, "clerk": 404, "announcer": 200, "editor": 200, "leader": 200,
            "it_officer": 200,
        }  # fmt: skip
        assert client.get(url).status_code == 302
        missing = reverse(f"admin:{name}", args=[987654])
        assert client_of(cast, "announcer").get(missing).status_code == 404


def test_a_script_of_extremes(cast: Cast) -> None:
    items = [
        make_item("Không có gì", reading=""),
        make_item("Dài", reading="chữ " * 20_000),
        make_item("Một từ", reading="a" * 5_000),
        make_item("😀", reading="😀, 😀. مرحبا"),
    ]
    bulletin = make_bulletin(*items)
    client = client_of(cast, "announcer")
    for name in PAGES:
        assert client.get(reverse(f"admin:{name}", args=[bulletin.pk])).status_code == 200
    empty = make_bulletin()
    page = client.get(reverse("admin:bulletin_script", args=[empty.pk])).content.decode()
    assert "Bản tin chưa có mục nào" in page
    assert client.get(reverse("admin:bulletin_script_pdf", args=[empty.pk])).status_code == 200


def test_an_item_whose_source_was_corrected_is_marked(cast: Cast) -> None:
    article = publish(make_draft(cast.contributor, title="Tiêm", is_for_loudspeaker=True), cast)
    item = item_of(
        f"article:{article.pk}",
        texts_of([f"article:{article.pk}"])[f"article:{article.pk}"],
        actor=cast.announcer,
        now=timezone.now(),
    )
    bulletin = make_bulletin(item, make_item("Lời nhắn"), state="approved")
    AirItem.objects.filter(pk=item.pk).update(written="Bản cũ.", source_version=0)
    client = client_of(cast, "announcer")
    for name in PAGES:
        answer = client.get(reverse(f"admin:{name}", args=[bulletin.pk]))
        words = pdf_words(answer.content) if "pdf" in name else answer.content.decode()
        assert words.count("Bản đăng đã sửa sau khi lấy lời đọc này") == 1, name
    # One that is over says so on the pages of residents.
    Bulletin.objects.update(state="missed")
    page = client.get(reverse("admin:bulletin_script", args=[bulletin.pk])).content.decode()
    assert "Bản đăng đã sửa" not in page


def test_queries_are_the_same_for_one_item_and_for_many(cast: Cast) -> None:
    client = client_of(cast, "announcer")
    counts = []
    for size in (1, 4):
        bulletin = make_bulletin(*(make_item(str(number)) for number in range(size)))
        url = reverse("admin:bulletin_script", args=[bulletin.pk])
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        counts.append(len(asked))
    assert counts[0] == counts[1]
