"""First rows: the pages every ward has from the start; afterwards they are its own."""

from pathlib import Path

from django.db import migrations

DEFAULT_PAGES = [
    ("gioi-thieu", "Giới thiệu"),
    ("ho-tro-tiep-can", "Hỗ trợ tiếp cận"),
    ("bao-ve-du-lieu-ca-nhan", "Bảo vệ dữ liệu cá nhân"),
]
TEXTS = Path(__file__).resolve().parent.parent / "page_texts"


def add_default_pages(apps, schema_editor):
    """Each with the first row of its history, so that a later text can be compared with it."""
    Page, History = apps.get_model("organization", "Page"), apps.get_model("organization", "HistoricalPage")
    for position, (slug, title) in enumerate(DEFAULT_PAGES, start=1):
        values = {"title": title, "slug": slug, "body": (TEXTS / f"{slug}.html").read_text(), "position": position}
        page = Page.objects.create(**values)
        History.objects.create(
            id=page.pk,
            updated_at=page.updated_at,
            history_date=page.updated_at,
            history_type="+",
            history_change_reason="Bản có sẵn",
            **values,
        )


OPERATIONS = [migrations.RunPython(add_default_pages, migrations.RunPython.noop)]
