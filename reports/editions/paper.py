"""The report as an official paper (*báo cáo*, type BC): Word and PDF in the layout of decree 30.

Draft or confirmed, internal or public, it is made of a ``ReportContent`` alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby

from django.utils import timezone

from core.papers.model import (
    Annex,
    Block,
    Dashed,
    Head,
    Heading,
    Paper,
    Paragraph,
    Signature,
    Table,
    number_line,
)
from core.papers.pdf import paper_pdf
from core.reporting.spreadsheets import Column
from organization.identity.paper_head import ward_head
from reports.editions.data import ReportContent, SectionText
from reports.editions.public_version import public_content
from reports.states import HEADINGS, NOTHING, SectionCode
from reports.tables.model import ReportColumn, ReportTable

NOTATION = "BC-UBND"
LABEL_WIDTH = 26
_RESULTS = (
    SectionCode.DIRECTION,
    SectionCode.AGENCY,
    SectionCode.PORTAL,
    SectionCode.LOUDSPEAKERS,
    SectionCode.CONCLUSIONS,
)
_OTHERS = (SectionCode.LIMITATIONS, SectionCode.DIRECTIONS, SectionCode.PROPOSALS)
_ROMAN = ("I", "II", "III", "IV", "V", "VI")
_GOVERNMENT_TITLE = re.compile(r"(?:phó\s+)?chủ tịch", re.IGNORECASE)


def report_docx(content: ReportContent, *, is_public: bool = False) -> bytes:
    """Return the report as a Word file that can be edited."""
    from core.papers.word import paper_docx  # docxtpl, jinja2: slow to import, seldom needed

    return paper_docx(report_paper(content, is_public=is_public))


def report_pdf(content: ReportContent, *, is_public: bool = False) -> bytes:
    """Return the report as PDF/UA."""
    return paper_pdf(report_paper(content, is_public=is_public))


def report_paper(content: ReportContent, *, is_public: bool = False) -> Paper:
    """Return the paper: results, limitations, directions, proposals, the words of units, and an
    annex with all tables. Its public version names no unit.

    Not confirmed, it says that it is a draft, and which words are proposed by the system.
    """
    shown = public_content(content) if is_public else content
    head = _head(content)
    return Paper(
        head=head,
        kind="Báo cáo" if content.confirmed else "Báo cáo (dự thảo)",
        subject=_subject(content, is_public=is_public),
        blocks=[*_opening(content, is_public=is_public), *_body(shown)],
        signatures=[_signature(content)],
        recipients=_recipients(content, is_public=is_public),
        annex=Annex(
            "Phụ lục: Bảng số liệu",
            [block for table in shown.tables for block in _table(table)],
            _reference(content, head),
        ),
    )


def _head(content: ReportContent) -> Head:
    confirmed_on = _confirmed_on(content)
    number, slash, notation = content.number.partition("/")
    return ward_head(
        number=number_line(number, notation if slash else NOTATION),
        day=confirmed_on,
        blank_year=content.as_of.year,
        names=content.ward,
    )


def _confirmed_on(content: ReportContent) -> date | None:
    at = content.confirmed.get("at")
    return timezone.localdate(datetime.fromisoformat(at)) if at else None


def following_name(content: ReportContent) -> str:
    """Return the name of what comes after the period: "tháng 12/2026", "quý I/2027"."""
    period = content.period
    if "next" in period:
        return str(period["next"])
    year, month = period["year"], period["month"]
    return f"tháng 1/{year + 1}" if month == 12 else f"tháng {month + 1}/{year}"


def _subject(content: ReportContent, *, is_public: bool) -> str:
    results = f"Kết quả công tác {content.period['name']}"
    if is_public:
        return results
    return f"{results}, phương hướng, nhiệm vụ {following_name(content)}"


def _opening(content: ReportContent, *, is_public: bool) -> Iterable[Paragraph]:
    """Yield what is to be known of the figures, then the sentence that leads on to the report."""
    starts_on = date.fromisoformat(content.period["starts_on"])
    ends_on = date.fromisoformat(content.period["ends_on"])
    subject = _subject(content, is_public=is_public)
    days = f"(từ ngày {starts_on:%d/%m/%Y} đến hết ngày {ends_on:%d/%m/%Y})"
    name = content.period["name"]
    words = subject[:1].lower() + subject[1:].replace(name, f"{name} {days}", 1)
    counted = ""
    if content.as_of != ends_on:
        counted = f"Số liệu tính đến hết ngày {content.as_of:%d/%m/%Y}."
    known = [content.replaces, counted, content.missing_words, content.kept_words]
    if notes := " ".join(filter(None, known)):
        yield Paragraph(notes)
    yield Paragraph(f"{content.ward['agency_name']} báo cáo {words} như sau:")


def _body(content: ReportContent) -> Iterable[Block]:
    sections = {one.code: one for one in content.sections}
    yield Heading(HEADINGS[0][0])
    results = [sections[code] for code in _RESULTS if code in sections]
    for place, section in enumerate(results, start=1):
        yield Heading(_marked(f"{place}. {section.label}", section), level=2)
        yield from text_blocks(section.text)
    roman = iter(_ROMAN[1:])
    for code in _OTHERS:
        if code in sections:
            section = sections[code]
            label = section.label
            if code == SectionCode.DIRECTIONS:
                label = f"Phương hướng, nhiệm vụ {following_name(content)}"
            yield Heading(_marked(f"{next(roman)}. {label}", section))
            yield from text_blocks(section.text)
    if content.paragraphs:
        yield Heading(f"{next(roman)}. Ý kiến, báo cáo của các đơn vị")
        for name, text in content.paragraphs:
            yield Paragraph(text, label=f"{name}:")


def _marked(heading: str, section: SectionText) -> str:
    if section.is_proposal and section.text:
        return f"{heading} (đề xuất từ số liệu, chưa duyệt)"
    if section.has_moved_figures:
        return f"{heading} (số liệu đã đổi từ khi nhận đoạn này)"
    return heading


def text_blocks(text: str) -> Iterable[Block]:
    """Yield paragraphs, and lists of lines that begin with a dash."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        yield Paragraph(NOTHING)
    for is_list, found in groupby(lines, key=lambda line: line.startswith(("- ", "– "))):
        if is_list:
            yield Dashed([line[2:] for line in found])
        else:
            yield Paragraph("\n".join(found))


