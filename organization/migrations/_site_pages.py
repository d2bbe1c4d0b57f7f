"""Rows of the generated pages that accept feedback."""

from django.db import migrations

PAGES = [
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
]


def add_pages(apps, schema_editor):
    SitePage = apps.get_model("organization", "SitePage")
    for number, view, title in PAGES:
        SitePage.objects.create(number=number, view=view, title=title)


OPERATIONS = [migrations.RunPython(add_pages, migrations.RunPython.noop)]
