"""Quoted words found again, and marked without breaking what stands around them."""

from __future__ import annotations

import unicodedata

import pytest

from core.richtext.anchors import AnchorIndex, HighlightedAnchor, Span
from core.richtext.compare import BodyPicture, pictures, structure_changes
from core.richtext.sanitizer import sanitize

BODY = "<p>Hơn 60 người dân <strong>tham gia</strong> dọn.</p><p>Có 60 người ở lại.</p>"
KEY = "0" * 32
OTHER = "1" * 32


def words(passages: AnchorIndex, span: Span | None) -> str | None:
    return passages.text[span.start : span.end] if span else None


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("người dân tham gia", "người dân tham gia"),
        ("  người\n\n dân\u00a0tham\tgia ", "người dân tham gia"),
        ("dọn. Có 60", "dọn. Có 60"),
        (unicodedata.normalize("NFD", "người dân"), "người dân"),
        ("ngư\u200bời dân", "người dân"),
        ("không có trong bài", None),
        ("", None),
        ("gười dâ", None),
        ("\0", None),
    ],
)
def test_words_are_found_whatever_their_blanks_and_marks(quote: str, found: str | None) -> None:
    passages = AnchorIndex({"body": BODY})
    assert words(passages, passages.find(quote)) == found


def test_of_several_places_the_one_with_the_same_surroundings() -> None:
    passages = AnchorIndex({"body": BODY})
    assert passages.find("60 người") == Span(4, 12)
    second = passages.find("60 người", before="dọn. Có ", after=" ở lại.")
    assert passages.text[second.start - 3 : second.end] == "Có 60 người"


def test_words_are_found_when_the_text_moved() -> None:
    span = AnchorIndex({"body": BODY}).find("60 người", before="Có ")
    around = AnchorIndex({"body": BODY}).around(span)
    moved = AnchorIndex(
        {"body": f"<h2>Mới</h2><p>Khoảng 60 người hỏi.</p><ul><li>x</li></ul>{BODY}"}
    )
    again = moved.find("60 người", *around)
    assert moved.text[again.start - 3 : again.end + 6] == "Có 60 người ở lại"


def test_part_of_a_word_is_found_where_it_was_quoted_as_part() -> None:
    passages = AnchorIndex({"body": "<p>Kèm theo kè.</p>"})
    assert passages.find("kè") == Span(9, 11)
    assert passages.find("Kè", after="m theo") == Span(0, 2)
    assert passages.find("m", before="Kè", after=" theo") == Span(2, 3)


def test_marks_stand_across_elements_and_parts() -> None:
    passages = AnchorIndex({"title": "Ra quân &lt;b&gt;", "body": BODY})
    first, second = passages.find("dân tham gia dọn"), passages.find("quân <b>")
    parts = passages.marked([HighlightedAnchor(7, 1, first), HighlightedAnchor(9, 2, second)])
    assert parts == {
        "title": (
            'Ra <mark id="doan-9" data-comment="9">quân &lt;b&gt;</mark>'
            '<a class="comment-link" href="#gop-y-9" data-number="2" aria-label="Góp ý 2"></a>'
        ),
        "body": (
            '<p>Hơn 60 người <mark id="doan-7" data-comment="7">dân</mark> <strong><mark'
            ' data-comment="7">tham gia</mark></strong> <mark data-comment="7">dọn</mark><a'
            ' class="comment-link" href="#gop-y-7" data-number="1" aria-label="Góp ý'
            ' 1"></a>.</p><p>Có 60 người ở lại.</p>'
        ),
    }


def test_overlapping_marks_stand_within_each_other() -> None:
    passages = AnchorIndex({"body": "<p>một hai ba</p>"})
    marked = passages.marked(
        [
            HighlightedAnchor(1, 1, passages.find("một hai")),
            HighlightedAnchor(2, 2, passages.find("hai ba")),
        ]
    )["body"]
    assert marked.count("<mark") == marked.count("</mark>") == 4
    assert marked.count('id="doan-1"') == marked.count('id="doan-2"') == 1
    assert AnchorIndex({"body": marked}).text == passages.text


def test_no_link_stands_in_a_link() -> None:
    passages = AnchorIndex({"body": '<p><a href="/lich">lịch tuần</a></p>'})
    marked = passages.marked([HighlightedAnchor(1, 1, passages.find("lịch"))])["body"]
    assert (
        marked == '<p><a href="/lich"><mark id="doan-1" data-comment="1">lịch</mark> tuần</a></p>'
    )


def test_a_text_without_marks_is_written_as_it_was() -> None:
    body = sanitize(
        '<h2>A &amp; "B" &lt;x&gt;</h2><p>một<br>hai</p><table><tbody><tr><td'
        f' colspan="2">ô</td></tr></tbody></table><figure class="image"><img src="/tep/{KEY}.webp"'
        ' alt="Bờ &quot;sông"><figcaption>c</figcaption></figure>'
    )
    assert sanitize(AnchorIndex({"body": body}).marked([])["body"]) == body


# What differs apart from words


