"""Review comments on articles: quotable text, notices and hints on transition pages."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import escape

from core.comments.services import open_count, unanswered_count
from core.models import ReviewComment
from core.workflow.engine import log_of
from news.models import Article
from news.states import RETURNING, ArticleState
from organization.models import notify

TRANSITIONS_WITH_HINT = {"publish", "pass", "publish_urgently"}


def quotable(article: Article) -> dict[str, str]:
    """Return title, lead and body as sanitised HTML."""
    return {"title": escape(article.title), "lead": escape(article.lead), "body": article.body}


def notify_of_comment(comment: ReviewComment) -> None:
    """Tell author and submitter of a comment on a returned item: once for each return, however many
    comments follow.

    While an item is in review nobody is told; the notice of the return counts the comments.
    """
    article = comment.item
    if not isinstance(article, Article) or article.state != ArticleState.DRAFT:
        return
    returned = log_of(article).latest("at", "pk")
    people = [
        person for person in (article.author, article.submitted_by) if person != comment.author
    ]
    notify(
        people,
        event=f"article:{article.pk}:comments:{returned.pk}",
        text=f"Bài “{article.title}” có góp ý mới: {comment.text}",
        url=reverse("admin:news_article_change", args=[article.pk]) + "#gop-y",
        now=comment.created_at,
    )


def unanswered_phrase(article: Article) -> str:
    """Return "3 góp ý chưa trả lời", or nothing."""
    count = unanswered_count(article)
    return f"{count} góp ý chưa trả lời" if count else ""


def transition_hints(article: Article, name: str) -> list[str]:
    """Return what the page of a transition says about open comments; they warn, they do not
    block.
    """
    if name in RETURNING:
        words = unanswered_phrase(article)
        return (
            [f"Bài còn {words}; tác giả sẽ thấy ngay tại chữ, lý do chỉ cần một câu ngắn."]
            if words
            else []
        )
    count = open_count(article) if name in TRANSITIONS_WITH_HINT else 0
    return [open_sentence(count)] if count else []


def open_sentence(count: int) -> str:
    """Return what is said of open comments before a step that ends the review."""
    return (
        f"Bài còn {count} góp ý chưa đóng. Vẫn làm được bước này; xin chắc rằng không còn gì phải"
        " sửa."
    )
