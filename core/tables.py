"""Tables for people's spreadsheets: CSV that Excel reads as Vietnamese and never as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

# Spreadsheets run what begins so; they skip blanks before it, and read the wide forms of the same characters.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def csv_bytes(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    """Return the table as UTF-8 with a byte order mark, lines ended as RFC 4180 wants.

    A text that a spreadsheet would run gets an apostrophe before it; numbers stay numbers, None is an empty cell.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    text = str(value)
    is_formula = text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA)
    return "'" + text if is_formula else text
