from django.db import migrations

FORBID = """
CREATE FUNCTION core_transitionlog_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'core_transitionlog is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER core_transitionlog_append_only
    BEFORE UPDATE OR DELETE ON core_transitionlog
    FOR EACH ROW EXECUTE FUNCTION core_transitionlog_is_append_only();
"""
ALLOW = """
DROP TRIGGER core_transitionlog_append_only ON core_transitionlog;
DROP FUNCTION core_transitionlog_is_append_only();
"""


class Migration(migrations.Migration):
    """Nobody rewrites the log: the database itself refuses UPDATE and DELETE."""

    dependencies = [("core", "0002_initial")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
