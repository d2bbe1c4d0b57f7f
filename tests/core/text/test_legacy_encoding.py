"""Text typed before Unicode is told from any other by its letters, before one is thrown away."""

import pytest

from core.richtext.sanitizer import sanitize
from core.text.legacy_encoding import legacy_passage
from core.text.lint import check_legacy_encoding
from core.text.vietnamese import visible

TCVN3 = "ñy ban nh©n d©n ph\u00adêng tæ chøc héi nghÞ, ®\u00ada tin"
PASTED = f'<p class=MsoNormal><span style=\'font-family:".VnTime","sans-serif"\'>{TCVN3}</span></p>'


@pytest.mark.parametrize(
    "text", [TCVN3, f"Ủy ban nhân dân phường\n{TCVN3}", PASTED, PASTED.replace("©", "&copy;")]
)
def test_tcvn3_is_known_by_its_letters(text: str) -> None:
    assert legacy_passage(text) == TCVN3


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ủy ban nhân dân phường tổ chức hội nghị, đưa tin",
        "in\u00adfor\u00adma\u00adtion and com\u00admu\u00adni\u00adca\u00adtion",
        "Für größere Höfe, naïve Noël, garçon français",
        "Rộng 120 m², nóng 37°C, bản quyền ©2016 UBND®, 5µm",
        "© Ủy ban nhân dân · § 5 · «trích»",
        "&copy; 2016 &amp; &reg;",
    ],
)
def test_other_texts_are_not(text: str) -> None:
    assert legacy_passage(text) == ""


def test_the_letters_are_kept_until_the_writer_is_told() -> None:
    body = sanitize(PASTED)
    assert body == f"<p>{TCVN3}</p>"
    assert sanitize(body) == body
    (message,) = check_legacy_encoding("body", body)
    assert (message.field, message.is_error) == ("body", False)
    assert "bảng mã cũ (TCVN3, phông .VnTime)" in message.sentence


def test_a_soft_hyphen_of_other_texts_goes() -> None:
    assert sanitize("<p>phư\u00adờng</p>") == "<p>phường</p>"
    assert visible("phư\u00adờng") == "phường"
