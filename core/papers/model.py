"""Official papers in the layout of decree 30/2020 (annex I), as a Word file and as PDF.

An app defines the content of a paper; the layout is known here alone:

    paper = Paper(
        head=Head(agency="Ủy ban nhân dân phường Bến Sen", number=number_line("12", "BB-UBND")),
        kind="Biên bản",
        subject="Họp giao ban tháng 7/2016",
        blocks=[
            Paragraph("14 giờ 00, ngày 24 tháng 6 năm 2016", label="Thời gian:"),
            Heading("Kết luận"),
            Numbered(["Giao các ngành nộp tin, bài đúng hạn.", "Giao Tổ CNTT kiểm tra."]),
            Table(
                [Column("Họ và tên", 30), Column("Số bài", 10, is_number=True)],
                rows,
                totals=["Cộng", 12],
            ),
        ],
        signatures=[Signature("Thư ký", "Trần Thị Bình"), Signature("Chủ tọa", "Nguyễn Thị An")],
        recipients=["Như trên", "Lưu: VT"],
    )
    paper_docx(paper), paper_pdf(paper)             # bytes
    paper_response("bien-ban-7-2016", paper, "pdf")  # an HTTP response, "docx" or "pdf"

Capitals, bold and italics, the end mark, the signs behind recipients and leading zeros are added
here, so texts are passed as they are read aloud. Leave ``place_and_date`` out for a *biên bản*: it
has none. With one signature the recipients are left of it; with two they are beneath. A signature
is a blank space for a pen: nothing in the portal fills it. An ``annex`` follows the signatures on
landscape pages, in small type, for tables too wide for the paper itself.

The Word file comes from a template that a clerk may change in Word: ``DATA_DIR/giay-to/mau.docx``
if it exists (``manage.py paper_template`` writes a first one), else the one of
``core.papers.template``. Its styles define the look in Word; the PDF follows ``paper.typ``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from django.utils import timezone

from core.papers.characters import printable
from core.reporting.spreadsheets import Column
from core.text.list_items import split_list_items, text_lines, without_mark
from core.text.vietnamese import clean_line

_COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
_END_MARK = "./."
BLANK = "……"  # for the pen
_AGENCY_LINE = 22  # capitals that fit on one line of the head's left part
_PLACE = re.compile(r"\b(?:PHƯỜNG|XÃ|THỊ TRẤN|ĐẶC KHU|QUẬN|HUYỆN|THỊ XÃ|THÀNH PHỐ|TỈNH)\b")
_LINE = 90  # more letters than any line of the body has


@dataclass(frozen=True)
class Head:
    """Issuer of the paper.

    ``parent`` is the superior agency; a People's Committee has none.
    """

    agency: str
    number: str = ""
    place_and_date: str = ""
    parent: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Running text, one paragraph a line; ``label`` is set in bold before the first ("Thời
    gian:").
    """

    text: str
    label: str = ""

    def data(self) -> list[dict[str, Any]]:
        filled = text_lines(self.text) or [""]
        labels = [clean_line(self.label)] + [""] * len(filled)
        return [
            {"type": "paragraph", "label": label, "text": line}
            for label, line in zip(labels, filled, strict=False)
        ]


@dataclass(frozen=True)
class Heading:
    """Heading of level 1 or 2; its number ("I.", "1.") is part of the text."""

    text: str
    level: int = 1

    def data(self) -> list[dict[str, Any]]:
        return [{"type": "heading", "text": clean_line(self.text), "level": self.level}]


@dataclass(frozen=True)
class Numbered:
    """A list that counts from ``first``; its numbers are text, so that later edits do not change
    them. Further lines of an entry stay lines of their own.
    """

    items: Sequence[str]
    first: int = 1

    def data(self) -> list[dict[str, Any]]:
        return [
            part
            for number, text in enumerate(self.items, start=self.first)
            for part in _item(f"{number}.", text)
        ]


@dataclass(frozen=True)
class Dashed:
    """A list whose entries begin with a dash; an entry that is a list itself is its items."""

    items: Sequence[str]

    def data(self) -> list[dict[str, Any]]:
        return [
            part
            for text in self.items
            for entry in split_list_items(text)
            for part in _item("-", entry)
        ]


