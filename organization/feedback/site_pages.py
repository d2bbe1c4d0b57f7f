"""Generated public pages that accept feedback, by the name of their view."""

from __future__ import annotations

# Number, view, title; a number is never used again.
SITE_PAGES = (
    (1, "home", "Trang chủ"),
    (2, "contact", "Liên hệ"),
    (3, "structure", "Cơ cấu tổ chức"),
    (4, "working_calendar", "Lịch công tác"),
    (5, "meetings", "Các cuộc họp"),
    (6, "documents", "Văn bản"),
    (7, "broadcasts", "Truyền thanh"),
    (8, "public_reports", "Báo cáo"),
    (9, "all_news", "Tất cả tin bài"),
    (10, "search", "Tìm kiếm"),
    (11, "site_map", "Sơ đồ trang"),
    (12, "open_data", "Dữ liệu mở"),
    (13, "follow_news", "Nhận tin mới"),
    (14, "find_error_report", "Xem câu trả lời"),
)
# Views whose pages are parts of such a page.
PARTS = {"month": "all_news", "public_report": "public_reports"}
NUMBERS = {view: number for number, view, _ in SITE_PAGES}


def site_page_number(view: str) -> int | None:
    """Return the number of the generated page that the view shows, None for any other."""
    return NUMBERS.get(PARTS.get(view, view))
