"""The limits of a new ward, as a marked sample."""

from __future__ import annotations

from datetime import date
from typing import Any

from broadcasts.models import StationLimit
from broadcasts.states import BulletinClass

SAMPLE_SESSIONS, SAMPLE_MINUTES, SAMPLE_WEEKDAYS = 2, 15, "12345"
SAMPLE_BASIS = (
    "Mẫu tham khảo theo mức Hà Nội áp dụng từ 12/3/2021; phường thay bằng quy chế của mình theo"
    " Nghị định 49/2024/NĐ-CP"
)


def create_station_limits(**_: Any) -> None:
    """Create the sample after ``migrate``; a ward that has limits keeps its own."""
    if StationLimit.objects.exists():
        return
    StationLimit.objects.create(
        bulletin_class=BulletinClass.NORMAL,
        valid_from=date(2021, 3, 12),
        sessions_a_day=SAMPLE_SESSIONS,
        minutes_a_session=SAMPLE_MINUTES,
        weekdays=SAMPLE_WEEKDAYS,
        legal_basis=SAMPLE_BASIS,
        is_sample=True,
    )
