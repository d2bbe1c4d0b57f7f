"""Checks of a body that lead to one place in it: pictures by their number, tables without heads."""

from __future__ import annotations

import pytest

from core.richtext.checks import check_body
from core.richtext.sanitizer import publishing_problems, sanitize

PICTURE = '<p><img src="/tep/{}.webp" alt="{}"></p>'
HEADLESS = "<table><tbody><tr><td>Tổ 1</td><td>60</td></tr></tbody></table>"
ROW_HEADS = "<table><tbody><tr><th>Tổ 1</th><td>60</td></tr></tbody></table>"
COLUMN_HEADS = (
    "<table><thead><tr><th>Tổ</th><th>Hộ</th></tr></thead>"
    "<tbody><tr><td>1</td><td>60</td></tr></tbody></table>"
)


def test_what_is_said_of_a_picture_names_which() -> None:
    body = "".join(
        PICTURE.format(key * 32, alt)
        for key, alt in (("a", "Bờ sông"), ("b", ""), ("c", "IMG_1.jpg"))
    )
    assert [(one.picture, one.is_error) for one in check_body(sanitize(body))] == [
        (2, True),
        (3, False),
    ]


@pytest.mark.parametrize(
    ("body", "numbers"),
    [
        (HEADLESS, [1]),
        (ROW_HEADS, []),
        (COLUMN_HEADS, []),
        (COLUMN_HEADS + "<p>a</p>" + HEADLESS + "<p>b</p>" + HEADLESS, [2, 3]),
        ("<p>Không có bảng.</p>", []),
    ],
)
def test_a_table_without_heads_is_advised_on_and_blocks_nothing(
    body: str, numbers: list[int]
) -> None:
    found = [one.sentence for one in check_body(sanitize(body))]
    assert found == [
        f"Bảng thứ {number} trong bài không có ô tiêu đề: trong trình soạn thảo, mở “Thuộc tính"
        " bảng” và chọn hàng hoặc cột đầu làm tiêu đề, để máy đọc màn hình đọc được."
        for number in numbers
    ]
    assert publishing_problems(sanitize(body)) == []
