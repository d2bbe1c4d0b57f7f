"""Filters of log records."""

from __future__ import annotations

import logging


class NoClientTraceback(logging.Filter):
    """Drops the traceback of answers below 500: a refusal is no fault of the program."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", 500) < 500:
            record.exc_info = None
            record.exc_text = None
        return True
