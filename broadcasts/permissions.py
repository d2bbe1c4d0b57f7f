"""Who may do what with broadcasts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from broadcasts.models import AnnouncerAbsence
from organization.roles import Role

if TYPE_CHECKING:
    from broadcasts.models import Bulletin
    from organization.models import User

BULLETIN_APPROVERS = (Role.APPROVER, Role.HEAD, Role.LEADER)
BULLETIN_READERS = (Role.ANNOUNCER, Role.EDITOR, Role.IT_OFFICER, *BULLETIN_APPROVERS)
STATION_EDITORS = (Role.ANNOUNCER, Role.EDITOR, Role.IT_OFFICER)
PRONUNCIATION_EDITORS = (Role.ANNOUNCER, Role.EDITOR)
PRONUNCIATION_VIEWERS = (Role.APPROVER, Role.LEADER, Role.IT_OFFICER)


def may_read_aloud(user: User) -> bool:
    """Try how a text is read."""
    return user.is_authenticated and user.has_role(*PRONUNCIATION_EDITORS, *PRONUNCIATION_VIEWERS)


def may_announce(user: User) -> bool:
    """Compose, record and log bulletins: announcers, and today's stand-in for one who is away."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.has_role(Role.ANNOUNCER) or stands_in(user)


def stands_in(user: User) -> bool:
    """Return whether the user does the work of an announcer who is away today. One query, once for
    each object of a user.
    """
    if not hasattr(user, "_stands_in"):
        rows = AnnouncerAbsence.objects.valid(timezone.localdate()).filter(stand_in=user.pk)
        user._stands_in = rows.exists()  # type: ignore[attr-defined]
    return bool(user._stands_in)  # type: ignore[attr-defined]


def may_see_bulletins(user: User) -> bool:
    """See bulletins before they are aired, and the log."""
    if not user.is_authenticated:
        return False
    return user.has_role(*BULLETIN_READERS) or may_announce(user)


def may_manage_station(user: User) -> bool:
    """Clusters, slots, limits, absences, play-out links."""
    return user.is_authenticated and user.has_role(*STATION_EDITORS)


def by_announcer(bulletin: Bulletin, actor: User | None) -> bool:
    return actor is not None and may_announce(actor)


def by_approver(bulletin: Bulletin, actor: User | None) -> bool:
    return actor is not None and actor.is_active and actor.has_role(*BULLETIN_APPROVERS)


def by_announcer_or_approver(bulletin: Bulletin, actor: User | None) -> bool:
    return by_announcer(bulletin, actor) or by_approver(bulletin, actor)


def by_announcer_or_system(bulletin: Bulletin, actor: User | None) -> bool:
    """The system logs what a play-out page reports."""
    return actor is None or may_announce(actor)
