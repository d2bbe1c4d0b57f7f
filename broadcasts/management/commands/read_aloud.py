"""Print a text as it is to be read."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from broadcasts.models.pronunciation import vocabulary
from broadcasts.reading.reader import MAX_CHARACTERS, TextTooLong, read_aloud

MAX_BYTES = 4 * MAX_CHARACTERS


class Command(BaseCommand):
    help = "In một tệp chữ (hoặc đầu vào chuẩn) như khi đọc thành lời, mỗi dòng một dòng."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", nargs="?")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path | None = options["file"]
        try:
            if path is None:
                data = sys.stdin.buffer.read(MAX_BYTES + 1)
            else:
                with path.open("rb") as file:
                    data = file.read(MAX_BYTES + 1)
            text = data.decode("utf-8-sig")
            reading = read_aloud(text, vocabulary())
        except OSError:
            raise CommandError(f"Không mở được tệp {path}.") from None
        except UnicodeDecodeError:
            raise CommandError("Tệp không phải chữ UTF-8; xin lưu lại dạng chữ UTF-8.") from None
        except TextTooLong as error:
            raise CommandError(str(error)) from None
        # As it came: with or without an end of its last line.
        self.stdout.write(reading.text, ending="" if reading.text.endswith("\n") else "\n")