# In millimetres: the text of a page, of a table's cell the margins and a digit of 12 points.
_TEXT_WIDTH, _CELL_MARGINS, _DIGIT = 165, 3.8, 2.3


@dataclass(frozen=True)
class Table:
    """A table as in ``core.reporting.spreadsheets``: widths are shares of the page, numbers are
    right-aligned and stay on one line, in their column.
    """

    columns: Sequence[Column]
    rows: Iterable[Iterable[Any]]
    totals: Iterable[Any] | None = None

    def data(self) -> list[dict[str, Any]]:
        rows = [[shown(value) for value in row] for row in self.rows]
        totals = [shown(value) for value in self.totals or ()]
        return [
            {
                "type": "table",
                "labels": [column.label for column in self.columns],
                "widths": self._widths([*rows, totals] if totals else rows),
                "numbers": [column.is_number for column in self.columns],
                "rows": rows,
                "totals": totals,
            }
        ]

    def _widths(self, rows: list[list[str]]) -> list[float]:
        """Return the shares of the columns; those of numbers no less than their longest number
        takes, while half of the width of the others is left.
        """
        widths: list[float] = [column.width for column in self.columns]
        page = sum(widths)
        wanted = {
            at: max(widths[at], page * (longest * _DIGIT + _CELL_MARGINS) / _TEXT_WIDTH)
            for at, column in enumerate(self.columns)
            if column.is_number and (longest := max((len(row[at]) for row in rows), default=0))
        }
        texts = sum(width for at, width in enumerate(widths) if at not in wanted)
        left = page - sum(wanted.values())
        if left < texts / 2:
            return widths
        return [wanted.get(at) or width * left / texts for at, width in enumerate(widths)]


Block = Paragraph | Heading | Numbered | Dashed | Table


@dataclass(frozen=True)
class Signature:
    """A space to sign: ``authority`` above the title ("TM. Ủy ban nhân dân", "KT. Chủ tịch"), the
    name beneath.
    """

    title: str
    name: str = ""
    authority: str = ""
    hint: str = ""

    def data(self) -> dict[str, str]:
        return {
            "authority": clean_line(self.authority).upper(),
            "title": clean_line(self.title).upper(),
            "hint": clean_line(self.hint),
            "name": clean_line(self.name),
        }


@dataclass(frozen=True)
class Annex:
    """An annex on landscape pages behind the signatures; ``reference`` says to what it belongs
    ("Kèm theo Báo cáo số 05/BC-UBND").
    """

    title: str
    blocks: Sequence[Block]
    reference: str = ""

    def data(self) -> dict[str, Any]:
        return {
            "title": clean_line(self.title),
            "reference": clean_line(self.reference),
            "blocks": [part for block in self.blocks for part in block.data()],
        }


@dataclass(frozen=True)
class Paper:
    """One paper; ``signatures`` are one, or two from left to right."""

    head: Head
    kind: str
    subject: str
    blocks: Sequence[Block]
    signatures: Sequence[Signature] = field(default=())
    recipients: Sequence[str] = field(default=())
    has_end_mark: bool = True
    annex: Annex | None = None

    @property
    def title(self) -> str:
        return clean_line(f"{self.kind} {self.subject}")

    def data(self) -> dict[str, Any]:
        """Return all texts of the paper, formatted and printable: the common input of Word and
        PDF.
        """
        return cast("dict[str, Any]", printable_tree(self._texts()))

    def _texts(self) -> dict[str, Any]:
        blocks = [part for block in self.blocks for part in block.data()]
        if self.has_end_mark and blocks and "text" in blocks[-1]:
            blocks[-1]["text"] = blocks[-1]["text"].rstrip(" .;") + _END_MARK
        if self.signatures:
            _keep_with_signature(blocks)
        signatures = _aligned([signature.data() for signature in self.signatures])
        recipients = [clean_line(line).rstrip(" .;") for line in self.recipients]
        return {
            "title": self.title,
            "parent": _agency(self.head.parent),
            "agency": _agency(self.head.agency),
            "number": clean_line(self.head.number),
            "country": _COUNTRY,
            "motto": _MOTTO,
            "place_and_date": clean_line(self.head.place_and_date),
            "kind": clean_line(self.kind).upper(),
            "subject": clean_line(self.subject),
            "blocks": blocks,
            "left": signatures[0] if len(signatures) > 1 else None,
            "right": signatures[-1] if signatures else None,
            "recipients": [
                f"- {line}{'.' if line is recipients[-1] else ';'}" for line in recipients
            ],
            "annex": self.annex.data() if self.annex else None,
        }


