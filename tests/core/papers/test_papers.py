"""Official papers: the layout of decree 30/2020 in Word and PDF, read back by other programs."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from docx import Document

from core.papers.model import (
    Annex,
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
from core.papers.template import built_template
from core.papers.word import paper_docx
from core.reporting.spreadsheets import Column
from tests.support.office import run, word_to_pdf

NASTY = "{{ 7*7 }} {% if %} #panic() $x$ <w:p> & ]]>"

MINUTES = Paper(
    head=Head("Ủy ban nhân dân phường Bến Sen", number_line("5", "BB-UBND")),
    kind="Biên bản",
    subject="Họp giao ban tháng 7/2016",
    blocks=[
        Paragraph("14 giờ 00, ngày 24 tháng 6 năm 2016\nTại phòng họp số 1", label="Thời gian:"),
        Heading("I. Kết luận"),
        Numbered(["Giao các ngành nộp tin, bài đúng hạn.", NASTY]),
        Dashed(["Một số tổ dân phố gửi ít bài."]),
        Table(
            [
                Column("TT", 5, is_number=True),
                Column("Đơn vị", 30),
                Column("Số bài", 10, is_number=True),
            ],
            [[i, f"Tổ dân phố số {i}", 1000 * i] for i in range(1, 41)],
            totals=[None, "Cộng", 820_000],
        ),
        Paragraph("Biên bản kết thúc lúc 17 giờ 00 cùng ngày."),
    ],
    signatures=[Signature("Thư ký", "Trần Thị Bình"), Signature("Chủ tọa", "Nguyễn Thị An")],
    recipients=["Như trên;", "Lưu: VT."],
)
NOTICE = Paper(
    head=Head(
        "Ban biên tập",
        number_line("", "TB-BBT"),
        place_and_date("Bến Sen", date(2016, 1, 4)),
        parent="Ủy ban nhân dân phường Bến Sen",
    ),
    kind="Thông báo",
    subject="Kết luận giao ban",
    blocks=[Paragraph("Nội dung")],
    signatures=[Signature("Phó chủ tịch", "Lê Văn Cường", authority="KT. Chủ tịch")],
    recipients=["Các ngành, đoàn thể"],
)


def words(path: Path, *options: str) -> str:
    return " ".join(run("pdftotext", *options, path, "-").split())


def word_text(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def check_pages(pdf: Path) -> None:
    """What a reader sees must be the same, whichever way the paper came to be a PDF."""
    about = run("pdfinfo", pdf)
    assert re.search(r"Page size: +59[45]\.\d+ x 84[12]\.\d+ pts \(A4\)", about)
    assert int(re.search(r"Pages: +(\d+)", about)[1]) == 2

    first, second = words(pdf, "-l", "1"), words(pdf, "-f", "2", "-layout")
    for text in (
        "ỦY BAN NHÂN DÂN PHƯỜNG BẾN SEN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 05/BB-UBND",
        "BIÊN BẢN",
        "Họp giao ban tháng 7/2016",
        "Thời gian: 14 giờ 00, ngày 24 tháng 6 năm 2016",
        "1. Giao các ngành nộp tin, bài đúng hạn.",
        f"2. {NASTY}",
        "- Một số tổ dân phố gửi ít bài.",
    ):
        assert text in first
    # The number of the second page, then the head of the table once more.
    assert second.startswith("2 TT Đơn vị Số bài")
    assert "Cộng 820.000" in second
    assert "17 giờ 00 cùng ngày./." in second
    assert "THƯ KÝ CHỦ TỌA Trần Thị Bình Nguyễn Thị An Nơi nhận: - Như trên; - Lưu: VT." in second
    # Ours in the PDF; what other programs take for Times New Roman where only ours are found.
    fonts = {line.split()[0].partition("+")[2] for line in run("pdffonts", pdf).splitlines()[2:]}
    assert fonts == {"Tinos-Regular", "Tinos-Bold", "Tinos-BoldItalic"}

    boxes = run("pdftotext", "-bbox", pdf, "-")
    left = min(float(x) for x in re.findall(r'xMin="([\d.]+)"', boxes))
    right = max(float(x) for x in re.findall(r'<word[^>]* xMax="([\d.]+)"', boxes))
    assert left == pytest.approx(30 / 25.4 * 72, abs=8)
    assert right <= (210 - 15) / 25.4 * 72 + 1


def test_the_pdf_is_laid_out_as_the_decree_wants_and_tagged(tmp_path: Path) -> None:
    pdf = tmp_path / "bien-ban.pdf"
    pdf.write_bytes(paper_pdf(MINUTES))
    check_pages(pdf)
    about = run("pdfinfo", pdf)
    assert re.search(r"Title: +Biên bản Họp giao ban tháng 7/2016", about)
    assert re.search(r"Tagged: +yes", about)


def test_the_word_file_becomes_the_same_pages_in_another_program(tmp_path: Path) -> None:
    source = tmp_path / "bien-ban.docx"
    source.write_bytes(paper_docx(MINUTES))
    check_pages(word_to_pdf(source))


def test_the_word_file_is_made_of_styles_a_clerk_can_change() -> None:
    document = Document(io.BytesIO(paper_docx(MINUTES)))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = [section.top_margin, section.bottom_margin, section.left_margin, section.right_margin]
    assert [round(margin.mm) for margin in margins] == [20, 20, 30, 15]
    assert section.different_first_page_header_footer
    assert not section.first_page_header.paragraphs[0].text
    body = [
        (paragraph.style.name, paragraph.text)
        for paragraph in document.paragraphs
        if paragraph.text
    ]
    assert body[:6] == [
        ("Normal", "BIÊN BẢN"),
        ("Normal", "Họp giao ban tháng 7/2016"),
        ("Body Text", "Thời gian: 14 giờ 00, ngày 24 tháng 6 năm 2016"),
        ("Body Text", "Tại phòng họp số 1"),
        ("Heading 1", "I. Kết luận"),
        ("List Paragraph", "1. Giao các ngành nộp tin, bài đúng hạn."),
    ]
    for style in ("Normal", "Body Text", "Heading 1", "List Paragraph"):
        font = document.styles[style].font
        assert (font.name, font.size.pt) == ("Times New Roman", 14)
    cells = document.tables[1].rows[1].cells
    assert [(cell.text, cell.paragraphs[0].style.name) for cell in cells[:2]] == [
        ("1", "Table Text"),
        ("Tổ dân phố số 1", "Table Text"),
    ]
    assert document.core_properties.title == "Biên bản Họp giao ban tháng 7/2016"


def test_a_notice_has_its_place_and_date_and_one_signature_beside_the_recipients(
    tmp_path: Path,
) -> None:
    assert "ngày" not in word_text(paper_docx(MINUTES)).partition("Thời gian")[0]
    pdf = tmp_path / "thong-bao.pdf"
    pdf.write_bytes(paper_pdf(NOTICE))
    text = words(pdf, "-layout")
    for part in (
        "Bến Sen, ngày 04 tháng 01 năm 2016",
        "Số: ……/TB-BBT",
        "Nội dung./.",
        "- Các ngành, đoàn thể.",
    ):
        assert part in text
    assert re.search(r"Nơi nhận:.*KT\. CHỦ TỊCH|KT\. CHỦ TỊCH.*Nơi nhận:", text)
    word = word_text(paper_docx(NOTICE))
    for part in (
        "BAN BIÊN TẬP",
        "Nội dung./.",
        "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
        "- Các ngành, đoàn thể.",
    ):
        assert part in word
    assert "{" not in word


def test_lines_of_an_entry_stay_lines_and_pasted_lists_become_entries() -> None:
    paper = Paper(
        Head("Ban biên tập"),
        "Biên bản",
        "",
        blocks=[
            Numbered(["Giao Tổ CNTT:\na) Một;\n\nb) Hai.", "Ba"], first=4),
            Dashed(["- Một\n- Hai", "Ba:\n+ Bốn", "- Năm\nĐơn vị: Tổ 1.", "1. Sáu\n2. Bảy"]),
            Paragraph("Hết\ncuộc họp"),
        ],
        has_end_mark=False,
    )
    lines = [f"{part.get('mark', '')} {part['text']}".strip() for part in paper.data()["blocks"]]
    assert lines == [
        "4. Giao Tổ CNTT:",
        "a) Một;",
        "b) Hai.",
        "5. Ba",
        "- Một",
        "- Hai",
        "- Ba:",
        "+ Bốn",
        "- Năm",
        "Đơn vị: Tổ 1.",
        "- Sáu",
        "- Bảy",
        "Hết",
        "cuộc họp",
    ]
    assert [line for line in word_text(paper_docx(paper)).splitlines() if line in lines] == lines


AGENCIES = [
    ("Ủy ban nhân dân phường Bến Sen", "ỦY BAN NHÂN DÂN\nPHƯỜNG BẾN SEN"),
    ("Ủy ban nhân dân xã Hòa Phú", "ỦY BAN NHÂN DÂN\nXÃ HÒA PHÚ"),
    ("Hội đồng nhân dân phường Bến Sen", "HỘI ĐỒNG NHÂN DÂN\nPHƯỜNG BẾN SEN"),
    ("Ủy ban nhân dân thành phố Hà Nội", "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HÀ NỘI"),
    (
        "Ủy ban nhân dân quận 1, thành phố Hồ Chí Minh",
        "ỦY BAN NHÂN DÂN QUẬN 1,\nTHÀNH PHỐ HỒ CHÍ MINH",
    ),
    ("Đảng ủy phường Bến Sen", "ĐẢNG ỦY PHƯỜNG BẾN SEN"),
    ("Ban chỉ đạo công nghệ thông tin", "BAN CHỈ ĐẠO CÔNG NGHỆ THÔNG TIN"),
    ("Phường Bến Sen của nhân dân ta", "PHƯỜNG BẾN SEN CỦA NHÂN DÂN TA"),
]


@pytest.mark.parametrize(("name", "lines"), AGENCIES)
def test_the_name_of_an_agency_breaks_before_its_place(name: str, lines: str) -> None:
    paper = Paper(Head(name, parent=name), "Thông báo", "", blocks=[Paragraph("Nội dung")])
    texts = paper.data()
    assert (texts["agency"], texts["parent"]) == (lines, lines)
    cell = Document(io.BytesIO(paper_docx(paper))).tables[0].rows[0].cells[0]
    assert [paragraph.text for paragraph in cell.paragraphs[:2]] == [lines, lines]


def lines_of(pdf: Path, page: int) -> list[str]:
    text = run("pdftotext", "-layout", "-f", str(page), "-l", str(page), pdf, "-")
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


LINE = "Dòng thứ {} của văn bản."
LONG = " ".join(["Giao các đơn vị gửi đủ tin, bài theo chỉ tiêu được giao trong tháng."] * 3)


def paper_of(kind: str, number: int) -> Paper:
    """A paper whose body ends with so many short lines, a list, a long paragraph or a table."""
    lines = [LINE.format(place) for place in range(1, number + 1)]
    table = Table([Column("TT", 5, is_number=True), Column("Tên", 40)], enumerate(lines))
    bodies = {
        "lines": [Paragraph("\n".join(lines))],
        "list": [Numbered(lines[:-2]), Numbered([f"{LONG}\na) Một\nb) Hai"])],
        "heading": [Paragraph("\n".join(lines[:-1])), Heading("Kết luận"), Paragraph(LONG)],
        "table": [table],
        "table and line": [table, Paragraph("Tổng số tiền ghi bằng chữ.")],
    }
    one = [Signature("Chủ tịch", "Nguyễn Thị An", authority="TM. Ủy ban nhân dân")]
    two = [Signature("Thư ký", "Trần Văn Bình"), Signature("Chủ tọa", "Nguyễn Thị An")]
    signed = {"signatures": two if kind in ("list", "table") else one, "recipients": ["Lưu: VT"]}
    return Paper(Head("Ban biên tập"), "Thông báo", "Về việc", blocks=bodies[kind], **signed)


@pytest.mark.parametrize("kind", ["lines", "list", "heading", "table", "table and line"])
def test_a_signature_never_stands_alone_on_a_page(tmp_path: Path, kind: str) -> None:
    """At every length that pushes the block over the end of a page two lines go with it."""
    turned = set()
    for number in range(14, 34):
        pdf = tmp_path / f"{number}.pdf"
        pdf.write_bytes(paper_pdf(paper_of(kind, number)))
        check_signature_page(pdf)
        turned.add(run("pdfinfo", pdf).partition("Pages:")[2].split()[0])
    assert turned == {"1", "2"}


def test_nor_does_it_in_word(tmp_path: Path) -> None:
    kinds = ("lines", "list", "heading", "table", "table and line")
    sources = {
        (kind, number): tmp_path / f"{kind.replace(' ', '-')}-{number}.docx"
        for kind in kinds
        for number in (16, 19, 22, 25, 28)
    }
    for (kind, number), source in sources.items():
        source.write_bytes(paper_docx(paper_of(kind, number)))
    word_to_pdf(*sources.values())
    turned: dict[str, set[str]] = {kind: set() for kind in kinds}
    for (kind, _), source in sources.items():
        pdf = source.with_suffix(".pdf")
        check_signature_page(pdf)
        turned[kind].add(run("pdfinfo", pdf).partition("Pages:")[2].split()[0])
    assert turned == {kind: {"1", "2"} for kind in kinds}


def check_signature_page(pdf: Path) -> None:
    pages = int(run("pdfinfo", pdf).partition("Pages:")[2].split()[0])
    for lines in (lines_of(pdf, page) for page in range(1, pages + 1)):
        signed = [at for at, line in enumerate(lines) if re.search("THƯ KÝ|TM. ỦY BAN", line)]
        if signed:
            body = [line for line in lines[: signed[0]] if not line.isdigit() and line != "TT Tên"]
            assert len(body) >= 2, (pdf.name, lines)
            return
    raise AssertionError(f"{pdf.name} is not signed")


def test_a_paper_without_anything_but_its_name_can_be_made() -> None:
    empty = Paper(Head("Ban biên tập"), "Danh sách", "", blocks=[Table([Column("Tên")], [])])
    assert "DANH SÁCH" in word_text(paper_docx(empty))
    assert paper_pdf(empty)[:5] == b"%PDF-"


def test_papers_follow_the_wards_own_template_once_there_is_one(
    settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    call_command("paper_template")
    own = tmp_path / "giay-to" / "mau.docx"
    changed = Document(own)
    changed.add_paragraph("Mẫu của phường")
    changed.styles["Body Text"].delete()
    changed.save(own)
    text = word_text(paper_docx(NOTICE))
    assert "Mẫu của phường" in text
    assert "Nội dung./." in text
    changed.add_paragraph("{% if %}")
    changed.save(own)
    for broken in (own.read_bytes(), b"PK", b""):
        own.write_bytes(broken)
        assert "Nội dung./." in word_text(paper_docx(NOTICE))
    with pytest.raises(CommandError, match="đã có"):
        call_command("paper_template")


def test_a_paper_is_answered_under_a_plain_name_and_kept_by_nobody() -> None:
    word, pdf = (
        paper_response("Thông báo 1/2016", NOTICE, "docx"),
        paper_response("tb", NOTICE, "pdf"),
    )
    assert word["Content-Disposition"] == 'attachment; filename="thong-bao-1-2016.docx"'
    assert word["Content-Type"].endswith("wordprocessingml.document")
    assert (pdf["Content-Disposition"], pdf["Content-Type"]) == (
        'inline; filename="tb.pdf"',
        "application/pdf",
    )
    assert {word["Cache-Control"], pdf["Cache-Control"]} == {"private, no-store"}


WIDE = replace(
    NOTICE,
    annex=Annex(
        "Phụ lục: Bảng số liệu",
        [
            Heading("Bảng 1", level=2),
            Table(
                [Column(f"Cột {place}", is_number=True) for place in range(16)],
                [[place * 1000 for place in range(16)]],
                totals=["Cộng", *range(15)],
            ),
            Paragraph(NASTY),
        ],
        reference="(Kèm theo Thông báo)",
    ),
)


@pytest.mark.parametrize("make", [paper_pdf, paper_docx])
def test_an_annex_follows_on_landscape_pages(tmp_path: Path, make: Any) -> None:
    content = make(WIDE)
    pdf = tmp_path / "phu-luc.pdf"
    pdf.write_bytes(content)
    if content.startswith(b"PK"):
        source = tmp_path / "phu-luc.docx"
        source.write_bytes(content)
        pdf = word_to_pdf(source)
    about = run("pdfinfo", "-f", "1", "-l", "9", pdf)
    sizes = re.findall(r"Page +\d+ size: +(\d+)[\d.]* x (\d+)", about)
    assert [tuple(map(int, size)) for size in sizes] == [
        (pytest.approx(595, abs=1), pytest.approx(842, abs=1)),
        (pytest.approx(842, abs=1), pytest.approx(595, abs=1)),
    ]
    assert "Phụ lục" not in words(pdf, "-l", "1")
    annex = words(pdf, "-f", "2", "-layout")
    assert annex.startswith("2 Phụ lục: Bảng số liệu (Kèm theo Thông báo) Bảng 1 Cột 0 Cột 1 ")
    assert " 0 1.000 2.000 3.000 " in annex and " Cộng 0 1 2 " in annex
    assert annex.endswith(NASTY)


def test_the_annex_of_a_template_without_our_styles(
    tmp_path: Path, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """A clerk's own template has the styles that the clerk left in it."""
    settings.DATA_DIR = tmp_path
    own = tmp_path / "giay-to" / "mau.docx"
    own.parent.mkdir()
    template = Document(io.BytesIO(built_template()))
    for name in ("Table Text", "Heading 1", "Body Text"):
        template.styles[name].element.getparent().remove(template.styles[name].element)
    template.save(own)
    text = word_text(paper_docx(WIDE))
    assert "Phụ lục: Bảng số liệu" in text and "15.000" in text
    assert "cannot be filled" not in caplog.text


def test_values_are_shown_as_people_here_write_them() -> None:
    values = [1_210_000, 2.50, -0.25, True, None, date(2016, 6, 4), " a  b "]
    assert [shown(value) for value in values] == [
        "1.210.000",
        "2,5",
        "-0,25",
        "Có",
        "",
        "04/06/2016",
        "a b",
    ]
    assert place_and_date("Bến Sen", date(2016, 3, 24)) == "Bến Sen, ngày 24 tháng 3 năm 2016"
    assert [number_line("12", "BB-UBND"), number_line(" 7a", "TB")] == [
        "Số: 12/BB-UBND",
        "Số: 7a/TB",
    ]
