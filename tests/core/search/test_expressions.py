"""Both sides of a search fold alike, whatever is typed or stored."""

from __future__ import annotations

import unicodedata

import pytest
from django.db import connection

from core.search.expressions import MAX_WORDS, query_words

TEXTS = [
    "Chuyển đổi số ở Tổ dân phố số 3",
    "HÓA ĐƠN điện tử, hoá đơn giấy",
    unicodedata.normalize("NFD", "Đường Nguyễn Huệ — đoạn bờ kè"),
    "15/2016/QĐ-UBND",
    "Wi-Fi & <b>4G</b> “miễn phí”…",
    "Thượng uý Ừng, ỹ, ợ, ẵ, ß 漢字",
    "Ðảng ủy, Ɖảng ủy, ðường, ɖi, bác sỹ, kỷ luật, Quý, quyết, quí, 漢sy, y",
    "  \t\n ",
    "",
]


@pytest.mark.parametrize("text", TEXTS)
def test_the_database_folds_as_the_query_is_folded(db: None, text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT fold_words(%s)", [text])
        stored = cursor.fetchone()[0]
    assert set(stored.split()) == set(query_words(text))
    assert stored.startswith(" ")


def test_words_of_a_query() -> None:
    assert query_words("Hoá  đơn, HÓA ĐƠN!") == ["hoa", "don"]
    assert query_words("15/2016/QĐ-UBND") == ["15", "2016", "qd", "ubnd"]
    assert query_words("Ðất, Ɖất, bác sỹ, Lý, quý, quí, quyền, thúy") == [
        *("dat", "bac", "si", "li", "qui", "quien", "thuy")
    ]
    assert query_words(" …—%_ ") == []
    assert len(query_words(" ".join(f"tu{n}" for n in range(50)))) == MAX_WORDS
