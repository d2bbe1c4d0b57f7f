"""Changes of a closed period: what counts otherwise now than when its plan was first closed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BooleanField, ExpressionWrapper, Q

from core.models import TransitionLog
from core.workflow.engine import log_of
from news.models import Article, EditorialPlan, QuotaChange
from news.permissions import may_see_ward_statistics
from news.states import PlanState
from news.statistics.rules import PeriodRules
from organization.models import User

_FLAGS = ("submitted", "published", "late", "not_counted", "withdrawn")
_Flags = dict[str, bool]


@dataclass(frozen=True)
class ClosingChange:
    """One change: the item (None: quotas), what became of it, and by whom, where that is known.

    ``title`` is empty where the reader may not know the item.
    """

    title: str
    article_id: int | None
    words: str
    at: datetime | None = None
    who: str = ""
    reason: str = ""


@dataclass(frozen=True)
class AfterClosing:
    """A plan's first closing and the changes of its period's figures since, for one reader."""

    closed_at: datetime
    is_closed: bool
    changes: list[ClosingChange]

    @classmethod
    def of(cls, plan: EditorialPlan, reader: User) -> AfterClosing | None:
        """Return the changes the reader may see: all of them, or those of the own unit; None for a
        plan that was never closed. Seven queries at most.
        """
        first = log_of(plan).filter(name="close").first()
        if first is None:
            return None
        unit = None if may_see_ward_statistics(reader) else reader.unit_id or 0
        changes = [
            *_of_items(plan, first.at, reader, unit),
            *_of_quotas(plan, first.at, unit),
        ]
        return cls(first.at, plan.state == PlanState.CLOSED, changes)


def _of_items(
    plan: EditorialPlan, closed_at: datetime, reader: User, unit: int | None
) -> Iterator[ClosingChange]:
    then = _flags(PeriodRules.at_moment([plan.period], closed_at)[0], unit)
    now = _flags(PeriodRules.of(plan.period), unit)
    nothing: _Flags = dict.fromkeys(_FLAGS, False)
    pairs = {pk: (then.get(pk, nothing), now.get(pk, nothing)) for pk in {*then, *now}}
    words = {pk: told for pk, pair in pairs.items() if (told := _words(*pair))}
    if not words:
        return
    articles = Article.objects.filter(pk__in=words)
    known = set(articles.readable_by(reader).values_list("pk", flat=True))
    logs = _last_logs(words, closed_at)
    titles = dict(articles.values_list("pk", "title"))
    for pk in sorted(words, key=lambda key: (logs[key].at if key in logs else closed_at, key)):
        log, is_known = logs.get(pk), pk in known
        yield ClosingChange(
            title=titles.get(pk, "") if is_known else "",
            article_id=pk if is_known else None,
            words=words[pk],
            at=log.at if log else None,
            who=str(log.actor or "") if log and is_known else "",
            reason=log.note if log and is_known and log.name == "submit_on_behalf" else "",
        )


def _flags(rules: PeriodRules, unit: int | None) -> dict[int, _Flags]:
    """Return, for each item of the period's columns, which of them count it."""
    of_column = {
        f"is_{name}": ExpressionWrapper(rules.rules[name], BooleanField()) for name in _FLAGS
    }
    is_any = Q()
    for name in ("submitted", "not_counted", "withdrawn"):
        is_any |= rules.rules[name]
    items = rules.articles().filter(is_any)
    if unit is not None:
        items = items.filter(**{rules.name("unit"): unit})
    rows = items.annotate(**of_column).values_list("pk", *of_column)
    return {pk: dict(zip(_FLAGS, map(bool, values), strict=True)) for pk, *values in rows}


def _words(before: _Flags, after: _Flags) -> str:
    """Return what became of an item in words; "" where nothing did."""
    if after["submitted"] and not before["submitted"]:
        return "nộp lại hoặc đăng lại, được tính lại" if before["withdrawn"] else "được tính thêm"
    if before["submitted"] and not after["submitted"]:
        if after["withdrawn"] or not after["not_counted"]:
            return "đã gỡ hoặc rút lại, không còn được tính"
        return "chưa đạt, không còn được tính"
    turned = (
        ("published", "đã đăng", "không còn ở trạng thái đã đăng"),
        ("late", "đổi thành nộp muộn", "đổi thành nộp đúng hạn"),
        ("not_counted", "chưa đạt, không tính", "không còn bị ghi là chưa đạt"),
        ("withdrawn", "đã gỡ", "không còn bị ghi là đã gỡ"),
    )
    words = [
        is_now if after[name] else was
        for name, is_now, was in turned
        if before[name] != after[name]
    ]
    return ", ".join(words)


def _last_logs(keys: Any, since: datetime) -> dict[int, TransitionLog]:
    kind = ContentType.objects.get_for_model(Article)
    logs = TransitionLog.objects.filter(content_type=kind, object_id__in=list(keys), at__gte=since)
    return {log.object_id: log for log in logs.select_related("actor").order_by("at", "pk")}


def _of_quotas(
    plan: EditorialPlan, closed_at: datetime, unit: int | None
) -> Iterator[ClosingChange]:
    changes = QuotaChange.objects.filter(period=plan.period, changed_at__gte=closed_at)
    if unit is not None:
        changes = changes.filter(before__has_key=str(unit))
    for change in changes.select_related("changed_by").order_by("changed_at", "pk"):
        yield ClosingChange(
            title="Chỉ tiêu",
            article_id=None,
            words=change.summary if unit is None else "đã sửa chỉ tiêu của đơn vị",
            at=change.changed_at,
            who=str(change.changed_by),
        )
