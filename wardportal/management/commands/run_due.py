"""Do the work whose time has come."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from core.registries import due_jobs


class Command(BaseCommand):
    help = "Làm các việc đến hạn. Chạy mỗi phút, chạy hai lần cùng lúc cũng không sao."

    def handle(self, *args: Any, **options: Any) -> None:
        for job in due_jobs:
            line = job.run(timezone.now())
            if line:
                self.stdout.write(f"{job.name}: {line}")
