"""Words that were found keep their marks and are marked; a long text is cut around them."""

from __future__ import annotations

import pytest

from core.search.highlighting import SNIPPET_LENGTH, Highlighter
from core.search.parser import parse_query


@pytest.mark.parametrize(
    ("typed", "title", "shown"),
    [
        ("dai hoi", "Đại hội Đảng bộ", "<mark>Đại hội</mark> Đảng bộ"),
        ("ĐẢNG", "Đại hội, Đảng bộ; đăng bài", "Đại hội, <mark>Đảng</mark> bộ; đăng bài"),
        ("đang", "Đảng bộ", "<mark>Đảng</mark> bộ"),
        ("hoá", "Văn hóa và hoa", "Văn <mark>hóa</mark> và hoa"),
        (
            "hoa ",
            "Văn hóa và hoa, hoan nghênh",
            "Văn <mark>hóa</mark> và <mark>hoa</mark>, hoan nghênh",
        ),
        ("bien", "Biên tập, biến", "<mark>Biên</mark> tập, <mark>biến</mark>"),
        ("bie", "Biên tập", "<mark>Biên</mark> tập"),
        (
            "15/2016/qd-ubnd",
            "15/2016/QĐ-UBND",
            "<mark>15</mark>/<mark>2016</mark>/<mark>QĐ</mark>-<mark>UBND</mark>",
        ),
        (
            "b -hoi",
            "<b>Hội</b> & b",
            "&lt;<mark>b</mark>&gt;Hội&lt;/<mark>b</mark>&gt; &amp; <mark>b</mark>",
        ),
        ("xyz", 'Không có "gì"', "Không có &quot;gì&quot;"),
    ],
)
def test_titles(typed: str, title: str, shown: str) -> None:
    assert Highlighter(parse_query(typed)).title(title) == shown


def test_an_excerpt_stands_around_most_of_the_words() -> None:
    filler = " ".join(f"chữ{n}" for n in range(100))
    text = f"Đại biểu.\n{filler} Đại hội <Đảng> {filler}"
    excerpt = Highlighter(parse_query("dai hoi dang")).excerpt(text)
    assert "chữ98 chữ99 <mark>Đại hội</mark> &lt;<mark>Đảng</mark>&gt; chữ0" in excerpt
    assert (excerpt[:2], excerpt[-2:], len(excerpt.split())) == ("… ", " …", SNIPPET_LENGTH + 2)


def test_an_excerpt_without_hits_is_the_beginning() -> None:
    assert Highlighter(parse_query("xyz")).excerpt("Một\nhai & ba.") == "Một hai &amp; ba."
    assert Highlighter(parse_query("xyz")).excerpt("") == ""
