"""What is proposed for the segments of a page."""

from __future__ import annotations

from datetime import date

import pytest

from documents.reading.layout import PageText, Segment
from documents.reading.proposals import propose


def page(*lines: tuple[str, float, float]) -> PageText:
    """Return a page of lines: text, left edge and top."""
    segments = [Segment(text, left, top, left + 0.35, top + 0.012) for text, left, top in lines]
    return PageText("\n".join(text for text, _, _ in lines), tuple(segments))


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("Bến Sen, ngày 12 tháng 11", "năm 2026"),
        ("Bến Sen, ngày 12", "tháng 11 năm 2026"),
        ("Bến Sen, ngày 12 tháng 11 năm", "2026"),
    ],
)
def test_a_date_that_goes_on_in_the_next_line_is_read(upper: str, lower: str) -> None:
    head = (
        ("ỦY BAN NHÂN DÂN", 0.1, 0.05),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 0.55, 0.05),
        ("PHƯỜNG BẾN SEN", 0.1, 0.07),
        ("Số: 15/QĐ-UBND", 0.1, 0.1),
    )
    assert propose([page(*head, (upper, 0.55, 0.1), (lower, 0.55, 0.12))]).issued_on == date(
        2026, 11, 12
    )
    # A line of the left column does not go on with one of the right.
    assert propose([page(*head, (upper, 0.1, 0.12), (lower, 0.55, 0.14))]).issued_on is None


@pytest.mark.parametrize("stamp", ["TỔI MẬT", "T0I MÂT", "TUYÊT MẬT", "MẶT", "MÂT"])
def test_a_stamp_with_wrong_marks_is_found_in_the_head(stamp: str) -> None:
    head = (("ỦY BAN NHÂN DÂN", 0.1, 0.05), ("Số: 15/QĐ-UBND", 0.1, 0.1))
    assert propose([page(*head, (stamp, 0.1, 0.15))]).is_classified


def test_words_of_a_table_are_no_stamp() -> None:
    lines = (("TIỀN", 0.1, 0.5), ("MẶT", 0.1, 0.52), ("MẬT ĐỘ", 0.1, 0.54), ("MẤT", 0.7, 0.2))
    assert not propose([page(*lines)]).is_classified


HEAD = (("ỦY BAN NHÂN DÂN", 0.1, 0.05), ("Số: 15/QĐ-UBND", 0.1, 0.1))


@pytest.mark.parametrize(
    "line",
    [
        "Bến Sen, ngày 12 tháng 11 năm 2026",
        "thành phố Sông Lam, ngày 12 tháng 11 năm 2026.",
        "TP. Hồ Chí Minh ngày 12 tháng 11 năm 2026",
        "Ngày 12 tháng 11 năm 2026",
        "Số: 15/QĐ-UBND Bến Sen, ngày 12/11/2026",
    ],
)
def test_the_line_of_place_and_date_is_the_date(line: str) -> None:
    assert propose([page(*HEAD, (line, 0.55, 0.1))]).issued_on == date(2026, 11, 12)


@pytest.mark.parametrize(
    ("line", "left", "top"),
    [
        ("trước ngày 15 tháng 12 năm 2026", 0.55, 0.2),
        ("gửi về Văn phòng, ngày 15 tháng 12 năm 2026", 0.55, 0.3),
        ("Trước ngày 15/12/2026", 0.55, 0.2),
        ("Hạn: trước ngày 15/12/2026", 0.55, 0.2),
        ("ngày 15 tháng 12 năm 2026 gửi báo cáo", 0.55, 0.3),
        ("ngày 15 tháng 12 năm 2026.", 0.1, 0.3),
        ("Ngày 15 tháng 12 năm 2026", 0.55, 0.45),
    ],
)
def test_a_deadline_is_no_date_of_the_document(line: str, left: float, top: float) -> None:
    blank = ("Bến Sen, ngày      tháng 11 năm 2026", 0.55, 0.1)
    assert propose([page(*HEAD, blank, (line, left, top))]).issued_on is None


@pytest.mark.parametrize(
    "row",
    ["1. Ông Trần Văn Khoa, tổ dân phố số 5", "Ông Trần Văn Khoa, số căn cước 001085012345"],
)
def test_a_subject_ends_before_the_people_of_a_list(row: str) -> None:
    lines = (
        *HEAD,
        ("THÔNG BÁO", 0.35, 0.18),
        ("Danh sách hộ được hỗ trợ sửa nhà", 0.35, 0.195),
        ("năm 2026", 0.35, 0.21),
        (row, 0.35, 0.225),
    )
    assert propose([page(*lines)]).subject == "Danh sách hộ được hỗ trợ sửa nhà năm 2026"
    letter = (*HEAD, ("V/v hỗ trợ sửa nhà", 0.1, 0.115), (row, 0.1, 0.128))
    assert propose([page(*letter)]).subject == "Hỗ trợ sửa nhà"
