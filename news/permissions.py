"""Permissions on articles, plans and statistics: predicates of user and object.

None is the system, and gets nothing here but where it is named.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, Value

from core.revisions.related import ATTACHMENTS
from core.text.lint import is_small_fix
from core.text.vietnamese import plain_text
from core.workflow.engine import log_of
from news.models import Tariff
from news.states import ArticleState
from organization.roles import BOARD, PLAN_EDITORS, WRITERS, Role

if TYPE_CHECKING:
    from news.models import Article, EditorialPlan, HonorariumClosing
    from organization.models import User

# What residents read of an article: words that a small fix may touch, and what it may not.
WORDS = (
    *("title", "lead", "body", "byline", "source_name", "original_author"),
    *("picture_alt", "picture_credit"),
)
EXACT_FIELDS = ("picture_id", "source_url", "times")
TEXT_BY_SECOND_HAND = ("submit", "submit_on_behalf", "correct", "publish_urgently")


def is_writer(user: User) -> bool:
    return user.has_role(*WRITERS)


def only_writes(user: User) -> bool:
    return user.has_role(Role.CONTRIBUTOR) and not user.has_role(*BOARD)


def is_editor(user: User) -> bool:
    return user.has_role(Role.EDITOR)


def may_curate(user: User) -> bool:
    """Who may change the home page."""
    return user.has_role(Role.EDITOR, Role.APPROVER)


def may_see_ward_statistics(user: User) -> bool:
    return user.has_role(*BOARD)


def may_see_statistics(user: User) -> bool:
    """The board and leaders see the ward, others the own unit: its quota is on their work list."""
    own = user.unit_id is not None and bool(user.roles)
    return may_see_ward_statistics(user) or own


def may_see_quotas(user: User) -> bool:
    return user.has_role(*BOARD)


def by_system(article: Article, actor: User | None) -> bool:
    return actor is None


def by_editor(article: Article, actor: User | None) -> bool:
    return actor is not None and actor.has_role(Role.EDITOR)


def by_approver(article: Article, actor: User | None) -> bool:
    return actor is not None and actor.has_role(Role.APPROVER)


def by_approver_or_system(article: Article, actor: User | None) -> bool:
    """The system ends the notice of an emergency that was stopped."""
    return actor is None or by_approver(article, actor)


def by_head(article: Article, actor: User | None) -> bool:
    return actor is not None and actor.has_role(Role.HEAD)


def by_editor_or_approver(article: Article, actor: User | None) -> bool:
    return by_editor(article, actor) or by_approver(article, actor)


def by_approver_or_leader(article: Article, actor: User | None) -> bool:
    return actor is not None and actor.has_role(Role.APPROVER, Role.LEADER)


def by_author(article: Article, actor: User | None) -> bool:
    """The author; where none has an account, whoever entered the item."""
    return (
        actor is not None
        and actor.is_active
        and actor.pk == (article.author_id or article.created_by_id)
    )


def by_author_or_of_public(article: Article, actor: User | None) -> bool:
    """The author; an approver for what was public before, whose page readers still open."""
    return by_author(article, actor) or (
        article.withdrawn_at is not None and by_approver(article, actor)
    )


def by_unit(article: Article, actor: User | None) -> bool:
    """The author or a writing colleague of the same unit."""
    if actor is None or not is_writer(actor):
        return False
    return actor.pk == article.author_id or (
        article.unit_id is not None and actor.unit_id == article.unit_id
    )


def by_submitter(article: Article, actor: User | None) -> bool:
    return actor is not None and actor.is_active and actor.pk == article.submitted_by_id


def may_edit_text(article: Article, user: User) -> bool:
    """In draft the unit and whoever entered it, in review its holder; a published text only through
    *correct*.
    """
    if article.state == ArticleState.DRAFT:
        return by_unit(article, user) or (is_writer(user) and article.created_by_id == user.pk)
    if article.state == ArticleState.IN_REVIEW:
        return article.holder_id == user.pk and by_editor_or_approver(article, user)
    return False


def may_see_history(article: Article, user: User) -> bool:
    """Whoever works on the item; others read what is published, not how it came about."""
    is_own = is_writer(user) and article.created_by_id == user.pk
    return user.has_role(*BOARD) or is_own or by_unit(article, user)


def may_share_preview(article: Article, user: User) -> bool:
    """Whoever may write or review the item; a leader reads it, but hands it to nobody."""
    is_own = is_writer(user) and article.created_by_id == user.pk
    return is_own or by_unit(article, user) or by_editor_or_approver(article, user)


def by_unit_or_editor(article: Article, actor: User | None) -> bool:
    return by_unit(article, actor) or by_editor(article, actor)


def may_see_plans(user: User) -> bool:
    """Plans at all; which ones is ``PlanQuerySet.readable_by``."""
    return user.has_role(Role.CONTRIBUTOR, *BOARD)


def may_edit_plans(user: User) -> bool:
    """Plans, their lines and quotas."""
    return user.has_role(*PLAN_EDITORS)


def by_plan_editor(plan: EditorialPlan, actor: User | None) -> bool:
    return actor is not None and may_edit_plans(actor)


def may_reassign(user: User) -> bool:
    return user.has_role(Role.EDITOR, Role.HEAD, Role.IT_OFFICER)


def may_answer_comments(article: Article, user: User) -> bool:
    """The board, and whoever writes the texts of the item's unit or entered the item."""
    entered = is_writer(user) and article.created_by_id == user.pk
    return by_editor_or_approver(article, user) or by_unit(article, user) or entered


