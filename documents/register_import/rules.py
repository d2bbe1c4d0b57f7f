"""What is wrong with an incoming document's number and days, for lists and forms alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

# Days of things that have happened, with their names in sentences.
PAST_DAYS = {
    "issued_on": "ngày văn bản",
    "arrived_on": "ngày đến",
    "passed_on": "ngày chuyển",
    "first_opened_on": "ngày mở",
    "finished_on": "ngày hoàn thành",
}
# The later day and the one it must not come before.
_ORDER = (
    ("arrived_on", "issued_on"),
    ("passed_on", "issued_on"),
    ("first_opened_on", "arrived_on"),
    ("finished_on", "arrived_on"),
)


def entry_problems(values: Mapping[str, Any], *, today: date) -> Iterator[tuple[str, str]]:
    """Yield the column and the sentence of each problem; ``values`` are columns of an entry and of
    its unit.
    """
    number = str(values.get("number") or "")
    if number and not number.lstrip("0"):
        yield "number", "số văn bản là 0, không phải một số có thật."
    if values.get("arrival_number") == 0:
        yield "arrival_number", "số đến là 0; số đến bắt đầu từ 1."
    for name, label in PAST_DAYS.items():
        day = values.get(name)
        if day and day > today:
            yield name, f"{label} {day:%d/%m/%Y} chưa tới (hôm nay {today:%d/%m/%Y})."
    for later, earlier in _ORDER:
        day, before = values.get(later), values.get(earlier)
        if day and before and day < before:
            yield (
                later,
                f"{PAST_DAYS[later]} {day:%d/%m/%Y} trước {PAST_DAYS[earlier]} {before:%d/%m/%Y}.",
            )
