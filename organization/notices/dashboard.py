"""Dashboard panel of notices."""

from typing import Any

from organization.models import User

PANEL_SIZE = 12


def notices_panel(user: User) -> dict[str, Any] | None:
    """Return the person's newest unread notices; None without any."""
    unread = list(user.notices.unread()[: PANEL_SIZE + 1])
    if not unread:
        return None
    return {"notices": unread[:PANEL_SIZE], "has_more": len(unread) > PANEL_SIZE}
