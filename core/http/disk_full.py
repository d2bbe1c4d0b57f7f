"""Detection of a full disk behind an exception."""

from __future__ import annotations

import errno
import shutil

from django.conf import settings
from django.db import OperationalError
from psycopg2 import errors

FULL = 50 * 1024**2  # bytes free: nothing can be saved reliably


def free_bytes() -> int:
    """Return the free space of the disk with the data folder."""
    return shutil.disk_usage(settings.DATA_DIR).free


def is_caused_by_full_disk(error: BaseException | None) -> bool:
    """Return whether the error, or one that caused it, says that the disk is full.

    A Postgres that could not write its log has ended: its clients see a lost connection.
    """
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, errors.DiskFull):
            return True
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        if isinstance(error, OperationalError) and free_bytes() < FULL:
            return True
        error = error.__cause__ or error.__context__
    return False
