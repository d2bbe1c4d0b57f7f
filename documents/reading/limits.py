"""Reading of a paper in a process of its own, so that no file takes more than its share.

PDFium and Tesseract are C: a drawing that draws itself twice keeps them busy for ever, and nothing
in Python can stop them.
"""

from __future__ import annotations

import signal
from functools import partial
from pathlib import Path

from core.jobs.limits import LimitExceeded, run_within_limits
from documents.reading.errors import UnreadablePaper
from documents.reading.reader import PaperReading, read_paper

# Tesseract may take two minutes for each of its three looks at a page; the small parts that may be
# stamps come to that.
PAGE_SECONDS = 450
MEMORY = 512  # MiB beyond what the process has
GIVEN_UP = "Máy không đọc xong tệp này trong giới hạn cho phép: xin ghi tay các ô."


def read_within_limits(path: Path, *, page_seconds: int = PAGE_SECONDS) -> PaperReading:
    """Return the reading of a file; raises UnreadablePaper, also for one that takes too much."""
    try:
        return run_within_limits(
            lambda _: read_paper(path, on_page=partial(signal.alarm, page_seconds)),
            seconds=page_seconds,
            memory=MEMORY,
        )
    except LimitExceeded:
        raise UnreadablePaper(GIVEN_UP) from None
