"""Nightly backups: queued by ``run_due``, made by the worker, rotated by age."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.jobs.definitions import JobFailed, JobPolicy, is_queued, job
from core.jobs.progress import report_progress
from core.os_errors import reason
from wardportal.backup.create import create_backup
from wardportal.backup.postgres_tools import ToolError

logger = logging.getLogger(__name__)

BACKUP_TIME = time(2)  # local time
RECENT = timedelta(days=7)  # within them every backup is kept, one made by hand, too
MAX_RECENT = 20
KEEP_DAYS = 7
KEEP_WEEKS = 3
KEEP_MONTHS = 2
_NAME = re.compile(r"sao-luu-(\d{8})-(\d{4})(?:-thieu-(\d+)-tep)?\.tar")


@dataclass(frozen=True, order=True)
class Backup:
    """A backup of the folder; ``faults`` of its files were missing or damaged when it was made,
    as its name says.
    """

    at: datetime
    path: Path
    faults: int = 0


def folder() -> Path:
    return Path(settings.BACKUP_DIR)


def existing() -> list[Backup]:
    """Return the backups of the folder, the newest first."""
    found = []
    for path in folder().glob("sao-luu-*.tar"):
        match = _NAME.fullmatch(path.name)
        if match:
            at = datetime.strptime(match[1] + match[2], "%Y%m%d%H%M")
            found.append(Backup(timezone.make_aware(at), path, int(match[3] or 0)))
    return sorted(found, reverse=True)


def queue_backup(now: datetime) -> str | None:
    """Queue tonight's backup once ``BACKUP_TIME`` is past; idempotent."""
    local = timezone.localtime(now)
    if not settings.BACKUP_DIR or local.time() < BACKUP_TIME or is_queued(make_backup):
        return None
    backups = existing()
    if backups and timezone.localtime(backups[0].at).date() >= local.date():
        return None
    make_backup.enqueue()
    logger.info("tonight's backup is queued")
    return None


@job(JobPolicy("Sao lưu", attempts=3, time_limit=timedelta(hours=4)))
def make_backup() -> str:
    """Make a backup in the folder of backups, then delete those that the rotation drops, and
    failures of before.

    Raises JobFailed. The folder is made, the one it stands in is not: that may be a disk which is
    not there.
    """
    try:
        name = _make_backup()
    except ToolError as error:
        raise JobFailed(str(error)) from error
    except OSError as error:
        raise JobFailed(
            f"Không ghi được bản sao lưu vào thư mục {folder()}: {reason(error)}."
        ) from error
    DBTaskResult.objects.failed().filter(task_path=make_backup.module_path).delete()
    return name


def _make_backup() -> str:
    now = timezone.localtime()
    folder().mkdir(mode=0o700, exist_ok=True)
    target = folder() / f"sao-luu-{now:%Y%m%d-%H%M}.tar"
    report_progress(0, 1)
    if not target.exists():  # else a repeated attempt within the minute
        faults = create_backup(target).faults
        if faults:
            target = target.rename(target.with_stem(f"{target.stem}-thieu-{faults}-tep"))
            logger.error(
                "%s tệp thiếu hoặc hỏng khi sao lưu: xin chạy manage.py check_data", faults
            )
    rotate()
    report_progress(1, 1)
    return target.name


def rotate() -> list[Path]:
    """Delete all but those of the last week, at most ``MAX_RECENT``, and the newest backup of each
    of the last days, weeks and months that have one, and the newest that lacks no file.

    Ages are counted among the backups, not by the clock: one that runs ahead deletes nothing that
    the rotation would keep. Return what was deleted.
    """
    backups = existing()
    kept = {made.path for made in backups[:MAX_RECENT] if made.at > backups[0].at - RECENT}
    kept.update([made.path for made in backups if not made.faults][:1])
    for count, form in ((KEEP_DAYS, "%Y%j"), (KEEP_WEEKS, "%G%V"), (KEEP_MONTHS, "%Y%m")):
        newest: dict[str, Path] = {}
        for made in backups:
            newest.setdefault(f"{timezone.localtime(made.at):{form}}", made.path)
        kept.update(list(newest.values())[:count])
    dropped = [made.path for made in backups if made.path not in kept]
    for path in dropped:
        path.unlink(missing_ok=True)
    for leftover in folder().glob("sao-luu-*.tar.*"):  # of a backup that was killed
        if leftover.stat().st_mtime < timezone.now().timestamp() - 86_400:
            leftover.unlink(missing_ok=True)
    return dropped
