"""Which characters are stored, and which texts are empty to whoever reads them."""

import pytest

from core.richtext.sanitizer import is_empty, sanitize
from core.text.characters import is_blank, storable
from core.text.vietnamese import clean_line, fold, visible

PLANES = [plane + low for plane in range(0, 0x110000, 0x10000) for low in (0xFFFE, 0xFFFF)]
CONTROLS = [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0)]
REMOVED = [*CONTROLS, *range(0xFDD0, 0xFDF0), *PLANES, 0xD800, 0xDBFF, 0xDC00, 0xDFFF]
UNSEEN = list("\u200b\u2060\ufeff\u00ad\u3164\u2800\u115f\u1160\uffa0")
MORE_UNSEEN = [
    "\u180e",
    "\u200d",
    "\ufe0f",
    "\u0301",
    "\u034f",
    "\u061c",
    "\u202e",
    "\u3000",
    "\xa0",
]


def test_everything_that_cannot_be_stored_goes() -> None:
    assert storable("".join(f"{chr(code)}a" for code in REMOVED)) == "a" * len(REMOVED)


@pytest.mark.parametrize(
    "kept", ["\t\n\r", "\u00ad", "\u200d", "\uf0b7", "\u00d0", "👍🏽", "\ufffd"]
)
def test_everything_else_stays(kept: str) -> None:
    assert storable(kept) == kept


@pytest.mark.parametrize("sign", [*UNSEEN, *MORE_UNSEEN, "\uffff", "\0", " ", ""])
def test_a_text_without_anything_to_see_is_blank(sign: str) -> None:
    assert is_blank(f" {sign}\n{sign}")
    assert visible(f" {sign}\n{sign}") == ""
    assert clean_line(f" {sign}\n{sign}") == ""
    assert is_empty(sanitize(f"<p>{sign}</p><p><strong>{sign} </strong><br></p>"))


@pytest.mark.parametrize("text", ["a", "ồ", "👨‍👩‍👧", "\uf0b7", ".", "\u3164a", "1", "漢"])
def test_a_text_with_anything_to_see_is_not(text: str) -> None:
    assert not is_blank(text)
    assert visible(text) == text
    assert not is_empty(sanitize(f"<p>{text}</p>"))


def test_a_picture_alone_is_no_empty_body() -> None:
    assert not is_empty('<p>\u3164<img src="/tep/a.webp" alt=""></p>')


def test_the_icelandic_letter_is_stored_as_the_vietnamese_one() -> None:
    typed = "\u00d0ại hội \u00d0oàn phường"
    assert visible(typed) == clean_line(typed) == "Đại hội Đoàn phường"
    assert sanitize(f"<p>{typed}</p>") == "<p>Đại hội Đoàn phường</p>"
    assert fold(clean_line(typed)) == "dai hoi doan phuong"
