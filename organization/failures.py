"""Dashboard panel of the IT officer: parts of pages that failed recently."""

from __future__ import annotations

from typing import Any

from core.models import PartFailure
from organization.models import User
from organization.roles import Role

MAX_SHOWN = 20


def failures_panel(user: User) -> dict[str, Any] | None:
    """Return the recent failures for the IT officer; None for others, or without any."""
    if not user.has_role(Role.IT_OFFICER):
        return None
    failures = list(PartFailure.objects.all()[:MAX_SHOWN])
    return {"failures": failures} if failures else None
