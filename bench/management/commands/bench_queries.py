"""Measure frequent queries on a data folder that ``bench_data`` has filled."""

import os
from statistics import median
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bench.documents import document_cases
from bench.queries import Case, Measured, lists, measure, pages, searches, tallies
from bench.reports import measure_report
from documents.models import PublicDocument
from news.models import Article

GOAL = 50  # milliseconds, for the median search


class Command(BaseCommand):
    help = (
        "Đo thời gian cơ sở dữ liệu trả lời: tìm kiếm, danh sách, trang chủ, một bài; nêu chỉ mục"
        " đã dùng."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rounds", type=int, default=15, help="mỗi câu hỏi đo bao nhiêu lần")

    def handle(self, *args: Any, rounds: int, **options: Any) -> None:
        count = Article.objects.published().count()
        if not count:
            raise CommandError("Chưa có tin bài nào để đo; xin chạy bench_data trước.")
        load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
        self.stdout.write(
            f"{count} tin bài; tải của máy (1, 5, 15 phút): {load}; {os.cpu_count()} bộ xử lý"
        )
        self.stdout.write(
            "Mili giây cơ sở dữ liệu: nhanh nhất, giữa, 95% theo đồng hồ; giữa theo bộ xử lý (máy"
            " bận hay"
        )
        self.stdout.write("rỗi không đổi).")
        # A disabled sequential scan is still used where no index applies: that is reported.
        found = self._measure(
            "Tìm kiếm (mỗi câu hỏi tự cấm đọc hết bảng: enable_seqscan=off)", searches(), rounds
        )
        self._measure("Danh sách", lists(), rounds)
        self._measure("Cả trang, không lấy bản giữ sẵn", pages(), rounds)
        self._measure("Theo dõi chỉ tiêu", tallies(), rounds)
        if PublicDocument.objects.published().exists():
            self._measure("Văn bản", document_cases(), rounds)
        if report := measure_report(rounds):
            self.stdout.write(
                f"\nBáo cáo {report.period}, cả trang không giữ sẵn: {report.seconds:.2f} s,"
                f" {report.queries} câu hỏi, {report.size // 1024} KB"
            )
        for name, times in (
            ("đồng hồ", [measured.median for measured in found]),
            (
                "bộ xử lý",
                [measured.processor for measured in found if measured.processor is not None],
            ),
        ):
            if times:
                said = (
                    f"giữa các câu {median(times):.1f} ms (mức cần đạt: {GOAL} ms), lâu nhất"
                    f" {max(times):.1f} ms"
                )
                self.stdout.write(f"Tìm kiếm theo {name}: {said}")
        if unindexed := [measured.case.name for measured in found if measured.sequentially_scanned]:
            raise CommandError(f"Đọc hết bảng thay vì dùng chỉ mục: {'; '.join(unindexed)}")

    def _measure(self, heading: str, cases: list[Case], rounds: int) -> list[Measured]:
        self.stdout.write(f"\n{heading}")
        results = []
        for case in cases:
            results.append(measured := measure(case, rounds))
            times = [measured.best, measured.median, measured.slowest, measured.processor]
            written = "".join("       -" if time is None else f"{time:8.1f}" for time in times)
            self.stdout.write(f"{written}  {case.name}")
            if measured.indexes:
                self.stdout.write(f"{'':34}{', '.join(measured.indexes)}")
        return results
