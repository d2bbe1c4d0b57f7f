"""Check that the ward's database and files are whole."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wardportal.backup.check import problems


class Command(BaseCommand):
    help = "Kiểm tra cơ sở dữ liệu và các tệp có còn nguyên vẹn không."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fast", action="store_true", help="không đọc lại nội dung các tệp")

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for sentence in problems(with_hashes=not options["fast"]):
            found += 1
            self.stderr.write(sentence)
        if found:
            raise CommandError(f"Có {found} điểm cần xem lại.")
        if options["fast"]:
            self.stdout.write(
                "Cơ sở dữ liệu nguyên vẹn, các tệp có đủ và đúng dung lượng; nội dung các tệp chưa"
                " được đọc lại."
            )
        else:
            self.stdout.write("Dữ liệu nguyên vẹn.")
