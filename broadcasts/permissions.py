"""Who may do what with broadcasts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet, Value
from django.utils import timezone

from broadcasts.models import AnnouncerAbsence
from organization.roles import CHAIRS, Role

if TYPE_CHECKING:
    from broadcasts.models import Bulletin
    from organization.models import User

BULLETIN_APPROVERS = (Role.APPROVER, Role.HEAD, Role.LEADER)
BULLETIN_READERS = (Role.ANNOUNCER, Role.EDITOR, Role.IT_OFFICER, *BULLETIN_APPROVERS)
STATION_EDITORS = (Role.ANNOUNCER, Role.EDITOR, Role.IT_OFFICER)
# To whom the admin menu names the station; others come by the book of sessions.
STATION_MENU = (Role.ANNOUNCER, Role.IT_OFFICER)
PRONUNCIATION_EDITORS = (Role.ANNOUNCER, Role.EDITOR)
PRONUNCIATION_VIEWERS = (Role.APPROVER, Role.LEADER, Role.IT_OFFICER)


def may_read_aloud(user: User) -> bool:
    """Try how a text is read."""
    return user.is_authenticated and user.has_role(*PRONUNCIATION_EDITORS, *PRONUNCIATION_VIEWERS)


def may_announce(user: User) -> bool:
    """Compose, record and log bulletins: announcers, and today's stand-in for one who is away."""
    return user.is_authenticated and user.has_role(Role.ANNOUNCER)


def lent_announcer(user: User) -> QuerySet[Any, Any]:
    """Return the role of announcer as a row if the user stands in today for one who is away."""
    rows = AnnouncerAbsence.objects.valid(timezone.localdate()).filter(stand_in=user.pk)
    return rows.order_by().values_list(Value(Role.ANNOUNCER.value), flat=True)


def may_see_bulletins(user: User) -> bool:
    """See bulletins before they are aired, and the log."""
    return user.is_authenticated and user.has_role(*BULLETIN_READERS)


def sees_station_menu(user: User) -> bool:
    """See the pages of the station in the admin menu."""
    return user.is_authenticated and user.has_role(*STATION_MENU)


def may_start_emergency(user: User) -> bool:
    """Put up banner, notice and bulletin at once, and stop them."""
    return user.is_authenticated and user.has_role(*CHAIRS)


def by_chair(bulletin: Bulletin, actor: User | None) -> bool:
    return actor is not None and actor.is_active and may_start_emergency(actor)


def by_announcer(bulletin: Bulletin, actor: User | None) -> bool:
    return actor is not None and actor.is_active and may_announce(actor)


def by_approver(bulletin: Bulletin, actor: User | None) -> bool:
    return actor is not None and actor.is_active and actor.has_role(*BULLETIN_APPROVERS)


def by_announcer_or_approver(bulletin: Bulletin, actor: User | None) -> bool:
    return by_announcer(bulletin, actor) or by_approver(bulletin, actor)


def by_announcer_or_system(bulletin: Bulletin, actor: User | None) -> bool:
    """The system logs what a play-out page reports."""
    return actor is None or may_announce(actor)
