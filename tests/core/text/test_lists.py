"""Texts that are nothing but a list, as people paste them."""

import pytest

from core.text.lists import list_items


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("- Một\n- Hai", ["Một", "Hai"]),
        ("•\tMột\n\n•\tHai\n•  Ba", ["Một", "Hai", "Ba"]),
        ("1. Nộp tin\n2. Nộp ảnh", ["Nộp tin", "Nộp ảnh"]),
        ("1) Nộp tin\n2) Nộp ảnh", ["Nộp tin", "Nộp ảnh"]),
        ("– Một\n  + Hai", ["Một", "Hai"]),
        ("- Chỉ một", []),
        ("Một dòng\n- Hai", []),
        ("a) Một\nb) Hai", []),
        ("2026 là năm\n2027 là năm sau", []),
        ("-5 độ\n-6 độ", []),
        ("-\n-", []),
        ("", []),
    ],
)
def test_items_of_a_pasted_list(text: str, items: list[str]) -> None:
    assert list_items(text) == items
