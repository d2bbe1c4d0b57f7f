from django.db import migrations, models


class Migration(migrations.Migration):
    """Items stored before go with their end, as they did; those made from now on stay."""

    dependencies = [("news", "0002_initial")]

    operations = [
        migrations.AddField(
            "article",
            "stays_after_expiry",
            models.BooleanField(
                "khi hết hạn vẫn ở lại, ghi “đã hết hạn”", default=False, editable=False
            ),
        ),
    ]
