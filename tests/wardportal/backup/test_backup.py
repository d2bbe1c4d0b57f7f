"""Backup while people write, restored elsewhere: equal row by row and file by file."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.files import garbage, storage
from core.files.storage import store
from core.models import AutosavedDraft, StoredFile
from news.models import Article
from tests.conftest import ROOM
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import make_draft
from tests.support.files import picture, upload
from tests.support.jobs import run_jobs
from tests.support.processes import CHECKOUT, clear, eventually, sql
from wardportal.backup import nightly, postgres_tools
from wardportal.backup.archive import Manifest, table_digests
from wardportal.backup.check import problems
from wardportal.backup.create import create_backup
from wardportal.runtime.postgres import ensure_database
from wardportal.runtime.postgres_cluster import Cluster
from wardportal.system.status import server_state

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WRITERS = 20


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """An empty data folder of another ward."""
    path = Path(tempfile.mkdtemp(prefix="ward-postgres-", dir=ROOM))
    path.chmod(0o711)
    yield path
    clear(path)
    shutil.rmtree(path)


def manage(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return python(folder, "manage.py", *words)


def python(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "SECRET_KEY", "BENCH")
    }
    return subprocess.run(
        [sys.executable, *words],
        cwd=CHECKOUT,
        env=kept | {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "wardportal.settings"},
        capture_output=True,
        text=True,
    )


RESTORE_EACH = """
import sys
import django
from django.core.management import call_command
from django.core.management.base import CommandError
from wardportal.runtime.startup import prepare

prepare()
django.setup()
for archive in sys.argv[1:]:
    try:
        call_command("restore", archive)
    except CommandError as error:
        print(str(error).replace("\\n", " "))
    else:
        print("restored")
"""


def restore_each(folder: Path, archives: list[Path]) -> list[str]:
    """Try to restore each archive, in one process; return what each was refused with."""
    done = python(folder, "-c", RESTORE_EACH, *map(str, archives))
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def files_of(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.glob("??/*"))
    }


def rows_of(folder: Path, table: str) -> Any:
    """What another program reads of a table there, as one text."""
    ensure_database(folder)
    return sql(
        folder, f"SET TIME ZONE 'UTC'; SELECT string_agg(t::text, '|' ORDER BY id) FROM {table} t"
    )[0]


class Writers:
    """Many people who write and upload until they are stopped."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.is_over = threading.Event()
        self.count = 0
        self.threads = [threading.Thread(target=self._write, args=[n]) for n in range(WRITERS)]

    def __enter__(self) -> Writers:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.is_over.set()
        for thread in self.threads:
            thread.join()

    def _write(self, number: int) -> None:
        try:
            while not self.is_over.is_set():
                make_draft(self.cast.contributor, title=f"Tin của người thứ {number}")
                store(
                    upload(picture(size=(40, 30))),
                    uploader=self.cast.contributor,
                    kind=StoredFile.Kind.PICTURE,
                )
                self.count += 1
        finally:
            connection.close()


def test_restored_elsewhere_it_is_equal(
    cast: Cast, file_root: Path, tmp_path: Path, elsewhere: Path
) -> None:
    archive = tmp_path / "ward.tar"
    with Writers(cast) as writers:
        eventually(lambda: writers.count >= WRITERS)
        manifest = create_backup(archive)
    assert Article.objects.count() > manifest.tables["news_article"][0], "people went on writing"
    assert manifest.missing == []
    done = manage(elsewhere, "restore", str(archive))
    assert done.returncode == 0, done.stderr
    assert "giống từng dòng và từng tệp" in done.stdout
    ensure_database(elsewhere)  # as a server of that ward
    # Read by another connection, not by what restored it.
    articles = set(
        sql(elsewhere, "SELECT array_agg(id::text || title || body) FROM news_article")[0]
    )
    here = {f"{article.pk}{article.title}{article.body}" for article in Article.objects.all()}
    assert len(articles) == manifest.tables["news_article"][0]
    assert articles < here
    copied = files_of(elsewhere / "files")
    assert copied.items() <= files_of(file_root).items()
    assert len(copied) == manifest.tables["core_storedfile"][0]
    checked = manage(elsewhere, "check_data")
    assert (checked.returncode, checked.stdout) == (0, "Dữ liệu nguyên vẹn.\n"), checked.stderr


