"""Restore a ward's data from a backup."""

import os
from pathlib import Path
from typing import Any

import psycopg2
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core.http.disk_full import is_caused_by_full_disk
from core.os_errors import reason
from wardportal.backup.archive import ArchiveError
from wardportal.backup.postgres_tools import ToolError
from wardportal.backup.restore import RestoreRefused, restore_backup


class Command(BaseCommand):
    missing_args_message = "Xin ghi tên tệp sao lưu, ví dụ: restore /mnt/dia/sao-luu.tar"
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
        former = os.umask(0o077)
        try:
            restored = restore_backup(
                options["file"].absolute(), replace=options["replace"], now=timezone.now()
            )
        except (ArchiveError, RestoreRefused, ToolError) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"Không khôi phục được: {reason(error)}.") from error
        except psycopg2.OperationalError as error:
            if is_caused_by_full_disk(error):
                raise CommandError("Không khôi phục được: đĩa đã đầy.") from error
            raise CommandError(f"Không khôi phục được: {str(error).splitlines()[0]}") from error
        finally:
            os.umask(former)
        manifest = restored.manifest
        rows = sum(count for count, _ in manifest.tables.values())
        self.stdout.write(
            f"Đã khôi phục bản sao lưu lúc {manifest.made_at}: {rows} dòng và"
            f" {len(manifest.members) - 1} tệp, giống từng dòng và từng tệp trong bản sao lưu."
        )
        if restored.former_database:
            kept = [f"cơ sở dữ liệu {restored.former_database}"]
            kept += [f"thư mục {path}" for path in restored.former_folders]
            self.stdout.write(
                f"Phường cũ được giữ lại: {', '.join(kept)}. Không cần nữa thì chạy manage.py"
                " delete_replaced để xóa hẳn."
            )
        if manifest.faults:
            self.stderr.write(
                f"Bản sao lưu này thiếu {len(manifest.missing)} tệp, và có {len(manifest.changed)}"
                " tệp đã hỏng từ trước khi sao lưu: chạy manage.py check_data để biết tệp nào, rồi"
                " lấy lại từ một bản cũ hơn."
            )
