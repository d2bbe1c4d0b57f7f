"""Permissions of the organization: predicates of a user."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from core.registries import feedback_targets
from organization.roles import BOARD, CALENDAR_READERS, CHAIRS, Role

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from organization.models import User


def is_active(user: User) -> bool:
    return user.is_active


def acting_words(leader: str) -> str:
    """Return what a substitute reads before a decision."""
    return f"Quý vị quyết định thay {leader}, đang vắng; nhật ký ghi rõ thay ai."


def nobody_left(
    able: QuerySet[User], hands: Collection[int], kind: str, way_out: str = ""
) -> list[str]:
    """Return what is said where four eyes refuse each of those who are ``able`` by their role,
    since all have a hand in the item; nothing where somebody is left. One query.
    """
    if able.exclude(pk__in=hands).exists():
        return []
    return [
        f"Không còn ai khác làm được bước này: mọi người có quyền đều đã có phần trong {kind}. Xin"
        f" nhờ cán bộ công nghệ thông tin cấp quyền ấy cho một người chưa có phần{way_out}."
    ]


def may_answer_all_reports(user: User) -> bool:
    """Answer error reports of residents, whatever they are about."""
    return user.has_role(Role.EDITOR, Role.APPROVER)


def may_answer_reports(user: User) -> bool:
    """Answer error reports of residents, of some kind of items at least; which ones is
    ``organization.feedback.answerers.reports_for``.
    """
    return may_answer_all_reports(user) or any(
        user.has_role(*map(Role, target.answered_by)) for target in feedback_targets
    )


def may_post_banners(user: User) -> bool:
    """Post emergency banners on every public page."""
    return user.has_role(*CHAIRS)


def may_see_board_calendar(user: User) -> bool:
    """Open the calendar; each source decides which entries the user sees."""
    return user.has_role(*CALENDAR_READERS)


def may_see_all_work(user: User) -> bool:
    """View the work lists of all units."""
    return user.has_role(*BOARD)


def may_see_work(user: User) -> bool:
    """View a work list: of the own unit, or of all."""
    return user.unit_id is not None or may_see_all_work(user)


def may_manage_mails(user: User) -> bool:
    """View failed or unconfirmed mails and queue them again."""
    return user.has_role(Role.IT_OFFICER)


def may_see_server(user: User) -> bool:
    """View the state of the server, repeat failed jobs, confirm the clock, make a backup."""
    return user.has_role(Role.IT_OFFICER)


def may_manage_accounts(user: User) -> bool:
    """Open log-ins that are locked again, import accounts."""
    return user.has_role(Role.IT_OFFICER)


def may_manage_units(user: User) -> bool:
    """Import units."""
    return user.has_role(Role.IT_OFFICER)
