"""Every spelling of telephone numbers that people write."""

from __future__ import annotations

from time import monotonic

import pytest

from core.text.facts.phones import find_phones


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("024 3825 1234", "02438251234"),
        ("024.3825.1234", "02438251234"),
        ("024-3825-1234", "02438251234"),
        ("(024) 3825 1234", "02438251234"),
        ("(024)38251234", "02438251234"),
        ("02438251234", "02438251234"),
        ("024\u00a03825\u00a01234", "02438251234"),
        ("+84 24 3825 1234", "02438251234"),
        ("(+84) 24 3825 1234", "02438251234"),
        ("+84 (0) 24 3825 1234", "02438251234"),
        ("+84912345678", "0912345678"),
        ("0912 345 678", "0912345678"),
        ("0912.345.678", "0912345678"),
        ("091 234 5678", "0912345678"),
        ("1900 1234", "19001234"),
        ("1800.6666.88", "1800666688"),
        ("19001234", "19001234"),
    ],
)
def test_a_number(text: str, digits: str) -> None:
    for sentence in (f"Xin gọi {text}.", f"{text}", f"ĐT: {text}; thư điện tử", f"({text})"):
        (found,) = find_phones(sentence)
        assert found.digits == digits
        assert found.text.strip("()") in text or found.text == text


@pytest.mark.parametrize("text", ["Gọi 113", "gọi ngay 115", "số 114", "tổng đài: 1022"])
def test_short_numbers_where_a_word_says_so(text: str) -> None:
    (found,) = find_phones(text)
    assert found.digits == text.split()[-1]


def test_several() -> None:
    found = find_phones("024 3825 1234, 0912 345 678 hoặc 115; gọi 113")
    assert [one.digits for one in found] == ["02438251234", "0912345678", "113"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ngày 24/11/2016",
        "115 hộ dân",
        "số 12 phố Bến Sen",
        "1.234.567 đồng",
        "thửa 0123456789012345",
        "01/2016/QĐ-UBND",
        "năm 2016 2017",
        "căn cước 001234567890",
        "08:00 - 11:30",
    ],
)
def test_no_number(text: str) -> None:
    assert list(find_phones(text)) == []


@pytest.mark.parametrize("piece", ["0", "0 ", "+84 ", "(0", "gọi số ", "1900 "])
def test_long_texts_take_linear_time(piece: str) -> None:
    started = monotonic()
    list(find_phones(piece * (200_000 // len(piece))))
    assert monotonic() - started < 3
