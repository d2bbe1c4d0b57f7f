"""Links between documents and articles, through the registry of public items: apps of one layer do
not import each other.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.utils import timezone

from core.database.compiled_query import compiled_query
from core.http.params import int_param
from core.registries import feedback_targets
from core.text.vietnamese import clean_line
from documents.models import DocumentArticle, PublicDocument
from documents.querysets import PublicDocumentQuerySet

ARTICLES = "tin"  # the kind of articles among the public items
MAX_SHOWN = 20
# A number alone, or the end of an address: /tin/tieu-de-12/.
_KEY = re.compile(r"(?:^|[-/])([0-9]{1,18})/?$")


def published_articles() -> Any:
    """Return the published articles; None where the portal has none."""
    target = next((target for target in feedback_targets if target.kind == ARTICLES), None)
    return target.published() if target else None


def find_article(text: str) -> Any | None:
    """Return the published article of an address or a number, as a person pastes it; None without
    one. One query.
    """
    match = _KEY.search(clean_line(text).partition("?")[0].partition("#")[0])
    pk = int_param(match[1]) if match else None
    articles = published_articles()
    return articles.filter(pk=pk).first() if articles is not None and pk else None


def named_articles(document: PublicDocument) -> list[tuple[int, Any | None]]:
    """Return the key of each article that names the document, with the article if it is published.

    Two queries.
    """
    keys = list(document.article_links.order_by("pk").values_list("article_id", flat=True))
    articles = published_articles()
    found = articles.in_bulk(keys) if articles is not None else {}
    return [(key, found.get(key)) for key in keys]


def link_article(document: PublicDocument, article: Any) -> bool:
    """Name a published article at a document; False where it is named or there are too many."""
    if document.article_links.count() >= MAX_SHOWN:
        return False
    return DocumentArticle.objects.get_or_create(document=document, article_id=article.pk)[1]


def articles_of(document: PublicDocument) -> list[Any]:
    """Return the published articles that name the document, newest first. One query."""
    articles = published_articles()
    if articles is None:
        return []
    named = DocumentArticle.objects.filter(document=document).values("article_id")
    return list(articles.filter(pk__in=named).order_by("-published_at")[:MAX_SHOWN])


@compiled_query
def _naming(*, article: int, now: datetime) -> PublicDocumentQuerySet:
    found = PublicDocument.objects.published(now=now).for_list()
    return found.filter(article_links__article_id=article)[:MAX_SHOWN]


def documents_of(article: Any) -> dict[str, Any] | None:
    """Return the published documents that an article names, for its panel; None without any."""
    documents = _naming(article=article.pk, now=timezone.now())
    return {"documents": documents} if documents else None
