"""Draw where the time of a page goes, as a flame graph in one HTML file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.test import RequestFactory

from wardportal.page_cache.middleware import PageStore

WARM = 5  # answers before measuring: compiled templates, planned statements


class Command(BaseCommand):
    help = "Vẽ thời gian của một trang, không lấy bản giữ sẵn, thành biểu đồ ngọn lửa (tệp HTML)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="địa chỉ của trang, ví dụ /tin/")
        parser.add_argument("--file", type=Path, default=Path("flame.html"))
        parser.add_argument("--answers", type=int, default=50, help="bao nhiêu lần trả lời")

    def handle(self, *args: Any, address: str, file: Path, answers: int, **options: Any) -> None:
        from pyinstrument import Profiler  # a package of development alone

        PageStore.get = lambda *_: None  # type: ignore[method-assign]
        application = WSGIHandler()
        for _ in range(WARM):
            answer(application, address)
        profiler = Profiler(interval=0.0005)
        with profiler:
            for _ in range(answers):
                answer(application, address)
        file.write_text(profiler.output_html())
        self.stdout.write(f"Đã ghi {file}: {answers} lần trả lời trang {address}.")


def answer(application: WSGIHandler, address: str) -> None:
    """Ask for the page as a browser does. Raises CommandError for another status than 200."""
    request = RequestFactory(
        SERVER_NAME=settings.ALLOWED_HOSTS[0], HTTP_ACCEPT_ENCODING="gzip"
    ).get(address)
    response: Any = application(request.environ, _ignore)
    for _ in response:
        pass
    response.close()
    if response.status_code != 200:
        raise CommandError(f"{address}: {response.status_code}")


def _ignore(*_: Any) -> Any:
    """Take status and headers, as a server does."""
