"""Dashboard panel of incoming documents: the ward's for who works with them, else the unit's."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from documents.models import IncomingUnit
from documents.permissions import may_read_documents
from documents.statistics.figures import incoming_statistics, total
from documents.statistics.views import line_of
from organization.models import ReportingPeriod, User

MAX_UNITS = 6


def incoming_panel(user: User) -> dict[str, Any] | None:
    """Return the figures of the present period; None for who may not see any, and while the ward
    has no incoming documents here.
    """
    sees_all = may_read_documents(user)
    if not sees_all and user.unit_id is None:
        return None
    if not IncomingUnit.objects.exists():
        return None
    period = ReportingPeriod.objects.containing(timezone.localdate())
    if period is None:
        return None
    found = incoming_statistics(period)
    own = next((row for row in found.rows if row.unit.pk == user.unit_id), None)
    if not sees_all and own is None:
        return None
    if not sees_all and own:
        lines = [line_of(found, own.unit.name, own.figures, own.unit)]
        return {"found": found, "period": period, "total": lines[0], "behind": []}
    behind = sorted(found.rows, key=lambda row: -row.figures.overdue)
    return {
        "found": found,
        "period": period,
        "total": line_of(found, "Cả phường", total(found.rows)),
        "behind": [row for row in behind if row.figures.overdue][:MAX_UNITS],
    }
