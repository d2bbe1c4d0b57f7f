"""Restore a ward's data from a backup."""

import os
from pathlib import Path
from typing import Any

import psycopg2
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from wardportal.backup.archive import ArchiveError
from wardportal.backup.postgres_tools import ToolError
from wardportal.backup.restore import RestoreRefused, restore_backup
from wardportal.runtime.postgres_cluster import reason


class Command(BaseCommand):
    help = "Khôi phục dữ liệu từ một tệp sao lưu, khi máy chủ không chạy."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="tệp do manage.py backup tạo")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="khôi phục đè lên dữ liệu đang có; dữ liệu cũ được giữ dưới tên khác",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        os.umask(0o077)
        try:
            manifest = restore_backup(
                options["file"].absolute(), replace=options["replace"], now=timezone.now()
            )
        except (ArchiveError, RestoreRefused, ToolError) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"Không khôi phục được: {reason(error)}.") from error
        except psycopg2.OperationalError as error:
            raise CommandError(f"Không khôi phục được: {str(error).splitlines()[0]}") from error
        rows = sum(count for count, _ in manifest.tables.values())
        self.stdout.write(
            f"Đã khôi phục bản sao lưu lúc {manifest.made_at}: {rows} dòng và"
            f" {len(manifest.members) - 1} tệp, giống từng dòng và từng tệp trong bản sao lưu."
        )
        if manifest.faults:
            self.stderr.write(
                f"Bản sao lưu này thiếu {len(manifest.missing)} tệp, và có {len(manifest.changed)}"
                " tệp đã hỏng từ trước khi sao lưu: chạy manage.py check_data để biết tệp nào, rồi"
                " lấy lại từ một bản cũ hơn."
            )