def accepts_comments(article: Article) -> bool:
    """In review, and in a draft that was submitted before; a text nobody submitted takes no
    comments.
    """
    was_handed_in = article.state == ArticleState.DRAFT and article.first_submitted_at is not None
    return article.state == ArticleState.IN_REVIEW or was_handed_in


def had_a_hand_in(article: Article) -> set[int]:
    """Return the people who may not approve or confirm the item: four eyes.

    Whoever entered it, every author, submitter, corrector and urgent publisher it ever had, and
    whoever stored other words than stood there before, in whatever way: an author who handed the
    draft over to somebody else still wrote it. So did whoever had a hand in the item that it was
    copied from.
    """
    people, stored = _named_hands(article)
    people |= _rewriters(article, stored, {user for _, user in stored} - people)
    source = article.copied_from
    return people | had_a_hand_in(source) if source else people


def had_a_hand(article: Article, user: User) -> bool:
    """Return whether the person is one of ``had_a_hand_in``; texts are compared only for the
    person's own revisions.
    """
    people, stored = _named_hands(article)
    if user.pk in people or _rewriters(article, stored, {user.pk}):
        return True
    source = article.copied_from
    return source is not None and had_a_hand(source, user)


def _named_hands(article: Article) -> tuple[set[int], list[tuple[int, int | None]]]:
    """Return the people with a hand in the item by their role in it, and its revisions in order:
    key and user. One query: a transition is a row without a revision.
    """
    nothing = Value(None, output_field=BigIntegerField())
    steps = log_of(article).filter(name__in=TEXT_BY_SECOND_HAND).order_by()
    revisions = article.history.order_by().values_list(
        "version", "history_id", "history_user", "author"
    )
    rows = sorted(
        revisions.union(steps.values_list("version", nothing, nothing, "actor")),
        key=lambda row: (row[0], row[1] or 0),
    )
    people = {author for *_, author in rows} | {article.author_id, article.created_by_id}
    stored = [(pk, user) for _, pk, user, _ in rows if pk is not None]
    return {pk for pk in people if pk is not None}, stored


def _rewriters(
    article: Article, stored: Sequence[tuple[int, int | None]], users: Collection[int | None]
) -> set[int]:
    """Return who of these users stored words that differ from the revision before by more than a
    small fix. One query for their texts, none if they stored nothing.

    Every way to change a text writes a revision with its user.
    """
    pairs = [
        (before, after, user)
        for (before, _), (after, user) in pairwise(stored)
        if user is not None and user in users
    ]
    if not pairs:
        return set()
    texts = article.history.in_bulk([pk for before, after, _ in pairs for pk in (before, after)])
    found: set[int] = set()
    for before, after, user in pairs:
        if user not in found and not is_same_text(texts[before], texts[after]):
            found.add(user)
    return found


def is_same_text(before: Any, after: Any) -> bool:
    """Return whether two revisions say the same: the same pictures, files and addresses, and words
    that differ by a small fix at most (``core.text.lint.is_small_fix``).
    """
    attached = [row.related_snapshot.get(ATTACHMENTS) for row in (before, after)]
    if None not in attached and attached[0] != attached[1]:
        return False
    return says_the_same(before, after)


def says_the_same(before: Any, after: Any) -> bool:
    """Return whether two texts, revisions or articles, do so without regard to attachments."""
    if any(getattr(before, name) != getattr(after, name) for name in EXACT_FIELDS):
        return False
    if before.body != after.body and _addresses(before.body) != _addresses(after.body):
        return False
    return all(
        is_small_fix(_words(before, name), _words(after, name))
        for name in WORDS
        if getattr(before, name) != getattr(after, name)
    )


def _words(revision: Any, name: str) -> str:
    value: str = getattr(revision, name)
    return plain_text(value) if name == "body" else value


def _addresses(html: str) -> list[str]:
    """Return the addresses of links and pictures, in order."""
    return re.findall(r'\b(?:href|src)="([^"]*)"', html)


def by_honorarium_closer(closing: HonorariumClosing, actor: User | None) -> bool:
    """Who sets coefficients closes the list of them."""
    return actor is not None and actor.has_role(Role.APPROVER)


def may_see_honoraria(user: User) -> bool:
    """Tell who has the list; before the first tariff nobody."""
    return user.has_role(*BOARD) and Tariff.objects.exists()
