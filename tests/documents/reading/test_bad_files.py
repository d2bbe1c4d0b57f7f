"""Odd files: each is read within bounds, or refused with a sentence; none takes memory or time."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.files.uploads import InvalidUpload
from core.files.validation import validate_upload
from core.jobs.definitions import policy_of
from core.models import StoredFile
from documents.jobs import read_file, settle_unread
from documents.library.services import add_file
from documents.models import DocumentFile
from documents.reading.errors import UnreadablePaper
from documents.reading.limits import read_within_limits
from documents.reading.reader import read_paper
from documents.states import ReadingState
from tests.documents.reading import broken
from tests.support.cast import Cast
from tests.support.documents import attach, make_document

ROOT = Path(__file__).parents[3]
# A process that reads a file within a quarter of the memory that a job may take.
_BOUNDED = """
import resource, sys, time
import django
django.setup()
from documents.reading.reader import read_paper
from documents.reading.errors import UnreadablePaper
from pathlib import Path
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    reading = read_paper(Path(sys.argv[1]))
    print("read", reading.page_count, len(reading.pages), len(reading.text))
except UnreadablePaper as error:
    print("refused", error)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def saved(path: Path, content: bytes, name: str = "giay.pdf") -> Path:
    target = path / name
    target.write_bytes(content)
    return target


def test_five_thousand_pages_are_read_in_part(tmp_path: Path) -> None:
    reading = read_paper(saved(tmp_path, broken.many_pages(5000)))
    assert (reading.page_count, len(reading.pages), reading.has_unread) == (5000, 300, True)
    assert "15/QD-UBND" in reading.text


@pytest.mark.parametrize(
    "make",
    [
        broken.looping_tree,
        broken.only_loops,
        broken.looping_cross_references,
        lambda: broken.odd_box(b"[0 0 0 0]"),
        lambda: broken.odd_box(b"[0 0 1000000 1000000]"),
        lambda: broken.odd_box(b"[9 9 -9 -9 7]"),
        lambda: broken.odd_box(b"[0 0 0.001 842]"),
        lambda: broken.odd_box(b"[0 0 0.1 0.1]"),
    ],
)
def test_a_pdf_that_loops_or_lies_ends(tmp_path: Path, make: Any) -> None:
    began = time.monotonic()
    try:
        reading = read_paper(saved(tmp_path, make()))
    except UnreadablePaper as told:
        assert str(told).endswith(".")
        assert "PDF" in str(told)
    else:
        assert len(reading.pages) <= 300
    assert time.monotonic() - began < 20


def test_a_drawing_that_draws_itself_for_ever_is_given_up(tmp_path: Path) -> None:
    path = saved(tmp_path, broken.looping_form())
    with pytest.raises(UnreadablePaper, match="không đọc xong tệp này"):
        read_within_limits(path, page_seconds=1)
    good = saved(tmp_path, broken.many_pages(2))
    assert read_within_limits(good).page_count == 2


def test_an_encrypted_pdf_that_everybody_may_open_is_taken(tmp_path: Path) -> None:
    content = broken.encrypted("")
    assert validate_upload(ContentFile(content), pictures_only=False).extension == "pdf"
    assert "15/QD-UBND" in read_paper(saved(tmp_path, content)).text


@pytest.mark.django_db
def test_one_that_wants_a_password_is_refused_at_once(
    tmp_path: Path, cast: Cast, file_root: Path
) -> None:
    content = broken.encrypted("bi mat")
    with pytest.raises(UnreadablePaper, match="có mật khẩu mở tệp"):
        read_paper(saved(tmp_path, content))
    document = make_document(cast.clerk)
    with pytest.raises(InvalidUpload, match="có mật khẩu mở tệp"):
        add_file(document, SimpleUploadedFile("khoa.pdf", content), actor=cast.clerk)
    assert not StoredFile.objects.exists()
    add_file(document, SimpleUploadedFile("mo.pdf", broken.encrypted("")), actor=cast.clerk)
    assert document.files.count() == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (lambda: broken.word_bomb(60), "bung ra lớn bất thường"),
        (lambda: broken.word_bomb(9), ""),
        (broken.word_of_entities, ""),
    ],
)
def test_a_word_bomb_ends_within_bounds(tmp_path: Path, content: Any, sentence: str) -> None:
    path = saved(tmp_path, content(), "bom.docx")
    done = subprocess.run(
        [sys.executable, "-c", _BOUNDED, str(path)],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "wardportal.settings", "BENCH": "1", "SECRET_KEY": "x" * 50}
        | {"DATABASE_URL": "postgres://x@localhost/x", "PATH": "/usr/bin:/bin"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said, memory = done.stdout.strip().splitlines()
    assert sentence in said
    assert int(memory) < 512, said


@pytest.mark.django_db
def test_a_reading_that_ends_without_a_word_holds_nothing_up(cast: Cast, file_root: Path) -> None:
    now = timezone.now()
    document = make_document(cast.clerk)
    file = attach(document, cast.clerk, is_read=False)
    read_file.enqueue(file.pk)
    later = now + timedelta(hours=1)
    assert settle_unread(later) is None
    DBTaskResult.objects.update(status="FAILED")
    assert settle_unread(now) is None
    assert settle_unread(later) == "1 tệp không đọc được chữ"
    file.refresh_from_db()
    assert file.reading == ReadingState.FAILED
    assert "xin ghi tay" in file.reading_error
    # Done again by the IT officer, it is read all the same.
    read_file.call(file.pk)
    assert DocumentFile.objects.get().reading == ReadingState.READ


def test_the_job_has_limits() -> None:
    policy = policy_of(read_file.module_path)
    assert (policy.time_limit, policy.memory_limit) == (timedelta(minutes=30), 512)
