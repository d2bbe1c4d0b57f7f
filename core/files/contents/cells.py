"""Numbers of citizens in the cells of a workbook, by what the cells display.

Excel keeps "079185001234" as the number 79185001234: either the number format shows the zero again,
or only the heading of the column tells what the number is.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import IO, Any, Protocol
from xml.etree import ElementTree

from core.text.vietnamese import fold, identity_numbers

MAX_SHEETS_TEXT = 16 * 1024 * 1024  # bytes of all sheets whose cells are read one by one
_MAX_MEMBER = 8 * 1024 * 1024
_CHUNK = 256 * 1024
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_HEADING = re.compile(r"can cuoc|cccd|cmnd|cmtnd|chung minh|dinh danh")
_OTHER_HEADING = re.compile(r"^\W*(?:ngay|noi|co quan|han)\b")  # "Ngày cấp căn cước"
_MAX_HEADING = 80  # characters
# Without its zeros at the beginning a number of twelve digits has nine at least.
_WITHOUT_ZEROS = re.compile(r"\d{9,12}")
_PLAIN_FORMATS = {0: "General", 1: "0", 49: "@"}
# Of a number format: quoted and escaped signs, then conditions, colours, blanks as wide as a sign.
_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
_NOT_SHOWN = re.compile(r"\[[^\]]*\]|[_*].")
_DIGITS_ALONE = re.compile(r"[0#?](?:[0#? .()\-]*[0#?])?")


def is_sheet(name: str) -> bool:
    return _SHEET.fullmatch(name) is not None


def numbers_in_cells(package: zipfile.ZipFile, names: set[str]) -> Iterator[str]:
    """Yield what is displayed like the number of an identity card in the sheets of a workbook, the
    first ``MAX_SHEETS_TEXT`` bytes of them. Shared strings count only by their column.
    """
    sheets = list(filter(is_sheet, sorted(names)))
    if not sheets:
        return
    styles, strings = _Styles(), _Strings()
    _read(package, names, "xl/styles.xml", styles)
    _read(package, names, "xl/sharedStrings.xml", strings)
    left = MAX_SHEETS_TEXT
    for name in sheets:
        size = min(package.getinfo(name).file_size, _MAX_MEMBER)
        if size > left:
            continue
        left -= size
        sheet = _Sheet(styles.formats, strings)
        _read(package, names, name, sheet)
        yield from identity_numbers("\n".join(sheet.lines))
        yield from sheet.found


class _Target(Protocol):
    """What is told of the elements of an XML; no tree of them is made."""

    def start(self, tag: str, attributes: dict[str, str]) -> None: ...
    def end(self, tag: str) -> None: ...
    def data(self, text: str) -> None: ...


def _read(package: zipfile.ZipFile, names: set[str], name: str, target: _Target) -> None:
    """Let the target hear of the first ``_MAX_MEMBER`` bytes of a member, as far as it is XML."""
    if name not in names:
        return
    parser = ElementTree.XMLParser(target=target)  # noqa: S314  (bounded, as are its entities)
    stream: IO[bytes]
    with package.open(name) as stream:
        try:
            for _ in range(_MAX_MEMBER // _CHUNK):
                part = stream.read(_CHUNK)
                if not part:
                    return
                parser.feed(part)
        except (ElementTree.ParseError, LookupError, ValueError):
            return


class _Styles:
    """The codes of number formats by the style of a cell."""

    def __init__(self) -> None:
        self._codes: dict[int, str] = dict(_PLAIN_FORMATS)
        self._is_in_cells = False
        self.formats: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if name == "numFmt":
            self._codes[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._is_in_cells = True
        elif name == "xf" and self._is_in_cells:
            self.formats.append(self._codes.get(_number(attributes.get("numFmtId")), ""))

    def end(self, tag: str) -> None:
        if _local(tag) == "cellXfs":
            self._is_in_cells = False

    def data(self, text: str) -> None:
        """Formats are attributes."""


class _Strings:
    """Of the shared strings those that may be headings, and those of digits alone."""

    def __init__(self) -> None:
        self._count = 0
        self._text: list[str] = []
        self._is_text = False
        self.headings: set[int] = set()
        self.numbers: dict[int, str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if name == "si":
            self._text = []
        self._is_text = name == "t"

    def end(self, tag: str) -> None:
        self._is_text = False
        if _local(tag) != "si":
            return
        text = "".join(self._text).strip()
        if _is_heading(text):
            self.headings.add(self._count)
        elif _WITHOUT_ZEROS.fullmatch(text):
            self.numbers[self._count] = text
        self._count += 1

    def data(self, text: str) -> None:
        if self._is_text:
            self._text.append(text)


class _Sheet:
    """``lines`` are what cells, headers and footers display, without shared strings; ``found`` are
    the numbers below a heading that names them.
    """

    def __init__(self, formats: list[str], strings: _Strings) -> None:
        self._formats, self._strings = formats, strings
        self._column = 0
        self._cell: dict[str, str] = {}
        self._text: list[str] = []
        self._is_text = False
        self._headed: set[int] = set()
        self.lines: list[str] = []
        self.found: dict[str, None] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if name == "row":
            self._column = 0
        elif name == "c":
            self._column = _column_of(attributes.get("r", "")) or self._column + 1
            self._cell, self._text = attributes, []
        elif name.endswith(("Header", "Footer")):
            self._text = []
        self._is_text = name in ("v", "t") or name.endswith(("Header", "Footer"))

    def end(self, tag: str) -> None:
        name = _local(tag)
        self._is_text = False
        if name == "c":
            self._end_cell("".join(self._text).strip())
        elif name.endswith(("Header", "Footer")):
            self.lines.append("".join(self._text))

    def data(self, text: str) -> None:
        if self._is_text:
            self._text.append(text)

    def _end_cell(self, text: str) -> None:
        kind = self._cell.get("t", "n")
        value = text
        if kind == "s":
            index = _number(text)
            value = self._strings.numbers.get(index, "")
            is_heading = index in self._strings.headings
        elif kind == "n":
            is_heading = False
            value = _whole(text)
            self.lines.append(_displayed(text, value, self._format()))
        else:
            is_heading = _is_heading(text)
            self.lines.append(text)
        if is_heading:
            self._headed.add(self._column)
        elif self._column in self._headed and _WITHOUT_ZEROS.fullmatch(value):
            shown = _displayed(value, value, self._format()) if kind == "n" else value
            if not identity_numbers(shown):  # which is found by itself
                self.found[value] = None

    def _format(self) -> str:
        style = _number(self._cell.get("s", "0"))
        return self._formats[style] if 0 <= style < len(self._formats) else "General"


def _displayed(text: str, whole: str, code: str) -> str:
    """Return a number as a format shows it; "" where it is shown with separators, or as a date."""
    if code in ("General", "@"):
        return whole or text
    shown = _LITERAL.sub(lambda match: match[1] or match[2] or "", _shown_part(code))
    return _filled(shown, whole) if whole and _DIGITS_ALONE.fullmatch(shown) else ""


def _shown_part(code: str) -> str:
    """Return the part of a format for positive numbers, without what takes no sign's place."""
    return _NOT_SHOWN.sub("", code.partition(";")[0])


def _filled(code: str, digits: str) -> str:
    """Return the digits in the places of a format: "000 000" shows 12345 as "012 345"."""
    left = list(digits)
    signs: list[str] = []
    for sign in reversed(code):
        if sign not in "0#?":
            signs.append(sign)
        elif left:
            signs.append(left.pop())
        elif sign == "0":
            signs.append("0")
    return "".join([*left, *reversed(signs)]).strip()


def _whole(text: str) -> str:
    """Return a number as digits alone; "" for a fraction, a negative number or no number."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return ""
    is_whole = number.is_finite() and 0 <= number < 10**15 and number == number.to_integral_value()
    return str(int(number)) if is_whole else ""


def _is_heading(text: str) -> bool:
    if not text or len(text) > _MAX_HEADING:
        return False
    folded = fold(text)
    return bool(_HEADING.search(folded)) and not _OTHER_HEADING.match(folded)


def _column_of(reference: str) -> int:
    """Return the number of the column of "AB12", from 1; 0 where none is given."""
    number = 0
    for letter in reference[:3]:
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _number(text: Any) -> int:
    try:
        return int(text)
    except (TypeError, ValueError):
        return -1


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