def _table(table: ReportTable) -> Iterable[Block]:
    yield Heading(table.title, level=2)
    if not table.is_empty:
        yield Table(
            [
                Column(table.first, LABEL_WIDTH),
                *(Column(one.label, _width(one), one.is_number) for one in table.columns),
            ],
            [[row.label, *(cell.value for cell in row.cells)] for row in table.rows],
            totals=[table.total.label, *(cell.value for cell in table.total.cells)]
            if table.total
            else None,
        )
    if table.note or table.is_empty:
        yield Paragraph(table.note or "Chưa có số liệu.")


def _width(column: ReportColumn) -> float:
    """Return the share of a column; words beside figures get more of it, for fewer lines."""
    return column.width if column.is_number else column.width * 1.5


def _reference(content: ReportContent, head: Head) -> str:
    day = _confirmed_on(content)
    if day is None:
        return f"(Kèm theo dự thảo Báo cáo {content.period['name']})"
    number = head.number.removeprefix("Số: ")
    return f"(Kèm theo Báo cáo số {number} ngày {day:%d/%m/%Y} của {content.ward['agency_name']})"


def _signature(content: ReportContent) -> Signature:
    """Return who confirmed: the chair for the committee (*TM.*), a deputy for the chair (*KT.*),
    others by order of the chair (*TL.*).
    """
    confirmed = content.confirmed
    name, title = confirmed.get("by", ""), official_title(confirmed.get("title", ""))
    if confirmed.get("on_behalf_of") or title.lower().startswith("phó"):
        return Signature(title or "Phó Chủ tịch", name, authority="KT. Chủ tịch")
    if title.lower() in ("", "chủ tịch"):
        return Signature("Chủ tịch", name, authority="TM. Ủy ban nhân dân")
    return Signature(title, name, authority="TL. Chủ tịch")


def official_title(title: str) -> str:
    """Return the title that stands beneath the authority: "Chủ tịch" of "Phó Bí thư Đảng ủy, Chủ
    tịch UBND phường".
    """
    found = [part for part in title.split(",") if "bí thư" not in part.lower()]
    government = _GOVERNMENT_TITLE.search(", ".join(found))
    return government[0] if government else title


def _recipients(content: ReportContent, *, is_public: bool) -> list[str]:
    parent = content.ward.get("parent_agency", "")
    names = [parent, "Thường trực Đảng ủy, HĐND, UBND phường"]
    if not is_public:
        names.append("Các ngành, đoàn thể, đơn vị, tổ dân phố")
    return [*filter(None, names), "Lưu: VT"]
