"""Middleware: a request that outlives its limit ends, and the others go on.

gunicorn's ``timeout`` watches a worker, not one of its threads. One thread of each process looks
after the running requests once a second and raises ``RequestTimeout`` in the thread of one that is
too late. Python delivers it between two instructions: a query in Postgres is ended by
``statement_timeout`` first, and a loop in C ends by the bounds on its input.
"""

from __future__ import annotations

import ctypes
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.db import OperationalError, connections
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from psycopg2.errors import QueryCanceled

logger = logging.getLogger(__name__)

# A large file over a slow line.
MAX_UPLOAD_SECONDS = 900
# Until a request that swallowed the exception is told again.
_PATIENCE = 5


class RequestTimeout(BaseException):
    """Raised in the thread of a late request; no handler of ordinary errors catches it."""


@dataclass(eq=False)
class _Running:
    """A request under way. ``lock`` is held while it ends, or while it is told to."""

    path: str
    late_at: float
    thread: int = field(default_factory=threading.get_ident)
    lock: threading.Lock = field(default_factory=threading.Lock)
    is_over: bool = False
    was_told: bool = False
    read_until: float = field(default_factory=lambda: time.monotonic() + MAX_UPLOAD_SECONDS)

    def reading(self, read: Callable[..., bytes], *args: int) -> bytes:
        """Read from the client; that time does not count, up to ``MAX_UPLOAD_SECONDS`` in all."""
        left = self.late_at - time.monotonic()
        self.late_at = self.read_until
        try:
            return read(*args)
        finally:
            self.late_at = min(time.monotonic() + left, self.read_until)

    def interrupt(self) -> None:
        with self.lock:
            if not self.is_over:
                logger.error("request took too long and is ended: %s", self.path)
                self.was_told = True
                _raise_in(self.thread, RequestTimeout)
                self.late_at = time.monotonic() + _PATIENCE

    def end(self) -> None:
        """Take the request off; an exception that was sent and not yet raised is raised here.

        Taking it back would leave the interpreter looking for one at every instruction.
        """
        with self.lock:
            self.is_over = True
        if not self.was_told:
            return
        try:
            for _ in range(1_000):  # it is raised at one of these turns
                pass
        except RequestTimeout:
            pass


class _Body:
    """The body of a request, whose reading takes as long as the client's line does."""

    def __init__(self, stream: Any, running: _Running) -> None:
        self._stream = stream
        self._running = running

    def read(self, *args: int) -> bytes:
        return self._running.reading(self._stream.read, *args)

    def readline(self, *args: int) -> bytes:
        return self._running.reading(self._stream.readline, *args)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class Watchdog:
    """The running requests of this process, and the thread that looks after them."""

    def __init__(self) -> None:
        self._running: set[_Running] = set()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def watch(self, path: str) -> _Running:
        running = _Running(path, time.monotonic() + settings.REQUEST_TIME_LIMIT)
        with self._lock:
            self._running.add(running)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._look, daemon=True, name="deadline")
                self._thread.start()
        return running

    def release(self, running: _Running) -> None:
        with self._lock:
            self._running.discard(running)

    def _look(self) -> None:
        while True:
            time.sleep(min(1, settings.REQUEST_TIME_LIMIT / 4))
            with self._lock:
                late = [one for one in self._running if time.monotonic() > one.late_at]
            for running in late:
                running.interrupt()


watchdog = Watchdog()


class DeadlineMiddleware:
    """Answer 503 in place of a request that takes longer than ``REQUEST_TIME_LIMIT`` seconds.

    The transaction is rolled back, and the thread's database connections are closed, since they may
    be in the midst of a query. First of all middleware, so that nothing runs outside it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        running = watchdog.watch(request.path)
        # Django's own name for the body that is not read yet.
        request._stream = cast(BinaryIO, _Body(request._stream, running))
        try:
            try:
                return self.get_response(request)
            finally:
                running.end()
        except RequestTimeout:
            running.end()
            connections.close_all()
            late_view = import_string(settings.LATE_REQUEST_VIEW)
            return cast(HttpResponse, late_view(request))
        finally:
            watchdog.release(running)


def is_late_query(error: BaseException | None) -> bool:
    """Return whether Postgres ended a query for its time."""
    return isinstance(error, OperationalError) and isinstance(error.__cause__, QueryCanceled)


def too_late() -> HttpResponse:
    """Return the page of a request that was ended."""
    response = HttpResponse(render_to_string("503.html"), status=503)
    response["Retry-After"] = "60"
    response["Cache-Control"] = "no-store"
    return response


def limit_statements() -> None:
    """Make Postgres end the queries of this process shortly before their request would be ended.

    Called by a web worker before its first connection: migrations and periodic jobs may take long.
    """
    milliseconds = int(settings.REQUEST_TIME_LIMIT * 1000 * 0.9)
    options = connections.settings["default"].setdefault("OPTIONS", {})
    given = options.get("options", "")
    options["options"] = f"{given} -c statement_timeout={milliseconds}".strip()


def _raise_in(thread: int, exception: type[BaseException]) -> None:
    """Raise in a thread at its next instruction."""
    raised = ctypes.py_object(exception)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), raised)
