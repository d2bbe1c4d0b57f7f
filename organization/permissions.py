"""Permissions on what the organization keeps: short predicates of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from organization.roles import BOARD, CALENDAR_READERS, CHAIRS, Role

if TYPE_CHECKING:
    from organization.models import User


def is_active(user: User) -> bool:
    return user.is_active


def may_answer_reports(user: User) -> bool:
    """Error reports of residents."""
    return user.has_role(Role.EDITOR, Role.APPROVER)


def may_post_banners(user: User) -> bool:
    """Emergency banners on every public page."""
    return user.has_role(*CHAIRS)


def may_see_board_calendar(user: User) -> bool:
    """The calendar as such; each source decides which of its entries a person reads."""
    return user.has_role(*CALENDAR_READERS)


def may_see_all_work(user: User) -> bool:
    """The work lists of all units."""
    return user.has_role(*BOARD)


def may_see_work(user: User) -> bool:
    """A work list: the own unit's, or everybody's."""
    return user.unit_id is not None or may_see_all_work(user)


def may_manage_mails(user: User) -> bool:
    """Mails that failed or may not have gone out."""
    return user.has_role(Role.IT_OFFICER)
