"""Twelve papers of offices, each with what stands on it and how it was scanned."""

from __future__ import annotations

from typing import Any

from tests.support.scanned_papers import OfficePaper

WARD = ("ỦY BAN NHÂN DÂN", "PHƯỜNG BẾN SEN")
LONG = (
    "Thực hiện kế hoạch của thành phố về chuyển đổi số năm 2026, Ủy ban nhân dân phường giao các"
    " tổ dân phố rà soát số hộ chưa có mạng, lập danh sách gửi Phòng Văn hóa - Xã hội trước ngày"
    " 25 hằng tháng.",
    "Phòng Văn hóa - Xã hội tổng hợp, tham mưu Ủy ban nhân dân phường phân công cán bộ hướng dẫn"
    " người cao tuổi dùng dịch vụ công trực tuyến tại nhà văn hóa.",
    "Trong quá trình thực hiện, nếu có vướng mắc, đề nghị phản ánh về Văn phòng để được giải đáp.",
)

# The paper; how it is scanned; number, notation, year, date, type.
PAPERS: list[tuple[OfficePaper, dict[str, Any], tuple[str, str, int | None, str, str]]] = [
    (
        OfficePaper(
            agency=WARD,
            number="Số: 15/QĐ-UBND",
            date="Bến Sen, ngày 05 tháng 01 năm 2026",
            kind="QUYẾT ĐỊNH",
            title=("Về việc thành lập Tổ công nghệ số cộng đồng", "trên địa bàn phường"),
            body=(
                "CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG BẾN SEN",
                "Căn cứ Luật Tổ chức chính quyền địa phương;",
                "Xét đề nghị của Trưởng phòng Văn hóa - Xã hội,",
                "QUYẾT ĐỊNH:",
                "Điều 1. Thành lập Tổ công nghệ số cộng đồng theo danh sách kèm theo.",
                "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
            ),
            titles=("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
            signer="Hoàng Đình Tú",
        ),
        {"turn": 1.2, "noise": 6, "is_stamped": True},
        ("15", "QĐ-UBND", None, "2026-01-05", "Quyết định"),
    ),
    (
        OfficePaper(
            agency=WARD,
            number="Số: 112/UBND-VX",
            date="Bến Sen, ngày 24 tháng 6 năm 2026",
            about=("V/v tăng cường vệ sinh môi trường", "trước mùa mưa bão"),
            body=("Kính gửi: Các tổ dân phố trên địa bàn phường.", *LONG),
            titles=("CHỦ TỊCH",),
            signer="Kiều Thị Minh Tâm",
            urgency="HỎA TỐC",
        ),
        {"turn": -0.8, "noise": 4},
        ("112", "UBND-VX", None, "2026-06-24", "Công văn"),
    ),
    (
        OfficePaper(
            agency=("ĐẢNG ỦY PHƯỜNG BẾN SEN",),
            parent="ĐẢNG BỘ THÀNH PHỐ SÔNG LAM",
            number="Số 08-CV/ĐU",
            date="Bến Sen, ngày 12 tháng 3 năm 2026",
            about=("V/v chuẩn bị hội nghị quý I",),
            body=("Kính gửi: Các chi bộ trực thuộc.", *LONG),
            titles=("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ"),
            signer="Bùi Thị Lan Chi",
            country="ĐẢNG CỘNG SẢN VIỆT NAM",
            motto="",
        ),
        {"noise": 4},
        ("08", "CV/ĐU", None, "2026-03-12", "Công văn"),
    ),
    (
        OfficePaper(
            agency=WARD,
            number="Số: 01/2026/QĐ-UBND",
            date="Bến Sen, ngày 10 tháng 02 năm 2026",
            kind="QUYẾT ĐỊNH",
            title=("Ban hành Quy chế quản lý, sử dụng nhà văn hóa",),
            body=("Căn cứ Luật Ban hành văn bản quy phạm pháp luật;", *LONG),
            titles=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
            signer="Kiều Thị Minh Tâm",
        ),
        {"turn": 90},
        ("01", "QĐ-UBND", 2026, "2026-02-10", "Quyết định"),
    ),
    (
        OfficePaper(
            agency=WARD,
            number="Số: 45/TB-UBND",
            date="Bến Sen, ngày 18 tháng 11 năm 2026",
            kind="THÔNG BÁO",
            title=("Kết luận của Chủ tịch Ủy ban nhân dân phường", "tại cuộc họp giao ban"),
            body=LONG,
            titles=("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),
            signer="Vũ Ngọc Khánh",
        ),
        {"turn": 270, "noise": 3},
        ("45", "TB-UBND", None, "2026-11-18", "Thông báo"),
    ),
    (
        OfficePaper(
            agency=WARD,
            number="Số: 09/KH-UBND",
            date="Bến Sen, ngày 02 tháng 3 năm 2026",
            kind="KẾ HOẠCH",
            title=("Tổ chức Ngày hội đại đoàn kết toàn dân tộc",),
            body=LONG,
            rows=(
                ("TT", "Nội dung", "Đơn vị", "Thời gian"),
                ("1", "Treo cờ, khẩu hiệu", "Các tổ dân phố", "15/11"),
                ("2", "Thi nấu ăn", "Hội Phụ nữ", "16/11"),
                ("3", "Văn nghệ", "Đoàn Thanh niên", "17/11"),
            ),
            titles=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
            signer="Kiều Thị Minh Tâm",
        ),
        {"turn": 0.5, "noise": 3},
        ("09", "KH-UBND", None, "2026-03-02", "Kế hoạch"),
    ),
    (
        OfficePaper(
            agency=("HỘI ĐỒNG NHÂN DÂN", "PHƯỜNG BẾN SEN"),
            number="Số: 03/NQ-HĐND",
            date="Bến Sen, ngày 20 tháng 7 năm 2026",
            kind="NGHỊ QUYẾT",
            title=("Về nhiệm vụ phát triển kinh tế - xã hội", "sáu tháng cuối năm 2026"),
            body=LONG,
            columns=2,
            titles=("CHỦ TỊCH",),
            signer="Lê Quốc Thịnh",
        ),
        {"noise": 3},
        ("03", "NQ-HĐND", None, "2026-07-20", "Nghị quyết"),
    ),
    (
        OfficePaper(
            agency=("SỞ Y TẾ",),
            parent="ỦY BAN NHÂN DÂN THÀNH PHỐ SÔNG LAM",
            number="Số: 1234/SYT-NVY",
            date="Sông Lam, ngày 30 tháng 9 năm 2026",
            about=("V/v phòng, chống dịch sốt xuất huyết",),
            body=("Kính gửi: Ủy ban nhân dân các phường, xã.", *LONG),
            titles=("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
            signer="Phan Văn Lực",
            urgency="KHẨN",
        ),
        {"turn": -1.5, "noise": 5, "is_stamped": True},
        ("1234", "SYT-NVY", None, "2026-09-30", "Công văn"),
    ),
    (
        OfficePaper(
            agency=WARD,
            number="Số: 27/BC-UBND",
            date="Bến Sen, ngày 15 tháng 12 năm 2026",
            kind="BÁO CÁO",
            title=("Kết quả công tác cải cách hành chính năm 2026",),
            body=LONG,
            titles=("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
            signer="Hoàng Đình Tú",
        ),
        {"turn": 180},
        ("27", "BC-UBND", None, "2026-12-15", "Báo cáo"),
    ),
    (
        OfficePaper(
            agency=WARD,
            number="Số: 06/GM-UBND",
            date="Bến Sen, ngày 08 tháng 5 năm 2026",
            kind="GIẤY MỜI",
            title=("Dự hội nghị giao ban tháng 5 năm 2026",),
            body=LONG,
            titles=("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),
            signer="Vũ Ngọc Khánh",
        ),
        {"noise": 8},
        ("06", "GM-UBND", None, "2026-05-08", "Giấy mời"),
    ),
    (
        OfficePaper(
            agency=WARD,
            number="Số: 318/TTr-UBND",
            date="Bến Sen, ngày 01 tháng 10 năm 2026",
            kind="TỜ TRÌNH",
            title=("Về việc đề nghị bổ sung kinh phí sửa chữa", "hệ thống loa truyền thanh"),
            body=LONG,
            titles=("CHỦ TỊCH",),
            signer="Kiều Thị Minh Tâm",
        ),
        {"turn": 2, "noise": 2},
        ("318", "TTr-UBND", None, "2026-10-01", "Tờ trình"),
    ),
    (
        OfficePaper(
            agency=("ĐẢNG ỦY PHƯỜNG BẾN SEN",),
            parent="ĐẢNG BỘ THÀNH PHỐ SÔNG LAM",
            number="Số 02-CTr/ĐU",
            date="Bến Sen, ngày 22 tháng 01 năm 2026",
            kind="CHƯƠNG TRÌNH",
            title=("công tác của Ban Chấp hành Đảng bộ phường", "năm 2026"),
            body=LONG,
            titles=("T/M ĐẢNG ỦY", "BÍ THƯ"),
            signer="Bùi Thị Lan Chi",
            country="ĐẢNG CỘNG SẢN VIỆT NAM",
            motto="",
        ),
        {"turn": 1, "noise": 5},
        ("02", "CTr/ĐU", None, "2026-01-22", "Chương trình"),
    ),
]
