"""Status of plan lines, computed from the articles attached to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, TextChoices
from django.utils import timezone

from news.models import Article, PlanLine
from news.querysets.planning import PlanLineQuerySet
from news.states import RETURNING, ArticleState, Kind

# A withdrawn or discarded item is no item of the line.
LIVE = (ArticleState.DRAFT, ArticleState.IN_REVIEW, ArticleState.PUBLISHED)


class LineState(TextChoices):
    """How far a line has come, the least first; a scheduled article is still in editing."""

    NOT_WRITTEN = "not_written", "Chưa có bài"
    WRITING = "writing", "Đang viết"
    IN_REVIEW = "in_review", "Đang biên tập"
    PUBLISHED = "published", "Đã đăng"


_RANK = {state: rank for rank, state in enumerate(LineState)}


@dataclass(frozen=True)
class LineStatus:
    """One line with the items that count for it.

    ``is_late``: nothing was handed in for it by its deadline; ``is_overdue``: nor is anything now.
    """

    line: PlanLine
    deadline: date
    state: LineState
    is_late: bool
    is_overdue: bool
    articles: tuple[Article, ...]

    @property
    def is_owed(self) -> bool:
        """Tell whether the next word is the unit's: nothing is written yet, or not handed in."""
        return self.state in (LineState.NOT_WRITTEN, LineState.WRITING)

    @property
    def unit_id(self) -> int | None:
        """Return whose line it is: a person's is their unit's too; None for a line nobody was
        given.
        """
        return self.line.person.unit_id if self.line.person else self.line.unit_id

    @property
    def furthest(self) -> Article | None:
        return self.articles[0] if self.articles else None

    @property
    def is_returned(self) -> bool:
        """Tell whether an item of the line lies with its author because it was returned."""
        return any(
            a.state == ArticleState.DRAFT and a.last_transition in RETURNING for a in self.articles
        )

    @property
    def late_words(self) -> str:
        """Return how the line is late: nothing came by the deadline, or what came was late."""
        if not self.is_late:
            return ""
        return "quá hạn" if self.is_overdue else "nộp muộn"

    @property
    def words(self) -> str:
        return ", ".join(filter(None, (self.state.label, self.late_words)))


def line_statuses(lines: PlanLineQuerySet, *, now: datetime) -> list[LineStatus]:
    """Return the status of these lines, in their order. Two queries, however many they are.

    Of several items the furthest counts, and the earliest hand-in; withdrawn and discarded ones do
    not.
    """
    live = Article.objects.filter(state__in=LIVE).with_last_transition()
    live = live.only(
        "plan_line",
        "title",
        "kind",
        "state",
        "published_at",
        "counted_at",
        "submitted_at",
        "unit",
        "author",
    )
    live = live.order_by("pk")
    found = lines.select_related("plan__period", "unit", "person__unit")
    return [
        line_status(line, line.live, now=now)
        for line in found.prefetch_related(Prefetch("articles", live, "live"))
    ]


def line_status(line: PlanLine, articles: Iterable[Article], *, now: datetime) -> LineStatus:
    """Return the status of a line with these live articles."""
    ordered = sorted(articles, key=lambda article: -_RANK[_state_of(article, now)])
    items = [(article.state, handed_in_at(article)) for article in ordered]
    deadline = deadline_of_line(line)
    return LineStatus(
        line=line,
        deadline=deadline,
        state=_state_of(ordered[0], now) if ordered else LineState.NOT_WRITTEN,
        is_late=_is_line_late(deadline, items, now=now),
        is_overdue=is_line_overdue(deadline, items, now=now),
        articles=tuple(ordered),
    )


def other_kind_words(article: Article, line: PlanLine) -> str:
    """Return that an item is of another kind than its line asks for, "" if it is of the same: it
    counts for the line, and kinds are counted apart in quotas.
    """
    if article.kind == line.kind:
        return ""
    asked, written = Kind(line.kind).label.lower(), Kind(article.kind).label.lower()
    return f"Định hướng giao {asked}, bài này là {written}."


def deadline_of_line(line: PlanLine) -> date:
    """Return the line's own day, else the plan's; ``PlanLineQuerySet.with_deadline`` says the same
    in SQL.
    """
    return line.due_on or line.plan.due_on


def handed_in_at(article: Article) -> datetime | None:
    """Return when an item was handed in, as it counts: not what was *chưa đạt*, nor what its author
    took back.
    """
    is_taken_back = article.state == ArticleState.DRAFT and article.submitted_at is None
    return None if is_taken_back else article.counted_at


def is_late(deadline: date, counted_at: datetime | None, *, now: datetime) -> bool:
    """Tell whether what was handed in then, or is not yet, missed the deadline: its day ends at the
    ward's midnight.
    """
    return timezone.localdate(counted_at or now) > deadline


def is_line_overdue(
    deadline: date, items: Iterable[tuple[str, datetime | None]], *, now: datetime
) -> bool:
    """Tell whether a line with these live items, each with its state and when it was handed in,
    missed the deadline and is still the unit's to write: what came too late and was returned is not
    there yet.
    """
    found = list(items)
    is_owed = all(state == ArticleState.DRAFT for state, _ in found)
    return is_owed and _is_line_late(deadline, found, now=now)


def _is_line_late(
    deadline: date, items: Iterable[tuple[str, datetime | None]], *, now: datetime
) -> bool:
    return is_late(deadline, min((at for _, at in items if at), default=None), now=now)


def _state_of(article: Article, now: datetime) -> LineState:
    if article.state == ArticleState.DRAFT:
        return LineState.WRITING
    if article.state == ArticleState.PUBLISHED and not article.is_scheduled_at(now):
        return LineState.PUBLISHED
    return LineState.IN_REVIEW
