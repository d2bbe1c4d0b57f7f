"""Capitals in mid-sentence: common words are lowered, names keep theirs."""

from __future__ import annotations

import pytest

from meetings.wording.mid_sentence import lower_first


@pytest.mark.parametrize(
    ("typed", "lowered"),
    [
        ("Các thành viên", "các thành viên"),
        ("Những đơn vị chưa nộp", "những đơn vị chưa nộp"),
        ("Mọi cán bộ, công chức", "mọi cán bộ, công chức"),
        ("Toàn thể cộng tác viên", "toàn thể cộng tác viên"),
        ("Tất cả các ngành", "tất cả các ngành"),
        ("Một số tổ dân phố", "một số tổ dân phố"),
        ("Các Tổ dân phố", "các Tổ dân phố"),
        ("Đồng chí Nguyễn Thị An", "đồng chí Nguyễn Thị An"),
        ("Ông Trần Văn Bình", "ông Trần Văn Bình"),
        ("Cán bộ phụ trách CNTT", "cán bộ phụ trách CNTT"),
        ("Thành viên Ban biên tập", "thành viên Ban biên tập"),
        ("Đơn vị chậm nộp", "đơn vị chậm nộp"),
        ("Hai đơn vị hiệp quản", "hai đơn vị hiệp quản"),
        ("Hai Bà Trưng", "Hai Bà Trưng"),
        ("Tổ CNTT", "Tổ CNTT"),
        ("Tổ dân phố số 5", "Tổ dân phố số 5"),
        ("UBND phường", "UBND phường"),
        ("Ban chỉ huy quân sự phường", "Ban chỉ huy quân sự phường"),
        ("Công an phường", "Công an phường"),
        ("Văn phòng UBND", "Văn phòng UBND"),
        ("Hội Liên hiệp Phụ nữ", "Hội Liên hiệp Phụ nữ"),
        ("Đoàn Thanh niên", "Đoàn Thanh niên"),
        ("Chủ tịch UBND phường", "Chủ tịch UBND phường"),
        ("Thống kê phường", "Thống kê phường"),
        ("Nguyễn Thị An", "Nguyễn Thị An"),
        ("các đơn vị", "các đơn vị"),
        ("", ""),
    ],
)
def test_whoever_is_addressed(typed: str, lowered: str) -> None:
    assert lower_first(typed) == lowered


@pytest.mark.parametrize(
    ("typed", "lowered"),
    [
        ("Kiểm tra việc dùng phần mềm", "kiểm tra việc dùng phần mềm"),
        ("Tổ chức hội nghị", "tổ chức hội nghị"),
        ("Ban hành kế hoạch", "ban hành kế hoạch"),
        ("Phòng chống dịch bệnh", "phòng chống dịch bệnh"),
        ("Gửi UBND phường báo cáo", "gửi UBND phường báo cáo"),
        ("Công khai kết quả", "công khai kết quả"),
        ("Đoàn kết nội bộ", "đoàn kết nội bộ"),
        ("Ở các tổ dân phố", "ở các tổ dân phố"),
        ("Các thành viên gửi bài", "các thành viên gửi bài"),
        ("Nộp đủ tin\nA) đúng hạn", "nộp đủ tin\nA) đúng hạn"),
        ("Tổ CNTT kiểm tra", "Tổ CNTT kiểm tra"),
        ("Công an phường tuần tra", "Công an phường tuần tra"),
        ("Hà Nội đã phê duyệt", "Hà Nội đã phê duyệt"),
        ("Chữ ký số là bắt buộc", "Chữ ký số là bắt buộc"),
        ("Báo cáo Chủ tịch UBND", "báo cáo Chủ tịch UBND"),
        ("Thống kê số tin", "thống kê số tin"),
        ("CNTT là việc chung", "CNTT là việc chung"),
        ("100% đơn vị nộp đủ", "100% đơn vị nộp đủ"),
    ],
)
def test_what_is_to_be_done(typed: str, lowered: str) -> None:
    assert lower_first(typed, is_action=True) == lowered
