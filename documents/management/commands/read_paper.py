"""Print what the portal reads in a paper, as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from documents.reading.errors import UnreadablePaper
from documents.reading.limits import read_within_limits


class Command(BaseCommand):
    help = "Đọc một tệp PDF hoặc Word, in ra điều máy đọc được và đề nghị, dạng JSON."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            reading = read_within_limits(options["file"])
        except UnreadablePaper as error:
            raise CommandError(str(error)) from None
        self.stdout.write(json.dumps(reading.as_dict(), ensure_ascii=False, indent=2))
