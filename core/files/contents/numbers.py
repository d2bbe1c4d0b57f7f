"""Numbers of citizens in what a document shows: in the text of an office file or a PDF, and in the
cells of a workbook as they are displayed.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import IO

import pypdfium2 as pdfium

from core.files.contents.cells import MAX_SHEETS_TEXT, is_sheet, numbers_in_cells
from core.jobs.limits import LimitExceeded, run_within_limits
from core.text.vietnamese import identity_numbers, visible

IDENTITY = "số giống số định danh cá nhân, căn cước, trong nội dung"
NOT_LOOKED_THROUGH = "nội dung mà máy không xem hết được để tìm số căn cước"
_TEXTS = re.compile(
    r"(?:word/(?:document|footnotes|endnotes|header\d*|footer\d*)"
    r"|xl/(?:sharedStrings|worksheets/[^/]+|drawings/[^/]+)"
    r"|ppt/(?:slides|notesSlides)/[^/]+|content|styles)\.xml"
)
_MAX_TEXT = 8 * 1024 * 1024  # bytes of a member that are looked through
# Ends of paragraphs, cells and shared strings; a word may be split by other elements.
_ENDS = re.compile(rb"</(?:w:p|a:p|si|c|text:p|table:table-cell)>")
_TAG = re.compile(rb"<[^>]{0,4000}>")
_PDF_SECONDS = 10
_PDF_MEMORY = 512  # MiB beyond what the process has
_PDF_PAGES = 300
_PDF_TEXT = 4_000_000  # characters


def is_about_numbers(words: str) -> bool:
    """Return whether these words of a file tell of numbers in its text."""
    return IDENTITY in words or words == NOT_LOOKED_THROUGH


def identity_words(package: zipfile.ZipFile, names: set[str]) -> list[str]:
    """Return in words how many numbers like those of identity cards the text of a Word, Excel,
    PowerPoint or OpenDocument file shows; nothing without any.
    """
    found: dict[str, None] = {}
    left = MAX_SHEETS_TEXT
    for name in filter(_TEXTS.fullmatch, sorted(names)):
        size = min(package.getinfo(name).file_size, _MAX_TEXT)
        if is_sheet(name) and size <= left:
            left -= size
            continue
        stream: IO[bytes]
        with package.open(name) as stream:
            lines = _ENDS.sub(b"\n", stream.read(_MAX_TEXT))
        text = _TAG.sub(b"", lines).decode("utf-8", "replace")
        found |= dict.fromkeys(identity_numbers(text))
    found |= dict.fromkeys(numbers_in_cells(package, names))
    return _words(list(found))


def pdf_identity_words(path: Path) -> list[str]:
    """Return the same of the text that a PDF carries, read in a process of its own. One that takes
    too much is named too; one that is broken, or a scan, shows nothing that could be read.
    """
    try:
        numbers = run_within_limits(
            lambda _: identity_numbers(_pdf_text(path)), seconds=_PDF_SECONDS, memory=_PDF_MEMORY
        )
    except LimitExceeded:
        return [NOT_LOOKED_THROUGH]
    except pdfium.PdfiumError:
        return []
    return _words(numbers)


def _pdf_text(path: Path) -> str:
    pages: list[str] = []
    length = 0
    document = pdfium.PdfDocument(path)
    for number in range(min(len(document), _PDF_PAGES)):
        try:
            text = document[number].get_textpage().get_text_range(errors="ignore")
        except pdfium.PdfiumError:  # a broken page; the others are read
            continue
        pages.append(visible(text))
        length += len(text)
        if length > _PDF_TEXT:
            break
    return "\n".join(pages)


def _words(numbers: list[str]) -> list[str]:
    return [f"{len(numbers)} {IDENTITY} (như “{numbers[0]}”)"] if numbers else []
