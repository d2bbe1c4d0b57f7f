"""Measure pages of a running portal on a data folder that ``bench_data`` has filled.

CPU time of all processes per answer is compared with that of an empty Django project, measured in
the same run: the ratio stays where machines differ or are busy.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from statistics import median
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from bench.http.load import run_load
from bench.http.pages import Page, admin_pages, public_pages
from bench.http.processes import cpu_seconds, memory_bytes
from bench.http.results import Row, Run, last_run, load_run, now, table
from bench.http.servers import RunningServer, running_server
from news.models import Article

SLICES = 5  # per row: periodic jobs fall into one of them


class Command(BaseCommand):
    help = (
        "Đo các trang của cổng đang chạy bên một Django không có gì (“hello”): thời gian bộ xử lý"
        " của mọi tiến trình cho một lần trả lời; ghi kết quả vào thư mục bench/ của dữ liệu và so"
        " với lần trước."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seconds", type=float, default=5, help="mỗi dòng đo bao lâu")
        parser.add_argument("--at-once", type=int, default=32, help="bao nhiêu kết nối cùng lúc")
        parser.add_argument("--only", default="", help="chỉ những trang có chữ này trong tên")
        parser.add_argument("--public", action="store_true", help="không đo trang quản trị")
        parser.add_argument("--compare", type=Path, help="so với tệp kết quả này")

    def handle(
        self,
        *args: Any,
        seconds: float,
        at_once: int,
        only: str,
        public: bool,
        compare: Path | None,
        **options: Any,
    ) -> None:
        articles = Article.objects.published().count()
        if not articles:
            raise CommandError("Chưa có tin bài nào để đo; xin chạy bench_data trước.")
        try:
            before = load_run(compare) if compare else last_run()
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommandError(f"Không đọc được kết quả lần trước: {error}") from error

        def measured(server: RunningServer, mode: str, page: Page) -> Row:
            return measure(server, mode, page, seconds=seconds, at_once=at_once)

        pages = [
            (mode, page)
            for mode, group in (("", public_pages()), ("admin", () if public else admin_pages()))
            for page in group
            if only in page.name
        ]
        connections.close_all()
        run = run_all(pages, measured, articles)
        load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
        self.stdout.write(
            f"{articles} tin bài; {at_once} kết nối cùng lúc; {os.cpu_count()} bộ xử lý; tải của"
            f" máy (1, 5, 15 phút): {load}"
        )
        for line in table(run, before):
            self.stdout.write(line)
        self.stdout.write(f"Kết quả: {run.save()}")


def run_all(
    pages: list[tuple[str, Page]],
    measured: Callable[[RunningServer, str, Page], Row],
    articles: int,
) -> Run:
    """Start a server for each mode of ``bench.http.serve`` and measure its pages."""
    at = now()
    with running_server("hello") as server:
        rows = [measured(server, "hello", Page("hello", "hello", ["/"]))]
    memory = started_in = 0.0
    for mode, group in groupby(pages, key=lambda one: one[1].mode):
        with running_server(mode) as server:
            rows += [measured(server, shown or mode, page) for shown, page in group]
            memory = memory_bytes(server.processes()) / 1024 / 1024
            started_in = server.started_in
    return Run(at, articles, rows, memory, started_in)


def measure(server: RunningServer, mode: str, page: Page, *, seconds: float, at_once: int) -> Row:
    """Ask for a page until the time is over, in slices; the median slice counts.

    Raises CommandError for an answer other than 200.
    """
    headers = "".join(
        f"{name}: {value}\r\n"
        for name, value in {
            "Accept-Encoding": "gzip",
            "User-Agent": "bench",
            **page.headers,
        }.items()
    )
    run_load(server.port, page.addresses, headers=headers, at_once=at_once, seconds=seconds / 10)
    spent, rates, times, size = [], [], [], 0
    for _ in range(SLICES):
        before = cpu_seconds(server.processes())
        load = run_load(
            server.port, page.addresses, headers=headers, at_once=at_once, seconds=seconds / SLICES
        )
        if load.refused:
            raise CommandError(f"Trả lời lạ: {load.refused[0]}")
        answers = len(load.seconds)
        spent.append((cpu_seconds(server.processes()) - before) / answers * 1000)
        rates.append(answers / sum(load.seconds) * at_once)
        times += load.seconds
        size += load.bytes
    times.sort()
    return Row(
        mode,
        page.name,
        cpu=median(spent),
        per_second=median(rates),
        median=median(times) * 1000,
        slowest=times[int(len(times) * 0.95)] * 1000,
        size=size // len(times),
    )
