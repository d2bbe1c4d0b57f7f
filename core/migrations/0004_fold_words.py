from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

# The same as core.search.expressions.words; NFD comes first, so that lower() needs no locale for anything but đ.
MAKE = r"""
CREATE FUNCTION fold_words(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(
    ' ' || translate(lower(regexp_replace(normalize($1, NFD), '[\u0300-\u036f]', '', 'g')), 'Đđ', 'dd'),
    '[^a-z0-9]+', ' ', 'g'
);
"""
DROP = "DROP FUNCTION fold_words(text);"


class Migration(migrations.Migration):
    """What search in lists rests on: trigrams, and one fold that generated columns may use."""

    dependencies = [("core", "0003_append_only_log")]
    operations = [TrigramExtension(), migrations.RunSQL(MAKE, DROP)]
