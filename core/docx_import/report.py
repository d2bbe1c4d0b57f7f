"""Import report: what was dropped or changed, as sentences for the editor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

_SHOWN_PLACES = 3
_QUOTED = 40


@dataclass
class ImportReport:
    """Counts of what was dropped or changed while a document was read, and where.

    ``add`` counts, ``place`` names the paragraph in which it happened: the place is known when the
    paragraph has been read.
    """

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
    hidden_pictures: int = 0
    shaped_pictures: int = 0
    links: int = 0
    inner_links: int = 0
    signs: int = 0
    small_capitals: int = 0
    legacy_capitals: int = 0
    numbers: int = 0
    notes: int = 0
    has_contents: bool = False
    has_page_frame: bool = False
    words: str = ""
    _unplaced: list[str] = field(default_factory=list)
    _places: dict[str, dict[str, None]] = field(default_factory=dict)

    def add(self, kind: str, count: int = 1) -> None:
        if count:
            setattr(self, kind, getattr(self, kind) + count)
            self._unplaced.append(kind)

    def place(self, words: str) -> None:
        """Take the words of a paragraph for the place of what was counted since the last one; of
        a paragraph without any, the words before it.
        """
        if words:
            self.words = f"{words[:_QUOTED].rstrip()}…" if len(words) > _QUOTED else words
        if self.words and self._unplaced:
            for kind in self._unplaced:
                self._places.setdefault(kind, {})[self.words] = None
            self._unplaced.clear()

    def places(self, *kinds: str) -> str:
        """Return a sentence that says where, "" where nothing is known."""
        found = list(dict.fromkeys(words for kind in kinds for words in self._places.get(kind, ())))
        if not found:
            return ""
        more = f" và {len(found) - _SHOWN_PLACES} chỗ khác" if len(found) > _SHOWN_PLACES else ""
        quoted = ", ".join(f"“{words}”" for words in found[:_SHOWN_PLACES])
        return f" Ở gần chữ {quoted}{more}."


_COUNTED = {
    "comments": "Bỏ {} lời bình (comment) bên lề.",
    "hidden": "Bỏ {} đoạn chữ ẩn.",
    "numbers": (
        "{} số thứ tự có kiểu không viết được trên web, được ghi bằng chữ số: xin đối chiếu với"
        " tệp Word."
    ),
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
    "hidden_pictures": "Bỏ {} ảnh không thấy được trong Word (ẩn, hoặc bị cắt hết).",
    "shaped_pictures": (
        "Bỏ {} ảnh được cắt theo hình (tròn, sao…) trong Word: xin lưu thành PNG rồi chèn vào bài."
    ),
    "links": "Bỏ {} liên kết không dùng được trên web (javascript, tệp trên máy…); chữ vẫn còn.",
    "inner_links": "Bỏ {} liên kết tới chỗ khác trong tệp; chữ vẫn còn.",
    "signs": "Bỏ {} ký hiệu của phông ký hiệu (Wingdings, Symbol…): xin chèn lại.",
    "small_capitals": "Chữ hoa nhỏ (Small Caps) ở {} chỗ được viết thành chữ hoa.",
    "legacy_capitals": (
        "Chữ hoa gõ bằng bảng mã cũ (TCVN3) ở {} chỗ đã chuyển sang Unicode: xin đọc lại."
    ),
    "notes": "{} chú thích cuối trang được chuyển xuống mục “Chú thích” ở cuối bài.",
}
_WITHOUT_PLACE = {"notes"}


def sentences(losses: ImportReport) -> Iterator[str]:
    """Yield one sentence for each kind of loss, the gravest first."""
    if losses.insertions or losses.deletions:
        yield (
            "Tệp có sửa đổi đang theo dõi (Track Changes): coi như đã chấp nhận hết, "
            f"giữ {losses.insertions} chỗ thêm, bỏ {losses.deletions} chỗ xóa."
            + losses.places("deletions", "insertions")
        )
    for name, sentence in _COUNTED.items():
        if count := getattr(losses, name):
            yield sentence.format(count) + ("" if name in _WITHOUT_PLACE else losses.places(name))
    if losses.has_contents:
        yield "Bỏ mục lục tự động."
    if losses.has_page_frame:
        yield "Đầu trang, chân trang và số trang không đưa vào bài."
