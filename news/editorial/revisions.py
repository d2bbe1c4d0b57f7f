"""Text changes of an article since its submission and since an editor passed it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from core.workflow.engine import log_of
from news.models import Article

WORDS = ("title", "lead", "body")


@dataclass(frozen=True)
class TextChange:
    """Two history rows of one article whose words differ."""

    old: Any
    new: Any

    @property
    def url(self) -> str:
        address = reverse("admin:news_article_history", args=[self.new.id])
        return f"{address}?tu={self.old.pk}&den={self.new.pk}"


def text_change_since_submission(article: Article) -> TextChange | None:
    """Return how the words differ from what was last handed in (after a correction: from what stood
    before it).

    None when they are the same, or when the item was never handed in.
    """
    starts = log_of(article).filter(
        name__in=("submit", "submit_on_behalf", "publish", "correct", "import")
    )
    last = starts.exclude(version=article.version).last()
    if last is None:
        return None
    rows = article.history.order_by("version", "history_id")
    old = rows.filter(version__lte=last.version).last()
    new = rows.last()
    if old is None or all(getattr(old, name) == getattr(new, name) for name in WORDS):
        return None
    return TextChange(old, new)


def is_changed_since_pass(article: Article) -> bool:
    """Whether the text was stored again after an editor passed it; False for one nobody passed."""
    if article.passed_at is None:
        return False
    found = Article.objects.with_pass().filter(pk=article.pk)
    # An annotation, which the types of values_list() do not know.
    values = found.values_list("is_changed_since_pass", flat=True)  # type: ignore[misc]
    return bool(values.get())
