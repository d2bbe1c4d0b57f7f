"""Dashboard of the editorial workflow: own articles, the review queue, decisions of one person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, cast

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from core.database.compiled_query import compiled_query
from core.models import TransitionLog
from news.editorial.guards import no_approver_left
from news.models import Article, QuickEntry
from news.permissions import TEXT_BY_SECOND_HAND, is_writer, only_writes
from news.planning.placement import periods_of
from news.querysets.articles import ArticleQuerySet
from news.states import RETURNING, ArticleState
from organization.models import User
from organization.roles import BOARD, Role
from organization.work.waiting import MAX_SHOWN as MAX_WAITING
from organization.work.waiting import WaitingItem

MAX_SHOWN = 20
SHOWN_PUBLISHED = 5
PUBLISH = "Duyệt và đăng"
ASKED = "Cho ý kiến: đăng hoặc trả lại"
CONFIRM = "Xác nhận bài đã lên trang"
HELD = "Quý vị đang giữ"
TAKE = "Chờ người nhận"


def quick_panel(user: User) -> dict[str, Any] | None:
    """Return the way to the quick form, first for whoever does nothing but write."""
    return {} if only_writes(user) else None


def writer_panel(user: User) -> dict[str, Any] | None:
    """Return the items of the person and their unit: returned with the reason, drafts, waiting,
    published.
    """
    if not is_writer(user):
        return None
    now = timezone.now()
    has_unit = user.unit_id is not None
    person = {"user": user.pk} | ({"unit": user.unit_id} if has_unit else {})
    waiting = _own_in_review(has_unit, **person)
    periods = periods_of(waiting)
    for article in waiting:
        article.counts_in = periods.get(article.pk)
    drafts = _own_drafts(has_unit, **person)
    return {
        "returned": [article for article in drafts if article.last_transition in RETURNING],
        "drafts": [article for article in drafts if article.last_transition not in RETURNING],
        "discarded": _own_discarded(user=user.pk),
        "waiting": waiting,
        "scheduled": _own_scheduled(has_unit, **person, now=now),
        "published": _own_published(has_unit, **person, now=now),
    }


def _own(user: int, unit: int | None) -> ArticleQuerySet:
    own = Article.objects.of_writer(user, unit).for_list().with_last_transition().with_unanswered()
    return own.select_related("author", "holder")


@compiled_query
def _own_in_review(_has_unit: bool, /, *, user: int, unit: int | None = None) -> ArticleQuerySet:
    in_review = _own(user, unit).filter(state=ArticleState.IN_REVIEW)
    with_period = in_review.select_related("plan_line__plan__period")
    return with_period.order_by("submitted_at", "pk")[:MAX_SHOWN]


@compiled_query
def _own_drafts(_has_unit: bool, /, *, user: int, unit: int | None = None) -> ArticleQuerySet:
    quick = QuickEntry.objects.of_quick_pages().filter(article=OuterRef("pk"), person=user)
    drafts = _own(user, unit).filter(state=ArticleState.DRAFT).annotate(is_quick=Exists(quick))
    return drafts.order_by("-created_at", "-pk")[:MAX_SHOWN]


@compiled_query
def _own_discarded(*, user: int) -> ArticleQuerySet:
    discarded = _own(user, None).filter(state=ArticleState.DISCARDED, author=user)
    return discarded.order_by("-discarded_at", "-pk")[:MAX_SHOWN]


@compiled_query
def _own_scheduled(
    _has_unit: bool, /, *, user: int, now: datetime, unit: int | None = None
) -> ArticleQuerySet:
    return _own(user, unit).scheduled(now=now).order_by("published_at", "pk")[:MAX_SHOWN]


@compiled_query
def _own_published(
    _has_unit: bool, /, *, user: int, now: datetime, unit: int | None = None
) -> ArticleQuerySet:
    published = _own(user, unit).filter(state=ArticleState.PUBLISHED, published_at__lte=now)
    return published.newest_first()[:SHOWN_PUBLISHED]


def board_panel(user: User) -> dict[str, Any] | None:
    """Return what the board has before it: waiting (in order of review), for the head, marked,
    scheduled.
    """
    if not user.has_role(*BOARD):
        return None
    waiting = _waiting(False)
    marked: list[Any] = list(_marked())
    for article in marked:  # the query counts small fixes as hands, the texts are read for those
        article.is_stuck = not article.has_other_approver and bool(no_approver_left(article))
    return {
        "waiting": waiting,
        "passed": [article for article in waiting if article.passed_at],
        "unread": [article for article in waiting if not article.passed_at],
        "for_head": _waiting(True),
        "marked": marked,
        "scheduled": _scheduled(now=timezone.now()),
    }


def _of_board() -> ArticleQuerySet:
    return Article.objects.for_list().with_pass().select_related("author", "holder")


@compiled_query
def _waiting(is_for_head: bool, /) -> ArticleQuerySet:
    in_review = _of_board().in_review().filter(is_for_head=is_for_head)
    return in_review.in_order_of_review()[:MAX_SHOWN]


@compiled_query
def _marked() -> ArticleQuerySet:
    marked = _of_board().marked().with_marked_at()
    marked = marked.annotate(has_other_approver=Exists(_approvers_without_hand()))
    return marked.order_by("published_at", "pk")[:MAX_SHOWN]


def _approvers_without_hand() -> QuerySet[User]:
    """Return the approvers without a hand in the article of a subquery, as ``without_own``."""
    article = OuterRef(OuterRef("pk"))
    stored = Article.history.model.objects.filter(id=article, history_user=OuterRef("pk"))
    steps = TransitionLog.objects.filter(
        content_type=ContentType.objects.get_for_model(Article),
        object_id=article,
        name__in=TEXT_BY_SECOND_HAND,
        actor=OuterRef("pk"),
    )
    named = [Coalesce(OuterRef(name), 0) for name in ("author", "created_by", "submitted_by")]
    return User.objects.with_role(Role.APPROVER).exclude(
        Q(pk__in=named) | Exists(stored) | Exists(steps)
    )


@compiled_query
def _scheduled(*, now: datetime) -> ArticleQuerySet:
    return _of_board().scheduled(now=now).order_by("published_at", "pk")[:MAX_SHOWN]


# Decisions of one person


def waiting_articles(user: User, now: datetime) -> Iterator[WaitingItem]:
    """Yield what the person may decide now: publish what was passed, answer as head, confirm what
    went out urgently or was corrected, finish what one holds. Two queries at most.
    """
    if not user.has_role(Role.EDITOR, Role.APPROVER, Role.HEAD):
        return
    roles = (user.has_role(Role.APPROVER), user.has_role(Role.HEAD))
    for article in _in_review_for(*roles, user=user.pk):
        yield WaitingItem(
            kind=_kind(article, user),
            title=article.title,
            url=reverse("admin:news_article_change", args=[article.pk]),
            since=_waits_since(article, user),
            due_on=article.review_due_on,
            is_urgent=article.is_priority,
            is_shared=_kind(article, user) == PUBLISH,
        )
    if user.has_role(Role.APPROVER):
        for article in _marked_by_others(user=user.pk):
            yield WaitingItem(
                kind=CONFIRM,
                title=article.title,
                url=reverse("admin:news_article_change", args=[article.pk]),
                since=article.marked_at or article.published_at,
                is_urgent=True,
                note=article.get_mark_display(),
                is_shared=True,
            )


@compiled_query
def _in_review_for(is_approver: bool, is_head: bool, /, *, user: int) -> ArticleQuerySet:
    """Return the articles in review that wait for this very person."""
    waiting = Q(holder=user)
    is_free = Q(holder=None)
    others = without_own(Article.objects.in_review(), user).values("pk")
    if is_approver:
        waiting |= is_free & Q(is_for_head=False, passed_at__isnull=False, pk__in=others)
    if is_head:
        waiting |= is_free & Q(is_for_head=True, pk__in=others)
    in_review = Article.objects.in_review().filter(waiting).in_order_of_review().with_asked_at()
    shown = ("title", "submitted_at", "passed_at", "review_due_on", "is_priority", "is_for_head")
    return in_review.only(*shown, "holder", "taken_at", "state")[: MAX_WAITING + 1]


@compiled_query
def _marked_by_others(*, user: int) -> ArticleQuerySet:
    marked = without_own(Article.objects.marked(), user).order_by("published_at", "pk")
    marked = marked.with_marked_at().only("title", "published_at", "mark", "state")
    return marked[: MAX_WAITING + 1]


def next_to_take(user: User, after: Article) -> WaitingItem | None:
    """Return the first item in review that nobody holds and nobody passed, for editors and
    approvers; one query.
    """
    if not user.has_role(Role.EDITOR, Role.APPROVER):
        return None
    found = _free(user=user.pk, after=after.pk)
    if not found:
        return None
    article = found[0]
    url = reverse("admin:news_article_change", args=[article.pk])
    return WaitingItem(kind=TAKE, title=article.title, url=url)


@compiled_query
def _free(*, user: int, after: int) -> ArticleQuerySet:
    free = Article.objects.in_review().filter(holder=None, passed_at=None, is_for_head=False)
    others = without_own(free.exclude(pk=after), user)
    return others.in_order_of_review().only("title")[:1]


def without_own(articles: ArticleQuerySet, user: int) -> ArticleQuerySet:
    """Return the articles in which the person of that id had no hand (four eyes).

    Whoever stored no more than a small fix may publish as well; such an item is left to the others
    here, since judging it means reading its texts.
    """
    stored = Article.history.model.objects.filter(id=OuterRef("pk"), history_user=user)
    steps = TransitionLog.objects.filter(
        content_type=ContentType.objects.get_for_model(Article),
        object_id=OuterRef("pk"),
        name__in=TEXT_BY_SECOND_HAND,
        actor=user,
    )
    named = Q(author=user) | Q(created_by=user) | Q(submitted_by=user)
    return articles.exclude(named | Exists(stored) | Exists(steps))


def _waits_since(article: Any, user: User) -> datetime | None:
    """Return since when the decision waits: for its holder from when it was taken, for an opinion
    from when it was asked for.
    """
    if _kind(article, user) == HELD:
        return cast("datetime | None", article.taken_at)
    asked = article.asked_at if _kind(article, user) == ASKED else None
    return asked or article.passed_at or article.submitted_at


def _kind(article: Article, user: User) -> str:
    if article.holder_id == user.pk:
        return HELD
    return ASKED if article.is_for_head else PUBLISH
