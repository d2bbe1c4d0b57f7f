"""Back up the ward's data to one file, while people work."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.os_errors import reason
from wardportal.backup.check import REMEDY
from wardportal.backup.create import create_backup
from wardportal.backup.postgres_tools import ToolError


class Command(BaseCommand):
    missing_args_message = "Xin ghi tên tệp sẽ được tạo, ví dụ: backup /mnt/dia/sao-luu.tar"
    help = "Sao lưu cơ sở dữ liệu và các tệp vào một tệp, trong khi mọi người vẫn làm việc."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="tệp sẽ được tạo, ví dụ sao-luu.tar")

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["file"].absolute()
        try:
            manifest = create_backup(target)
        except ToolError as error:
            raise CommandError(str(error)) from error
        except FileExistsError as error:
            raise CommandError(f"Đã có tệp {target}: xin chọn tên khác.") from error
        except OSError as error:
            raise CommandError(f"Không ghi được {target}: {reason(error)}.") from error
        rows = sum(count for count, _ in manifest.tables.values())
        self.stdout.write(
            f"Đã sao lưu {rows} dòng của {len(manifest.tables)} bảng và"
            f" {len(manifest.members) - 1} tệp vào {target}."
        )
        if manifest.missing:
            self.stderr.write(f"{len(manifest.missing)} tệp không đọc được trên đĩa.")
        if manifest.changed:
            self.stderr.write(f"{len(manifest.changed)} tệp không còn như lúc được lưu.")
        if manifest.faults:
            self.stderr.write(f"Xin chạy manage.py check_data. {REMEDY}")
