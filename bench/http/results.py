"""Results of ``bench``: what one row measured, the file of a run, and the table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from wardportal.runtime.startup import data_dir

MODES = {
    "hello": "Django không có gì",
    "changed": "chưa giữ gì, ngay sau một thay đổi",
    "crawled": "trang chưa giữ, khung đã giữ",
    "kept": "trang đã giữ",
    "admin": "trang quản trị, không bao giờ giữ",
}


@dataclass(frozen=True)
class Row:
    """CPU milliseconds of all processes per answer, answers per second, milliseconds until the
    median and the 95th percentile answer, and bytes of one.
    """

    mode: str
    name: str
    cpu: float
    per_second: float
    median: float
    slowest: float
    size: int

    @property
    def key(self) -> tuple[str, str]:
        return self.mode, self.name


@dataclass(frozen=True)
class Run:
    """One run of the command: the number of items, the rows, and megabytes and seconds besides."""

    at: str
    articles: int
    rows: list[Row]
    memory: float
    started_in: float

    @property
    def hello(self) -> float:
        return next((row.cpu for row in self.rows if row.mode == "hello"), 1.0)

    def hellos(self, key: tuple[str, str]) -> float | None:
        """Return the CPU of a row in answers of the same run's hello; None if it was not run."""
        return next((row.cpu / self.hello for row in self.rows if row.key == key), None)

    def save(self) -> Path:
        """Write the run to ``bench/`` in the data folder and return the file."""
        path = _folder() / f"{self.at}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1))
        return path


def now() -> str:
    """Return the name of a run that begins now; names sort by time."""
    return datetime.strftime(timezone.localtime(), "%Y%m%d-%H%M%S")


def load_run(path: Path) -> Run:
    """Read a file of ``Run.save``. Raises OSError, ValueError."""
    fields = json.loads(path.read_text())
    return Run(**fields | {"rows": [Row(**row) for row in fields["rows"]]})


def last_run() -> Run | None:
    """Return the last run on this data folder."""
    files = sorted(_folder().glob("*.json"))
    return load_run(files[-1]) if files else None


def table(run: Run, before: Run | None) -> Iterator[str]:
    """Yield the lines of the table; with ``before``, how many hellos each row took then."""
    yield (
        f"{'CPU, ms':>9}{'hello':>8}{'trước':>8}{'lần':>6}{'mỗi giây':>10}{'giữa, ms':>10}"
        f"{'95%, ms':>9}{'KB':>7}"
    )
    mode = ""
    for row in run.rows:
        if row.mode != mode:
            mode = row.mode
            yield f"{MODES[mode]}:"
        now, then = row.cpu / run.hello, before.hellos(row.key) if before else None
        was = f"{then:8.1f}{now / then:6.2f}" if then else f"{'':14}"
        yield (
            f"{row.cpu:9.2f}{now:8.1f}{was}{row.per_second:10.0f}{row.median:10.1f}"
            f"{row.slowest:9.1f}{row.size / 1024:7.1f}  {row.name}"
        )
    yield f"Bộ nhớ của mọi tiến trình, cả cơ sở dữ liệu (PSS): {run.memory:.0f} MB"
    yield f"Khởi động trên dữ liệu đã có: {run.started_in:.1f} giây"


def _folder() -> Path:
    return data_dir() / "bench"
