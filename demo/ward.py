"""Data of the demonstration ward: identity, units, people, categories.

All fictitious; its mail addresses do not exist.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class DemoWard:
    name: str
    agency: str
    responsible: str
    address: str
    phone: str
    email: str
    parent: str = ""


@dataclass(frozen=True)
class DemoUnit:
    """A unit: its number, where it sits, and each of its duties on a line."""

    code: str
    name: str
    short_name: str
    block: str
    valid_until: date | None = None
    successor: str | None = None
    phone: str = ""
    place: str = ""
    duties: str = ""


@dataclass(frozen=True)
class DemoHotline:
    """A number to call: its own, or that of the unit."""

    name: str
    note: str
    phone: str = ""
    unit: str = ""


@dataclass(frozen=True)
class DemoPerson:
    """An account; ``does`` is the sentence printed beside it, for visitors to choose one."""

    username: str
    full_name: str
    title: str
    unit: str
    roles: tuple[str, ...]
    does: str


@dataclass(frozen=True)
class DemoCategory:
    slug: str
    name: str
    menu_name: str
    description: str
    is_for_notices: bool = False


@dataclass(frozen=True)
class DemoWord:
    wrong: str
    right: str
    note: str = ""


HALL = "Số 12 phố Bến Sen, phường Bến Sen"
WARD = DemoWard(
    name="Phường Bến Sen",
    agency="Ủy ban nhân dân phường Bến Sen",
    responsible="Chủ tịch Ủy ban nhân dân phường",
    address=HALL,
    phone="024 0000 0000",
    email="vanthu@bensen.example",
)

UNITS = (
    DemoUnit(
        "VPDU",
        "Văn phòng Đảng ủy phường",
        "Văn phòng Đảng ủy",
        "party",
        phone="024 0000 0021",
        place=HALL,
        duties="Giúp việc Đảng ủy, Ban Thường vụ Đảng ủy\nTiếp nhận đơn thư gửi Đảng ủy phường",
    ),
    DemoUnit(
        "VPUB",
        "Văn phòng HĐND và UBND phường",
        "Văn phòng",
        "government_office",
        phone="024 0000 0000",
        place=HALL,
        duties=(
            "Tiếp công dân, tiếp nhận đơn thư\nVăn thư, lịch làm việc của Ủy ban nhân dân phường"
        ),
    ),
    DemoUnit(
        "KTHT",
        "Phòng Kinh tế, Hạ tầng và Đô thị",
        "Phòng Kinh tế",
        "government_office",
        phone="024 0000 0023",
        place=HALL,
        duties=(
            "Đất đai, sổ đỏ, xây dựng, trật tự đô thị\n"
            "Đường ngõ, thoát nước, vệ sinh môi trường\n"
            "Hộ kinh doanh"
        ),
    ),
    DemoUnit(
        "VHXH",
        "Phòng Văn hóa - Xã hội",
        "Phòng Văn hóa",
        "government_office",
        phone="024 0000 0024",
        place=HALL,
        duties=(
            "Trợ cấp, người có công, trẻ em, giảm nghèo\n"
            "Văn hóa, thể thao, trường học\n"
            "Đài truyền thanh phường"
        ),
    ),
    DemoUnit(
        "HCC",
        "Trung tâm Phục vụ hành chính công phường",
        "Một cửa",
        "government_office",
        phone="024 0000 0012",
        place="Tầng 1, số 12 phố Bến Sen, phường Bến Sen",
        duties=(
            "Nhận và trả hồ sơ của người dân\nHộ tịch, chứng thực\nHướng dẫn nộp hồ sơ trực tuyến"
        ),
    ),
    DemoUnit(
        "MTTQ",
        "Ủy ban Mặt trận Tổ quốc Việt Nam phường",
        "MTTQ phường",
        "mass_organization",
        phone="024 0000 0025",
        place=HALL,
        duties="Phản ánh, kiến nghị của nhân dân\nQuỹ Vì người nghèo",
    ),
    DemoUnit(
        "HPN",
        "Hội Liên hiệp Phụ nữ phường",
        "Hội Phụ nữ",
        "mass_organization",
        phone="024 0000 0026",
        place=HALL,
        duties="Quyền lợi của phụ nữ, trẻ em\nVốn vay cho hội viên",
    ),
    DemoUnit(
        "DTN",
        "Đoàn Thanh niên Cộng sản Hồ Chí Minh phường",
        "Đoàn Thanh niên",
        "mass_organization",
        phone="024 0000 0027",
        place=HALL,
        duties="Hoạt động hè, tình nguyện\nTổ công nghệ số cộng đồng",
    ),
    DemoUnit(
        "TDP05",
        "Tổ dân phố số 5",
        "Tổ 5",
        "residential_group",
        phone="024 0000 0035",
        place="Nhà văn hóa tổ 5, ngõ 84 phố Bến Sen, phường Bến Sen",
        duties="Việc chung của tổ, họp tổ dân phố",
    ),
    DemoUnit(
        "TDP07",
        "Tổ dân phố số 7",
        "Tổ 7",
        "residential_group",
        phone="024 0000 0037",
        place="Nhà văn hóa tổ 7, phố Bờ Kè, phường Bến Sen",
        duties="Việc chung của tổ, họp tổ dân phố",
    ),
    DemoUnit(
        "TDP08",
        "Tổ dân phố số 8",
        "Tổ 8",
        "residential_group",
        valid_until=date(2025, 6, 30),
        successor="TDP07",
    ),
    DemoUnit(
        "THBS",
        "Trường Tiểu học Bến Sen",
        "Tiểu học Bến Sen",
        "affiliated_unit",
        phone="024 0000 0041",
        place="Số 30 phố Bến Sen, phường Bến Sen",
        duties="Tuyển sinh lớp 1, chuyển trường",
    ),
    DemoUnit(
        "CAP",
        "Công an phường Bến Sen",
        "Công an phường",
        "affiliated_unit",
        phone="024 0000 0013",
        place="Số 20 phố Bến Sen, phường Bến Sen",
        duties="An ninh trật tự, trực cả ngày đêm\nĐăng ký thường trú, tạm trú, căn cước",
    ),
    DemoUnit(
        "TYT",
        "Trạm Y tế phường Bến Sen",
        "Trạm Y tế",
        "affiliated_unit",
        phone="024 0000 0015",
        place="Số 25 phố Bến Sen, phường Bến Sen",
        duties="Bác sĩ khám bệnh ban đầu, tiêm chủng\nPhòng dịch",
    ),
)

# Beside 113, 114 and 115, which every ward has from the start.
HOTLINES = (
    DemoHotline("Công an phường", "Trực cả ngày đêm", unit="Công an phường Bến Sen"),
    DemoHotline("Trạm Y tế phường", "Trực cả ngày đêm", unit="Trạm Y tế phường Bến Sen"),
    DemoHotline("Điện lực", "Mất điện, đứt dây", phone="1900 0001"),
    DemoHotline("Cấp nước", "Mất nước, vỡ ống", phone="1900 0002"),
)

PEOPLE = (
    DemoPerson(
        "congtacvien1",
        "Đoàn Thị Thu Ngân",
        "Chuyên viên Phòng Văn hóa - Xã hội",
        "VHXH",
        ("contributor",),
        "cộng tác viên của một ngành: có bài chờ duyệt và bài hẹn giờ đăng",
    ),
    DemoPerson(
        "congtacvien2",
        "Lê Quốc Thịnh",
        "Phó Bí thư Đoàn Thanh niên phường",
        "DTN",
        ("contributor",),
        "cộng tác viên của một đoàn thể: có một bài bị trả lại kèm lý do",
    ),
    DemoPerson(
        "congtacvien3",
        "Phan Văn Lực",
        "Tổ phó Tổ dân phố số 7",
        "TDP07",
        ("contributor",),
        "cộng tác viên của tổ dân phố: có một bản nháp viết dở",
    ),
    DemoPerson(
        "congtacvien4",
        "Trịnh Hoài Phương",
        "Tổng phụ trách Đội, Trường Tiểu học Bến Sen",
        "THBS",
        ("contributor",),
        "cộng tác viên của đơn vị hiệp quản: có bài đang biên tập và bài đã gỡ",
    ),
    DemoPerson(
        "bientap",
        "Vũ Ngọc Khánh",
        "Thư ký Ban Biên tập",
        "VPUB",
        ("editor",),
        "biên tập viên, thư ký ban: biên tập, trả lại, nhập hộ bài gửi qua Zalo hoặc trên giấy",
    ),
    DemoPerson(
        "duyet1",
        "Hoàng Đình Tú",
        "Phó Chủ tịch Ủy ban nhân dân phường, Phó Trưởng ban Biên tập",
        "VPUB",
        ("leader", "approver"),
        "người duyệt: xuất bản, gỡ bài; thay Chủ tịch khi vắng",
    ),
    DemoPerson(
        "duyet2",
        "Bùi Thị Lan Chi",
        "Chánh Văn phòng Đảng ủy phường, Phó Trưởng ban Biên tập",
        "VPDU",
        ("approver",),
        "người duyệt thứ hai: xác nhận bài đăng khẩn và bài đính chính",
    ),
    DemoPerson(
        "vanthu",
        "Đỗ Thị Bích Liên",
        "Văn thư, Văn phòng HĐND và UBND phường",
        "VPUB",
        ("clerk",),
        "văn thư: sổ văn bản đến, văn bản đi",
    ),
    DemoPerson(
        "phatthanh",
        "Nguyễn Hữu Nghĩa",
        "Phát thanh viên đài truyền thanh phường",
        "VHXH",
        ("announcer",),
        "phát thanh viên: bản tin và sổ nhật ký phát thanh",
    ),
    DemoPerson(
        "lanhdao",
        "Kiều Thị Minh Tâm",
        "Chủ tịch Ủy ban nhân dân phường, Trưởng ban Biên tập",
        "VPUB",
        ("leader", "head", "approver"),
        "Chủ tịch phường, Trưởng ban Biên tập: bài xin ý kiến, đăng khẩn, báo cáo tháng",
    ),
    DemoPerson(
        "cntt",
        "Tạ Quang Duy",
        "Cán bộ công nghệ thông tin",
        "VPUB",
        ("it_officer",),
        "cán bộ công nghệ thông tin: tài khoản, đơn vị, chuyên mục, thông tin phường",
    ),
)


@dataclass(frozen=True)
class DemoPlacement:
    """A placement of an item on the home page; both times are expressions of ``demo.dates``."""

    article: str
    place: str
    by: str
    at: str
    ends_at: str


PLACEMENTS = (
    DemoPlacement("04-tuyen-hoa-bo-song", "lead", "bientap", "u-1 20:05", "u+4 18:00"),
    DemoPlacement("03-ngung-cap-nuoc", "pin", "bientap", "u-1 20:08", "u+3 12:00"),
    DemoPlacement("12-cuoc-goi-gia-danh", "pin", "duyet1", "u-1 20:30", "u+14 18:00"),
)

CATEGORIES = (
    DemoCategory(
        "cong-tac-dang",
        "Công tác Đảng",
        "Công tác Đảng",
        "Hoạt động của Đảng ủy phường và các chi bộ trực thuộc.",
    ),
    DemoCategory(
        "hoat-dong-khoi-chinh-quyen",
        "Hoạt động khối chính quyền",
        "Khối chính quyền",
        "Công việc của Hội đồng nhân dân, Ủy ban nhân dân và các ngành của phường.",
    ),
    DemoCategory(
        "hoat-dong-mttq-va-cac-doan-the",
        "Hoạt động MTTQ và các đoàn thể",
        "MTTQ và đoàn thể",
        "Phong trào do Mặt trận Tổ quốc, Hội Phụ nữ, Đoàn Thanh niên và các hội của phường tổ"
        " chức.",
    ),
    DemoCategory(
        "hoat-dong-to-dan-pho-va-cac-don-vi-hiep-quan",
        "Hoạt động tổ dân phố và các đơn vị hiệp quản",
        "Tổ dân phố, đơn vị hiệp quản",
        "Chuyện ở tổ dân phố, trường học, công an, trạm y tế và các đơn vị đóng trên địa bàn.",
    ),
    DemoCategory(
        "thong-bao",
        "Thông báo",
        "Thông báo",
        "Những việc người dân cần biết ngày, giờ và nơi đến.",
        is_for_notices=True,
    ),
    DemoCategory(
        "tin-tuc-khac",
        "Tin tức khác",
        "Tin tức khác",
        "Kiến thức cần cho đời sống, nếp xưa của phường và tin chọn từ nơi khác.",
    ),
)

WORDS = (
    DemoWord("uỷ ban", "ủy ban", "Cổng viết dấu ở chữ đứng trước: ủy, hòa, hóa"),
    DemoWord("uỷ viên", "ủy viên", "Cổng viết dấu ở chữ đứng trước: ủy, hòa, hóa"),
    DemoWord("ủy ban phường", "Ủy ban nhân dân phường", "Tên đầy đủ của cơ quan"),
    DemoWord("UBND P", "UBND phường", "Không viết tắt chữ “phường”"),
    DemoWord("TDP số", "tổ dân phố số", "Người đọc và máy đọc không hiểu chữ tắt này"),
    DemoWord("Mặt trận tổ quốc", "Mặt trận Tổ quốc", "Viết hoa theo tên tổ chức"),
    DemoWord("Hội liên hiệp phụ nữ", "Hội Liên hiệp Phụ nữ", "Viết hoa theo tên tổ chức"),
    DemoWord("phường bến sen", "phường Bến Sen"),
    DemoWord("chứng minh thư", "căn cước", "Tên gọi theo Luật Căn cước, từ ngày 01/7/2024"),
    DemoWord("sát nhập", "sáp nhập", "“Sáp nhập” mới đúng nghĩa gộp lại"),
    DemoWord("bổ xung", "bổ sung"),
)
