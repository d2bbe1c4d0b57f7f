"""Reassignment: drafts go to a colleague, reviews return to the queue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from core.workflow.engine import TransitionRefused, perform
from news.editorial.services import save_text
from news.models import Article
from news.permissions import WRITERS
from news.querysets.articles import ArticleQuerySet
from news.states import ArticleState
from organization.models import Unit, User, notify
from organization.roles import Role


@dataclass(frozen=True)
class HeldArticles:
    """How much a person has in hand."""

    person: User
    drafts: int
    reviews: int


@dataclass(frozen=True)
class SelectedVersion:
    """One item to be handed over, in the version the person who hands over was shown."""

    pk: int
    version: int


@dataclass(frozen=True)
class ReassignmentResult:
    drafts: list[Article]
    reviews: list[Article]
    refused: list[tuple[str, str]]


def drafts_of(person: User) -> ArticleQuerySet:
    """Return the person's drafts, returned ones too; where no author has an account, what they
    entered.
    """
    own = Q(author=person) | Q(author=None, created_by=person)
    return _drafts().filter(own)


def _drafts() -> ArticleQuerySet:
    """Return the drafts that may change hands: what was public before stays its author's."""
    return Article.objects.filter(state=ArticleState.DRAFT, withdrawal="")


def reviews_of(person: User) -> ArticleQuerySet:
    return Article.objects.in_review().filter(holder=person)


def held_articles() -> list[HeldArticles]:
    """Return who has anything in hand: closed accounts first, then by name. Three queries."""
    drafts = _counts(_drafts(), "author")
    for pk, count in _counts(_drafts().filter(author=None), "created_by").items():
        drafts[pk] = drafts.get(pk, 0) + count
    reviews = _counts(Article.objects.in_review(), "holder")
    people = User.objects.select_related("unit").filter(pk__in={*drafts, *reviews})
    found = [
        HeldArticles(person, drafts.get(person.pk, 0), reviews.get(person.pk, 0))
        for person in people
    ]
    return sorted(found, key=lambda one: (one.person.is_active, one.person.sort_key))


def _counts(articles: ArticleQuerySet, column: str) -> dict[int, int]:
    rows = articles.exclude(**{column: None}).order_by().values(column).annotate(count=Count("pk"))
    return {row[column]: row["count"] for row in rows}


def receivers_for(person: User) -> list[User]:
    """Return who may take any of the person's drafts over: writers of the person's unit or of a
    draft's, or of their successors, else the editors.
    """
    writers = (
        User.objects.filter(is_active=True, groups__name__in=WRITERS)
        .exclude(pk=person.pk)
        .distinct()
    )
    drafts = drafts_of(person)
    colleagues = writers.filter(
        Q(unit__in=_with_successor(person.unit))
        | Q(unit__in=drafts.exclude(unit=None).values("unit"))
        | Q(unit__in=drafts.exclude(unit__successor=None).values("unit__successor"))
    )
    editors = writers.filter(groups__name=Role.EDITOR)
    found = list(colleagues.select_related("unit")) or list(editors.select_related("unit"))
    return sorted(found, key=lambda one: one.sort_key)


def _with_successor(unit: Unit | None) -> set[int]:
    return {pk for pk in (unit.pk, unit.successor_id) if pk} if unit else set()


def _problem_with(article: Article, person: User, receiver: User) -> str:
    """Refuse a receiver of a unit that is neither the article's nor the one it comes from."""
    units = _with_successor(article.unit) | _with_successor(person.unit)
    if receiver.unit_id in units or receiver.has_role(Role.EDITOR):
        return ""
    return f"{receiver} không thuộc đơn vị của bài; xin chọn người nhận khác."


@transaction.atomic
def reassign(
    person: User,
    *,
    drafts: Iterable[SelectedVersion],
    receiver: User | None,
    reviews: Iterable[SelectedVersion],
    actor: User,
    now: datetime | None = None,
) -> ReassignmentResult:
    """Make ``receiver`` the author of the person's ticked drafts and release their ticked reviews.

    Each item in the version the actor saw, else it stays as it is and is named in ``refused`` with
    the sentence. What was published stays its author's. Receiver and former author are
    told once. The caller has asked ``may_reassign`` and that the receiver is one of
    ``receivers_for``.
    """
    at = now or timezone.now()
    done = ReassignmentResult([], [], [])
    for ticked in drafts:
        locked = drafts_of(person).select_related("unit").select_for_update(of=("self",))
        article = locked.filter(pk=ticked.pk).first()
        if article is None or article.version != ticked.version or receiver is None:
            title = title_for(actor, ticked.pk, shown=article)
            done.refused.append((title, "bản nháp đã thay đổi; xin xem lại rồi bàn giao."))
            continue
        if problem := _problem_with(article, person, receiver):
            done.refused.append((article.title, problem))
            continue
        article.author = receiver
        save_text(article, actor=actor, now=at, reason=f"Bàn giao từ {person} cho {receiver}"[:100])
        done.drafts.append(article)
    for ticked in reviews:
        article = reviews_of(person).filter(pk=ticked.pk).first()
        if article is None:
            continue
        try:
            perform(article, "release", actor=actor, version=ticked.version, now=at)
        except TransitionRefused as refusal:
            done.refused.append((article.title, " ".join(refusal.reasons)))
        else:
            done.reviews.append(article)
    if done.drafts and receiver:
        _notify(person, receiver, done.drafts, actor, at)
    return done


def title_for(actor: User, key: int, *, shown: Article | None) -> str:
    """Return how the actor is told of a number they posted: the title of an article that the page
    showed them or that they may read, else the number, whether it exists or not.
    """
    article = shown or Article.objects.readable_by(actor).filter(pk=key).first()
    return article.title if article else f"Bài số {key}"


def _notify(person: User, receiver: User, drafts: list[Article], actor: User, at: datetime) -> None:
    event = f"handover:{person.pk}:{receiver.pk}:{at:%Y%m%d%H%M%S%f}"
    url = (
        reverse("admin:news_article_change", args=[drafts[0].pk])
        if len(drafts) == 1
        else reverse("admin:index")
    )
    what = f"bản nháp “{drafts[0].title}”" if len(drafts) == 1 else f"{len(drafts)} bản nháp"
    if receiver != actor:
        notify(
            [receiver],
            event=event,
            text=f"{actor} bàn giao cho quý vị {what} của {person}.",
            url=url,
            now=at,
        )
    if person != actor:
        notify(
            [person],
            event=event,
            text=f"{actor} đã bàn giao {what} của quý vị cho {receiver}.",
            now=at,
        )
