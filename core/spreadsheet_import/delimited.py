"""Reading of CSV: encoding, separator, rows."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from itertools import islice

from core.files.uploads import InvalidUpload
from core.spreadsheet_import.table import (
    MAX_COLUMNS,
    MAX_ROWS,
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
    RowCollector,
    Sheet,
)
from core.text.legacy_encoding import TCVN3, converter_of, legacy_passage
from core.text.vietnamese import nfc

MAX_BYTES = 10 * 1024 * 1024
LEGACY = (
    "Tệp gõ bằng bảng mã cũ ({}) nên chữ Việt sẽ thành ký tự lạ: xin chuyển sang Unicode (UniKey:"
    " Công cụ, Chuyển mã), lưu lại rồi tải lên."
)
NOT_A_TABLE = (
    "Tệp này không phải bảng tính: chỉ nhận Excel (.xlsx) và CSV, xin lưu lại thành một loại đó rồi"
    " tải lên."
)
_BROKEN = (
    'Tệp CSV bị lỗi từ dòng {}: có thể thiếu một dấu nháy kép ("). Xin lưu lại thành .xlsx rồi'
    " tải lên."
)
_SEPARATORS = (";", ",", "\t")
_SAMPLE_ROWS = 60
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_csv(content: bytes) -> Sheet:
    """Return the rows of a CSV file in UTF-8, UTF-16 or Windows-1258. Raises InvalidUpload."""
    text = decoded(content)
    separator, text, skipped = _separator(text)
    collected = RowCollector()
    number = skipped
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            number += 1
            collected.add(number, cells)
            if len(collected.rows) > MAX_ROWS:
                raise InvalidUpload(TOO_MANY_ROWS)
            if collected.rows and len(collected.rows[-1].cells) > MAX_COLUMNS:
                raise InvalidUpload(TOO_MANY_COLUMNS)
    except csv.Error:
        raise InvalidUpload(_BROKEN.format(number + 1)) from None
    return Sheet("", collected.rows)


def decoded(content: bytes) -> str:
    """Return the text of the file in NFC. Raises InvalidUpload for binary and legacy ones."""
    text = _decoded(content)
    if _CONTROL.search(text):
        raise InvalidUpload(NOT_A_TABLE)
    refuse_legacy(text)
    return nfc(text)


def _decoded(content: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "")
    encoding = encoding or _utf16_without_mark(content) or "utf-8"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise InvalidUpload(NOT_A_TABLE) from None
    if b"\0" in content:  # a program, a database: no text of any encoding
        raise InvalidUpload(NOT_A_TABLE)
    # TCVN3 and VNI are defined by the Western signs of the same bytes.
    refuse_legacy(content.decode("latin-1"))
    try:
        return content.decode("cp1258")
    except UnicodeDecodeError:
        raise InvalidUpload(NOT_A_TABLE) from None


def _utf16_without_mark(content: bytes) -> str:
    """Return the byte order in which every other byte is mostly zero, as Latin letters are."""
    sample = content[:4_000]
    half = max(len(sample) // 2, 1)
    if sample[1::2].count(0) > half / 2 and not sample[::2].count(0):
        return "utf-16-le"
    if sample[::2].count(0) > half / 2 and not sample[1::2].count(0):
        return "utf-16-be"
    return ""


def refuse_legacy(text: str) -> None:
    """Refuse a text in TCVN3 or VNI, as a whole. Raises InvalidUpload."""
    if passage := legacy_passage(text):
        found = converter_of(passage)
        raise InvalidUpload(LEGACY.format(found[0].name if found else TCVN3.name))


def _separator(text: str) -> tuple[str, str, int]:
    """Return the separator, the text, and the number of lines that only named the separator."""
    if named := _SEPARATOR_LINE.match(text):
        return named[1], text[named.end() :], 1
    return max(_SEPARATORS, key=lambda separator: _fit(text, separator)), text, 0


def _fit(text: str, separator: str) -> tuple[int, int]:
    """Return how well a separator fits: cells in rows of the most frequent width above one."""
    reader = csv.reader(io.StringIO(text[:100_000], newline=""), delimiter=separator)
    widths: Counter[int] = Counter()
    try:
        widths.update(len(cells) for cells in islice(reader, _SAMPLE_ROWS) if len(cells) > 1)
    except csv.Error:
        return 0, 0
    if not widths:
        return 0, 0
    width, rows = max(widths.items(), key=lambda item: item[0] * item[1])
    return rows * width, width