def test_at_rest_every_table_is_equal(cast: Cast, tmp_path: Path, elsewhere: Path) -> None:
    make_draft(cast.contributor, title="Dọn bờ sông")
    create_backup(tmp_path / "ward.tar")
    digests = table_digests()
    assert digests["news_article"][0] == 1
    assert manage(elsewhere, "restore", str(tmp_path / "ward.tar")).returncode == 0
    for table in ("news_article", "organization_user", "core_transitionlog", "news_category"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT string_agg(t::text, '|' ORDER BY id) FROM {table} t")
            assert cursor.fetchone() == (rows_of(elsewhere, table),), table
    # The sequences go on behind the restored rows.
    sql(elsewhere, "INSERT INTO auth_group (name) VALUES ('mới')")


def test_a_full_folder_is_replaced_only_on_demand_and_not_beneath_its_people(
    cast: Cast, file_root: Path, tmp_path: Path, elsewhere: Path
) -> None:
    archive = tmp_path / "ward.tar"
    make_draft(cast.contributor, title="Bản thứ nhất")
    store(upload(picture()), uploader=cast.contributor, kind=StoredFile.Kind.PICTURE)
    create_backup(archive)
    assert manage(elsewhere, "restore", str(archive)).returncode == 0
    ensure_database(elsewhere)
    sql(elsewhere, "UPDATE news_article SET title = 'Sửa sau'")
    refused = manage(elsewhere, "restore", str(archive))
    assert (refused.returncode, "đã có nội dung" in refused.stderr) == (1, True)
    assert sql(elsewhere, "SELECT title FROM news_article") == ("Sửa sau",)

    person = psycopg2.connect(
        host=str(Cluster(elsewhere.resolve()).socket), port=5432, user="ward", dbname="ward"
    )
    try:
        refused = manage(elsewhere, "restore", str(archive), "--replace")
        assert (refused.returncode, "xin dừng máy chủ" in refused.stderr) == (1, True)
        assert sorted(path.name for path in elsewhere.glob("*truoc*")) == []
    finally:
        person.close()

    done = manage(elsewhere, "restore", str(archive), "--replace")
    assert done.returncode == 0, done.stderr
    assert sql(elsewhere, "SELECT title FROM news_article") == ("Bản thứ nhất",)
    former = sql(elsewhere, "SELECT datname FROM pg_database WHERE datname LIKE 'ward_truoc_%'")
    assert former is not None, "what was there is kept"
    [old_files] = elsewhere.glob("files.truoc_*")
    assert files_of(old_files) == files_of(elsewhere / "files")
    assert f"cơ sở dữ liệu {former[0]}, thư mục {old_files.resolve()}" in done.stdout
    deleted = manage(elsewhere, "delete_replaced")
    assert deleted.stdout.splitlines() == [
        f"Đã xóa {former[0]}.",
        f"Đã xóa {old_files.resolve()}.",
    ], deleted.stderr
    assert not old_files.exists()
    ensure_database(elsewhere)
    assert sql(elsewhere, "SELECT count(*) FROM pg_database WHERE datname LIKE 'ward_%'") == (0,)


def rewrite(archive: Path, target: Path, change: Any) -> None:
    """Copy the archive, with each member changed by ``change(name, data)``."""
    with tarfile.open(archive) as source, tarfile.open(target, "w") as copy:
        for info in source:
            name, data = change(info.name, source.extractfile(info).read())
            made = tarfile.TarInfo(name)
            made.size = len(data)
            copy.addfile(made, io.BytesIO(data))


def test_what_is_no_whole_backup_changes_nothing(
    cast: Cast, file_root: Path, tmp_path: Path, elsewhere: Path
) -> None:
    archive = tmp_path / "ward.tar"
    store(upload(picture()), uploader=cast.contributor, kind=StoredFile.Kind.PICTURE)
    create_backup(archive)
    data = archive.read_bytes()
    for name, content in {"words": b"hello", "half": data[: len(data) // 2]}.items():
        (tmp_path / f"{name}.tar").write_bytes(content)
    changes = {
        "changed": lambda name, data: (
            (name, data[:-1] + b"x") if name.startswith("files/") else (name, data)
        ),
        "foreign": lambda name, data: (
            ("files/../../evil", data) if name.startswith("files/") else (name, data)
        ),
        "newer": lambda name, data: (
            (name, data.replace(b'"0001_initial"', b'"0009_later"', 1))
            if name == "manifest.json"
            else (name, data)
        ),
    }
    for name, change in changes.items():
        rewrite(archive, tmp_path / f"{name}.tar", change)
    expected = {
        "words": "không phải bản sao lưu",
        "half": "hỏng",
        "changed": "đã bị thay đổi",
        "foreign": "không thuộc về",
        "newer": "phần mềm khác",
        "nothing": "Không thấy tệp",
    }
    said = restore_each(elsewhere, [tmp_path / f"{name}.tar" for name in expected])
    for sentence, refusal in zip(expected.values(), said, strict=True):
        assert sentence in refusal
    ensure_database(elsewhere)
    assert sql(elsewhere, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == (0,)
    assert not (elsewhere / "files").exists()


def test_an_existing_file_is_not_overwritten(cast: Cast, tmp_path: Path) -> None:
    target = tmp_path / "ward.tar"
    target.write_text("something else")
    with pytest.raises(CommandError, match="Đã có tệp"):
        call_command("backup", str(target))
    assert target.read_text() == "something else"
    with pytest.raises(CommandError, match="Không ghi được"):
        call_command("backup", str(tmp_path / "no" / "folder.tar"))
    assert [path.name for path in tmp_path.iterdir()] == ["ward.tar"]


def test_a_full_disk_is_told_in_words(
    cast: Cast, file_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(upload(picture()), uploader=cast.contributor, kind=StoredFile.Kind.PICTURE)
    usage = shutil.disk_usage(tmp_path)._replace(free=10)
    monkeypatch.setattr(postgres_tools.shutil, "disk_usage", lambda path: usage)
    words = f"Đĩa có thư mục {tmp_path} còn trống 0 MB, cần ít nhất"
    with pytest.raises(CommandError, match=words):
        call_command("backup", str(tmp_path / "ward.tar"))
    monkeypatch.undo()
    program = tmp_path / "pg_dump"
    program.write_text("#!/bin/sh\necho 'pg_dump: error: No space left on device' >&2\nexit 1\n")
    program.chmod(0o700)
    monkeypatch.setattr(postgres_tools, "_program", lambda name: str(program))
    with pytest.raises(CommandError, match="Đĩa đã đầy nên pg_dump không làm xong"):
        call_command("backup", str(tmp_path / "ward.tar"))
    with pytest.raises(CommandError, match="là một thư mục: xin ghi tên tệp sao lưu"):
        call_command("restore", str(tmp_path))
    (tmp_path / "made").touch(0o666)
    assert (tmp_path / "made").stat().st_mode & 0o040, "the umask of before is back"


def test_a_lost_file_is_named_and_the_rest_saved(
    cast: Cast, file_root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lost, kept = (
        store(upload(picture()), uploader=cast.contributor, kind=StoredFile.Kind.PICTURE)
        for _ in range(2)
    )
    storage.path_of(lost).unlink()
    call_command("backup", str(tmp_path / "ward.tar"))
    assert "1 tệp không đọc được trên đĩa" in capsys.readouterr().err
    storage.path_of(kept).write_bytes(b"changed")
    with pytest.raises(CommandError, match="Có 2 điểm"):
        call_command("check_data")
    said = capsys.readouterr().err
    assert f"Thiếu tệp files/{lost.key[:2]}/{lost.key}" in said
    assert re.search(rf"Tệp \S+{kept.key}\S+ .* không còn như lúc được lưu. Lấy lại", said)


def test_a_backup_counts_the_files_that_it_lacks(
    cast: Cast, file_root: Path, tmp_path: Path, settings: Any, elsewhere: Path
) -> None:
    settings.BACKUP_DIR = str(tmp_path / "backups")
    lost, changed = (
        store(upload(picture()), uploader=cast.contributor, kind=StoredFile.Kind.PICTURE)
        for _ in range(2)
    )
    storage.path_of(lost).unlink()
    path = storage.path_of(changed)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    (tmp_path / "backups").mkdir()
    whole = tmp_path / "backups" / "sao-luu-20250101-0200.tar"
    whole.touch()
    nightly.make_backup.enqueue()
    run_jobs()
    made, old = nightly.existing()
    assert (made.faults, old.path) == (2, whole), "the last that lacks nothing is kept"
    assert made.path.name.endswith("-thieu-2-tep.tar")
    [problem] = [each for each in server_state(timezone.now()).problems if "tệp" in each.sentence]
    assert "2 tệp của phường thiếu hoặc hỏng" in problem.sentence
    assert whole.name in problem.sentence
    page = client_of(cast, "it_officer").get(reverse("admin:server")).content.decode()
    assert "thiếu hoặc hỏng 2 tệp" in page
    done = manage(elsewhere, "restore", str(made.path))
    assert "thiếu 1 tệp, và có 1 tệp đã hỏng" in done.stderr


def test_a_fast_check_says_what_it_has_not_read(
    cast: Cast, file_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("check_data", "--fast")
    said = capsys.readouterr().out
    assert "nội dung các tệp chưa được đọc lại" in said
    assert "Dữ liệu nguyên vẹn" not in said


@pytest.mark.parametrize(("key", "count"), [(None, 0), (987_654, 1)])
def test_a_draft_of_an_item_that_is_not_saved_yet_is_no_problem(
    cast: Cast, file_root: Path, key: int | None, count: int
) -> None:
    AutosavedDraft.objects.create(
        user=cast.contributor,
        content_type=ContentType.objects.get_for_model(Article),
        object_id=key,
        values={"title": "Tin mới"},
        page="a",
        saved_at=timezone.now(),
    )
    assert len(list(problems())) == count


def test_nothing_is_deleted_while_a_backup_runs(cast: Cast, file_root: Path) -> None:
    file = store(upload(picture()), uploader=cast.contributor, kind=StoredFile.Kind.PICTURE)
    StoredFile.objects.update(uploaded_at=timezone.now() - timedelta(days=60))
    counts = []

    def collect() -> None:
        counts.append(garbage.collect_orphans(timezone.now()))
        connection.close()

    with garbage.deletion_held():
        thread = threading.Thread(target=collect)
        thread.start()
        thread.join()
    assert (counts, storage.path_of(file).exists()) == ([0], True)
    collect()
    assert (counts, storage.path_of(file).exists()) == ([0, 1], False)


def test_nightly(cast: Cast, tmp_path: Path, settings: Any) -> None:
    settings.BACKUP_DIR = str(tmp_path / "backups")
    evening = timezone.make_aware(datetime(2026, 11, 3, 1, 59))
    assert nightly.queue_backup(evening) is None
    night = evening + timedelta(minutes=1)
    for _ in range(2):
        assert nightly.queue_backup(night) is None
    assert DBTaskResult.objects.count() == 1
    run_jobs()
    [made] = nightly.existing()
    path = made.path
    assert made.faults == 0
    assert path.stat().st_mode & 0o777 == 0o600
    with tarfile.open(path) as tar:
        names = tar.getnames()
        assert (names[0], names[-1]) == ("database.dump", "manifest.json")
        manifest = Manifest.from_json(tar.extractfile("manifest.json").read())
    assert manifest.tables["organization_user"][0] > 5
    today = timezone.localtime().replace(hour=20)
    assert nightly.queue_backup(today) is None, "today's is there"
    settings.BACKUP_DIR = ""
    assert nightly.queue_backup(night + timedelta(days=9)) is None
    assert DBTaskResult.objects.count() == 1


def test_rotation_keeps_days_weeks_and_months(tmp_path: Path, settings: Any) -> None:
    settings.BACKUP_DIR = str(tmp_path)
    day = datetime(2026, 8, 1)
    while day < datetime(2026, 11, 29):
        (tmp_path / f"sao-luu-{day:%Y%m%d}-0200.tar").touch()
        day += timedelta(days=1)
    (tmp_path / "của-tôi.tar").touch()
    nightly.rotate()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "của-tôi.tar",
        "sao-luu-20261031-0200.tar",
        "sao-luu-20261115-0200.tar",
        "sao-luu-20261122-0200.tar",
        "sao-luu-20261123-0200.tar",
        "sao-luu-20261124-0200.tar",
        "sao-luu-20261125-0200.tar",
        "sao-luu-20261126-0200.tar",
        "sao-luu-20261127-0200.tar",
        "sao-luu-20261128-0200.tar",
    ]
    assert nightly.rotate() == []


def test_a_backup_made_by_hand_removes_none_of_the_last_days(tmp_path: Path, settings: Any) -> None:
    settings.BACKUP_DIR = str(tmp_path)
    for day in ("1126", "1127", "1128"):
        (tmp_path / f"sao-luu-2026{day}-0200.tar").touch()
    by_hand = [tmp_path / f"sao-luu-20261128-{minute}.tar" for minute in range(1000, 1019)]
    for path in by_hand[:3]:
        path.touch()
    assert nightly.rotate() == []
    for path in by_hand:
        path.touch()
    assert nightly.rotate() == [], "the newest of each day stays beyond the number"
    (tmp_path / "sao-luu-20261128-1100.tar").touch()
    assert [path.name for path in nightly.rotate()] == ["sao-luu-20261128-0200.tar"]
