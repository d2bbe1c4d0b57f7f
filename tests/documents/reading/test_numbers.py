"""Numbers of documents in every spelling."""

import pytest

from documents.reading.numbers import (
    cited_arrival,
    cited_number,
    format_number,
    number_key,
    parse_code,
    parse_number,
)


@pytest.mark.parametrize(
    ("text", "number", "notation", "year", "written"),
    [
        ("Số: 15/QĐ-UBND", "15", "QĐ-UBND", None, "15/QĐ-UBND"),
        ("Số:  07 / TB - UBND", "07", "TB-UBND", None, "07/TB-UBND"),
        ("số 5/qđ-ubnd", "5", "QĐ-UBND", None, "05/QĐ-UBND"),
        ("Quyết định số 01/2026/QĐ-UBND ngày 05/01/2026", "01", "QĐ-UBND", 2026, "01/2026/QĐ-UBND"),
        ("12/UBND-VX", "12", "UBND-VX", None, "12/UBND-VX"),
        ("Số 08-CV/ĐU", "08", "CV/ĐU", None, "08-CV/ĐU"),
        ("02-CTr/QU", "02", "CTr/QU", None, "02-CTr/QU"),
        ("45-NQ/TW", "45", "NQ/TW", None, "45-NQ/TW"),
        ("Nghị định 30/2020/NĐ-CP", "30", "NĐ-CP", 2020, "30/2020/NĐ-CP"),
        ("Số: 12a/KH-BCĐ", "12A", "KH-BCĐ", None, "12A/KH-BCĐ"),
        ("15 A/KH-UBND", "15A", "KH-UBND", None, "15A/KH-UBND"),
        ("Kế hoạch số 15 a / kh-ubnd", "15A", "KH-UBND", None, "15A/KH-UBND"),
        ("9/ttr-vh&tt", "9", "TTr-VH&TT", None, "09/TTr-VH&TT"),
        ("Số: 15–QĐ/ĐU", "15", "QĐ/ĐU", None, "15-QĐ/ĐU"),
        ("1.234/UBND-VX", "1234", "UBND-VX", None, "1234/UBND-VX"),
        ("1 234/UBND-VX", "1234", "UBND-VX", None, "1234/UBND-VX"),
        ("1,234/UBND-VX", "1234", "UBND-VX", None, "1234/UBND-VX"),
        ("Số: 1 234 / UBND-VX", "1234", "UBND-VX", None, "1234/UBND-VX"),
        ("Công văn số 2.051/SYT-NVY", "2051", "SYT-NVY", None, "2051/SYT-NVY"),
        ("1.234/2026/NQ-HĐND", "1234", "NQ-HĐND", 2026, "1234/2026/NQ-HĐND"),
        ("ngày 05.01.2026, số 15/QĐ-UBND", "15", "QĐ-UBND", None, "15/QĐ-UBND"),
    ],
)
def test_a_number_is_parsed(
    text: str, number: str, notation: str, year: int | None, written: str
) -> None:
    found = parse_number(text)
    assert found is not None
    assert (found.number, found.notation, found.year, str(found)) == (
        number,
        notation,
        year,
        written,
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Số: /QĐ-UBND",
        "ngày 05/01/2026",
        "24/6",
        "1234567890123/QĐ-UBND",
        "15-A",
        "3/4 số hộ",
        "12.34/UBND-VX",
    ],
)
def test_what_is_no_number(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "15/QĐ-UBND",
        "15/qd-ubnd",
        "số 15/QĐ-UBND",
        "Số: 15 / QĐ - UBND",
        "015/QĐ-UBND",
        "15 QĐ UBND",
        "15 qd ubnd",
    ],
)
def test_all_spellings_have_one_key(text: str) -> None:
    assert number_key(text) == "15 qd ubnd"


@pytest.mark.parametrize(
    "text", ["1.234/UBND-VX", "1 234/UBND-VX", "1,234/ubnd vx", "1234 ubnd vx"]
)
def test_thousands_have_one_key(text: str) -> None:
    assert number_key(text) == "1234 ubnd vx"


def test_numbers_below_ten_get_a_zero() -> None:
    assert format_number("5", "QĐ-UBND") == "05/QĐ-UBND"
    assert format_number("1", "QĐ-UBND", 2026) == "01/2026/QĐ-UBND"
    assert format_number("8", "CV/ĐU") == "08-CV/ĐU"
    assert (format_number("", "QĐ-UBND"), format_number("7", ""), format_number("", "")) == (
        "QĐ-UBND",
        "07",
        "",
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("79/UBND VX", "79/UBND-VX"),
        ("số 4507/SYT NVY", "4507/SYT-NVY"),
        ("12/2026/QĐ UBND", "12/2026/QĐ-UBND"),
        ("15/QĐ-UBND VX KT", "15/QĐ-UBND-VX-KT"),
        ("15/QĐ-UBND ngày 5/1/2026", "15/QĐ-UBND"),
        ("08-CV/ĐU", "08-CV/ĐU"),
        ("15 QĐ", None),
    ],
)
def test_a_typed_code_keeps_what_stands_behind_a_blank(text: str, written: str | None) -> None:
    found = parse_code(text)
    assert (str(found) if found else None) == written


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("172/QĐ-UBND ngày 24/11/2026", ("172", "QĐ-UBND", None)),
        ("số 172/QĐ-UBND ngày 24 tháng 11 năm 2026", ("172", "QĐ-UBND", None)),
        ("Quyết định số 172/QĐ-UBND của UBND phường", ("172", "QĐ-UBND", None)),
        ("172/2026/QĐ-UBND", ("172", "QĐ-UBND", 2026)),
        ("172/QĐ-UBND năm 2026", ("172", "QĐ-UBND", 2026)),
        ("QĐ 172", ("172", "QĐ", None)),
        ("kh số 104/2026", ("104", "KH", 2026)),
        ("QD02/2026", ("02", "QD", 2026)),
        ("TB140", ("140", "TB", None)),
        ("công văn1847", ("1847", "", None)),
        ("A4", None),
        ("CV 1847", ("1847", "", None)),
        ("công văn số 1847", ("1847", "", None)),
        ("08-CV/ĐU ngày 05/01/2026", ("08", "CV/ĐU", None)),
        ("thực hiện 104/KH-UBND về tiêm chủng", None),
        ("họp ngày 24/11/2026", None),
        ("tiêm chủng 5 tuổi", None),
        ("", None),
    ],
)
def test_a_citation_is_read_as_its_number(
    text: str, cited: tuple[str, str, int | None] | None
) -> None:
    found = cited_number(text)
    assert (found and (found.number, found.notation, found.year)) == cited


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("số đến 419", (419, None)),
        ("Số đến: 419/2026", (419, 2026)),
        ("đến số 419", (419, None)),
        ("419", None),
        ("số đến 419 a", None),
    ],
)
def test_an_arrival_number_is_cited(text: str, cited: tuple[int, int | None] | None) -> None:
    assert cited_arrival(text) == cited
