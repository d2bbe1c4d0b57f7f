"""Sentences made shorter keep their date."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.vietnamese import has_date, shorten

TITLE = "Hội nghị tổng kết công tác xây dựng nông thôn mới và giảm nghèo bền vững của phường"


@pytest.mark.parametrize(
    ("text", "length", "shorter"),
    [
        ("Nhiệm vụ “Dọn sông”: hạn 29/11.", 90, "Nhiệm vụ “Dọn sông”: hạn 29/11."),
        (
            f"Nhiệm vụ “{TITLE}”: hạn 29/11, còn 3 ngày làm việc.",
            90,
            "Nhiệm vụ “Hội nghị tổng kết công tác xây dựng nông thôn…”: hạn 29/11, còn 3 ngày làm"
            " việc.",
        ),
        (
            "Mời họp " + "rất dài " * 10 + "ngày 29/11/2026",
            40,
            "Mời họp rất dài rất dài… ngày 29/11/2026",
        ),
        (
            f"Bài “{TITLE} 5/12” đăng khẩn, chờ người duyệt khác xác nhận: Ống nước vỡ đêm qua.",
            60,
            "Bài “Hội nghị tổng kết…” đăng khẩn, chờ người duyệt khác…",
        ),
        (
            f"Văn bản “{TITLE}” chưa đạt, cần làm tiếp: còn thiếu phụ lục. Hạn 10/12/2026.",
            70,
            "Văn bản “Hội nghị tổng kết…” chưa đạt, cần làm tiếp:… Hạn 10/12/2026",
        ),
        ("Không có ngày nào " * 5, 20, "Không có ngày nào…"),
        (
            "Chuyển buổi ngày 03/12 sang sáng 02/12; hủy buổi chiều 04/12",
            44,
            "Chuyển buổi ngày 03/12 sang sáng 02/12; hủy…",
        ),
        ("Mời họp giao ban 29/11 (phòng họp tầng hai)", 40, "Mời họp giao ban 29/11…"),
    ],
)
def test_titles_are_cut_before_dates(text: str, length: int, shorter: str) -> None:
    found = shorten(text, length)
    assert (found, has_date(found)) == (shorter, has_date(text))
    assert len(found) <= length


@given(st.text(max_size=200), st.text(max_size=200), st.integers(60, 120))
def test_a_date_is_never_lost(before: str, title: str, length: int) -> None:
    found = shorten(f"{before} “{title}”: hạn 29/11/2026", length)
    assert len(found) <= length
    assert "29/11/2026" in found
