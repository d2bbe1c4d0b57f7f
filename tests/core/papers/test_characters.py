"""Papers come out whatever signs a text holds, and their writer is told which are replaced."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from core.papers.characters import (
    FONTS,
    printable,
    printable_characters,
    replacement_warning,
    unprintable,
)
from core.papers.model import Dashed, Head, Heading, Numbered, Paper, Paragraph, Signature, Table
from core.papers.pdf import paper_pdf
from core.papers.word import paper_docx
from core.reporting.spreadsheets import Column, Sheet, xlsx_bytes
from tests.support.office import run, word_to_pdf

VIETNAMESE = "ạảãàáăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
# One of each class of code points.
SIGNS = {
    "bullet of Symbol": "\uf0b7",
    "bullet of Wingdings": "\uf0a7",
    "tick of Wingdings": "\uf0fc",
    "private plane": "\U000f0001\U0010fffd",
    "emoji": "👍",
    "emoji of several": "👨\u200d👩\u200d👧 👍🏽 🇻🇳 1\ufe0f\u20e3",
    "other scripts": "漢 한 ไทย 𓀀 ع",
    "boxes": "☐ ☑ ☒ ✓",
    "noncharacters": "\uffff\ufffe\ufdd0\U0001fffe",
    "controls": "\x00\x01\x0b\x1b\x7f\x85",
    "surrogate": "\ud800",
    "invisible": "\u200b\u2060\u00ad\ufeff\u202e",
    "blanks": "\u2003\u3000\u2028\u2029\u3164\u2800",
    "marks": "a\u0301\u0323\u20dd\u0483",
    "unassigned": "\u0378\U0003fffd",
    "replacement": "\ufffd\ufffc",
    "mathematics": "∑ ≤ ∞ ⟹ ½ 𝔸",
}


def paper(sign: str) -> Paper:
    text = f"Rà {sign} soát"
    columns = [Column(f"Số {sign}", 10), Column("Bài", 10)]
    return Paper(
        head=Head(text, text, text, text),
        kind=f"Biên bản {sign}",
        subject=text,
        blocks=[
            Paragraph(text, label=text),
            Heading(text),
            Numbered([text]),
            Dashed([text]),
            Table(columns, [[text, text]], totals=[text, 1]),
        ],
        signatures=[Signature(text, text, text, text), Signature(text, text)],
        recipients=[text],
    )


def test_the_fonts_have_what_vietnamese_needs() -> None:
    assert len(list(FONTS.glob("*.ttf"))) == 4
    needed = VIETNAMESE + VIETNAMESE.upper() + "0123456789 .,;:!?()[]/%–—…“”‘’•□√₫\xa0"
    assert printable_characters() >= set(map(ord, needed))
    assert not printable_characters() & set(map(ord, "👍漢\uf0b7☑"))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("\uf0b7 Rà soát hồ sơ", "• Rà soát hồ sơ"),
        ("\uf0a7\uf0fc\U000f0001", "•••"),
        ("Hoàn thành 👍 100%", "Hoàn thành □ 100%"),
        ("👨\u200d👩\u200d👧 👍🏽 🇻🇳", "□ □ □"),
        ("☐ ☑ ☒ ✓", "□ [x] [x] √"),
        ("1\ufe0f\u20e3 漢字", "1 □□"),
        ("a\u3000b", "a b"),
        (VIETNAMESE, VIETNAMESE),
    ],
)
def test_what_is_printed(typed: str, printed: str) -> None:
    assert printable(typed) == printed


def test_the_writer_is_told() -> None:
    assert unprintable("👍 \uf0b7 👍🏽 漢 👍 □ ☐ ☑") == ["👍", "👍🏽", "漢"]
    assert replacement_warning("Rà soát \uf0b7") == ""
    assert replacement_warning("Tốt 😀") == (
        "ký hiệu “😀” không in được trong văn bản, sẽ thay bằng □."
    )
    assert "và 1 ký hiệu khác" in replacement_warning("一二三四五六")


@pytest.mark.parametrize("sign", SIGNS.values(), ids=SIGNS)
def test_the_pdf_comes_out(sign: str, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(paper_pdf(paper(sign)))
    words = run("pdftotext", tmp_path / "a.pdf", "-")
    assert words.count("soát") >= 12
    assert not any(character in words for character in "\ufffe\uffff\uf0b7👍漢")


@pytest.mark.parametrize("sign", SIGNS.values(), ids=SIGNS)
def test_the_word_file_opens(sign: str) -> None:
    document = Document(io.BytesIO(paper_docx(paper(sign))))
    assert sum("soát" in paragraph.text for paragraph in document.paragraphs) >= 5


def test_libreoffice_opens_all_signs_at_once(tmp_path: Path) -> None:
    source = tmp_path / "a.docx"
    source.write_bytes(paper_docx(paper(" ".join(SIGNS.values()))))
    words = run("pdftotext", word_to_pdf(source), "-")
    assert "•" in words
    assert words.count("soát") >= 8


@pytest.mark.parametrize("sign", SIGNS.values(), ids=SIGNS)
def test_the_workbook_opens(sign: str) -> None:
    text = f"Rà {sign} soát"
    sheet = Sheet(text, text, [Column(text)], [[text]], subtitle=text, totals=[text])
    book = load_workbook(io.BytesIO(xlsx_bytes(sheet)))
    cells = [cell.value for row in book.active for cell in row]
    assert len(cells) == 5
    assert all(cell.startswith("Rà") and cell.endswith("soát") for cell in cells)
    assert not any(character in "".join(cells) for character in "\x0b\ufffe\uffff")
