"""Run the load test of autosave against this machine's portal."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bench.typing_load import run


class Command(BaseCommand):
    help = (
        "Cho nhiều người cùng gõ và lưu, mỗi người một bài, vài người chung một bài; chỉ với cổng"
        " trên máy này."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--url", default="http://127.0.0.1:8000", help="địa chỉ cổng trên máy này"
        )
        parser.add_argument(
            "--people", type=int, default=20, help="bao nhiêu người, mỗi người một bài"
        )
        parser.add_argument(
            "--sharing", type=int, default=5, help="thêm bao nhiêu người trên cùng một bài"
        )
        parser.add_argument(
            "--rounds", type=int, default=10, help="mỗi người gõ và lưu bao nhiêu lần"
        )
        parser.add_argument(
            "--seconds", type=int, default=60, help="dừng chậm nhất sau bao nhiêu giây, tối đa 600"
        )

    def handle(self, *args: Any, url: str, seconds: int, **options: Any) -> None:
        sizes = {name: options[name] for name in ("people", "sharing", "rounds")}
        try:
            result = run(url, **sizes, seconds=min(seconds, 600))
        except ValueError:
            raise CommandError("Chỉ được thử tải cổng trên chính máy này (127.0.0.1).") from None
        except OSError as error:
            raise CommandError(f"Không nối được tới {url}: {error}.") from None
        took = sorted(result.seconds)
        self.stdout.write(
            f"Số yêu cầu: {len(took)}; đã xác nhận giữ hoặc lưu: {result.acknowledged}"
        )
        self.stdout.write(
            f"Mất sau khi đã xác nhận: {len(result.lost)}; trả lời lạ: {len(result.unexpected)}"
        )
        for line in [*result.lost, *result.unexpected][:20]:
            self.stdout.write(f"  {line}")
        for name, share in (("giữa", 0.5), ("95%", 0.95), ("lâu nhất", 1.0)):
            self.stdout.write(
                f"Thời gian {name}:"
                f" {took[min(int(len(took) * share), len(took) - 1)] * 1000:.0f} ms"
            )
        if result.lost or result.unexpected:
            raise CommandError("Có chữ bị mất hoặc trả lời lạ.")
