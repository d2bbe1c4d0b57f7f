"""Load the demonstration ward; idempotent."""

import os
import secrets
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core.dates import Bounds
from demo.loader import ForeignWard, Loaded, load_demo

UNTIL = Bounds(first_year=2010, years_ahead=10)


class Command(BaseCommand):
    help = "Nạp phường mẫu Bến Sen: đơn vị, tài khoản, chuyên mục, tin bài. Nạp lại không thêm gì."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--until",
            type=_day,
            metavar="YYYY-MM-DD",
            help="ngày cuối cùng của phường mẫu; mặc định: hôm nay",
        )

    def handle(self, *args: Any, until: date | None, **options: Any) -> None:
        if until and (problem := UNTIL.form_problem(until, today=timezone.localdate())):
            raise CommandError(problem)
        given = os.environ.get("DEMO_PASSWORD", "")
        password = given or secrets.token_urlsafe(9)
        try:
            loaded = load_demo(until=until or timezone.localdate(), password=password)
        except ForeignWard as error:
            raise CommandError(
                f"Thư mục dữ liệu này là của {error}; không nạp phường mẫu vào đây."
            ) from None
        self._report(
            loaded, "đặt trong biến DEMO_PASSWORD" if given else f"{password} (chỉ in một lần)"
        )

    def _report(self, loaded: Loaded, password: str) -> None:
        if not (loaded.people or loaded.articles):
            self.stdout.write("Phường mẫu đã có sẵn, không thêm gì.")
            return
        self.stdout.write(f"Đã nạp phường mẫu Bến Sen: {loaded.articles} tin bài.")
        if loaded.people:
            self.stdout.write(f"Mật khẩu của các tài khoản sau: {password}")
        for person in loaded.people:
            self.stdout.write(f"  {person.username:<14}{person.does}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"Ngày không đúng: {text}. Xin viết dạng 2026-11-24.") from None
