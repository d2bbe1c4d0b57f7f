"""A .doc of Word 97-2003 becomes a draft through LibreOffice, in a job, and without it is refused
in words.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.models import JobProgress
from news.importing import old_word
from news.models import Article
from tests.core.docx_import.shapes import p, word
from tests.news.test_access import EVERYBODY, client_of
from tests.support.cast import Cast
from tests.support.jobs import run_jobs
from tests.support.office import run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file_root"), pytest.mark.slow]

ADDRESS = "/quan-tri/news/article/tu-word/"
BROKEN = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") * 50


@pytest.fixture(scope="module")
def doc_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    if old_word.program() is None:
        pytest.skip("no LibreOffice Writer is installed: install libreoffice-writer-nogui")
    folder = tmp_path_factory.mktemp("doc")
    source = folder / "cũ.docx"
    source.write_bytes(word(p("Phường họp dân phố"), p("Cuộc họp bàn về vệ sinh.")))
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    run("soffice", profile, "--headless", "--convert-to", "doc", "--outdir", folder, source)
    return (folder / "cũ.doc").read_bytes()


def post(client: Client, data: bytes) -> Any:
    return client.post(ADDRESS, {"file": SimpleUploadedFile("Họp tổ.doc", data)})


def stored(folder: Path) -> list[Path]:
    return list((folder / "old-word").iterdir())


def test_a_doc_becomes_a_draft(doc_file: bytes, cast: Cast, settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    writer = client_of(cast, "contributor")
    waiting = post(writer, doc_file)
    job = JobProgress.objects.get()
    assert waiting.url == f"{ADDRESS}{job.pk}/"
    page = writer.get(waiting.url)
    assert (page.status_code, "đang đọc tệp Word kiểu cũ" in page.content.decode()) == (200, True)
    readers = [one for one in EVERYBODY if client_of(cast, one).get(waiting.url).status_code == 200]
    assert readers == ["contributor"]
    run_jobs()
    article = Article.objects.get()
    assert writer.get(waiting.url).url == reverse("admin:news_article_change", args=[article.pk])
    assert (article.title, article.body) == (
        "Họp tổ",
        "<p>Phường họp dân phố</p>\n<p>Cuộc họp bàn về vệ sinh.</p>",
    )
    assert article.author == cast.contributor
    assert stored(tmp_path) == []


def test_a_broken_doc_is_refused_and_nothing_is_left(
    cast: Cast, settings: Any, tmp_path: Path
) -> None:
    if old_word.program() is None:
        pytest.skip("no LibreOffice Writer is installed: install libreoffice-writer-nogui")
    settings.DATA_DIR = tmp_path
    writer = client_of(cast, "contributor")
    waiting = post(writer, BROKEN)
    run_jobs()
    page = writer.get(waiting.url, follow=True)
    assert "Không đọc được tệp Word kiểu cũ này" in page.content.decode()
    assert page.redirect_chain == [(ADDRESS, 302)]
    assert (stored(tmp_path), Article.objects.exists()) == ([], False)


def test_without_libreoffice_a_doc_is_refused_in_words(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    page = post(client_of(cast, "contributor"), BROKEN)
    assert "Tệp Word kiểu cũ (.doc): xin mở bằng Word" in page.content.decode()
