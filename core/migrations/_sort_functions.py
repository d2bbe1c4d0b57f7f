"""SQL functions of the sort keys of names; each orders as the one of Python in ``core.text.vietnamese``."""

from django.db import migrations

from core.text.vietnamese import (
    DIGITS,
    LETTER_KEYS,
    LETTER_MARKS,
    LETTERS,
    OTHER_MARKS,
    TONE_KEYS,
    TONES,
)

# Lower case without a locale, numbers of equal length.
SORT_BASE = rf"""
CREATE FUNCTION sort_base(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(
    regexp_replace(
        regexp_replace(
            translate(lower(normalize($1, NFD) COLLATE "C"), 'ĐÐƉðɖ', 'đđđđđ'),
            '([0-9]+)', '{"0" * DIGITS}\1', 'g'
        ),
        '0*([0-9]{{{DIGITS},}})', '\1', 'g'
    ),
    '{OTHER_MARKS}', '', 'g'
);
"""

NAME_SORT_KEY = f"""
CREATE FUNCTION name_sort_key(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN translate(
    normalize(regexp_replace(sort_base($1), '[{TONES}]', '', 'g'), NFC), '{LETTERS}', '{LETTER_KEYS}'
) || chr(1) || translate(
    regexp_replace(sort_base($1), '{LETTER_MARKS}', '', 'g'), '{TONES}', '{TONE_KEYS}'
);
"""

PERSON_SORT_KEY = """
CREATE FUNCTION person_sort_key(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN name_sort_key(regexp_replace(btrim($1), '^.* ', '')) || chr(1)
    || name_sort_key(CASE WHEN btrim($1) LIKE '% %' THEN regexp_replace(btrim($1), ' [^ ]*$', '') ELSE '' END);
"""

OPERATIONS = [
    migrations.RunSQL(SORT_BASE, "DROP FUNCTION sort_base(text)"),
    migrations.RunSQL(NAME_SORT_KEY, "DROP FUNCTION name_sort_key(text)"),
    migrations.RunSQL(PERSON_SORT_KEY, "DROP FUNCTION person_sort_key(text)"),
]
