"""Links between documents and articles, through the registry of public items: apps of one layer do
not import each other.
"""

from __future__ import annotations

from typing import Any

from core.registries import feedback_targets
from documents.models import DocumentArticle, PublicDocument

ARTICLES = "tin"  # the kind of articles among the public items
MAX_SHOWN = 20


def published_articles() -> Any:
    """Return the published articles; None where the portal has none."""
    target = next((target for target in feedback_targets if target.kind == ARTICLES), None)
    return target.published() if target else None


def articles_of(document: PublicDocument) -> list[Any]:
    """Return the published articles that name the document, newest first. One query."""
    articles = published_articles()
    if articles is None:
        return []
    named = DocumentArticle.objects.filter(document=document).values("article_id")
    return list(articles.filter(pk__in=named).order_by("-published_at")[:MAX_SHOWN])


def documents_of(article: Any) -> dict[str, Any] | None:
    """Return the published documents that an article names, for its panel; None without any."""
    documents = list(
        PublicDocument.objects.published()
        .for_list()
        .filter(article_links__article_id=article.pk)[:MAX_SHOWN]
    )
    return {"documents": documents} if documents else None
