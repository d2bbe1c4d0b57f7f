"""Who may do what with broadcasts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from organization.roles import Role

if TYPE_CHECKING:
    from organization.models import User

PRONUNCIATION_EDITORS = (Role.ANNOUNCER, Role.EDITOR)
PRONUNCIATION_VIEWERS = (Role.APPROVER, Role.LEADER, Role.IT_OFFICER)


def may_read_aloud(user: User) -> bool:
    """Try how a text is read."""
    return user.is_authenticated and user.has_role(*PRONUNCIATION_EDITORS, *PRONUNCIATION_VIEWERS)
