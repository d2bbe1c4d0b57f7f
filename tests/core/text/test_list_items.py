"""Lists pasted into one field: split into items, and nothing else is split."""

from __future__ import annotations

import pytest

from core.text.list_items import is_list_item, split_list_items, text_lines, without_mark


@pytest.mark.parametrize(
    ("pasted", "items"),
    [
        ("- Một\n- Hai\n- Ba", ["Một", "Hai", "Ba"]),
        ("-Một\n-Hai", ["Một", "Hai"]),
        ("+ Một\n\n+ Hai", ["Một", "Hai"]),
        ("• Một\r\n• Hai", ["Một", "Hai"]),
        ("\uf0b7\tMột\n\uf0b7\tHai", ["Một", "Hai"]),
        ("– Một\n– Hai", ["Một", "Hai"]),
        ("1. Một\n2. Hai\n3. Ba", ["Một", "Hai", "Ba"]),
        ("9) Một\n10) Hai", ["Một", "Hai"]),
        ("(1) Một\n(2) Hai", ["Một", "Hai"]),
        ("a) Một\nb) Hai", ["Một", "Hai"]),
        ("d) Một\nđ) Hai\ne) Ba", ["Một", "Hai", "Ba"]),
        ("1. Một\na) con\nb) con nữa\n2. Hai", ["Một\na) con\nb) con nữa", "Hai"]),
        ("- Một\n+ con\n- Hai", ["Một\n+ con", "Hai"]),
    ],
)
def test_a_list_becomes_its_items(pasted: str, items: list[str]) -> None:
    assert split_list_items(pasted) == items


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Một dòng",
        "- Chỉ một gạch",
        "Các việc sau:\n- Một\n- Hai",
        "- Một\n- Hai\nKết thúc",
        "24/6/2016 họp\n25/6/2016 báo cáo",
        "1.500 hộ\n1.600 hộ",
        "1. Một\n1. Một nữa",
        "2. Hai\n1. Một",
        "-5 độ\n-6 độ",
        "-\n-",
        "1. Một\na) con\nb) con",
    ],
)
def test_anything_else_stays_one_row(text: str) -> None:
    assert split_list_items(text) == [text]


def test_lines_and_their_marks() -> None:
    assert text_lines(" a) Một \r\n\n\u200b\n b)  Hai") == ["a) Một", "b) Hai"]
    assert [without_mark(line) for line in ("a) Một", "- Hai", "+ Ba", "Bốn", "-")] == [
        "Một",
        "Hai",
        "Ba",
        "Bốn",
        "-",
    ]
    assert [is_list_item(line) for line in ("đ) Một", "12/6 Hai")] == [True, False]
