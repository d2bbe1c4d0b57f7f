"""Triggers: the unit that signs an article is none of its supporting units."""

from django.db import migrations

CREATE = """
CREATE FUNCTION news_supporting_is_not_signing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM news_article_supporting_units supporting USING news_article article
    WHERE supporting.id = NEW.id AND article.id = NEW.article_id AND article.unit_id = NEW.unit_id;
    RETURN NULL;
END $$;
CREATE TRIGGER news_supporting_is_not_signing
    AFTER INSERT OR UPDATE ON news_article_supporting_units
    FOR EACH ROW EXECUTE FUNCTION news_supporting_is_not_signing();

CREATE FUNCTION news_signing_is_not_supporting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM news_article_supporting_units
    WHERE article_id = NEW.id AND unit_id = NEW.unit_id;
    RETURN NULL;
END $$;
CREATE TRIGGER news_signing_is_not_supporting
    AFTER UPDATE OF unit_id ON news_article
    FOR EACH ROW WHEN (NEW.unit_id IS DISTINCT FROM OLD.unit_id)
    EXECUTE FUNCTION news_signing_is_not_supporting();
"""
DROP = """
DROP TRIGGER news_signing_is_not_supporting ON news_article;
DROP FUNCTION news_signing_is_not_supporting();
DROP TRIGGER news_supporting_is_not_signing ON news_article_supporting_units;
DROP FUNCTION news_supporting_is_not_signing();
"""

OPERATIONS = [migrations.RunSQL(CREATE, DROP)]
