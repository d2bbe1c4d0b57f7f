"""Numbers as they are read aloud."""

import pytest

from core.text.number_words import amount_in_words, number_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (55, "năm mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (110, "một trăm mười"),
        (1000, "một nghìn"),
        (1001, "một nghìn không trăm linh một"),
        (2016, "hai nghìn không trăm mười sáu"),
        (121_000, "một trăm hai mươi mốt nghìn"),
        (1_205_021, "một triệu hai trăm linh năm nghìn không trăm hai mươi mốt"),
        (1_000_005, "một triệu không trăm linh năm"),
        (3_000_000_000, "ba tỷ"),
        (
            1_234_000_000_567,
            "một nghìn hai trăm ba mươi tư tỷ năm trăm sáu mươi bảy",
        ),
        (-12, "âm mười hai"),
    ],
)
def test_a_number_is_read_as_people_read_it(number: int, words: str) -> None:
    assert number_words(number) == words


def test_a_sum_of_money_begins_with_a_capital() -> None:
    assert amount_in_words(1_694_000) == "Một triệu sáu trăm chín mươi tư nghìn đồng"
    assert amount_in_words(0) == "Không đồng"
