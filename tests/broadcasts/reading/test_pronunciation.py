"""The table of pronunciations, the page that tries it, and the command."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from broadcasts.models import Pronunciation
from broadcasts.models.pronunciation import create_pronunciations, vocabulary
from broadcasts.reading.vocabulary import ABBREVIATIONS, FOREIGN_WORDS
from tests.news.test_access import client_of
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db
PAGE = "admin:read_aloud"


def read(path: Path) -> str:
    out = io.StringIO()
    call_command("read_aloud", path, stdout=out)
    return out.getvalue()


def test_a_new_ward_has_the_table_and_keeps_its_own(django_assert_num_queries: Any) -> None:
    Pronunciation.objects.all().delete()
    create_pronunciations()
    with django_assert_num_queries(1):
        assert vocabulary().abbreviations == ABBREVIATIONS
    assert vocabulary().foreign == FOREIGN_WORDS
    Pronunciation.objects.exclude(written="UBND").delete()
    create_pronunciations()
    assert Pronunciation.objects.count() == 1


def test_the_command_prints_a_line_for_a_line(tmp_path: Path) -> None:
    Pronunciation.objects.create(written="QLDA", spoken="quản lý dự án")
    path = tmp_path / "tin.txt"
    path.write_bytes("\ufeffQLDA họp lúc 8h30\r\n\r\nngày 5/7".encode())
    assert read(path) == "Quản lý dự án họp lúc tám giờ ba mươi phút\n\nngày năm tháng bảy\n"
    path.write_bytes("Hết.\n".encode())
    assert read(path) == "Hết.\n"


def test_the_command_says_what_it_cannot_read(tmp_path: Path) -> None:
    path = tmp_path / "tin.txt"
    with pytest.raises(CommandError, match="Không mở được"):
        read(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CommandError, match="không phải chữ UTF-8"):
        read(path)
    path.write_text("phường " * 100_000, encoding="utf-8")
    with pytest.raises(CommandError, match="dài quá"):
        read(path)


def test_a_text_is_tried_on_the_page(cast: Cast) -> None:
    client = client_of(cast, "announcer")
    assert "Lời đọc" not in client.get(reverse(PAGE)).content.decode()
    page = client.post(reverse(PAGE), {"text": "UBND mời QLDA <b>8h</b>"}).content.decode()
    assert "Ủy ban nhân dân mời <mark>QLDA</mark>" in page and "<b>" not in page
    assert reverse("admin:broadcasts_pronunciation_add") in page
    for typed in ("", "a" * 20_001):
        answer = client.post(reverse(PAGE), {"text": typed})
        assert answer.status_code == 400 and "Lời đọc" not in answer.content.decode()
    viewer = client_of(cast, "leader").post(reverse(PAGE), {"text": "QLDA"}).content.decode()
    assert "<mark>QLDA</mark>" in viewer and "Thêm cách đọc" not in viewer


def test_an_entry_says_words(cast: Cast) -> None:
    client = client_of(cast, "announcer")
    add = reverse("admin:broadcasts_pronunciation_add")
    for written, spoken in (("12", "mười hai"), ("QLDA", "QL dự án"), ("QLDA", "dự án 12")):
        page = client.post(add, {"written": written, "spoken": spoken})
        assert page.status_code == 200 and "Xin ghi" in page.content.decode()
    assert client.post(add, {"written": " QLDA ", "spoken": "quản lý dự án"}).status_code == 302
    assert vocabulary().abbreviations["QLDA"] == "quản lý dự án"
