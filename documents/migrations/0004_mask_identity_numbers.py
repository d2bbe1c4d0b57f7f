from django.db import migrations

from core.text.vietnamese import mask_identity_numbers


def mask_search_texts(apps, schema_editor):
    """Take the numbers of identity cards out of the texts that the public search reads."""
    documents = apps.get_model("documents", "PublicDocument").objects
    numbered = documents.filter(search_text__regex=r"\d{9}|\d{3}[ .]\d{3}[ .]\d{3}")
    for pk, text in numbered.values_list("pk", "search_text").iterator(chunk_size=50):
        masked = mask_identity_numbers(text)
        if masked != text:
            documents.filter(pk=pk).update(search_text=masked)


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_sort_order")]

    operations = [migrations.RunPython(mask_search_texts, migrations.RunPython.noop)]
