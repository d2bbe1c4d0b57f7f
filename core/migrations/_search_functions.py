"""SQL functions of the search: folding of Vietnamese text and the full-text vectors built on it.

Functions with a SQL-standard body (``RETURN``) survive dump and restore, and are allowed in
generated columns and indexes.
"""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

# y is i where a syllable may be written with either: "bác sỹ", "quí".
WITH_I = r"""
CREATE FUNCTION with_i(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(
    regexp_replace($1, '\mquy', 'qui', 'g'),
    '\m([b-df-hj-np-tv-xz]+9?[b-df-hj-np-tv-xz]*)y(?=[1-5]?\M)', '\1i', 'g'
);
"""

# Equals core.search.expressions.query_words. NFD comes first, so that lower() needs no locale for
# anything but đ and the letters that look like it: Ð, Ɖ, ð, ɖ.
FOLD_WORDS = r"""
CREATE FUNCTION fold_words(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN with_i(regexp_replace(
    ' ' || translate(
        lower(regexp_replace(normalize($1, NFD), '[\u0300-\u036f]', '', 'g')),
        U&'\0110\0111\00D0\00F0\0189\0256', 'dddddd'
    ),
    '[^a-z0-9]+', ' ', 'g'
));
"""

# Equals core.search.expressions.encode_marks: the marks of a word as digits behind it, as typed in
# VNI, the tone last. So "hóa" and "hoá" are one word, and all words consist of letters and digits,
# whatever the server's locale.
MARK_WORDS = r"""
CREATE FUNCTION mark_words(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN with_i(regexp_replace(
    ' ' || regexp_replace(
        translate(
            regexp_replace(
                replace(
                    translate(
                        lower(normalize($1, NFD)),
                        U&'\0110\00D0\00F0\0189\0256', U&'\0111\0111\0111\0111\0111'
                    ),
                    U&'\0111', 'd9'
                ),
                '([\u0300\u0301\u0303\u0309\u0323])([a-z\u0302\u0306\u031b]*)', '\2\1', 'g'
            ),
            U&'\0301\0300\0309\0303\0323\0302\031B\0306', '12345678'
        ),
        '[\u0300-\u036f]', '', 'g'
    ),
    '[^a-z0-9]+', ' ', 'g'
));
"""

# Words without marks and with them, at equal positions. A vector must stay below 1 MB.
WORD_VECTOR = """
CREATE FUNCTION word_vector(text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN to_tsvector('pg_catalog.simple', left(fold_words($1), 150000))
    || to_tsvector('pg_catalog.simple', left(mark_words($1), 150000));
"""

# Of sanitised HTML, tags and entities are no words.
SEARCH_VECTOR = """
CREATE FUNCTION search_vector(title text, lead text, names text, body text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN setweight(word_vector(title), 'A') || setweight(word_vector(lead), 'B') || setweight(word_vector(names), 'C')
    || setweight(word_vector(regexp_replace(body, '<[^>]*>|&[a-z]+;', ' ', 'g')), 'D');
"""

OPERATIONS = [
    TrigramExtension(),
    migrations.RunSQL(WITH_I, "DROP FUNCTION with_i(text)"),
    migrations.RunSQL(FOLD_WORDS, "DROP FUNCTION fold_words(text)"),
    migrations.RunSQL(MARK_WORDS, "DROP FUNCTION mark_words(text)"),
    migrations.RunSQL(WORD_VECTOR, "DROP FUNCTION word_vector(text)"),
    migrations.RunSQL(SEARCH_VECTOR, "DROP FUNCTION search_vector(text, text, text, text)"),
]
