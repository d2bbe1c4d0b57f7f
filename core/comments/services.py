"""Review comments: add, reply, close, reopen, and locate in the current text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from core.models import Commentable, ReviewComment, ReviewCommentReply
from core.models.comments import ReviewCommentQuerySet
from core.richtext.anchors import AnchorIndex, HighlightedAnchor, Span, one_line
from core.text.legacy_encoding import legacy_passage, refusal_sentence
from core.text.vietnamese import visible
from core.workflow import classified

MAX_QUOTE = 500
MAX_TEXT = 2000
SENT_AGAIN = timedelta(minutes=10)  # a button that was clicked twice, or a slow line

Kind = ReviewCommentReply.Kind


class CommentRefused(Exception):
    """A comment or reply that is not stored; the message is one sentence for the user."""


@dataclass(frozen=True)
class Placed:
    """A comment with its number and the span of its quote; ``span`` is None when the quote is
    gone.
    """

    comment: ReviewComment
    number: int
    span: Span | None

    @property
    def is_gone(self) -> bool:
        return bool(self.comment.quote) and self.span is None

    @property
    def is_open(self) -> bool:
        return self.comment.closed_at is None


def make(
    item: Any,
    *,
    author: Any,
    text: str,
    quote: str,
    before: str,
    after: str,
    anchors: AnchorIndex,
    now: datetime,
) -> ReviewComment:
    """Store a comment on a quote of the item, or on all of it without a quote.

    ``before`` and ``after`` select one of several occurrences. The same words of the same author,
    sent again at once, are the comment that they made. Raises CommentRefused with a sentence.
    """
    words = one_line(quote)
    if len(words) > MAX_QUOTE:
        raise CommentRefused(f"Trích đoạn dài quá {MAX_QUOTE} chữ cái: xin chọn đoạn ngắn hơn.")
    span = anchors.find(words, visible(before), visible(after)) if words else None
    if words and span is None:
        raise CommentRefused(
            "Không tìm thấy trích đoạn này trong bản đang lưu: xin chép đúng chữ trong bài."
        )
    around = anchors.around(span) if span else ("", "")
    own = {
        "quote": words,
        "before": around[0],
        "after": around[1],
        "text": _checked(text),
        "author": author,
        "version": item.version,
    }
    with transaction.atomic():
        type(item)._base_manager.select_for_update(no_key=True).get(pk=item.pk)
        latest = (
            _rows_of(item).filter(**own, closed_at=None, created_at__gt=now - SENT_AGAIN).last()
        )
        return latest or ReviewComment.objects.create(item=item, created_at=now, **own)


def answer(comment: ReviewComment, *, author: Any, text: str, version: int, now: datetime) -> None:
    """Add a reply to an open comment, once if the same is sent again at once. Raises CommentRefused
    with a sentence.
    """
    with transaction.atomic():
        if _locked(comment).closed_at:
            raise CommentRefused("Góp ý này đã đóng; cần mở lại rồi mới trả lời được.")
        words = _checked(text)
        last = comment.replies.filter(created_at__gt=now - SENT_AGAIN).last()
        if last is None or (last.kind, last.author_id, last.text) != (
            Kind.ANSWER,
            author.pk,
            words,
        ):
            _reply(comment, Kind.ANSWER, author=author, text=words, version=version, now=now)


def close(comment: ReviewComment, *, author: Any, version: int, now: datetime) -> None:
    """Close a comment; closing a closed one changes nothing."""
    _turn(comment, Kind.CLOSE, author=author, version=version, now=now)


def reopen(comment: ReviewComment, *, author: Any, version: int, now: datetime) -> None:
    """Reopen a closed comment; an open one stays as it is."""
    _turn(comment, Kind.REOPEN, author=author, version=version, now=now)


def placed(comments: Iterable[ReviewComment], anchors: AnchorIndex) -> list[Placed]:
    """Return the comments, oldest first, with number and span of the quote in the current text."""
    return [
        Placed(
            comment,
            number,
            anchors.find(comment.quote, comment.before, comment.after) if comment.quote else None,
        )
        for number, comment in enumerate(comments, start=1)
    ]


def marks(comments: Iterable[Placed]) -> list[HighlightedAnchor]:
    """Return the highlights of the text: quotes of open comments that were found."""
    return [
        HighlightedAnchor(one.comment.pk, one.number, one.span)
        for one in comments
        if one.is_open and one.span
    ]


def open_count(item: Commentable) -> int:
    """Return the number of open comments on the item."""
    return _rows_of(item).open().count()


def open_counts(items: Iterable[Commentable]) -> dict[int, int]:
    """Return the numbers of open comments on items of one model, by their keys; without those that
    have none. One query.
    """
    keys = {item.pk: type(item) for item in items}
    if not keys:
        return {}
    rows = ReviewComment.objects.of_kind(next(iter(keys.values()))).open()
    counted = rows.filter(object_id__in=list(keys)).order_by().values_list("object_id")
    return dict(counted.annotate(number=Count("pk")))


def unanswered_count(item: Commentable) -> int:
    """Return the number of open comments on the item without a reply by another user."""
    return _rows_of(item).unanswered().count()


def unanswered_of_row(model: type[models.Model]) -> Coalesce:
    """Return the number of unanswered comments as an annotation for a queryset of ``model``."""
    rows = (
        ReviewComment.objects.of_kind(model)
        .unanswered()
        .filter(object_id=OuterRef("pk"))
        .order_by()
        .values("object_id")
    )
    return Coalesce(
        Subquery(rows.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0
    )


def _rows_of(item: Commentable) -> ReviewCommentQuerySet:
    return ReviewComment.objects.of_kind(type(item)).filter(object_id=item.pk)


def _checked(text: str) -> str:
    if passage := legacy_passage(text):
        raise CommentRefused(refusal_sentence(passage))
    text = visible(text).strip()
    if not text:
        raise CommentRefused("Xin viết lời góp ý hoặc lời trả lời.")
    if classified.is_classified(text):
        raise CommentRefused(classified.REFUSAL)
    if len(text) > MAX_TEXT:
        raise CommentRefused(f"Lời viết dài quá {MAX_TEXT} chữ cái: xin rút ngắn.")
    return text


def _turn(comment: ReviewComment, kind: Kind, *, author: Any, version: int, now: datetime) -> None:
    is_closing = kind == Kind.CLOSE
    with transaction.atomic():
        row = _locked(comment)
        if (row.closed_at is not None) == is_closing:
            return
        row.closed_at, row.closed_by = (now, author) if is_closing else (None, None)
        row.save(update_fields=["closed_at", "closed_by"])
        _reply(comment, kind, author=author, text="", version=version, now=now)


def _locked(comment: ReviewComment) -> ReviewComment:
    return ReviewComment.objects.select_for_update().get(pk=comment.pk)


def _reply(
    comment: ReviewComment, kind: Kind, *, author: Any, text: str, version: int, now: datetime
) -> None:
    ReviewCommentReply.objects.create(
        comment=comment, kind=kind, text=text, author=author, created_at=now, version=version
    )
