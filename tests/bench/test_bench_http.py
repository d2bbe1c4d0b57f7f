"""The command that measures pages over HTTP, and the load, servers and results it is made of."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django.live_server_helper import LiveServer

from bench.http import results, servers
from bench.http.load import Connection, run_load
from bench.http.processes import cpu_seconds, memory_bytes, process_tree
from bench.http.results import Row, Run
from bench.http.servers import RunningServer, running_server
from bench.management.commands import bench
from wardportal.page_cache.middleware import PageStore

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A data folder that keeps the results of this test."""
    monkeypatch.setattr(results, "data_dir", lambda: tmp_path)
    return tmp_path


@pytest.fixture
def ward(live_server: LiveServer, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Twenty items, and this process in the place of each server that the command would start."""

    @contextmanager
    def this_process(mode: str) -> Iterator[RunningServer]:
        yield RunningServer(live_server.thread.port, os.getpid(), started_in=0.5)

    monkeypatch.setattr(bench, "running_server", this_process)
    monkeypatch.setattr(servers, "data_dir", lambda: folder)  # no Postgres of its own
    name = connection.settings_dict["NAME"]
    call_command("bench_data", articles=20, into=name, stdout=StringIO())
    return folder


def run_bench(**options: object) -> str:
    out = StringIO()
    call_command("bench", seconds=0.5, at_once=1, stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db(transaction=True)
class TestTheCommand:
    def test_each_page_is_measured_beside_hello_and_compared_with_the_run_before(
        self, ward: Path
    ) -> None:
        said = run_bench(only="tin")
        assert "20 tin bài; 1 kết nối cùng lúc" in said
        for name in ("tin mới, trang 1", "danh sách tin bài"):
            assert f"  {name}\n" in said
        first = results.last_run()
        assert first is not None
        assert {row.mode for row in first.rows} == set(results.MODES)
        assert first.hello > 0
        assert all(row.per_second > 0 and row.size > 0 for row in first.rows)

        (ward / "bench" / f"{first.at}.json").rename(ward / "bench" / "20260101-000000.json")
        run_bench(only="RSS", public=True)
        second = results.last_run()
        assert second is not None
        assert [row.name for row in second.rows] == ["hello", "RSS", "RSS"]

    def test_an_answer_other_than_200_ends_the_run(
        self, ward: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(
            bench, "public_pages", lambda: [bench.Page("lạ", "crawled", ["/khong-co/"])]
        )
        with pytest.raises(CommandError, match="Trả lời lạ: /khong-co/: 404"):
            run_bench(public=True)

    def test_results_that_cannot_be_read_are_named(self, ward: Path) -> None:
        (ward / "bad.json").write_text("{}")
        with pytest.raises(CommandError, match="Không đọc được kết quả lần trước"):
            run_bench(compare=ward / "bad.json")

    def test_a_profile_of_a_page_is_drawn(
        self, ward: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(PageStore, "get", PageStore.get)  # the command puts another there
        file = ward / "flame.html"
        call_command("bench_profile", "/tin/", file=file, answers=2, stdout=StringIO())
        assert "<html" in file.read_text()
        with pytest.raises(CommandError, match="/khong-co/: 404"):
            call_command("bench_profile", "/khong-co/", file=file, answers=1)


@pytest.mark.django_db
def test_an_empty_portal_is_not_measured(folder: Path) -> None:
    with pytest.raises(CommandError, match="bench_data"):
        run_bench()


def test_the_server_of_hello_is_started_asked_and_stopped() -> None:
    with running_server("hello") as server:
        assert len(run_load(server.port, ["/"], headers="", at_once=2, seconds=0).seconds) == 2
        load = run_load(server.port, ["/"], headers="", at_once=2, seconds=0.1)
        processes = process_tree(server.pid)
        assert len(processes) > 1
        assert cpu_seconds(processes) > 0
        assert memory_bytes(processes) > 1_000_000
    assert load.refused == []
    assert load.bytes == 5 * len(load.seconds) > 0
    assert Connection(server.port).get("/") == (0, 0)


def test_the_table_compares_in_hellos() -> None:
    def run(hello: float, page: float) -> Run:
        rows = [
            Row("hello", "hello", cpu=hello, per_second=1, median=1, slowest=1, size=5),
            Row("crawled", "một bài", cpu=page, per_second=1, median=1, slowest=1, size=2048),
        ]
        return Run("20260101-000000", articles=1, rows=rows, memory=300, started_in=2.5)

    lines = list(results.table(run(0.5, 10), before=run(1, 10)))
    assert lines[4].split()[:4] == ["10.00", "20.0", "10.0", "2.00"]
    assert lines[4].endswith("2.0  một bài")
    assert lines[-1].endswith("2.5 giây")
