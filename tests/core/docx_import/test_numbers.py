"""Numbers of lists by the rules of Word, with LibreOffice as second judge where it follows them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.docx_import.number_forms import counted, is_known
from tests.core.docx_import.shapes import STYLES, item, level, p, table, text, word
from tests.core.docx_import.test_convert import body, read, warnings
from tests.support.office import word_lines


def rule(index: int, form: str, pattern: str, start: int = 1, more: str = "") -> str:
    """A level with more than the usual: ``w:lvlRestart``, ``w:isLgl``, ``w:suff``, ``w:pStyle``."""
    return level(index, form, pattern, start).replace("<w:lvlText", f"{more}<w:lvlText")


def pattern(*levels: str, key: int = 0, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{more}{"".join(levels)}</w:abstractNum>'


def list_(number: int, key: int = 0, more: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{key}"/>{more}</w:num>'


def override(index: int, inner: str) -> str:
    return f'<w:lvlOverride w:ilvl="{index}">{inner}</w:lvlOverride>'


def style(name: str, inner: str, based_on: str = "Normal") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{based_on}"/><w:pPr>{inner}</w:pPr></w:style>'
    )


@dataclass(frozen=True)
class Numbered:
    """A file's numbering, its paragraphs as (list, level), and their labels.

    ``is_judged`` is False where LibreOffice does not follow Word.
    """

    numbering: str
    items: list[tuple[int, int]]
    labels: list[str]
    is_judged: bool = True


_CHAPTER = rule(0, "upperRoman", "Chương %1.")
_NUMBERS = [
    rule(0, "decimal", "%1:"),
    rule(1, "decimal", "%1.%2)"),
    rule(2, "decimal", "%1.%2.%3)"),
]
_RESTART = '<w:startOverride w:val="1"/>'
CASES = {
    "a chain of list styles": Numbered(
        pattern(key=1, more='<w:numStyleLink w:val="Ds"/>')
        + pattern(rule(0, "decimal", "Điều %1."), key=2, more='<w:styleLink w:val="Ds"/>')
        + list_(1, 1)
        + list_(2, 2),
        [(1, 0), (1, 0)],
        ["Điều 1.", "Điều 2."],
    ),
    "a list style known by the pattern alone": Numbered(
        pattern(key=1, more='<w:numStyleLink w:val="Khong"/>')
        + pattern(rule(0, "upperLetter", "Mục %1"), key=2, more='<w:styleLink w:val="Khong"/>')
        + list_(1, 1),
        [(1, 0), (1, 0)],
        ["Mục A", "Mục B"],
    ),
    "articles count on across chapters": Numbered(
        pattern(
            _CHAPTER,
            rule(1, "decimal", "Điều %2.", more='<w:lvlRestart w:val="0"/>'),
            rule(2, "lowerLetter", "%3)"),
        )
        + list_(1),
        [(1, 0), (1, 1), (1, 2), (1, 2), (1, 0), (1, 1), (1, 2)],
        ["Chương I.", "Điều 1.", "a)", "b)", "Chương II.", "Điều 2.", "a)"],
        is_judged=False,
    ),
    "restart after the first level alone": Numbered(
        pattern(
            _CHAPTER,
            rule(1, "decimal", "Mục %2."),
            rule(2, "decimal", "Điều %3.", more='<w:lvlRestart w:val="1"/>'),
        )
        + list_(1),
        [(1, 0), (1, 1), (1, 2), (1, 1), (1, 2), (1, 0), (1, 1), (1, 2)],
        ["Chương I.", "Mục 1.", "Điều 1.", "Mục 2.", "Điều 2.", "Chương II.", "Mục 1.", "Điều 1."],
        is_judged=False,
    ),
    "legal numbers": Numbered(
        pattern(_CHAPTER, rule(1, "decimal", "%1.%2)", more="<w:isLgl/>")) + list_(1),
        [(1, 0), (1, 1), (1, 0), (1, 1)],
        ["Chương I.", "1.1)", "Chương II.", "2.1)"],
        is_judged=False,
    ),
    "a level that was left out": Numbered(
        pattern(*_NUMBERS) + list_(1),
        [(1, 0), (1, 2), (1, 1), (1, 1)],
        ["1:", "1.1.1)", "1.2)", "1.3)"],
    ),
    "a list that begins below": Numbered(
        pattern(*_NUMBERS) + list_(1),
        [(1, 1), (1, 0), (1, 1)],
        ["1.1)", "2:", "2.1)"],
    ),
    "begun anew": Numbered(
        pattern(*_NUMBERS) + list_(1) + list_(2, more=override(0, _RESTART)),
        [(1, 0), (1, 0), (2, 0), (2, 0), (2, 1)],
        ["1:", "2:", "1:", "2:", "2.1)"],
    ),
    "begun anew below": Numbered(
        pattern(*_NUMBERS) + list_(1, more=override(1, '<w:startOverride w:val="5"/>')),
        [(1, 0), (1, 1), (1, 1), (1, 0), (1, 1)],
        ["1:", "1.5)", "1.6)", "2:", "2.5)"],
        is_judged=False,
    ),
    "a whole level replaced": Numbered(
        pattern(*_NUMBERS) + list_(1, more=override(0, rule(0, "upperRoman", "Phần %1:", 3))),
        [(1, 0), (1, 0), (1, 1)],
        ["Phần III:", "Phần IV:", "IV.1)"],
    ),
    "two lists of one pattern count on": Numbered(
        pattern(*_NUMBERS) + list_(1) + list_(2),
        [(1, 0), (2, 0), (1, 0)],
        ["1:", "2:", "3:"],
    ),
    "levels that are not shown": Numbered(
        pattern(rule(0, "none", ""), rule(1, "decimal", "Điều %2."), rule(2, "lowerLetter", "%3)"))
        + list_(1),
        [(1, 0), (1, 1), (1, 2), (1, 0), (1, 1)],
        ["", "Điều 1.", "a)", "", "Điều 1."],
    ),
    "letters past z": Numbered(
        pattern(rule(0, "lowerLetter", "%1)", 26)) + list_(1), [(1, 0)] * 3, ["z)", "aa)", "bb)"]
    ),
    "many forms": Numbered(
        "".join(
            pattern(rule(0, form, "Mục %1:", 3), key=key) + list_(key, key)
            for key, form in enumerate(
                (
                    "decimal",
                    "decimalZero",
                    "upperRoman",
                    "lowerRoman",
                    "upperLetter",
                    "lowerLetter",
                ),
                1,
            )
        ),
        [(key, 0) for key in range(1, 7)],
        [f"Mục {number}:" for number in ("3", "03", "III", "iii", "C", "c")],
    ),
}
_STYLE = style("Ds", '<w:numPr><w:numId w:val="2"/></w:numPr>').replace("paragraph", "numbering")


def made(case: Numbered) -> bytes:
    items = (item("chữ", number, depth) for number, depth in case.items)
    return word(
        p("Tiêu đề", "Title"),
        *items,
        parts={"numbering": case.numbering, "styles": STYLES + _STYLE},
    )


def labels(html: str) -> list[str]:
    lines = re.sub("<[^<>]*>", "", html).split("\n")
    return [line.strip().removesuffix("chữ").strip() for line in lines]


@pytest.mark.parametrize("name", CASES)
def test_numbers_are_those_of_word(name: str) -> None:
    assert labels(read(made(CASES[name])).html) == CASES[name].labels


def test_libreoffice_counts_alike(tmp_path: Path) -> None:
    judged = {name.replace(" ", "-"): case for name, case in CASES.items() if case.is_judged}
    for name, case in judged.items():
        (tmp_path / f"{name}.docx").write_bytes(made(case))
    lines = word_lines(tmp_path)
    seen = {name: labels("\n".join(lines[name][1:])) for name in judged}
    assert seen == {name: case.labels for name, case in judged.items()}


# Where the numbers stand


def with_numbering(*levels: str, number: int = 1, more: str = "") -> dict[str, str]:
    return {"numbering": pattern(*levels) + list_(number, more=more)}


def test_levels_tied_from_the_numbering_side() -> None:
    numbering = with_numbering(
        rule(0, "upperRoman", "%1.", more='<w:pStyle w:val="Lon"/>'),
        rule(1, "decimal", "%2)", more='<w:pStyle w:val="Nho"/>'),
    )
    of_list = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    # The smaller one says a level that its list knows better, a third one inherits it.
    styles = STYLES + style("Lon", f'{of_list}<w:outlineLvl w:val="0"/>')
    styles += style("Nho", '<w:numPr><w:ilvl w:val="0"/></w:numPr>', "Lon")
    styles += style("NhoNua", "", "Nho") + style(
        "Khong", '<w:numPr><w:numId w:val="0"/></w:numPr>', "Lon"
    )
    html = body(
        p("lớn", "Lon"),
        p("nhỏ", "Nho"),
        p("nữa", "NhoNua"),
        p("không", "Khong"),
        p("lớn", "Lon"),
        parts={"numbering": numbering["numbering"], "styles": styles},
    )
    assert re.sub("</?h2>", "", html).split("\n") == [
        "I. lớn",
        "1) nhỏ",
        "2) nữa",
        "không",
        "II. lớn",
    ]


def test_what_follows_a_number() -> None:
    for suffix, line in (("tab", "1: x"), ("space", "1: x"), ("nothing", "1:x")):
        levels = rule(0, "decimal", "%1:", more=f'<w:suff w:val="{suffix}"/>')
        assert body(item("x", 1), parts=with_numbering(levels)) == f"<p>{line}</p>"


def test_numbers_in_empty_cells_count_and_are_seen() -> None:
    number = item("", 1)
    cells = table(["STT", "Tên"], ["{}", "Tổ 1"], ["{}", "Tổ 2"]).replace(p("{}"), number)
    cells = cells.replace(p(text("{}")), number)
    html = body(
        cells, item("", 1), item("sau", 1), parts=with_numbering(rule(0, "decimal", "%1.", 9))
    )
    assert "<tr><td>9.</td><td>Tổ 1</td></tr><tr><td>10.</td><td>Tổ 2</td></tr>" in html
    assert html.endswith('<ol start="12"><li>sau</li></ol>')  # an empty item has its number, too


def test_numbers_that_a_list_of_html_cannot_have_are_words() -> None:
    for start, line in ((0, "0. x"), (1000, "1000. x"), (999, '<ol start="999"><li>x</li></ol>')):
        html = body(item("x", 1), parts=with_numbering(rule(0, "decimal", "%1.", start)))
        assert html == (line if "<" in line else f"<p>{line}</p>")


def test_numbers_look_like_their_level_or_their_paragraph() -> None:
    capitals = rule(0, "lowerLetter", "điều %1:").replace(
        "</w:lvl>", "<w:rPr><w:caps/></w:rPr></w:lvl>"
    )
    hidden = rule(1, "decimal", "%2.").replace("</w:lvl>", "<w:rPr><w:vanish/></w:rPr></w:lvl>")
    parts = with_numbering(capitals, hidden)
    assert body(item("x", 1), item("y", 1, 1), parts=parts) == "<p>ĐIỀU A: x</p>\n<p>y</p>"


def test_a_form_that_cannot_be_written_is_named_with_its_place() -> None:
    parts = with_numbering(rule(0, "cardinalText", "Bước %1:"))
    assert body(item("rửa tay", 1), parts=parts) == "<p>Bước 1: rửa tay</p>"
    assert warnings(item("rửa tay", 1), parts=parts) == [
        "1 số thứ tự có kiểu không viết được trên web, được ghi bằng chữ số: xin đối chiếu với tệp"
        " Word. Ở gần chữ “Bước 1: rửa tay”."
    ]
    own = rule(0, "x", "%1:").replace(
        '<w:numFmt w:val="x"/>',
        '<mc:AlternateContent><mc:Choice Requires="w14">'
        '<w:numFmt w:val="custom" w:format="001, 002"/></mc:Choice>'
        '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>',
    )
    assert body(item("x", 1), parts=with_numbering(own)) == "<p>001: x</p>"
    assert warnings(item("x", 1), parts=with_numbering(own)) == []


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        ("ordinal", ["1st", "2nd", "3rd", "11th", "22nd"]),
        ("decimalEnclosedCircle", ["①", "②", "③", "⑪", "22"]),
        ("numberInDash", ["- 1 -", "- 2 -", "- 3 -", "- 11 -", "- 22 -"]),
        ("hex", ["1", "2", "3", "B", "16"]),
        ("vietnameseCounting", ["một", "hai", "ba", "mười một", "hai mươi hai"]),
        ("upperRoman", ["I", "II", "III", "XI", "XXII"]),
        ("none", [""] * 5),
        ("bullet", [""] * 5),
        ("ideographDigital", ["1", "2", "3", "11", "22"]),
    ],
)
def test_forms(form: str, numbers: list[str]) -> None:
    assert [counted(count, form) for count in (1, 2, 3, 11, 22)] == numbers
    assert is_known(form) == (form != "ideographDigital")
