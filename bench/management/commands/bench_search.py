"""Try the queries of residents on the demonstration ward."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bench.search_queries import try_queries

GOAL = 0.95  # right or honest


class Command(BaseCommand):
    help = (
        "Thử các câu người dân hay tìm trên phường trình diễn: đúng (right), yếu (weak), nói thật"
        " là không đủ chữ (honest), sai mà tỏ ra chắc (wrong)."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        tried = list(try_queries())
        counts = Counter(one.verdict for one in tried)
        for one in tried:
            if one.verdict in ("weak", "wrong") or (one.verdict == "honest" and one.has_answer):
                self.stdout.write(f"{one.verdict:8} {one.typed}  ->  {one.first or '(không có)'}")
        missed = sum(one.verdict == "honest" and one.has_answer for one in tried)
        self.stdout.write(
            ", ".join(f"{name} {counts[name]}" for name in ("right", "weak", "honest", "wrong"))
            + f", total {len(tried)}; honest although an answer exists: {missed}"
        )
        good = counts["right"] + counts["honest"]
        if counts["wrong"] or good < GOAL * len(tried):
            raise CommandError(f"Mức cần đạt: {GOAL:.0%} right hoặc honest, không câu nào wrong.")
