from django.db import migrations

from core.text.vietnamese import mask_personal_numbers


def mask_search_texts(apps, schema_editor):
    """Take the numbers of accounts out of the texts that the public search reads."""
    documents = apps.get_model("documents", "PublicDocument").objects
    named = documents.filter(search_text__iregex=r"tài\s+khoản|stk|số\s+tk")
    for pk, text in named.values_list("pk", "search_text").iterator(chunk_size=50):
        masked = mask_personal_numbers(text)
        if masked != text:
            documents.filter(pk=pk).update(search_text=masked)


class Migration(migrations.Migration):
    dependencies = [("documents", "0007_draft_label")]

    operations = [migrations.RunPython(mask_search_texts, migrations.RunPython.noop)]
