"""Advice on numbers and hours that differ from the ward's."""

from __future__ import annotations

from datetime import time

import pytest

from core.text.facts.times import find_hours
from organization.identity.facts import OpeningHours, OwnedPhone, WardFacts, check_facts

FACTS = WardFacts(
    [
        OwnedPhone(("Phường Bến Sen", "trực ban phường"), "024 3825 1234"),
        OwnedPhone(("Công an phường Bến Sen", "Công an phường"), "024.3825.0113"),
    ],
    [
        OpeningHours(
            "giờ tiếp dân",
            ("tiếp công dân", "tiếp dân"),
            frozenset({(time(8), time(11, 30)), (time(14), time(16, 30))}),
        )
    ],
)


@pytest.mark.parametrize(
    ("text", "sentence", "replacement"),
    [
        (
            "Xin gọi 024 3825 1243.",
            "Số 024 3825 1243 khác số của Phường Bến Sen: 024 3825 1234.",
            "024 3825 1234",
        ),
        (
            "Báo trực ban phường theo số 0912 345 678.",
            "Số 0912 345 678 khác số của Phường Bến Sen: 024 3825 1234.",
            "024 3825 1234",
        ),
        (
            "Công an phường: (024) 3825 1234",
            "Số (024) 3825 1234 khác số của Công an phường Bến Sen: 024.3825.0113.",
            "024.3825.0113",
        ),
        (
            "Chủ tịch tiếp công dân từ 8 giờ đến 11 giờ thứ Tư.",
            "“8 giờ đến 11 giờ” khác giờ tiếp dân: 08:00 – 11:30; 14:00 – 16:30.",
            "08:00 đến 11:30",
        ),
        (
            "Tiếp dân chiều: 14h-17h",
            "“14h-17h” khác giờ tiếp dân: 08:00 – 11:30; 14:00 – 16:30.",
            "14:00 đến 16:30",
        ),
    ],
)
def test_what_differs(text: str, sentence: str, replacement: str) -> None:
    (found,) = check_facts("body", text, FACTS)
    assert (found.sentence, found.replacement, found.is_error) == (sentence, replacement, False)
    assert found.quote in text


@pytest.mark.parametrize(
    "text",
    [
        "Xin gọi 024 3825 1234 hoặc +84 24 3825 0113.",
        "Trực ban phường: 024.3825.1234. Hội Phụ nữ 0912 345 678.",
        "Tiếp công dân từ 8h00 đến 11h30.",
        "Cắt nước từ 8 giờ đến 11 giờ.",
        "Tiếp công dân sáng thứ Tư. Cắt nước từ 8 giờ đến 11 giờ.",
        "",
    ],
)
def test_what_agrees(text: str) -> None:
    assert list(check_facts("body", text, FACTS)) == []


def test_hours_in_a_text() -> None:
    found = find_hours("Thứ Hai đến thứ Sáu: 7h30 - 11h30, 13h30 - 17h00")
    assert [one.span for one in found] == [(time(7, 30), time(11, 30)), (time(13, 30), time(17))]
