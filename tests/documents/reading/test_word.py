"""Word files as offices write them: the head and the end in a table of two columns, or by tabs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm

from documents.reading.reader import read_paper
from documents.reading.word import docx_pages

COUNTRY = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
BODY = ("Kính gửi: Ủy ban nhân dân các phường, xã.", "Thực hiện kế hoạch năm 2026.")


def table(document: Any, *rows: tuple[str, str]) -> None:
    made = document.add_table(rows=len(rows), cols=2)
    for row, texts in zip(made.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def read(path: Path, document: Any) -> dict[str, Any]:
    document.save(str(path / "van-ban.docx"))
    return read_paper(path / "van-ban.docx").as_dict()


@pytest.mark.parametrize(
    ("agency", "number", "titles", "signer", "said"),
    [
        (
            "ỦY BAN NHÂN DÂN THÀNH PHỐ\nSỞ XÂY DỰNG",
            "Số: 2.051/SXD-QLN",
            "GIÁM ĐỐC",
            "Lê Hoàng Minh",
            ("SỞ XÂY DỰNG", "2051", "Lê Hoàng Minh", "Giám đốc"),
        ),
        (
            "ỦY BAN NHÂN DÂN\nQUẬN HÀ ĐÔNG",
            "Số: 15/UBND-VX",
            "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
            "Nguyễn Thị Thanh Hương",
            ("ỦY BAN NHÂN DÂN QUẬN HÀ ĐÔNG", "15", "Nguyễn Thị Thanh Hương", "Phó chủ tịch"),
        ),
        (
            "QUẬN HÀ ĐÔNG",
            "Số: 15/UBND-VX",
            "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC",
            "Nguyễn Thị Thanh Hương",
            ("ỦY BAN NHÂN DÂN QUẬN HÀ ĐÔNG", "15", "Nguyễn Thị Thanh Hương", "Phó giám đốc"),
        ),
    ],
)
@pytest.mark.parametrize("is_one_row", [True, False])
def test_a_head_in_a_table(
    tmp_path: Path,
    agency: str,
    number: str,
    titles: str,
    signer: str,
    said: tuple[str, ...],
    *,
    is_one_row: bool,
) -> None:
    document = Document()
    day = "Hà Nội, ngày 05 tháng 01 năm 2026"
    if is_one_row:
        table(document, (f"{agency}\n\n{number}", "\n".join((*COUNTRY, day))))
    else:
        table(document, (agency, "\n".join(COUNTRY)), (number, day))
    for line in BODY:
        document.add_paragraph(line)
    table(document, ("Nơi nhận:\n- Như trên;\n- Lưu: VT.", f"{titles}\n\n\n\n{signer}"))
    found = read(tmp_path, document)
    assert tuple(found[one] for one in ("agency", "number", "signer", "signer_title")) == said
    assert found["date"] == "2026-01-05"


def test_a_head_by_tabs_and_a_signature_set_in(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph(f"ỦY BAN NHÂN DÂN THÀNH PHỐ\t{COUNTRY[0]}")
    document.add_paragraph(f"SỞ XÂY DỰNG\t\t{COUNTRY[1]}")
    document.add_paragraph("Số: 12/SXD-VP          Hà Nội, ngày 05 tháng 01 năm 2026")
    for line in BODY:
        document.add_paragraph(line)
    for line in ("GIÁM ĐỐC", "", "Lê Hoàng Minh"):
        end = document.add_paragraph(line)
        end.alignment = WD_ALIGN_PARAGRAPH.CENTER
        end.paragraph_format.left_indent = Cm(8)
    found = read(tmp_path, document)
    assert (found["agency"], found["number"]) == ("SỞ XÂY DỰNG", "12")
    assert (found["signer"], found["signer_title"]) == ("Lê Hoàng Minh", "Giám đốc")


def test_a_signature_in_the_middle(tmp_path: Path) -> None:
    document = Document()
    for line in ("ỦY BAN NHÂN DÂN PHƯỜNG", *COUNTRY, *BODY * 25):
        document.add_paragraph(line)
    for line in ("PHÓ CHỦ TỊCH", "(Đã ký)", "Lê Hoàng Minh"):
        document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.CENTER
    found = read(tmp_path, document)
    assert (found["signer"], found["signer_title"]) == ("Lê Hoàng Minh", "Phó chủ tịch")


def run(text: str, name: str = "w:t") -> str:
    return f'<w:r><{name} xml:space="preserve">{text}</{name}></w:r>'


def change(name: str, *inside: str) -> str:
    return f'<w:{name} w:id="1" w:author="Hoa">{"".join(inside)}</w:{name}>'


def paragraph(*inside: str, end: str = "") -> str:
    mark = f"<w:pPr><w:rPr>{change(end)}</w:rPr></w:pPr>" if end else ""
    return f"<w:p>{mark}{''.join(inside)}</w:p>"


def control(*inside: str, properties: str = "") -> str:
    content = "".join(inside)
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def row(*cells: str, mark: str = "") -> str:
    properties = f"<w:trPr>{change(mark)}</w:trPr>" if mark else ""
    return f"<w:tr>{properties}{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"


GONE = change("del", run("do dân góp", "w:delText"))
ADDED = change("ins", run("do ngân sách chi"))
BUDGET = paragraph(run("Kinh phí "), ADDED, GONE)
SAID = "Kinh phí do ngân sách chi"


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (BUDGET, [SAID]),
        (paragraph(run("Kinh phí "), change("ins", run("do ngân sách chi"), GONE)), [SAID]),
        (
            paragraph(change("moveFrom", run("Điều 1")), end="moveFrom")
            + paragraph(run("Điều 2"))
            + paragraph(change("moveTo", run("Điều 1")), end="ins"),
            ["Điều 2", "Điều 1"],
        ),
        (paragraph(GONE, end="del") + BUDGET, [SAID]),
        (
            paragraph(run("Kinh phí "), end="del")
            + paragraph(GONE, end="del")
            + paragraph(ADDED)
            + paragraph(run("Hết")),
            [SAID, "Hết"],
        ),
        (change("ins", BUDGET, paragraph(run("Hết"))), [SAID, "Hết"]),
        (control(BUDGET) + paragraph(control(run("Hết"))), [SAID, "Hết"]),
        (
            paragraph(
                control(run("Bấm để nhập"), properties="<w:showingPlcHdr/>"), run("Kinh phí")
            ),
            ["Kinh phí"],
        ),
        (
            "<w:tbl>"
            + row(paragraph(run("Bỏ")), mark="del")
            + row(BUDGET, paragraph(GONE), mark="ins")
            + row(f"<w:tcPr>{change('cellDel')}</w:tcPr>{paragraph(run('Bỏ'))}", BUDGET)
            + "</w:tbl>",
            [SAID, SAID],
        ),
        (paragraph(GONE, end="del"), []),
    ],
)
def test_tracked_changes_are_read_as_accepted(
    tmp_path: Path, content: str, lines: list[str]
) -> None:
    document = Document()
    elements = parse_xml(f"<w:body {nsdecls('w')}>{content}</w:body>")
    for element in reversed(list(elements)):
        document.element.body.insert(0, element)
    document.save(str(tmp_path / "van-ban.docx"))
    [page] = docx_pages(tmp_path / "van-ban.docx")
    assert page.text.splitlines() == lines
