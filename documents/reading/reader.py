"""Reading of a file: its text by pages, and the proposal for its row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files import File
from PIL import Image

from core.files.uploads import InvalidUpload
from core.files.validation import validate_upload
from documents.reading import pdf, recognition
from documents.reading.errors import UnreadablePaper
from documents.reading.layout import PageText
from documents.reading.proposals import Proposal, propose
from documents.reading.word import docx_pages

MAX_TEXT = 1_000_000  # characters of one file that are kept
_LETTERS_OF_TEXT = 40  # a page with fewer is a scan


@dataclass(frozen=True)
class PaperReading:
    """The text of a file by pages; ``page_count`` counts those that were not read too.

    ``is_recognized`` tells that a page's text was recognized in its picture, ``has_unread`` that
    pages without text were not recognized: too many, or no Tesseract.
    """

    pages: tuple[PageText, ...]
    page_count: int
    proposal: Proposal
    has_unread: bool = False

    @property
    def text(self) -> str:
        return "\n\n".join(page.text for page in self.pages if page.text)[:MAX_TEXT]

    @property
    def turn(self) -> int:
        """Return by how many degrees clockwise the picture of the first page was turned."""
        return self.pages[0].turn if self.pages else 0

    @property
    def is_recognized(self) -> bool:
        return any(page.is_recognized for page in self.pages)

    @property
    def hidden(self) -> list[str]:
        """Return what stands under dark boxes and can be copied out all the same."""
        return [text for page in self.pages for text in page.hidden]

    def as_dict(self) -> dict[str, Any]:
        """Return the proposal, the number of pages and the text for JSON."""
        proposal = self.proposal
        number = proposal.number
        return {
            "agency": proposal.agency,
            "number": number.number if number else "",
            "notation": number.notation if number else "",
            "year": number.year if number else None,
            "date": proposal.issued_on.isoformat() if proposal.issued_on else None,
            "type": proposal.type,
            "subject": proposal.subject,
            "signer": proposal.signer,
            "signer_title": proposal.signer_title,
            "urgency": proposal.urgency,
            "classified": proposal.is_classified,
            "pages": self.page_count,
            "text": self.text,
        }


def read_paper(path: Path, on_page: Callable[[], object] = lambda: None) -> PaperReading:
    """Return the reading of a PDF, a DOCX or a picture of a page; ``on_page`` is called before each
    page.

    Raises UnreadablePaper with a sentence for a file that cannot be read or is of another type.
    """
    try:
        with path.open("rb") as opened:
            found = validate_upload(File(opened, path.name), pictures_only=False)
    except InvalidUpload as refused:
        raise UnreadablePaper(" ".join(refused.messages)) from None
    except OSError:
        raise UnreadablePaper("Không mở được tệp này.") from None
    if found.content_type.startswith("image/"):
        on_page()
        return _read_picture(path)
    if found.extension == "pdf":
        return _read_pdf(path, on_page)
    if found.extension == "docx":
        pages = docx_pages(path)
        return PaperReading(tuple(pages), 1, propose(pages))
    raise UnreadablePaper("Chỉ đọc được chữ của PDF và Word (.docx).")


def _read_picture(path: Path) -> PaperReading:
    """Return the reading of a photographed page."""
    if not recognition.is_available():
        return PaperReading((), 1, Proposal(), has_unread=True)
    with Image.open(path) as picture:
        pages = (recognition.recognize(picture.convert("RGB"), is_first=True),)
    return PaperReading(pages, 1, propose(pages))


def _read_pdf(path: Path, on_page: Callable[[], object]) -> PaperReading:
    pages = []
    unread = 0
    with pdf.opened(path) as document:
        count = len(document)
        recognized = 0
        for number in range(min(count, pdf.MAX_PAGES)):
            on_page()
            page = pdf.page_text(document, number)
            if sum(letter.isalpha() for letter in page.text) < _LETTERS_OF_TEXT:
                if recognition.is_available() and recognized < recognition.MAX_PAGES:
                    page = recognition.recognize(
                        pdf.page_picture(document, number), is_first=number == 0
                    )
                    recognized += 1
                elif not page.text:
                    unread += 1
            pages.append(page)
    has_unread = bool(unread) or count > pdf.MAX_PAGES
    return PaperReading(tuple(pages), count, propose(pages), has_unread)
