"""Columns of lists of incoming documents, by the heads that other software usually gives them."""

from __future__ import annotations

from core.dates import DUE, RECEIVED, Bounds
from core.spreadsheet_import.fields import ImportField, Kind
from documents.models.incoming import MAX_ARRIVAL_NUMBER

# A year long ago is nothing to ask about in a list.
_PAST = Bounds(RECEIVED.first_year)
_DUE = Bounds(DUE.first_year, years_ahead=DUE.years_ahead)


def _day(
    name: str, label: str, *aliases: str, bounds: Bounds = _PAST, has_lines: bool = False
) -> ImportField:
    return ImportField(name, label, aliases, Kind.DATE, bounds=bounds, has_lines=has_lines)


FIELDS = (
    ImportField(
        "code",
        "Số, ký hiệu",
        (
            *("Số ký hiệu", "Số và ký hiệu", "Số ký hiệu văn bản", "Số, ký hiệu VB", "Số KH"),
            *("Số/KH", "SKH", "Số hiệu", "Số hiệu văn bản", "Số ký hiệu gốc", "Số, KH văn bản"),
        ),
        max_length=60,
        help="Ví dụ 15/QĐ-UBND.",
    ),
    ImportField("number", "Số", ("Số văn bản", "Số VB", "Số công văn"), max_length=60),
    ImportField("notation", "Ký hiệu", ("Ký hiệu văn bản", "Ký hiệu VB"), max_length=60),
    ImportField(
        "agency",
        "Cơ quan ban hành",
        (
            *("Nơi ban hành", "Cơ quan gửi", "Nơi gửi", "Đơn vị ban hành", "Đơn vị gửi"),
            *("Tên cơ quan ban hành", "Cơ quan, tổ chức ban hành", "Tác giả", "CQBH"),
            *("Tên cơ quan, tổ chức ban hành văn bản", "Cơ quan ban hành văn bản", "CQ ban hành"),
        ),
        max_length=200,
    ),
    _day(
        "issued_on",
        "Ngày văn bản",
        *("Ngày VB", "Ngày ban hành", "Ngày tháng văn bản", "Ngày, tháng, năm văn bản"),
        *("Ngày tháng", "Ngày ký", "Ngày phát hành", "Ngày của văn bản", "Ngày BH"),
    ),
    ImportField(
        "arrival_number",
        "Số đến",
        ("Số VB đến", "Số văn bản đến", "Số vào sổ", "Số công văn đến", "STT đến", "Số thứ tự đến"),
        Kind.NUMBER,
        maximum=MAX_ARRIVAL_NUMBER,
    ),
    _day(
        "arrived_on",
        "Ngày đến",
        *("Ngày nhận văn bản", "Ngày vào sổ", "Ngày tiếp nhận", "Ngày VB đến", "Thời gian đến"),
        *("Ngày văn bản đến", "Ngày nhận VB", "Ngày giờ đến", "Ngày nhận", "Thời gian nhận"),
    ),
    ImportField(
        "subject",
        "Trích yếu",
        (
            *("Trích yếu nội dung", "Nội dung", "Nội dung trích yếu", "Trích yếu văn bản"),
            *("Tên loại và trích yếu nội dung văn bản", "Tên loại và trích yếu nội dung"),
            *("Tên loại và trích yếu", "Trích yếu nội dung văn bản", "Nội dung văn bản"),
        ),
        max_length=500,
    ),
    ImportField(
        "unit",
        "Đơn vị xử lý",
        (
            *("Đơn vị chủ trì", "Đơn vị xử lý chính", "Đơn vị nhận", "Phòng ban xử lý", "Đơn vị"),
            *("Đơn vị hoặc người nhận", "Đơn vị thụ lý", "Bộ phận xử lý", "Phòng ban", "Chủ trì"),
            *("Đơn vị giải quyết", "Đơn vị được giao", "Đơn vị chủ trì xử lý", "Đơn vị thực hiện"),
            *("Đơn vị nhận văn bản", "Cơ quan xử lý", "Đơn vị XL", "ĐV xử lý", "ĐV chủ trì"),
        ),
        max_length=1_000,
        has_lines=True,
    ),
    ImportField(
        "supporting",
        "Đơn vị phối hợp",
        ("Phối hợp", "Đơn vị phối hợp xử lý", "Đồng xử lý", "Đơn vị đồng xử lý"),
        max_length=1_000,
        has_lines=True,
    ),
    ImportField(
        "person",
        "Người xử lý",
        (
            *(
                "Người xử lý chính",
                "Cán bộ xử lý",
                "Chuyên viên xử lý",
                "Người nhận",
                "Chuyên viên",
            ),
            *("Người thụ lý", "Cán bộ thụ lý", "Người chủ trì", "Người được giao", "Cán bộ"),
        ),
        max_length=120,
    ),
    _day(
        "due_on",
        "Hạn xử lý",
        *("Thời hạn xử lý", "Hạn giải quyết", "Thời hạn giải quyết", "Thời hạn", "Hạn"),
        *("Ngày hết hạn", "Hạn hoàn thành", "Hạn XL", "Hạn trả lời", "Ngày đến hạn", "Hạn cuối"),
        bounds=_DUE,
    ),
    _day(
        "passed_on",
        "Ngày chuyển",
        *("Ngày giao", "Ngày chuyển xử lý", "Ngày phân công", "Ngày giao xử lý", "Ngày giao việc"),
        *("Thời gian chuyển", "Ngày chuyển đơn vị", "Ngày chuyển giao"),
        has_lines=True,
    ),
    _day(
        "first_opened_on",
        "Ngày mở",
        *(
            "Ngày xem",
            "Ngày mở xem",
            "Ngày đọc",
            "Thời gian xem",
            "Thời gian mở",
            "Ngày mở đầu tiên",
        ),
        *("Ngày xem đầu tiên", "Lần mở đầu", "Thời điểm xem", "Mở lần đầu", "Ngày mở lần đầu"),
        *("Thời gian mở xem", "Ngày mở/xem", "Ngày xem lần đầu", "Đã xem lúc", "Mở xem lúc"),
    ),
    _day(
        "finished_on",
        "Ngày hoàn thành",
        *("Ngày xử lý xong", "Ngày kết thúc", "Ngày xong", "Ngày giải quyết", "Ngày xử lý"),
        *("Thời gian hoàn thành", "Ngày hoàn tất", "Ngày kết thúc xử lý", "Hoàn thành ngày"),
        *("Ngày hoàn thành xử lý", "Ngày giải quyết xong"),
    ),
    ImportField(
        "state",
        "Trạng thái",
        ("Tình trạng", "Tình trạng xử lý", "Trạng thái xử lý", "Kết quả xử lý", "Kết quả"),
        max_length=60,
    ),
    ImportField("secrecy", "Độ mật", ("Mức độ mật", "Độ bảo mật", "Mật"), max_length=60),
)
HEADS = {field.name: field.label for field in FIELDS}
