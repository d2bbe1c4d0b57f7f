"""Delete what ``restore --replace`` kept of the ward that was there before."""

from typing import Any

from django.core.management.base import BaseCommand

from wardportal.backup.restore import delete_replaced


class Command(BaseCommand):
    help = "Xóa hẳn cơ sở dữ liệu và tệp cũ mà restore --replace đã giữ lại."

    def handle(self, *args: Any, **options: Any) -> None:
        deleted = delete_replaced()
        for name in deleted:
            self.stdout.write(f"Đã xóa {name}.")
        if not deleted:
            self.stdout.write("Không có gì của phường cũ để xóa.")
