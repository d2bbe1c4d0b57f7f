"""State of the newest take of an item, in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django_tasks_db.models import DBTaskResult

from broadcasts.models import AirItem
from core.models import JobProgress


class TakeState(StrEnum):
    NONE = "none"
    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True)
class ShownTake:
    """A take as its page tells of it; ``percent`` is None while it is unknown."""

    name: TakeState
    sentence: str
    percent: int | None = None

    @property
    def is_waiting(self) -> bool:
        return self.name == TakeState.WAITING

    @property
    def is_bad(self) -> bool:
        return self.name in (TakeState.REFUSED, TakeState.FAILED)


def state_of(item: AirItem) -> ShownTake | None:
    """Return the state of the newest take of an item, None without any. Two queries at most."""
    take = item.takes.first()
    if take is None:
        return None
    if take.refusal:
        return ShownTake(TakeState.REFUSED, f"Bản ghi mới nhất chưa dùng được: {take.refusal}")
    if not take.is_waiting:
        return ShownTake(TakeState.DONE, "Bản ghi đã xử lý xong.", 100)
    progress = JobProgress.objects.select_related("job").filter(pk=take.job_key).first()
    if progress is None:
        return ShownTake(TakeState.WAITING, "Máy chủ đang xử lý bản ghi.")
    job: DBTaskResult[..., object] = progress.job
    if job.status == "FAILED":
        return ShownTake(
            TakeState.FAILED,
            "Máy chủ chưa xử lý được bản ghi mới nhất; cán bộ CNTT đã thấy lỗi. Xin thử tải lên"
            " lại.",
        )
    what = "Máy đang đọc" if take.is_synthetic else "Máy chủ đang xử lý bản ghi"
    return ShownTake(TakeState.WAITING, f"{what}.", progress.percent)
