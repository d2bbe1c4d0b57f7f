"""Reading of a paper in a process of its own, so that no file takes more than its share.

PDFium and Tesseract are C: a drawing that draws itself twice keeps them busy for ever, and nothing
in Python can stop them.
"""

from __future__ import annotations

import resource
import signal
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from core.jobs.worker import limit_memory
from documents.reading.errors import UnreadablePaper
from documents.reading.reader import PaperReading, read_paper

# Tesseract may take two minutes for each of its three looks at a page.
PAGE_SECONDS = 400
MEMORY = 512  # MiB beyond what the process has
GIVEN_UP = "Máy không đọc xong tệp này trong giới hạn cho phép: xin ghi tay các ô."


def read_within_limits(path: Path, *, page_seconds: int = PAGE_SECONDS) -> PaperReading:
    """Return the reading of a file; raises UnreadablePaper, also for one that takes too much."""
    fork = get_context("fork")
    receiver, sender = fork.Pipe(duplex=False)
    child = fork.Process(target=_read, args=(path, page_seconds, sender), daemon=True)
    child.start()
    sender.close()
    try:
        outcome: PaperReading | str = receiver.recv()
    except EOFError:  # killed by its alarm, or by the system
        outcome = GIVEN_UP
    finally:
        receiver.close()
        child.join()
    if isinstance(outcome, str):
        raise UnreadablePaper(outcome)
    return outcome


def _read(path: Path, page_seconds: int, sender: Connection) -> None:
    """Read the file and send the reading or the sentence; the alarm ends this process."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(page_seconds)
    if resource.getrlimit(resource.RLIMIT_AS)[1] == resource.RLIM_INFINITY:
        limit_memory(MEMORY)
    try:
        outcome: PaperReading | str = read_paper(path, on_page=partial(signal.alarm, page_seconds))
    except UnreadablePaper as error:
        outcome = str(error)
    except MemoryError:
        outcome = GIVEN_UP
    sender.send(outcome)
