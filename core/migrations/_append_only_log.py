"""Trigger that refuses UPDATE and DELETE on the transition log."""

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

OPERATIONS = [migrations.RunSQL(FORBID, ALLOW)]
