"""Write the Word template of official papers to the data folder, for a clerk to change."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.papers.template import built_template, own_template


class Command(BaseCommand):
    help = (
        "Ghi mẫu giấy tờ vào thư mục dữ liệu để văn thư sửa bằng Word; từ đó giấy tờ theo mẫu này."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        target = own_template()
        if target.exists():
            raise CommandError(f"Mẫu riêng đã có: {target}")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(built_template())
        self.stdout.write(str(target))
