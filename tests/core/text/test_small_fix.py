"""What a fix may change without making its author a second writer."""

from __future__ import annotations

import pytest

from core.text.lint import is_small_fix


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Tổ dân phố ra quân", "TỔ DÂN PHỐ RA QUÂN"),
        ("dọn vệ sinh ,bờ sông", "dọn vệ sinh, bờ sông."),
        ("Sáng nay  , bà con", "Sáng nay, bà con"),
        ("thôn xóm hoà thuận, mạnh khoẻ", "thôn xóm hòa thuận, mạnh khỏe"),
        ("Hơn 60 người (năm 2026).", "hơn  60 người( năm 2026 )."),
        ("gọi là „nhà sạch“ ,, vườn đẹp!!", "gọi là “nhà sạch”, vườn đẹp!"),
        ("Dọn sông. bà con vui.\nTan lúc 10 giờ..", "Dọn sông. Bà con vui\ntan lúc 10 giờ."),
        ("", ""),
    ],
)
def test_case_punctuation_and_certain_spelling(old: str, new: str) -> None:
    assert is_small_fix(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Hơn 60 người", "Hơn 90 người"),
        ("thu 1.500 đồng", "thu 15.00 đồng"),
        ("thu 10 000 đồng", "thu 100 00 đồng"),
        ("tăng 5 độ", "tăng -5 độ"),
        ("giảm 5 phần", "giảm 5% phần"),
        ("ông Nguyễn Văn An", "ông Nguyễn Văn Ân"),
        ("bà Hoà", "bà Hòa"),
        ("cấm đỗ xe", "cầm đỗ xe"),
        ("không được vào", "được vào"),
        ("không, thu tiền", "không thu tiền"),
        ("không thu tiền", "không, thu tiền"),
        ("Cấm. Đỗ xe được phạt", "Cấm đỗ xe. Được phạt"),
        ("Hơn 60 người (năm 2026).", "Hơn 60 người, năm 2026."),
        ("Được thu tiền.", "Được thu tiền?"),
        ("chợ hoa", "chợ Hoa"),
        ("", "Thêm một câu"),
    ],
)
def test_numbers_names_and_other_words(old: str, new: str) -> None:
    assert not is_small_fix(old, new)
