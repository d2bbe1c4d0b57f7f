from core.migrations import _sort_functions
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0007_audio_files'),
    ]

    operations = _sort_functions.OPERATIONS
