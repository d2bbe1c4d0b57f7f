"""Papers of offices are read: their text, and what they say of themselves."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from core.text.vietnamese import nfc
from documents.reading import recognition
from documents.reading.errors import UnreadablePaper
from documents.reading.reader import read_paper
from tests.documents.reading.papers import LONG, PAPERS, WARD
from tests.support.scanned_papers import OfficePaper, Stamp

needs_tesseract = pytest.mark.skipif(
    not recognition.is_available(), reason="Tesseract with Vietnamese is not installed"
)
NAMES = [paper.number for paper, _, _ in PAPERS]


def saved(path: Path, content: bytes, name: str = "giay.pdf") -> Path:
    target = path / name
    target.write_bytes(content)
    return target


def words(text: str) -> list[str]:
    return re.findall(r"\w+", nfc(text).lower())


def printed_words(paper: OfficePaper) -> list[str]:
    rows = [cell for row in paper.rows for cell in row]
    parts = [paper.parent, *paper.agency, paper.number, *paper.about, paper.country, paper.motto]
    parts += [paper.date, paper.kind, *paper.title, *paper.body, *rows, *paper.titles]
    return words(" ".join([*parts, paper.signer]))


@pytest.mark.parametrize(("paper", "scan", "facts"), PAPERS, ids=NAMES)
def test_a_pdf_with_text_says_what_it_is(
    tmp_path: Path, paper: OfficePaper, scan: Any, facts: Any
) -> None:
    reading = read_paper(saved(tmp_path, paper.pdf())).as_dict()
    found = tuple(reading[name] for name in ("number", "notation", "year", "date", "type"))
    assert found == facts
    assert reading["agency"] == " ".join(paper.agency)
    assert (reading["signer"], reading["classified"]) == (paper.signer, False)
    letter = re.sub(r"^V/v ", "", " ".join(paper.about))
    about = " ".join(paper.title) or letter[:1].upper() + letter[1:]
    assert reading["subject"] == about
    assert reading["urgency"].upper() == paper.urgency
    assert reading["signer_title"].upper() == paper.titles[-1]


def test_a_number_that_goes_on_in_the_next_line_stays_whole(tmp_path: Path) -> None:
    title = ("Sửa đổi một số điều của Quyết định số 301/QĐ-", "UBND và Quyết định số 302/QĐ-UBND")
    reading = read_paper(saved(tmp_path, replace(PAPERS[0][0], title=title).pdf()))
    assert reading.proposal.subject == "".join(title)
    assert "301/QĐ-UBND" in reading.text.replace("\n", "")


@needs_tesseract
@pytest.mark.slow
@pytest.mark.parametrize(("paper", "scan", "facts"), PAPERS, ids=NAMES)
def test_a_scan_is_recognized(tmp_path: Path, paper: OfficePaper, scan: Any, facts: Any) -> None:
    """Turned, noisy, stamped, in two columns: 98 % of the words, number and date right."""
    reading = read_paper(saved(tmp_path, paper.scan(**scan)))
    said = reading.as_dict()
    assert tuple(said[name] for name in ("number", "notation", "year", "date", "type")) == facts
    assert reading.is_recognized
    read = words(reading.text)
    wanted = printed_words(paper)
    found = sum(min(wanted.count(word), read.count(word)) for word in set(wanted))
    assert found / len(wanted) >= 0.98, sorted(set(wanted) - set(read))


@needs_tesseract
@pytest.mark.slow
@pytest.mark.parametrize("turn", [2, -2.5])
def test_a_slanted_scan_keeps_its_columns_apart(tmp_path: Path, turn: float) -> None:
    paper = PAPERS[1][0]
    said = read_paper(saved(tmp_path, paper.scan(turn=turn, noise=3))).proposal
    about = re.sub(r"^V/v ", "", " ".join(paper.about))
    assert said.subject == about[:1].upper() + about[1:]
    assert (said.urgency, str(said.number)) == ("Hỏa tốc", "112/UBND-VX")


@needs_tesseract
@pytest.mark.slow
def test_a_scan_on_its_side_tells_how_it_was_turned(tmp_path: Path) -> None:
    reading = read_paper(saved(tmp_path, PAPERS[1][0].scan(turn=90)))
    assert (reading.turn, str(reading.proposal.number)) == (90, "112/UBND-VX")


@needs_tesseract
@pytest.mark.slow
def test_the_stamp_of_a_slanted_scan_is_found(tmp_path: Path) -> None:
    paper = replace(PAPERS[1][0], urgency="TỐI MẬT")
    assert read_paper(saved(tmp_path, paper.scan(turn=-2.5))).proposal.is_classified


@needs_tesseract
@pytest.mark.slow
@pytest.mark.parametrize("is_boxed", [False, True], ids=["bare", "boxed"])
@pytest.mark.parametrize("word", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
@pytest.mark.parametrize(
    "colour",
    [(210, 30, 40), (235, 110, 115), (70, 50, 170), (100, 100, 100)],
    ids=["red", "pale-red", "blue-violet", "grey"],
)
def test_the_stamp_of_a_scan_in_colour_is_found(
    tmp_path: Path, colour: tuple[int, int, int], word: str, is_boxed: bool
) -> None:
    scan = PAPERS[0][0].scan(is_stamped=True, stamp=Stamp(word, colour, is_boxed))
    found = read_paper(saved(tmp_path, scan)).proposal
    # The red seal does not hide the signature all the same.
    assert (found.is_classified, found.signer) == (True, PAPERS[0][0].signer)


@needs_tesseract
@pytest.mark.slow
def test_another_stamp_in_colour_is_no_secret(tmp_path: Path) -> None:
    scan = PAPERS[0][0].scan(is_stamped=True, stamp=Stamp("CÔNG VĂN ĐẾN", (210, 30, 40), True))
    assert not read_paper(saved(tmp_path, scan)).proposal.is_classified


def test_the_command_prints_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("read_paper", str(saved(tmp_path, PAPERS[0][0].pdf())))
    told = json.loads(capsys.readouterr().out)
    assert set(told) >= {
        "agency",
        "number",
        "notation",
        "date",
        "type",
        "subject",
        "signer",
        "signer_title",
        "urgency",
        "classified",
        "pages",
        "text",
    }
    assert (told["number"], told["pages"], told["date"]) == ("15", 1, "2026-01-05")


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "trong.pdf", "Tệp trống"),
        (b"%PDF-1.4\n%%EOF", "hong.pdf", "bị hỏng"),
        (b"PK\x03\x04" + b"\0" * 100, "hong.docx", "bị hỏng"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "cu.doc", "kiểu cũ"),
        (b"chi la chu", "chu.txt", "Chỉ nhận PDF"),
    ],
)
def test_what_cannot_be_read_is_told(
    tmp_path: Path, content: bytes, name: str, sentence: str
) -> None:
    path = saved(tmp_path, content, name)
    with pytest.raises(UnreadablePaper, match=sentence):
        read_paper(path)
    with pytest.raises(CommandError, match=sentence):
        call_command("read_paper", str(path))
    with pytest.raises(CommandError, match="Không mở được"):
        call_command("read_paper", str(tmp_path / "khong-co.pdf"))


@pytest.mark.parametrize("stamp", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
def test_a_stamped_paper_is_classified(tmp_path: Path, stamp: str) -> None:
    paper = OfficePaper(
        agency=WARD,
        number="Số: 1/KH-UBND",
        date="Bến Sen, ngày 05 tháng 01 năm 2026",
        kind="KẾ HOẠCH",
        title=("Diễn tập",),
        body=LONG,
        titles=("CHỦ TỊCH",),
        signer="Kiều Thị Minh Tâm",
        urgency=stamp,
    )
    assert read_paper(saved(tmp_path, paper.pdf())).proposal.is_classified
