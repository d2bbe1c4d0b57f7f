"""Closing (*chốt*) of a period's list of honoraria, and what became of the list since.

Whoever closes a list stores it as it was shown: each item with its payee and amount. What is added,
changed, withdrawn or taken off later stands in the list, marked, with a sum of its own, so that
nobody pays it unseen or twice. Without a closing nothing can be marked, and the list says so.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django import forms
from django.utils import timezone

from core.papers.model import shown
from core.workflow.engine import (
    Transition,
    TransitionAttempt,
    TransitionForm,
    Workflow,
    register,
)
from news.honoraria.services import (
    HonorariumList,
    honorarium_list,
    line_period_of,
    payee_key,
    payee_name,
)
from news.models import Article, Honorarium, HonorariumClosing
from news.permissions import by_honorarium_closer
from news.states import HonorariumListState
from organization.models import ReportingPeriod

OPEN, CLOSED = HonorariumListState.OPEN, HonorariumListState.CLOSED
_Items = list[dict[str, Any]]


@dataclass(frozen=True)
class LaterChange:
    """What became of one item of a closed list for one payee: amounts in đồng at the closing and
    now. An item whose payee changed is one for each of the two.
    """

    article_id: int
    title: str
    payee: str
    who: str  # tells namesakes apart
    words: str
    before: int
    now: int

    @property
    def difference(self) -> int:
        return self.now - self.before


@dataclass(frozen=True)
class UndoneClosing:
    """A closing that was undone: by whom and when it was closed, and the list it kept."""

    by: str
    at: str  # ISO 8601
    items: _Items

    @property
    def closed_at(self) -> datetime:
        return datetime.fromisoformat(self.at)

    @property
    def amount(self) -> str:
        return shown(sum(item["amount"] for item in self.items))

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Return the items with their amounts as people write them."""
        return [item | {"amount": shown(item["amount"])} for item in self.items]


@dataclass(frozen=True)
class Standing:
    """A list's closing and the changes since; an open list has neither."""

    closing: HonorariumClosing
    changes: list[LaterChange]

    @classmethod
    def of(cls, found: HonorariumList) -> Standing:
        """Return how a list stands. One query."""
        closing = closing_of(found.period)
        return cls(closing, list(_changes(closing, found)) if closing.is_closed else [])

    @property
    def closed_amount(self) -> int:
        return sum(item["amount"] for item in self.closing.items)

    @property
    def difference(self) -> int:
        return sum(change.difference for change in self.changes)

    @property
    def differences(self) -> list[tuple[str, int]]:
        """Return what each payee is owed, or owes, since the closing; whom nothing changed for is
        left out.
        """
        sums: defaultdict[tuple[str, str], int] = defaultdict(int)
        for change in self.changes:
            sums[change.payee, change.who] += change.difference
        return [(payee, amount) for (payee, _), amount in sums.items() if amount]

    @property
    def earlier(self) -> list[UndoneClosing]:
        """Return the closings that were undone, the last first."""
        return [UndoneClosing(**one) for one in reversed(self.closing.earlier)]

    @property
    def words(self) -> str:
        """Return in a sentence whether the list is closed, and what came after."""
        if not self.closing.is_closed:
            return "danh sách chưa chốt, số tiền còn có thể thay đổi."
        day = f"{timezone.localtime(self.closing.closed_at):%d/%m/%Y}"
        words = f"đã chốt ngày {day}: {shown(self.closed_amount)} đồng"
        if self.changes:
            count = len({one.article_id for one in self.changes})
            words += f"; thay đổi sau khi chốt: {count} bài, {signed(self.difference)} đồng"
        return f"{words}."

    def note_on(self, article_id: int) -> str:
        """Return what became of an item after the closing; "" for nothing."""
        return self._notes.get(article_id, "")

    @cached_property
    def _notes(self) -> dict[int, str]:
        return {one.article_id: one.words for one in self.changes}


def closing_of(period: ReportingPeriod) -> HonorariumClosing:
    """Return the period's closing, an open one that is not stored where there was none."""
    closings = HonorariumClosing.objects.select_related("closed_by", "period")
    return closings.filter(period=period).first() or HonorariumClosing(period=period)


def signed(amount: int) -> str:
    return f"{'+' if amount > 0 else '−' if amount < 0 else ''}{shown(abs(amount))}"