def number_line(number: str, notation: str) -> str:
    """Return "Số: 05/BB-UBND"; numbers below ten get a leading zero, a missing one a blank to fill
    in.
    """
    typed = number.strip()
    return f"Số: {typed.zfill(2) if typed else BLANK}/{notation}"


def place_and_date(place: str, day: date) -> str:
    """Return "Bến Sen, ngày 05 tháng 01 năm 2016": days below ten and months 1 and 2 get a leading
    zero.
    """
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"{place}, ngày {day.day:02} tháng {month} năm {day.year}"


def blank_date(place: str, year: int) -> str:
    """Return "Bến Sen, ngày …… tháng …… năm 2016", to be filled in with a pen."""
    return f"{place}, ngày {BLANK} tháng {BLANK} năm {year}"


def shown(value: Any) -> str:
    """Return the value in Vietnamese notation: 1.210.000; 2,5; 24/06/2016; a time in the ward's
    time zone.
    """
    match value:
        case None:
            return ""
        case bool():
            return "Có" if value else "Không"
        case int() | float() | Decimal():
            plain = f"{value:,}"
            whole, point, decimals = plain.partition(".")
            decimals = decimals.rstrip("0")
            return whole.replace(",", ".") + ("," + decimals if point and decimals else "")
        case datetime():
            moment = timezone.localtime(value) if timezone.is_aware(value) else value
            return moment.strftime("%d/%m/%Y %H:%M")
        case date():
            return value.strftime("%d/%m/%Y")
        case _:
            return clean_line(str(value))


def _agency(name: str) -> str:
    """Return the name in capitals, its place on a line of its own: a line break stands between
    "ỦY BAN NHÂN DÂN" and "PHƯỜNG BẾN SEN" where one line would be too long.
    """
    line = clean_line(name).upper()
    if len(line) <= _AGENCY_LINE:
        return line
    places = list(_PLACE.finditer(line))
    at = places[-1].start() if places else 0
    return f"{line[:at].rstrip()}\n{line[at:]}" if at else line


def _keep_with_signature(blocks: list[dict[str, Any]]) -> None:
    """Mark the blocks that stand on the page of the signatures: two lines or rows at least."""
    lines = 0
    for block in reversed(blocks):
        block["keep"] = True
        if block["type"] == "table":
            return
        lines += 1 + len(block["text"]) // _LINE
        if lines > 1 and block["type"] != "heading":
            return


def _aligned(signatures: list[dict[str, str]]) -> list[dict[str, str]]:
    """Pad lines that only one signature has, so that titles and names align."""
    for line in ("authority", "hint"):
        if any(signature[line] for signature in signatures):
            for signature in signatures:
                signature[line] = signature[line] or "\u00a0"
    return signatures


def _item(mark: str, text: str) -> list[dict[str, Any]]:
    first, *others = text_lines(text) or [""]
    if mark == "-" and not first[:1].isalnum():
        first = without_mark(first)  # a dash of the typist's own
    return [
        {"type": "item", "mark": mark, "text": first},
        *({"type": "item", "mark": "", "text": line} for line in others),
    ]


def printable_tree(value: Any) -> Any:
    """Return a tree of dictionaries and lists with every text in it printable."""
    match value:
        case str():
            return "\n".join(map(printable, value.split("\n")))
        case list():
            return [printable_tree(part) for part in value]
        case dict():
            return {name: printable_tree(part) for name, part in value.items()}
    return value
