"""Forms of the article's transitions. The text's own form is ``news.admin.article.forms``."""
