"""What a typed search is taken to mean, whatever is typed."""

from __future__ import annotations

import unicodedata

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from core.search.expressions import encode_marks
from core.search.parser import parse_query

MARKED = [
    ("Đại hội", "d9ai5 ho6i5"),
    ("hóa", "hoa1"),
    ("hoá", "hoa1"),
    ("thuỷ", "thuy3"),
    ("thủy", "thuy3"),
    ("Nguyễn Huệ ở ĐƯỜNG kè", "nguye6n4 hue65 o73 d9u7o7ng2 ke2"),
    ("quý xuân ẵm", "qui1 xua6n a8m4"),
    ("quyết quí bác sỹ sĩ thúy thúi", "quie6t1 qui1 bac1 si4 si4 thuy1 thui1"),
    ("Ðảng Ɖảng ðường ɖi", "d9ang3 d9ang3 d9u7o7ng2 d9i"),
    ("15/2016 5G ç", "15/2016 5g c"),
]


@pytest.mark.parametrize(("text", "expected"), MARKED)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_marks_are_digits_behind_the_word(db: None, text: str, expected: str, form: str) -> None:
    text = unicodedata.normalize(form, text)
    assert encode_marks(text) == expected
    with connection.cursor() as cursor:
        cursor.execute("SELECT mark_words(%s)", [text])
        assert cursor.fetchone()[0].split() == expected.replace("/", " ").split()


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("dai hoi", ("('dai') & ('hoi':*)", "('dai') & ('hoi')")),
        ("dai hoi ", ("('dai') & ('hoi')",)),
        ("Đại hội", ("('dai') & ('hoi')", "('d9ai5') & ('ho6i5')")),
        ('"tổ dân phố"', ("('to' <-> 'dan' <-> 'pho')", "('to63' <-> 'da6n' <-> 'pho61')")),
        ("“tổ dân", ("('to' <-> 'dan')", "('to63' <-> 'da6n')")),
        ("tiem -dai -chợ", ("('tiem') & !('dai') & !('cho75')",)),
        ('x -"a b"', ("('x') & !('a' <-> 'b')",)),
        (
            "15/2016/QĐ-UBND",
            (
                "('15' <-> '2016' <-> 'qd' <-> 'ubnd':*)",
                "('15' <-> '2016' <-> 'qd' <-> 'ubnd')",
                "('15' <-> '2016' <-> 'qd9' <-> 'ubnd')",
            ),
        ),
        (
            "0912 345 678",
            (
                "(('0912' <-> '345' <-> '678') | ('0912345678') | ('091' <-> '234' <-> '5678')"
                " | ('091' <-> '2345' <-> '678') | ('0912' <-> '34' <-> '56' <-> '78')"
                " | ('091' <-> '2345678') | ('0912' <-> '345678'))",
            ),
        ),
        ("05 12 2026", ("('05') & ('12') & ('2026':*)", "('05') & ('12') & ('2026')")),
        ("ab", ("('ab')",)),
        ("Wi-Fi", ("('wi' <-> 'fi')",)),
        (
            "TB140 ",
            ("(('tb140') | ('140' <-> 'tb'))",),
        ),
        (
            "QD02/2026 ",
            (
                "(('qd02' <-> '2026') | ('2' <-> '2026' <-> 'qd') | ('02' <-> '2026' <-> 'qd')"
                " | ('2' <-> 'qd') | ('02' <-> 'qd'))",
            ),
        ),
        ("47GM ", ("(('47' <-> 'gm') | ('47' <-> 'gm'))",)),
        ("KP3 ", ("('kp3')",)),
        ("-phường", ()),
        ('- " - " -- ""', ()),
        ("😀 漢字 …", ()),
        ("", ()),
    ],
)
def test_readings(typed: str, readings: tuple[str, ...]) -> None:
    assert parse_query(typed).tsqueries == readings


def test_what_is_too_long_is_cut_and_said() -> None:
    assert (len(parse_query("phường " * 40).words_to_find), parse_query("phường " * 40).is_cut) == (
        1,
        True,
    )
    assert parse_query(" ".join(f"tu{n}" for n in range(13))).is_cut
    assert not parse_query(" ".join(f"tu{n}" for n in range(12))).is_cut


@given(st.text(st.characters(exclude_characters="\0"), max_size=300))
def test_any_text_is_a_query(text: str) -> None:
    query = parse_query(text)
    assert all(reading.isascii() and "''" not in reading for reading in query.tsqueries)
    assert bool(query.tsqueries) == any(not term.is_excluded for term in query.terms)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("TDP7", "TDP 7"),
        ("lịch tiêm tdp07", "lịch tiêm tdp 07"),
        ("cawts dieejn", "cắt dien"),
        ("cawts ddieejn", "cắt điện"),
        ("hop truwcj tuyeens", "hop trực tuyến"),
    ],
)
def test_places_and_telex_keys_mean_the_same_as_words(typed: str, meant: str) -> None:
    assert parse_query(typed).terms == parse_query(meant).terms


def test_one_word_that_may_be_telex_keys_stays_as_it_is_typed() -> None:
    assert parse_query("cawts").terms[0].words[0].folded == "cawts"
