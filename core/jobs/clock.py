"""Guard against a wrong clock: after a jump of more than a day nothing is deleted until someone
has confirmed the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.models import Heartbeat

MAX_JUMP = timedelta(days=1)


@dataclass(frozen=True)
class ClockJump:
    """The clock differs by more than ``MAX_JUMP`` from the last time that was trusted."""

    trusted_at: datetime
    now: datetime


def check_clock(now: datetime) -> ClockJump | None:
    """Return the jump since the last run, or None and remember ``now``.

    A clock that is put right again, or a server that was off for less than a day, asks nothing.
    """
    trusted, _ = Heartbeat.objects.get_or_create(name=Heartbeat.TRUSTED_CLOCK, defaults={"at": now})
    if abs(now - trusted.at) > MAX_JUMP:
        return ClockJump(trusted.at, now)
    confirm_clock(now)
    return None


def current_jump(now: datetime) -> ClockJump | None:
    """Return the jump that waits for a confirmation; changes nothing."""
    trusted = Heartbeat.objects.filter(name=Heartbeat.TRUSTED_CLOCK).first()
    if trusted is None or abs(now - trusted.at) <= MAX_JUMP:
        return None
    return ClockJump(trusted.at, now)


def confirm_clock(now: datetime) -> None:
    """Trust the clock from ``now`` on."""
    Heartbeat.objects.update_or_create(name=Heartbeat.TRUSTED_CLOCK, defaults={"at": now})
