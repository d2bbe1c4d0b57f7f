"""Text and pictures of the pages of a PDF, by PDFium.

Text comes with its places; a page without text is a scan, whose picture is given to
``documents.reading.recognition``.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from PIL import Image
from pypdfium2 import raw

from core.text.vietnamese import visible
from documents.reading.errors import UnreadablePaper
from documents.reading.layout import PageText, Segment

MAX_PAGES = 300  # read of one file; the others stay in the file
DOTS_PER_INCH = 200
MAX_PIXELS = 12_000_000  # of a page's picture: A3 at 200 dpi is 7.7 million
_MAX_SEGMENTS = 5_000
_MAX_OBJECTS = 20_000
_MAX_BOXES = 200
_DARK = 60  # of 255, the brightest of a colour's parts
_POINTS_PER_INCH = 72
# What PDFium gives for a hyphen at the end of a line; Vietnamese words are not broken with one.
_LINE_HYPHENS = {0x2: "-", 0xFFFE: "-"}


@contextmanager
def opened(path: Path) -> Iterator[pdfium.PdfDocument]:
    """Open a PDF, also one whose password only restricts printing.

    Raises UnreadablePaper for one that is broken or wants a password to be read.
    """
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise UnreadablePaper(_reason(str(error))) from None
    try:
        if not len(document):
            raise UnreadablePaper("Tệp PDF không có trang nào.")
        yield document
    finally:
        document.close()


def _reason(error: str) -> str:
    if "password" in error.lower():
        return "Tệp PDF có mật khẩu mở tệp: xin bỏ mật khẩu, lưu lại rồi tải lên."
    return "Tệp PDF bị hỏng, không đọc được: xin in lại thành PDF mới rồi tải lên."


def page_text(document: pdfium.PdfDocument, number: int) -> PageText:
    """Return the text that a page (from 0) carries; raises UnreadablePaper for a broken page."""
    try:
        page = document[number]
        text_page = page.get_textpage()
        text = text_page.get_text_range(errors="ignore").replace("\r\n", "\n")
        text = visible(text.translate(_LINE_HYPHENS))
        return PageText(
            text.strip(), tuple(_segments(page, text_page)), hidden=tuple(_hidden(page, text_page))
        )
    except pdfium.PdfiumError:
        raise UnreadablePaper(f"Trang {number + 1} của tệp PDF bị hỏng, không đọc được.") from None


def page_picture(document: pdfium.PdfDocument, number: int) -> Image.Image:
    """Return a page (from 0) in colour at 200 dpi, or at fewer where it is very large."""
    try:
        page = document[number]
        width, height = page.get_size()
        scale = DOTS_PER_INCH / _POINTS_PER_INCH
        pixels = width * height * scale**2
        if min(width, height) * scale < 1:  # a page as thin as a hair has no picture
            raise UnreadablePaper(f"Trang {number + 1} của tệp PDF không có kích thước.")
        if pixels > MAX_PIXELS:
            scale *= (MAX_PIXELS / pixels) ** 0.5
        return page.render(scale=scale).to_pil().convert("RGB")
    except pdfium.PdfiumError:
        raise UnreadablePaper(f"Trang {number + 1} của tệp PDF bị hỏng, không đọc được.") from None


def page_preview(document: pdfium.PdfDocument, number: int, size: tuple[int, int]) -> Image.Image:
    """Return a page (from 0) in colour, within ``size``; raises UnreadablePaper."""
    try:
        page = document[number]
        width, height = page.get_size()
        scale = min(size[0] / width, size[1] / height)
        if min(width, height) * scale < 1:
            raise UnreadablePaper(f"Trang {number + 1} của tệp PDF không có kích thước.")
        return page.render(scale=scale).to_pil().convert("RGB")
    except (pdfium.PdfiumError, ZeroDivisionError):
        raise UnreadablePaper(f"Trang {number + 1} của tệp PDF bị hỏng, không đọc được.") from None


def _segments(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage) -> Iterator[Segment]:
    width, height = page.get_size()
    for index in range(min(text_page.count_rects(), _MAX_SEGMENTS)):
        left, bottom, right, top = text_page.get_rect(index)
        text = text_page.get_text_bounded(left, bottom, right, top, errors="ignore")
        if shown := visible(text.translate(_LINE_HYPHENS)).strip():
            yield Segment(
                " ".join(shown.split()),
                left / width,
                1 - top / height,
                right / width,
                1 - bottom / height,
            )


def _hidden(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage) -> Iterator[str]:
    """Yield the text under dark boxes that were drawn after it."""
    drawn: list[tuple[float, float, float, float]] = []
    boxes: list[tuple[float, float, float, float]] = []
    for count, item in enumerate(page.get_objects(max_depth=2)):
        if count > _MAX_OBJECTS or len(boxes) >= _MAX_BOXES:
            break
        if item.type == raw.FPDF_PAGEOBJ_TEXT:
            drawn.append(item.get_bounds())
        elif item.type == raw.FPDF_PAGEOBJ_PATH and _is_dark(item):
            box = item.get_bounds()
            if box[3] - box[1] > 5 and any(_overlap(box, text) for text in drawn):
                boxes.append(box)
    for box in boxes:
        text = " ".join(text_page.get_text_bounded(*box, errors="ignore").split())
        if text:
            yield text


def _is_dark(item: Any) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    parts = (red, green, blue, alpha)
    has_color = raw.FPDFPageObj_GetFillColor(item.raw, *parts)
    raw.FPDFPath_GetDrawMode(item.raw, fill, stroke)
    is_filled = fill.value != raw.FPDF_FILLMODE_NONE
    is_dark = max(part.value for part in parts[:3]) <= _DARK
    return bool(has_color and is_filled and alpha.value > 200 and is_dark)


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
