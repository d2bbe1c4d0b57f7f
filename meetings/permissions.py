"""Permissions on meetings and tasks: predicates of item and user. None is the system, and has none.

Those on a task are of ``organization.assignments.permissions``.

A meeting is managed by its secretary and every editor; its chair is the account entered as such or,
without one that is active and eligible, the leaders and heads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from organization.roles import (
    BOARD,
    CHAIRS,
    ELIGIBLE_CHAIRS,
    TASK_ASSIGNERS,
    WORKING_CALENDAR_EDITORS,
    Role,
)

if TYPE_CHECKING:
    from meetings.models import Meeting
    from organization.models import User


def may_open_meetings(user: User) -> bool:
    """Open pages of meetings; ``readable_by`` decides which."""
    return bool(user.roles)


def may_read_all(user: User) -> bool:
    """View every meeting with its internal content, and every task."""
    return user.has_role(*BOARD)


def may_edit_meetings(user: User) -> bool:
    """Create series and meetings."""
    return user.has_role(Role.EDITOR)


def may_edit_calendar(user: User) -> bool:
    """Edit the working calendar and reception days."""
    return user.has_role(*WORKING_CALENDAR_EDITORS)


def may_assign_tasks(user: User) -> bool:
    """Assign a task directly, without a meeting."""
    return user.has_role(*TASK_ASSIGNERS)


def by_secretary(meeting: Meeting, actor: User | None) -> bool:
    """The meeting's secretary, and every editor."""
    return (
        actor is not None
        and actor.is_active
        and (actor.pk == meeting.secretary_id or actor.has_role(Role.EDITOR))
    )


def may_chair(user: User) -> bool:
    """Be named as the chair of a meeting: a leader, a head or a deputy head."""
    return user.has_role(*ELIGIBLE_CHAIRS)


def by_chair(meeting: Meeting, actor: User | None) -> bool:
    """The chair, and the substitute of one who is away; leaders and heads if there is none with an
    active account that may chair.

    Never the secretary.
    """
    if actor is None or not actor.is_active or actor.pk == meeting.secretary_id:
        return False
    if actor.pk == meeting.chair_id:
        return may_chair(actor)
    if actor.has_role(*CHAIRS) and not (meeting.chair and may_chair(meeting.chair)):
        return True
    return meeting.chair_id in actor.substitutes_for


def chair_acted_for(meeting: Meeting, actor: User | None) -> str:
    """Return the chair who is away and for whom the actor decides; "" for what is one's own."""
    if actor is None or meeting.chair is None or by_secretary(meeting, actor):
        return ""
    is_substitute = actor.pk != meeting.chair_id and meeting.chair_id in actor.substitutes_for
    return meeting.chair.full_name if is_substitute and may_chair(meeting.chair) else ""


def by_minutes_approver(meeting: Meeting, actor: User | None) -> bool:
    """The chair; leaders and heads if the chair had a hand in the minutes. Never the secretary."""
    if by_chair(meeting, actor):
        return True
    if actor is None or not actor.has_role(*CHAIRS) or actor.pk == meeting.secretary_id:
        return False
    return meeting.chair_id in minutes_hands(meeting)


def minutes_hands(meeting: Meeting) -> set[int]:
    """Return the people who may not approve the minutes: four eyes.

    Whoever stored or removed a row of them, and every secretary the meeting ever had.
    """
    secretaries = meeting.history.filter(secretary__isnull=False).order_by()
    hands = {*meeting.writers.values_list("pk", flat=True)}
    hands.update(secretaries.values_list("secretary", flat=True))
    return hands | ({meeting.secretary_id} if meeting.secretary_id else set())


def by_secretary_or_chair(meeting: Meeting, actor: User | None) -> bool:
    return by_secretary(meeting, actor) or by_chair(meeting, actor)


def may_write_minutes(meeting: Meeting, user: User) -> bool:
    """The meeting's secretary and editors, until the minutes are approved."""
    return meeting.is_open_for_minutes and by_secretary(meeting, user)
