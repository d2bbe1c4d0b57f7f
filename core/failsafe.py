"""Fail-safe evaluation of a page's parts: a part that raises is left out, logged and recorded.

The page answers without it; the IT officer reads on the dashboard which part failed and when.
"""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any, TypeVar

from django.db import DatabaseError, connection
from django.utils import timezone

from core.models import PartFailure

T = TypeVar("T")

logger = logging.getLogger("portal.failsafe")
_savepoint_numbers = count(1)
_thread = threading.local()


def guard(part: str, run: Callable[[], T], fallback: T) -> T:
    """Return ``run()``; ``fallback`` when it raises, after logging and recording the failure."""
    try:
        with savepoint():
            return run()
    except Exception as error:
        report(part, error)
        return fallback


def failures() -> int:
    """Return how many parts failed in this thread: a page during which it grew is not cached."""
    return getattr(_thread, "failures", 0)


@contextmanager
def savepoint() -> Iterator[None]:
    """Roll back to here when the block raises, so that an open transaction remains usable.

    The savepoint is made before the first statement of the block: most parts of a page ask
    nothing. Without a transaction none is made: a failed statement of its own harms no other.
    """
    if not connection.in_atomic_block or connection.needs_rollback:
        yield
        return
    name = f"part_{next(_savepoint_numbers)}"
    is_made = False

    def make_before(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal is_made
        if not is_made:
            is_made = True
            _send(f"SAVEPOINT {name}")
        return execute(*arguments)

    try:
        with connection.execute_wrapper(make_before):
            yield
        if is_made:
            _send(f"RELEASE SAVEPOINT {name}")
    except Exception:
        if is_made:
            connection.needs_rollback = False
            _send(f"ROLLBACK TO SAVEPOINT {name}")
        raise


def report(part: str, error: Exception) -> None:
    """Log the failure and record it for the IT officer; never raises.

    The log has the kinds of the errors and the lines of code, not their messages: these may quote
    what people wrote.
    """
    _thread.failures = failures() + 1
    kinds, frames = _described(error)
    logger.error("Phần “%s” bị lỗi, đã bỏ qua: %s\n%s", part, kinds, frames)
    try:
        with savepoint():
            PartFailure.record(part, kinds, now=timezone.now())
    except DatabaseError:
        logger.error("Không ghi được lỗi của phần “%s” vào cơ sở dữ liệu", part)


def _described(error: BaseException) -> tuple[str, str]:
    """Return the kinds of an error and its causes, and the lines of code of the first one."""
    kinds: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(kinds) < 5:
        kinds.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    return ", ".join(kinds), "".join(traceback.format_tb(error.__traceback__))


def _send(statement: str) -> None:
    """Run a statement of the transaction; it is no query of the page, so none that is counted, nor
    one that needs a savepoint around it.
    """
    with connection.wrap_database_errors, connection.create_cursor() as cursor:
        cursor.execute(statement)
