"""Text changes of an article since its submission and since an editor passed it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from core.models import TransitionLog
from core.revisions.diff import FieldChange
from core.revisions.related import ATTACHMENTS
from core.revisions.timeline import field_changes
from core.workflow.engine import log_of
from news.models import Article
from news.models.articles import TEXT_FIELDS
from news.permissions import is_same_text

SHOWN_TO_READERS = {*TEXT_FIELDS, ATTACHMENTS}
APPROVED_BY = ("publish", "confirm", "import")
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


@dataclass(frozen=True)
class UnconfirmedChange:
    """One transition that waits for a second approver, with what it changed.

    ``is_public``: the note stands beneath the item, else it was called a small fix; ``is_small``:
    it changed no more than letters (``news.permissions.is_same_text``).
    """

    entry: TransitionLog
    changes: list[FieldChange]
    is_public: bool
    is_small: bool


def unconfirmed_changes(article: Article) -> list[UnconfirmedChange]:
    """Return what was published urgently or corrected since the last approval, the oldest first."""
    steps = list(log_of(article))
    approved = [step.version for step in steps if step.name in APPROVED_BY]
    since = max(approved, default=0)
    rows = list(article.history.order_by("version", "history_id"))
    public = set(article.corrections.values_list("corrected_at", flat=True))
    found = []
    for step in steps:
        if step.version <= since or step.name not in ("correct", "publish_urgently"):
            continue
        before = [row for row in rows if row.version < step.version]
        after = [row for row in rows if row.version == step.version]
        changes: list[FieldChange] = []
        is_small = False
        if before and after:
            changes = field_changes(before[-1], after[-1], only=SHOWN_TO_READERS)
            is_small = step.name == "correct" and is_same_text(before[-1], after[-1])
        found.append(UnconfirmedChange(step, changes, step.at in public, is_small))
    return found


def is_changed_since_pass(article: Article) -> bool:
    """Whether the text was stored again after an editor passed it; False for one nobody passed."""
    if article.passed_at is None:
        return False
    found = Article.objects.with_pass().filter(pk=article.pk)
    # An annotation, which the types of values_list() do not know.
    values = found.values_list("is_changed_since_pass", flat=True)  # type: ignore[misc]
    return bool(values.get())
