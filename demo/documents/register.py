"""Six months of incoming documents of the demonstration ward, as the list of another software.

Fictitious; the same for every day of loading, apart from the days themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core.spreadsheet_import.values import ParsedRow
from documents.models import IncomingDocument, UserActivity
from documents.models.activity import account_key
from documents.register_import.entry_book import EntryBook
from documents.register_import.list_rows import list_rows
from documents.register_import.units import UnitNames
from organization.calendar.working_days import WorkingCalendar
from organization.models import Unit

NUMBER = 150
DAYS = 182
_DAY = timedelta(days=1)
# Agency, notation, subject, unit, working days given.
PAPERS = (
    ("UBND thành phố", "KH-UBND", "Kế hoạch ra quân tổng vệ sinh môi trường tháng {m}", "KTHT", 7),
    ("Sở Văn hóa và Thể thao", "SVHTT-QLVH", "Về việc rà soát thiết chế văn hóa cơ sở", "VHXH", 10),
    ("Sở Y tế", "SYT-NVY", "Về việc tăng cường phòng, chống sốt xuất huyết", "TYT", 5),
    ("Công an thành phố", "TB-CAT", "Thông báo thủ đoạn lừa đảo qua mạng mới", "CAP", 5),
    ("UBND thành phố", "UBND-VX", "Về việc báo cáo kết quả chuyển đổi số tháng {m}", "VPUB", 6),
    ("Thành ủy", "CV/TU", "Về việc chuẩn bị sinh hoạt chuyên đề tháng {m}", "VPDU", 8),
    ("Ủy ban MTTQ thành phố", "HD-MTTQ", "Hướng dẫn bình xét hộ khó khăn cần hỗ trợ", "MTTQ", 10),
    (
        "Hội LHPN thành phố",
        "KH-BTV",
        "Kế hoạch truyền thông phòng, chống bạo lực gia đình",
        "HPN",
        12,
    ),
    ("Thành đoàn", "KH-TĐTN", "Kế hoạch Ngày thứ Bảy tình nguyện tháng {m}", "DTN", 7),
    ("Sở Nội vụ", "SNV-CCHC", "Về việc khảo sát sự hài lòng của người dân", "HCC", 8),
    ("Sở Giáo dục và Đào tạo", "SGDĐT-CTTT", "Về việc bảo đảm an toàn trường học", "THBS", 6),
    ("Sở Xây dựng", "SXD-QLĐT", "Về việc kiểm tra lấn chiếm vỉa hè, lòng đường", "KTHT", 10),
    ("UBND thành phố", "QĐ-UBND", "Quyết định giao chỉ tiêu thu ngân sách quý", "VPUB", 15),
    ("Ban Chỉ huy PCTT thành phố", "CĐ-PCTT", "Công điện ứng phó mưa lớn, ngập cục bộ", "TDP07", 2),
    ("Sở Khoa học và Công nghệ", "SKHCN-CNTT", "Về việc bảo đảm an toàn thông tin mạng", "VHXH", 9),
    ("UBND thành phố", "GM-UBND", "Giấy mời họp trực tuyến tháng {m}", "VPUB", 3),
    ("Hội Cựu chiến binh thành phố", "HCCB", "Về việc thăm hỏi hội viên cao tuổi", "TDP05", 10),
)
PEOPLE = (
    ("Đoàn Thị Thu Ngân", "VHXH", 1),
    ("Lê Quốc Thịnh", "DTN", 12),
    ("Phan Văn Lực", "TDP07", None),
    ("Trịnh Hoài Phương", "THBS", 40),
    ("Vũ Ngọc Khánh", "VPUB", 1),
    ("Đỗ Thị Bích Liên", "VPUB", 1),
    ("Kiều Thị Minh Tâm", "VPUB", 2),
    ("Bùi Thị Lan Chi", "VPDU", 3),
    ("Lưu Đức Anh", "KTHT", 2),
    ("Mai Thị Hòa", "TYT", 65),
    ("Đinh Công Sơn", "CAP", 4),
    ("Tô Thị Hạnh", "HPN", None),
)


@dataclass(frozen=True)
class _Days:
    """Days of one document: arrival, due, first opening, completion."""

    arrived_on: date
    due_on: date
    first_opened_on: date | None
    finished_on: date | None


def load_register(units: dict[str, Unit], *, until: date) -> None:
    """Store the list of documents and that of the users, once; as imported on ``until``."""
    if IncomingDocument.objects.exists():
        return
    calendar = WorkingCalendar.load()
    rows = [_row(number, units, calendar, until) for number in range(NUMBER)]
    found = list_rows(rows, UnitNames.load())
    book = EntryBook.load(found)
    for row in found:
        if row.problems:
            raise ValueError(row.problems[0])
        book.apply(row, today=until)
    book.save()
    UserActivity.objects.bulk_create(
        UserActivity(
            unit=units[unit],
            full_name=name,
            account_key=account_key("", name),
            last_login_on=None if days is None else until - days * _DAY,
            seen_on=until,
        )
        for name, unit, days in PEOPLE
    )


def _row(number: int, units: dict[str, Unit], calendar: WorkingCalendar, until: date) -> ParsedRow:
    agency, notation, subject, unit, given = PAPERS[(number * 7) % len(PAPERS)]
    day = until - (DAYS - number * DAYS // NUMBER) * _DAY
    days = _days(number, calendar.on_or_before(day), given, calendar, until)
    issued_on = days.arrived_on - (1 + number % 3) * _DAY
    state = "Đã hoàn thành" if days.finished_on else "Đang xử lý"
    values: dict[str, Any] = {
        "number": str(40 + number * 13),
        "notation": notation,
        "agency": agency,
        "issued_on": issued_on,
        "arrival_number": 601 + number,
        "arrived_on": days.arrived_on,
        "subject": subject.format(m=days.arrived_on.month),
        "unit": units[unit].name,
        "due_on": days.due_on,
        "first_opened_on": days.first_opened_on,
        "finished_on": days.finished_on,
        "state": state if days.first_opened_on else "Chưa xem",
    }
    return ParsedRow(number + 2, values, (), ())


def _days(
    number: int, arrived_on: date, given: int, calendar: WorkingCalendar, until: date
) -> _Days:
    """Return when a document was opened and done: most in time, one in seven late, a few open."""
    due_on = calendar.add(arrived_on, given)
    opened = calendar.add(arrived_on, 3 if number % 9 == 4 else number % 2)
    late = 4 if number % 7 == 3 else -(number % 2)
    finished = max(opened, calendar.add(due_on, late))
    is_forgotten = number in (112, 131, 139)
    is_known = opened < until and number not in (131, 147)
    return _Days(
        arrived_on,
        due_on,
        opened if is_known else None,
        finished if finished < until and is_known and not is_forgotten else None,
    )
