"""The organization's panel on the dashboard."""

from typing import Any

from organization.models import User

SHOWN = 12


def notices_panel(user: User) -> dict[str, Any] | None:
    """Return the person's newest unread notices, or None when there are none."""
    unread = list(user.notices.unread()[: SHOWN + 1])
    return {"notices": unread[:SHOWN], "has_more": len(unread) > SHOWN} if unread else None