@pytest.mark.parametrize(
    ("old", "new", "sentences"),
    [
        (
            "<p>Việc còn lại</p>",
            "<h2>Việc còn lại</h2>",
            ["“Việc còn lại”: từ đoạn văn thành đề mục lớn."],
        ),
        (
            '<p><a href="/a">lịch</a></p>',
            '<p><a href="/b">lịch</a></p>',
            ["Liên kết “lịch”: đổi địa chỉ từ /a thành /b."],
        ),
        ('<p><a href="/a">lịch</a></p>', "<p>lịch</p>", ["Bỏ liên kết “lịch” (/a)."]),
        ("<p>lịch</p>", '<p><a href="/a">lịch</a></p>', ["Thêm liên kết “lịch” (/a)."]),
        (
            "<table><tr><td>1</td></tr></table>",
            '<table><tr><td>1</td><td colspan="2">2</td></tr><tr><td>3</td></tr></table>',
            ["Bảng 1: từ 1 hàng, 1 cột thành 2 hàng, 3 cột."],
        ),
        ("<p>a</p>", "<p>a</p><table><tr><td>1</td></tr></table>", ["Số bảng: từ 0 thành 1."]),
        ("<p>a <strong>b</strong></p>", "<p>a b</p>", []),
        # Links with the same words to different addresses.
        (
            '<p><a href="https://a.example/">tại đây</a> và <a href="https://b.example/">tại'
            " đây</a></p>",
            '<p><a href="https://khac.example/">tại đây</a> và <a href="https://b.example/">tại'
            " đây</a></p>",
            ["Liên kết “tại đây”: đổi địa chỉ từ https://a.example/ thành https://khac.example/."],
        ),
        (
            '<p><a href="/a">x</a> <a href="/b">x</a></p>',
            '<p><a href="/b">x</a> <a href="/a">x</a></p>',
            [
                "Liên kết “x”: đổi địa chỉ từ /a thành /b.",
                "Liên kết “x”: đổi địa chỉ từ /b thành /a.",
            ],
        ),
        (
            '<p><a href="/a">x</a> x</p>',
            '<p><a href="/b">x</a> <a href="/c">x</a></p>',
            ["Liên kết “x”: đổi địa chỉ từ /a thành /b.", "Thêm liên kết “x” (/c)."],
        ),
        # Lists that begin elsewhere, or are of another kind.
        (
            "<ol><li>a</li></ol>",
            '<ol start="4"><li>a</li></ol>',
            ["Danh sách 1: bắt đầu từ số 4 thay vì số 1."],
        ),
        (
            '<ol start="4"><li>a</li></ol><ol start="2"><li>b</li></ol>',
            '<ol start="4"><li>a</li></ol><ol><li>b</li></ol>',
            ["Danh sách 2: bắt đầu từ số 1 thay vì số 2."],
        ),
        ('<ol start="1"><li>a</li></ol>', "<ol><li>a</li></ol>", []),
        (
            "<ul><li>a</li></ul>",
            "<ol><li>a</li></ol>",
            ["Danh sách 1: từ gạch đầu dòng thành đánh số."],
        ),
        (
            "<ul><li>a</li></ul><ul><li>b</li></ul>",
            "<ul><li>a</li><li>b</li></ul>",
            ["Số danh sách: từ 2 thành 1."],
        ),
        # Cells that moved, in tables of one size.
        (
            "<table><tr><td>a</td><td></td></tr></table>",
            "<table><tr><td></td><td>a</td></tr></table>",
            ["Bảng 1: ô “a” chuyển từ hàng 1, cột 1 sang hàng 1, cột 2."],
        ),
        (
            '<table><tr><td rowspan="2">a</td><td>b</td></tr><tr><td>c</td></tr></table>',
            '<table><tr><td>a</td><td rowspan="2">b</td></tr><tr><td>c</td></tr></table>',
            [
                "Bảng 1: ô “a” gộp 1 hàng, 1 cột thay vì 2 hàng, 1 cột.",
                "Bảng 1: ô “b” gộp 2 hàng, 1 cột thay vì 1 hàng, 1 cột.",
                "Bảng 1: ô “c” chuyển từ hàng 2, cột 2 sang hàng 2, cột 1.",
            ],
        ),
        (
            "<table><tr><td>a</td></tr></table>",
            "<table><tr><th>a</th></tr></table>",
            ["Bảng 1: ô “a” thành ô đầu mục."],
        ),
        (
            "<table><tr><td>a</td><td>a</td></tr></table>",
            "<table><tr><td>a</td><td>a</td></tr></table>",
            [],
        ),
    ],
)
def test_changes_of_the_build_are_told_in_sentences(
    old: str, new: str, sentences: list[str]
) -> None:
    assert structure_changes(old, new) == sentences


def test_pictures_of_a_body_are_told_apart_by_their_files() -> None:
    body = (
        f'<p><img src="/tep/{KEY}.webp" alt="Bờ"></p><p><img src="/tep/{OTHER}.webp" alt=""'
        f' data-decorative="true"></p><p><img src="/tep/{KEY}.webp" alt="lần hai"></p><p><img'
        ' src="https://xa.example/a.png"></p>'
    )
    assert pictures(body) == [BodyPicture(KEY, "Bờ", False), BodyPicture(OTHER, "", True)]
