"""Weeks of the public pages: ISO weeks in URLs, and the midnight at which the present one ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


@dataclass(frozen=True, order=True)
class IsoWeek:
    """An ISO week from Monday to Sunday, ``2026-W48`` in URLs."""

    monday: date

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day - timedelta(days=day.weekday()))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the week of ``YYYY-Wnn``. Raises ValueError for anything else."""
        if not re.fullmatch(r"[0-9]{4}-W[0-9]{2}", text):
            raise ValueError(text)
        return cls(date.fromisocalendar(int(text[:4]), int(text[6:]), 1))

    def __str__(self) -> str:
        year, number, _ = self.monday.isocalendar()
        return f"{year:04}-W{number:02}"

    @property
    def days(self) -> list[date]:
        return [self.monday + timedelta(days=number) for number in range(7)]

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def next(self) -> Self:
        return type(self)(self.monday + timedelta(days=7))

    @property
    def previous(self) -> Self:
        return type(self)(self.monday - timedelta(days=7))

    @property
    def label(self) -> str:
        year = "" if self.monday.year == self.sunday.year else f"/{self.monday.year}"
        return f"từ {self.monday:%d/%m}{year} đến {self.sunday:%d/%m/%Y}"
