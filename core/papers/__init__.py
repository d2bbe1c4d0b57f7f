"""Official papers in the layout of decree 30/2020 (annex I), once as a Word file and once as PDF.

A room says what stands on a paper; how it looks is known here alone:

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
    paper_response("bien-ban-7-2016", paper, "pdf")  # the answer of a view, "docx" or "pdf"

Capitals, bold and italics, the end mark, signs behind recipients and leading zeros are put in here,
so texts are given as they are read aloud. Leave ``place_and_date`` away for a *biên bản*: it has
none. With one signature the recipients stand left of it; with two they stand beneath. A signature
is the place for a pen: a click never fills it.

The Word file comes from a template that a clerk may change in Word: ``DATA_DIR/giay-to/mau.docx``
where it exists (``manage.py paper_template`` writes it to begin with), else the one of
``core.papers.template``. Its styles decide how a text looks in Word; the PDF keeps to
``paper.typ``.
"""

from core.papers.model import (
    Block,
    Dashed,
    Head,
    Heading,
    Numbered,
    Paper,
    Paragraph,
    Signature,
    Table,
    number_line,
    place_and_date,
    shown,
)
from core.papers.pdf import paper_pdf
from core.papers.response import paper_response
from core.papers.word import paper_docx
from core.reporting.spreadsheets import Column

__all__ = [
    "Block",
    "Column",
    "Dashed",
    "Head",
    "Heading",
    "Numbered",
    "Paper",
    "Paragraph",
    "Signature",
    "Table",
    "number_line",
    "paper_docx",
    "paper_pdf",
    "paper_response",
    "place_and_date",
    "shown",
]
