"""Permissions on articles, plans and statistics: predicates of user and object.

None is the system, and gets nothing here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.workflow.engine import log_of
from news.states import ArticleState
from organization.roles import BOARD, PLAN_EDITORS, WRITERS, Role

if TYPE_CHECKING:
    from news.models import Article, EditorialPlan
    from organization.models import User

TEXT_BY_SECOND_HAND = ("submit", "submit_on_behalf", "correct", "publish_urgently")


def is_writer(user: User) -> bool:
    return user.has_role(*WRITERS)


def is_editor(user: User) -> bool:
    return user.has_role(Role.EDITOR)


def may_curate(user: User) -> bool:
    """Who may change the home page."""
    return user.has_role(Role.EDITOR, Role.APPROVER)


def may_see_ward_statistics(user: User) -> bool:
    return user.has_role(*BOARD)


def may_see_statistics(user: User) -> bool:
    """The board and leaders see the ward, a contributor the own unit."""
    own = user.has_role(Role.CONTRIBUTOR) and user.unit_id is not None
    return may_see_ward_statistics(user) or own


def may_see_quotas(user: User) -> bool:
    return user.has_role(*BOARD)


def by_system(article: Article, actor: User | None) -> bool:
    return actor is None


def by_editor(article: Article, actor: User | None) -> bool:
    return actor is not None and actor.has_role(Role.EDITOR)


def by_approver(article: Article, actor: User | None) -> bool:
    return actor is not None and actor.has_role(Role.APPROVER)


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

    Whoever entered it, every author, submitter, corrector and urgent publisher it ever had: an
    author who handed the draft over to somebody else still wrote it.
    """
    hands = (
        log_of(article)
        .filter(name__in=TEXT_BY_SECOND_HAND, actor__isnull=False)
        .order_by()
        .values_list("actor")
    )
    authors = article.history.filter(author__isnull=False).order_by().values_list("author")
    people: set[int | None] = {pk for (pk,) in hands.union(authors)}
    people |= {article.author_id, article.created_by_id}
    return {pk for pk in people if pk is not None}
