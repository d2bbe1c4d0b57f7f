"""The reading text: each case of ``cases.txt``, nothing read twice, bounded for any input."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadcasts.reading.reader import MAX_CHARACTERS, TextTooLong, Vocabulary, read_aloud
from broadcasts.reading.vocabulary import ABBREVIATIONS, FOREIGN_WORDS, LETTERS, UNITS

CASES = [
    tuple(line.split(" => "))
    for line in (Path(__file__).parent / "cases.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("# ")
]
# Far above what any machine takes: a pattern that backtracks without end takes hours.
LONGEST = 60


def test_there_are_enough_cases_and_each_stands_once() -> None:
    assert len(CASES) >= 300
    assert len({written for written, _ in CASES}) >= len(CASES) - 3


@pytest.mark.parametrize(("written", "spoken"), CASES)
def test_a_written_form_is_read(written: str, spoken: str) -> None:
    reading = read_aloud(written)
    assert reading.text == spoken
    assert read_aloud(spoken).text == spoken


def test_lines_stay_lines_and_spaces_go() -> None:
    assert read_aloud("UBND\n\n 5  tổ \r\nhết").text == "Ủy ban nhân dân\n\nNăm tổ\nhết"


def test_what_cannot_be_read_is_marked_and_stays_so() -> None:
    reading = read_aloud("Dự án QLDA của Vincom, mã XK\u4e2d")
    assert reading.unread == ("QLDA", "Vincom", "XK\u4e2d")
    assert reading.text == "Dự án [?QLDA] của [?Vincom], mã [?XK\u4e2d]"
    assert read_aloud(reading.text) == reading


def test_a_ward_has_its_own_table() -> None:
    own = Vocabulary({**ABBREVIATIONS, "QLDA": "quản lý dự án"}, {"Vincom": "Vin-com"})
    assert read_aloud("QLDA Vincom", own).text == "Quản lý dự án Vin-com"
    assert read_aloud("15/QĐ-QLDA", own).text == "Số mười lăm, quyết định, quản lý dự án"


@pytest.mark.parametrize("spoken", [*ABBREVIATIONS.values(), *FOREIGN_WORDS.values()])
def test_what_a_table_says_is_read_as_it_stands(spoken: str) -> None:
    assert read_aloud(f"và {spoken} nữa").text == f"và {spoken} nữa"


@pytest.mark.parametrize("spoken", sorted({*UNITS.values(), *LETTERS.values()}))
def test_units_and_letters_are_read_as_they_stand(spoken: str) -> None:
    assert read_aloud(f"năm {spoken}").text == f"năm {spoken}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "😀🎉",
        "1" * 5000,
        "1/" * 5000,
        "1-" * 5000,
        "1.000." * 4000,
        "8h-" * 5000,
        "0 " * 9000,
        "UBND" * 5000,
        "A.B" * 5000,
        "TT&" * 5000,
        "[?" * 5000,
        "a@" * 5000,
        "a.vn/" * 5000,
        "từ " * 9000,
        "\u202e\u05d0\u05d1 chào",
        "(" * 9000,
    ],
)
def test_any_text_is_read_in_bounded_time(text: str) -> None:
    before = time.process_time()
    spoken = read_aloud(text).text
    assert not re.search(r"\d", re.sub(r"\[\?[^\]]*\]", "", spoken))
    assert time.process_time() - before < LONGEST


def test_a_hundred_thousand_words_are_refused_in_a_sentence() -> None:
    with pytest.raises(TextTooLong, match=r"200\.000 ký tự"):
        read_aloud("phường " * 100_000)
    assert read_aloud("a" * MAX_CHARACTERS).text


_PIECES = [*"0123456789/-.,:; hgđ%()[]?", "ngày ", "tháng ", "số ", "UBND ", "thứ ", "QĐ-", "m2"]


@settings(max_examples=150)
@given(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join))
def test_nothing_is_read_twice(text: str) -> None:
    spoken = read_aloud(text).text
    assert read_aloud(spoken).text == spoken
