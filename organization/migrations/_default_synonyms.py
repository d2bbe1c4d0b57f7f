"""First rows: synonyms that every ward has from the start; afterwards they are its own."""

from pathlib import Path

from django.db import migrations

SYNONYMS = Path(__file__).resolve().parent.parent / "searching" / "synonyms.txt"


def add_default_synonyms(apps, schema_editor):
    lines = SYNONYMS.read_text().splitlines()
    group = apps.get_model("organization", "SynonymGroup")
    group.objects.bulk_create(group(words=line) for line in lines if line and not line.startswith("#"))


OPERATIONS = [migrations.RunPython(add_default_synonyms, migrations.RunPython.noop)]
