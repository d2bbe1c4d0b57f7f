"""First rows: anniversaries of the year and the ratings of quotas, which a ward changes."""

from django.db import migrations

ANNIVERSARIES = [
    (1, 9, "Ngày truyền thống học sinh, sinh viên Việt Nam", 1950),
    (2, 3, "Ngày thành lập Đảng Cộng sản Việt Nam", 1930),
    (2, 27, "Ngày Thầy thuốc Việt Nam", 1955),
    (3, 8, "Ngày Quốc tế Phụ nữ", None),
    (3, 26, "Ngày thành lập Đoàn TNCS Hồ Chí Minh", 1931),
    (4, 30, "Ngày Giải phóng miền Nam, thống nhất đất nước", 1975),
    (5, 1, "Ngày Quốc tế Lao động", None),
    (5, 7, "Ngày Chiến thắng Điện Biên Phủ", 1954),
    (5, 19, "Ngày sinh Chủ tịch Hồ Chí Minh", 1890),
    (6, 1, "Ngày Quốc tế Thiếu nhi", None),
    (6, 21, "Ngày Báo chí Cách mạng Việt Nam", 1925),
    (6, 28, "Ngày Gia đình Việt Nam", 2001),
    (7, 27, "Ngày Thương binh, liệt sĩ", 1947),
    (7, 28, "Ngày thành lập Công đoàn Việt Nam", 1929),
    (8, 19, "Ngày Cách mạng tháng Tám; ngày truyền thống Công an nhân dân", 1945),
    (9, 2, "Ngày Quốc khánh", 1945),
    (10, 1, "Ngày Quốc tế Người cao tuổi", None),
    (10, 10, "Ngày Chuyển đổi số quốc gia", 2022),
    (10, 14, "Ngày thành lập Hội Nông dân Việt Nam", 1930),
    (10, 20, "Ngày thành lập Hội Liên hiệp Phụ nữ Việt Nam", 1930),
    (11, 9, "Ngày Pháp luật Việt Nam", 2013),
    (11, 18, "Ngày hội Đại đoàn kết toàn dân tộc", 1930),
    (11, 20, "Ngày Nhà giáo Việt Nam", 1982),
    (12, 6, "Ngày thành lập Hội Cựu chiến binh Việt Nam", 1989),
    (12, 22, "Ngày thành lập Quân đội nhân dân Việt Nam", 1944),
]
# Proposed by us; a ward changes them.
RATINGS = [("Hoàn thành", 100), ("Cơ bản hoàn thành", 80), ("Chưa hoàn thành", 0)]


def add_first_data(apps, schema_editor):
    anniversary, rating = apps.get_model("news", "Anniversary"), apps.get_model("news", "QuotaRating")
    anniversary.objects.bulk_create(
        anniversary(month=month, day=day, title=title, since_year=year) for month, day, title, year in ANNIVERSARIES
    )
    rating.objects.bulk_create(rating(label=label, least_percent=percent) for label, percent in RATINGS)


OPERATIONS = [migrations.RunPython(add_first_data, migrations.RunPython.noop)]
