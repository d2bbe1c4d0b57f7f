"""Parser of the text form in which old ward portals hand over their pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from html import escape

from django.utils import timezone

from core.dates import PUBLICATION
from core.text.characters import storable
from core.text.vietnamese import nfc

DATE_LINE = re.compile(
    r"^Ngày đăng (\d{2}/\d{2}/[12]\d{3}) \| (\d{2}:\d{2}) \| Lượt xem: (\d{1,100})$"
)


class UnreadablePage(ValueError):
    """A page that does not have the form; ``line`` counts from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"dòng {line}: {reason}")
        self.line = line


@dataclass(frozen=True)
class LegacyPage:
    """One page as it stood on the old portal, word for word in NFC; ``body`` holds its
    paragraphs.
    """

    category: str
    title: str
    published_at: datetime
    view_count: int
    lead: str
    body: list[str]
    byline: str = ""

    @property
    def body_html(self) -> str:
        return "".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in self.body)


def parse_page(text: str, *, byline_last: bool = False) -> LegacyPage:
    """Return the page in ``text``: category, title, the line of date, time and views, lead, body
    paragraphs.

    Blank lines separate and mean nothing else. With ``byline_last`` the last line is the author's
    name. Nothing is repaired: typing errors stay. Raises UnreadablePage with line and reason.
    """
    lines = [
        (number, line.strip())
        for number, line in enumerate(nfc(storable(text.lstrip("\ufeff"))).splitlines(), start=1)
    ]
    lines = [(number, line) for number, line in lines if line]
    last = lines[-1][0] if lines else 1
    if len(lines) < 3:
        raise UnreadablePage(last, "thiếu chuyên mục, tiêu đề hoặc dòng ngày đăng")
    (_, category), (_, title), (date_number, date_line), *rest = lines
    match = DATE_LINE.match(" ".join(date_line.split()))
    if not match:
        raise UnreadablePage(date_number, "cần dòng “Ngày đăng dd/mm/yyyy | hh:mm | Lượt xem: n”")
    try:
        published_at = _moment(match[1], match[2])
    except ValueError as error:
        raise UnreadablePage(date_number, str(error)) from None
    if len(rest) < (2 if byline_last else 1):
        raise UnreadablePage(last, "thiếu nội dung sau dòng ngày đăng")
    paragraphs = [line for _, line in rest]
    byline = paragraphs.pop() if byline_last else ""
    lead = paragraphs.pop(0) if len(paragraphs) > 1 else ""
    return LegacyPage(
        category, title, timezone.make_aware(published_at), int(match[3]), lead, paragraphs, byline
    )


def _moment(day: str, clock: str) -> datetime:
    """Return the naive time. Raises ValueError with the sentence for a time that cannot be."""
    year = int(day.rpartition("/")[2])
    if not PUBLICATION.first_year <= year <= PUBLICATION.last_year:
        raise ValueError(PUBLICATION.sentence(year))
    try:
        return datetime.strptime(f"{day} {clock}", "%d/%m/%Y %H:%M")
    except ValueError:
        raise ValueError(f"không có ngày giờ {day} {clock}") from None
