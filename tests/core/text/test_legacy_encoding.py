"""Text typed before Unicode is told from any other by its letters, before one is thrown away."""

import pytest
from django import forms

from core.comments.services import CommentRefused, _checked
from core.richtext.fields import RichTextFormField
from core.richtext.sanitizer import sanitize
from core.text.forms import NormalizedTextMixin
from core.text.legacy_encoding import legacy_passage, to_unicode
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
        "école élémentaire très âgée à côté où été, ça va, déjà vu",
        "El niño mañana señor años está aquí; Pérez, José, Núñez",
        "São Paulo não à coração português avô você",
        "där går en mörk man på vägen över ån; Møller på øya",
        "bé là có tôi mà bà con",
        "Windows® và Office®",
        "Windows® Office® Bosch®",
        "µm",
        "Ø20, Ø 30 mm; A±B, 5×6÷2; ½ ¼ ¾",
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
    assert "bảng mã cũ (TCVN3 hoặc VNI)" in message.sentence


def test_a_soft_hyphen_of_other_texts_goes() -> None:
    assert sanitize("<p>phư\u00adờng</p>") == "<p>phường</p>"
    assert visible("phư\u00adờng") == "phường"


PRIVATE_AREA = TCVN3.translate({byte: 0xF000 + byte for byte in range(0xA1, 0x100)})
CONVERTED = "ủy ban nhân dân phường tổ chức hội nghị, đưa tin"


@pytest.mark.parametrize(
    ("text", "encoding", "right"),
    [
        (TCVN3, "TCVN3", CONVERTED),
        (PRIVATE_AREA, "TCVN3", CONVERTED),
        ("NguyÔn V¨n ¸nh", "TCVN3", "Nguyễn Văn ánh"),
        ("§Æng", "TCVN3", "Đặng"),
        ("HéI NGHÞ §¶NG Bé PH¦êNG", "TCVN3", "HỘI NGHỊ ĐẢNG BỘ PHƯỜNG"),
        ("Tæ d©n phè sè 4 ra qu©n", "TCVN3", "Tổ dân phố số 4 ra quân"),
        ("Th\u00e0nh ph\u1ed1: ñy ban nh©n d©n", "TCVN3", "Th\u00e0nh ph\u1ed1: ủy ban nhân dân"),
        (
            "UÛy ban nhaân daân phöôøng toå chöùc hoäi nghò sô keát",
            "VNI",
            "Ủy ban nhân dân phường tổ chức hội nghị sơ kết",
        ),
        ("NGUYEÃN VAÊN BÌNH", "VNI", "NGUYỄN VĂN BÌNH"),
        ("Soá 5 Traàn Phuù", "VNI", "Số 5 Trần Phú"),
        ("chaúng haún", "VNI", "chẳng hẳn"),
        (f"{TCVN3}\nSoá 5 Traàn Phuù", "TCVN3, VNI", f"{CONVERTED}\nSố 5 Trần Phú"),
    ],
)
def test_a_legacy_text_becomes_unicode(text: str, encoding: str, right: str) -> None:
    conversion = to_unicode(text)
    assert conversion is not None
    assert (conversion.encoding, conversion.text) == (encoding, right)
    assert to_unicode(conversion.text) is None


def test_html_keeps_its_tags_and_the_lines_that_are_unicode() -> None:
    html = "<p>Ủy ban nhân dân</p>\n<p><b>ñy</b> ban nh&copy;n d&copy;n &lt;ph\u00adêng&gt;</p>"
    conversion = to_unicode(html, is_html=True)
    assert conversion is not None
    assert conversion.text == (
        "<p>Ủy ban nhân dân</p>\n<p><b>ủy</b> ban nhân dân &lt;phường&gt;</p>"
    )
    assert (conversion.before, conversion.after) == (
        "ñy ban nh©n d©n <ph\u00adêng>",
        "ủy ban nhân dân <phường>",
    )


class Form(NormalizedTextMixin, forms.Form):
    title = forms.CharField()
    body = RichTextFormField(required=False)


def test_a_form_shows_the_converted_text_and_waits_for_a_yes() -> None:
    form = Form({"title": TCVN3, "body": PASTED})
    assert not form.is_valid()
    assert set(form.errors) == {"title", "body"}
    (sentence,) = form.errors["title"]
    assert "bảng mã cũ (TCVN3)" in sentence
    assert f"Trước: “{TCVN3}”. Sau: “{CONVERTED}”" in sentence
    assert form["title"].value() == CONVERTED
    again = Form({"title": form["title"].value(), "body": form["body"].value()})
    assert again.is_valid()
    assert again.cleaned_data == {"title": CONVERTED, "body": f"<p>{CONVERTED}</p>"}


def test_a_form_refuses_what_cannot_be_converted_with_certainty() -> None:
    form = Form({"title": "x®y z©t Wq©rt q¨w"})
    assert "Xin chuyển sang Unicode" in form.errors["title"][0]


def test_a_comment_in_a_legacy_encoding_is_refused() -> None:
    with pytest.raises(CommentRefused, match="bảng mã cũ"):
        _checked(TCVN3)


@pytest.mark.parametrize("letter", ["\u00d0", "\u0189"])
def test_letters_that_look_like_the_vietnamese_ones_become_these(letter: str) -> None:
    assert visible(f"{letter}ại hội, bạn \u00f0oàn \u0256ó") == "Đại hội, bạn đoàn đó"
    assert sanitize(f"<p>{letter}ại hội</p>") == "<p>Đại hội</p>"
