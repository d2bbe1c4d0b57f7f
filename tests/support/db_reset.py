"""After a test that commits, the database stands again as the migrations left it: what they wrote
is there, too.

Django's own way truncates every table, which costs a file for each table and index, and loses the
pages and groups that a new ward begins with.
"""

from __future__ import annotations

from django.db import connection

# As a replica neither foreign keys nor the triggers of append-only tables are asked; so neither are
# those that tell kept pages of a change: a note is left for them, whose number no test has seen.
_FUNCTIONS = """
CREATE SCHEMA as_migrated;

CREATE FUNCTION as_migrated.columns_of(name text) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute
    WHERE attrelid = format('public.%I', name)::regclass
        AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
$$;

CREATE FUNCTION as_migrated.keep() RETURNS void LANGUAGE plpgsql AS $$
DECLARE name text; is_filled boolean;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%I)', name) INTO is_filled;
        IF is_filled THEN
            EXECUTE format(
                'CREATE TABLE as_migrated.%I AS SELECT %s FROM public.%I',
                name, as_migrated.columns_of(name), name
            );
        END IF;
    END LOOP;
END $$;

CREATE FUNCTION as_migrated.restore() RETURNS void
LANGUAGE plpgsql SET session_replication_role = replica AS $$
DECLARE name text; columns text;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('DELETE FROM public.%I', name);
    END LOOP;
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'as_migrated' LOOP
        columns = as_migrated.columns_of(name);
        EXECUTE format(
            'INSERT INTO public.%I (%s) SELECT %s FROM as_migrated.%I', name, columns, columns, name
        );
    END LOOP;
    DELETE FROM core_cacheinvalidation;
    INSERT INTO core_cacheinvalidation (at) VALUES (now());
END $$;

SELECT as_migrated.keep();
"""


def keep() -> None:
    """Remember what the migrations wrote."""
    with connection.cursor() as cursor:
        cursor.execute(_FUNCTIONS)


def restore() -> None:
    """Empty every table but for what the migrations wrote."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT as_migrated.restore()")
