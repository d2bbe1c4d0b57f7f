"""Run the periodic jobs that are due."""

import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils import timezone

from core.jobs.clock import check_clock
from core.models import Heartbeat
from core.registries import periodic_jobs

logger = logging.getLogger("wardportal.run_due")


class Command(BaseCommand):
    help = "Làm các việc đến hạn. Chạy mỗi phút, chạy hai lần cùng lúc cũng không sao."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run every job; a failed one does not stop the others, and is named at the end."""
        failed = []
        jump = check_clock(timezone.now())
        if jump:
            logger.error(
                "Đồng hồ máy chủ nhảy từ %s sang %s: tạm không xóa gì", jump.trusted_at, jump.now
            )
        for job in periodic_jobs:
            if jump and job.deletes:
                continue
            try:
                line = job.run(timezone.now())
            except OperationalError:  # without a database no job can run
                raise
            except Exception:
                logger.exception("Việc “%s” bị lỗi", job.name)
                failed.append(job.name)
                continue
            if line:
                self.stdout.write(f"{job.name}: {line}")
        Heartbeat.beat(Heartbeat.PERIODIC_JOBS, ", ".join(failed))
        if failed:
            raise CommandError(f"Việc bị lỗi: {', '.join(failed)}.")
