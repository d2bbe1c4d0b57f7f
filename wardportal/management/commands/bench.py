"""Measure what residents ask of the database, on a data folder that ``bench_data`` has filled."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from news.models import Article
from wardportal.benchmark import Case, Measured, lists, measure, pages, searches

GOAL = 50  # milliseconds, for the median search


class Command(BaseCommand):
    help = "Đo thời gian cơ sở dữ liệu trả lời: tìm kiếm, danh sách, trang chủ, một bài; nêu chỉ mục đã dùng."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rounds", type=int, default=15, help="mỗi câu hỏi đo bao nhiêu lần")

    def handle(self, *args: Any, rounds: int, **options: Any) -> None:
        count = Article.objects.published().count()
        if not count:
            raise CommandError("Chưa có tin bài nào để đo; xin chạy bench_data trước.")
        self.stdout.write(f"{count} tin bài; mili giây trong cơ sở dữ liệu: giữa, 95%")
        found = self._measure("Tìm kiếm", searches(), rounds)
        self._measure("Danh sách", lists(), rounds)
        self._measure("Cả trang, không lấy bản giữ sẵn", pages(), rounds)
        medians = sorted(measured.median for measured in found)
        middle = medians[len(medians) // 2]
        self.stdout.write(f"Tìm kiếm, giữa các câu: {middle:.1f} ms; mức cần đạt: {GOAL} ms")
        if unindexed := [measured.case.name for measured in found if measured.read_whole]:
            raise CommandError(f"Đọc hết bảng thay vì dùng chỉ mục: {'; '.join(unindexed)}")

    def _measure(self, heading: str, cases: list[Case], rounds: int) -> list[Measured]:
        self.stdout.write(f"\n{heading}")
        results = []
        for case in cases:
            results.append(measured := measure(case, rounds))
            self.stdout.write(f"{measured.median:8.1f} {measured.slowest:8.1f}  {case.name}")
            if measured.indexes:
                self.stdout.write(f"{'':20}{', '.join(measured.indexes)}")
        return results
