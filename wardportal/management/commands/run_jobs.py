"""Run background jobs, without the server that starts a worker of its own."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.jobs.worker import JobWorker


class Command(BaseCommand):
    help = "Chạy các việc nền khi không dùng script/server, cho đến khi bị dừng."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="làm hết việc đang chờ rồi dừng")

    def handle(self, *args: Any, **options: Any) -> None:
        worker = JobWorker()
        if options["once"]:
            worker.run()
        else:
            worker.run_until_orphaned()
