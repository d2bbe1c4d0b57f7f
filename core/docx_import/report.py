"""Import report: what was dropped or changed, as sentences for the editor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass
class ImportReport:
    """Counts of what was dropped or changed while a document was read."""

    insertions: int = 0
    deletions: int = 0
    comments: int = 0
    hidden: int = 0
    text_boxes: int = 0
    charts: int = 0
    formulas: int = 0
    objects: int = 0
    foreign_parts: int = 0
    linked_pictures: int = 0
    missing_pictures: int = 0
    vector_pictures: int = 0
    links: int = 0
    notes: int = 0
    has_contents: bool = False
    has_page_frame: bool = False


_COUNTED = {
    "comments": "Bỏ {} lời bình (comment) bên lề.",
    "hidden": "Bỏ {} đoạn chữ ẩn.",
    "text_boxes": (
        "Chữ trong {} khung chữ được đặt thành đoạn văn ngay sau chỗ neo khung: xin xem lại thứ tự."
    ),
    "charts": "Bỏ {} biểu đồ hoặc sơ đồ (SmartArt): xin chụp thành ảnh rồi chèn vào bài.",
    "formulas": "Bỏ {} công thức toán: xin gõ lại bằng chữ hoặc chèn ảnh.",
    "objects": "Bỏ {} đối tượng nhúng (bảng Excel, bản vẽ…): xin chèn lại thành bảng hoặc ảnh.",
    "foreign_parts": "Bỏ {} tài liệu khác nhúng trong tệp: xin chép phần ấy vào bài.",
    "linked_pictures": "Bỏ {} ảnh chỉ liên kết tới nơi khác, không nằm trong tệp: xin tải ảnh lên.",
    "missing_pictures": "Bỏ {} ảnh không còn trong tệp.",
    "vector_pictures": (
        "Bỏ {} hình vẽ EMF hoặc WMF, trình duyệt không mở được: xin lưu thành PNG rồi chèn vào bài."
    ),
    "links": "Bỏ {} liên kết không dùng được trên web (javascript, tệp trên máy…); chữ vẫn còn.",
    "notes": "{} chú thích cuối trang được chuyển xuống mục “Chú thích” ở cuối bài.",
}


def sentences(losses: ImportReport) -> Iterator[str]:
    """Yield one sentence for each kind of loss, the gravest first."""
    if losses.insertions or losses.deletions:
        yield (
            "Tệp có sửa đổi đang theo dõi (Track Changes): coi như đã chấp nhận hết, "
            f"giữ {losses.insertions} chỗ thêm, bỏ {losses.deletions} chỗ xóa."
        )
    for name, sentence in _COUNTED.items():
        if count := getattr(losses, name):
            yield sentence.format(count)
    if losses.has_contents:
        yield "Bỏ mục lục tự động."
    if losses.has_page_frame:
        yield "Đầu trang, chân trang và số trang không đưa vào bài."
