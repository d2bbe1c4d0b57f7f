"""First rows of common tasks and hotlines; afterwards they are the ward's own."""

from django.db import migrations

TASKS = [
    ("call", "Gọi phường"),
    ("services", "Dịch vụ công trực tuyến"),
    ("reception", "Tiếp công dân"),
    ("structure", "Ai phụ trách việc gì"),
    ("report", "Phản ánh, kiến nghị"),
    ("answer", "Xem câu trả lời"),
    ("hours", "Giờ làm việc"),
]
HOTLINES = [
    ("Công an", "113", "Cần công an đến ngay"),
    ("Cứu hỏa, cứu nạn", "114", "Cháy, nổ, người mắc kẹt"),
    ("Cấp cứu y tế", "115", "Người bệnh nặng, tai nạn"),
]


def add_default_rows(apps, schema_editor):
    CommonTask = apps.get_model("organization", "CommonTask")
    Hotline = apps.get_model("organization", "Hotline")
    for position, (kind, label) in enumerate(TASKS, start=1):
        CommonTask.objects.create(kind=kind, label=label, position=position)
    for position, (name, phone, note) in enumerate(HOTLINES, start=11):
        Hotline.objects.create(name=name, phone=phone, note=note, position=position)


OPERATIONS = [migrations.RunPython(add_default_rows, migrations.RunPython.noop)]
