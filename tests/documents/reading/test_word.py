"""Word files as offices write them: the head and the end in a table of two columns, or by tabs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm

from documents.reading.reader import read_paper

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
