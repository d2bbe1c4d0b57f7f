"""Import the list of another document software: incoming documents, or who logged in when."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core.files.uploads import InvalidUpload
from core.os_errors import reason
from documents.register_import.file_import import import_file


class Command(BaseCommand):
    missing_args_message = "Xin ghi tên tệp cần nhập, ví dụ: import_register danh-sach.xlsx"
    help = (
        "Nhập danh sách văn bản đến hoặc người dùng từ phần mềm khác (.xlsx, .csv); in ra dạng JSON"
        " các cột nhận được, các dòng mới, thay đổi, bị từ chối và lý do."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="chỉ xem, không lưu gì")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            report = import_file(path, now=timezone.now(), stores=not options["dry_run"])
        except InvalidUpload as error:
            raise CommandError(f"{path.name}: {error.messages[0]}") from None
        except OSError as error:
            raise CommandError(f"{path.name}: không mở được tệp ({reason(error)}).") from None
        self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
