"""Remarks on the words of a text: made, answered, closed, opened again, and found where they stand
now.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from core.models import Remark, RemarkReply
from core.richtext.anchors import AnchorIndex, HighlightedAnchor, Span, one_line
from core.text.vietnamese import visible
from core.workflow import classified

LONGEST_QUOTE = 500
LONGEST_TEXT = 2000

Kind = RemarkReply.Kind


class RefusedRemark(Exception):
    """A remark or reply that is not stored; the text is one sentence for the person."""


@dataclass(frozen=True)
class Placed:
    """A remark, the number people see, and where its words stand; ``span`` is None when they are
    gone.
    """

    remark: Remark
    number: int
    span: Span | None

    @property
    def is_gone(self) -> bool:
        return bool(self.remark.quote) and self.span is None

    @property
    def is_open(self) -> bool:
        return self.remark.closed_at is None


def make(
    item: Any,
    *,
    author: Any,
    text: str,
    quote: str,
    before: str,
    after: str,
    passages: AnchorIndex,
    now: datetime,
) -> Remark:
    """Store a remark on words of the item, or on all of it without a quote.

    ``before`` and ``after`` tell which of several places is meant. Raises RefusedRemark with a
    sentence.
    """
    words = one_line(quote)
    if len(words) > LONGEST_QUOTE:
        raise RefusedRemark(f"Trích đoạn dài quá {LONGEST_QUOTE} chữ cái: xin chọn đoạn ngắn hơn.")
    span = passages.find(words, visible(before), visible(after)) if words else None
    if words and span is None:
        raise RefusedRemark(
            "Không tìm thấy trích đoạn này trong bản đang lưu: xin chép đúng chữ trong bài."
        )
    around = passages.around(span) if span else ("", "")
    return Remark.objects.create(
        item=item,
        quote=words,
        before=around[0],
        after=around[1],
        text=_checked(text),
        author=author,
        created_at=now,
        version=item.version,
    )


def answer(remark: Remark, *, author: Any, text: str, version: int, now: datetime) -> None:
    """Add an answer to an open remark. Raises RefusedRemark with a sentence."""
    with transaction.atomic():
        if _locked(remark).closed_at:
            raise RefusedRemark("Góp ý này đã đóng; cần mở lại rồi mới trả lời được.")
        _reply(remark, Kind.ANSWER, author=author, text=_checked(text), version=version, now=now)


def close(remark: Remark, *, author: Any, version: int, now: datetime) -> None:
    """Close a remark; closing a closed one changes nothing."""
    _turn(remark, Kind.CLOSE, author=author, version=version, now=now)


def reopen(remark: Remark, *, author: Any, version: int, now: datetime) -> None:
    """Open a closed remark again; an open one stays as it is."""
    _turn(remark, Kind.REOPEN, author=author, version=version, now=now)


def placed(remarks: Iterable[Remark], passages: AnchorIndex) -> list[Placed]:
    """Return the remarks, oldest first, with their numbers and where their words stand in the text
    as it is.
    """
    return [
        Placed(
            remark,
            number,
            passages.find(remark.quote, remark.before, remark.after) if remark.quote else None,
        )
        for number, remark in enumerate(remarks, start=1)
    ]


def marks(found: Iterable[Placed]) -> list[HighlightedAnchor]:
    """Return what is to be marked in the text: the words of open remarks that still stand there."""
    return [
        HighlightedAnchor(one.remark.pk, one.number, one.span)
        for one in found
        if one.is_open and one.span
    ]


def open_count(item: Any) -> int:
    """Number of remarks on the item that nobody has closed."""
    return item.remark_rows.open().count()


def unanswered_count(item: Any) -> int:
    """Number of open remarks on the item that wait for an answer."""
    return item.remark_rows.unanswered().count()


def unanswered_of_row(model: type[models.Model]) -> Coalesce:
    """Return the number of unanswered remarks as an annotation for a queryset of ``model``."""
    rows = (
        Remark.objects.of_kind(model)
        .unanswered()
        .filter(object_id=OuterRef("pk"))
        .order_by()
        .values("object_id")
    )
    return Coalesce(
        Subquery(rows.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0
    )


def _checked(text: str) -> str:
    text = visible(text).strip()
    if not text:
        raise RefusedRemark("Xin viết lời góp ý hoặc lời trả lời.")
    if classified.is_classified(text):
        raise RefusedRemark(classified.REFUSAL)
    if len(text) > LONGEST_TEXT:
        raise RefusedRemark(f"Lời viết dài quá {LONGEST_TEXT} chữ cái: xin rút ngắn.")
    return text


def _turn(remark: Remark, kind: Kind, *, author: Any, version: int, now: datetime) -> None:
    is_closing = kind == Kind.CLOSE
    with transaction.atomic():
        row = _locked(remark)
        if (row.closed_at is not None) == is_closing:
            return
        row.closed_at, row.closed_by = (now, author) if is_closing else (None, None)
        row.save(update_fields=["closed_at", "closed_by"])
        _reply(remark, kind, author=author, text="", version=version, now=now)


def _locked(remark: Remark) -> Remark:
    return Remark.objects.select_for_update().get(pk=remark.pk)


def _reply(
    remark: Remark, kind: Kind, *, author: Any, text: str, version: int, now: datetime
) -> None:
    RemarkReply.objects.create(
        remark=remark, kind=kind, text=text, author=author, created_at=now, version=version
    )