def digest_of(found: HonorariumList) -> str:
    """Return a fingerprint of a list, by which a closing knows that it was the one shown."""
    text = json.dumps(_items_of(found), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def closed_list_words(article: Article) -> str:
    """Return, where the list that an item is on is closed, what setting a coefficient means; else
    "".
    """
    honorarium = Honorarium.objects.filter(article=article).select_related("line_period").first()
    period = honorarium.line_period if honorarium else line_period_of(article)
    if period is None:
        day = honorarium.published_on if honorarium else timezone.localdate(article.published_at)
        period = ReportingPeriod.objects.containing(day)
    if period is None or not closing_of(period).is_closed:
        return ""
    return (
        f"Danh sách nhuận bút {period} đã chốt: hệ số chấm hoặc sửa bây giờ được ghi riêng là thay"
        " đổi sau khi chốt."
    )


def _items_of(found: HonorariumList) -> _Items:
    return [
        {
            "article": row.article_id,
            "title": row.article.title,
            "payee": author.name,
            "who": _who(row),
            "amount": row.amount,
            "is_withdrawn": row.is_withdrawn,
        }
        for author in found.authors
        for row in author.honoraria
    ]


def _who(row: Honorarium) -> list[Any]:
    """Whom ``honorarium_list`` takes for one payee."""
    if row.payee_account:
        return [row.payee_account.pk]
    return [payee_key(payee_name(row)), row.payee_unit_id]


def _changes(closing: HonorariumClosing, found: HonorariumList) -> Iterator[LaterChange]:
    before = {item["article"]: item for item in closing.items}
    for item in _items_of(found):
        former = before.pop(item["article"], None)
        if former and former["who"] != item["who"]:
            # What was closed for one payee goes back, another gets it: each signs for his own.
            moved = "đổi người nhận sau khi chốt"
            yield _change(former, f"{moved} (nay: {item['payee']})", former["amount"], 0)
            yield _change(item, f"{moved} (khi chốt: {former['payee']})", 0, item["amount"])
        elif words := _words(former, item):
            amount = former["amount"] if former else 0
            yield _change(item, words, amount, item["amount"])
    for item in before.values():
        yield _change(item, "bỏ khỏi danh sách sau khi chốt", item["amount"], 0)


def _change(item: dict[str, Any], words: str, before: int, now: int) -> LaterChange:
    who = json.dumps(item["who"])
    return LaterChange(item["article"], item["title"], item["payee"], who, words, before, now)


def _words(former: dict[str, Any] | None, item: dict[str, Any]) -> str:
    if former is None:
        return "thêm sau khi chốt"
    if former["amount"] != item["amount"]:
        return "sửa hệ số sau khi chốt"
    if former["is_withdrawn"] != item["is_withdrawn"]:
        return "gỡ sau khi chốt" if item["is_withdrawn"] else "đăng lại sau khi chốt"
    return ""


# The steps


class CloseListForm(TransitionForm):
    """The list that the person saw must be the one that is stored; what is not on it for want of a
    coefficient is asked about.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    accepts_without = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        found = honorarium_list(self.item.period, now=self.at)
        if found.unknown:
            raise forms.ValidationError("Còn bài chưa rõ trả tiền cho ai nên chưa chốt được.")
        if not found.honoraria:
            raise forms.ValidationError("Chưa có bài nào được chấm hệ số nên không có gì để chốt.")
        if data.get("seen") != digest_of(found):
            raise forms.ValidationError(
                "Danh sách đã thay đổi từ lúc quý vị mở trang. Xin xem lại rồi bấm Chốt danh sách."
            )
        if found.without and not data.get("accepts_without"):
            raise forms.ValidationError(
                f"{len(found.without)} tin bài đã đăng chưa có hệ số, không có trong danh sách."
                " Xin chấm trước, hoặc đánh dấu ô bên dưới rồi bấm Chốt danh sách."
            )
        return data | {"items": _items_of(found)}


def is_over(attempt: TransitionAttempt) -> Iterator[str]:
    period = attempt.item.period
    if timezone.localdate(attempt.at) <= period.ends_on:
        yield f"Chốt danh sách được từ sau ngày cuối kỳ, {period.ends_on:%d/%m/%Y}."


def _close(attempt: TransitionAttempt) -> None:
    closing = attempt.item
    closing.items = attempt.data["items"]
    closing.closed_by, closing.closed_at = attempt.actor, attempt.at


def _reopen(attempt: TransitionAttempt) -> None:
    closing = attempt.item
    undone = {
        "by": str(closing.closed_by or ""),
        "at": closing.closed_at.isoformat(),
        "items": closing.items,
    }
    closing.earlier = [*closing.earlier, undone]


CLOSING_WORKFLOW = register(
    Workflow(
        model=HonorariumClosing,
        state_field="state",
        transitions=(
            Transition(
                name="close",
                label="Chốt danh sách",
                success_message="Đã chốt danh sách; thay đổi từ nay được ghi riêng.",
                sources=(OPEN,),
                target=CLOSED,
                permission=by_honorarium_closer,
                form=CloseListForm,
                guards=(is_over,),
                mutate=_close,
                style="primary",
            ),
            Transition(
                name="reopen",
                label="Bỏ chốt danh sách",
                success_message="Đã bỏ chốt danh sách.",
                sources=(CLOSED,),
                target=OPEN,
                permission=by_honorarium_closer,
                mutate=_reopen,
                needs_note=True,
                note_label="Lý do bỏ chốt",
            ),
        ),
    )
)
