"""Parser of holidays typed one per line.

Lines read ``02/09/2026 Quốc khánh`` or ``22/08/2026 làm bù thứ Hai 31/8``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.text import capfirst

from core.text.vietnamese import clean_line, fold
from organization.models import Holiday

MAX_LINES = 200
MAX_SPAN = 31  # days
_DAY = r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4,})"
_LINE = re.compile(rf"{_DAY}(?:\s*(?:-|–|đến)\s*{_DAY})?\s*[:;,]?\s*(.*)", re.ASCII)


@dataclass
class ParsedHolidays:
    """Result of parsing: days to store, number of days stored before, errors per line."""

    new: list[Holiday] = field(default_factory=list)
    known: int = 0
    problems: list[str] = field(default_factory=list)


def read_lines(text: str) -> ParsedHolidays:
    """Parse the lines: "làm bù" in the name makes a working day, two dates a range of days.

    A day stored before with the same kind is skipped; with the other kind it is an error. One
    query.
    """
    parsed = ParsedHolidays()
    lines = [(number, clean_line(line)) for number, line in enumerate(text.splitlines(), start=1)]
    lines = [(number, line) for number, line in lines if line]
    if len(lines) > MAX_LINES:
        parsed.problems.append(
            f"Mỗi lần nhập nhiều nhất {MAX_LINES} dòng; đang có {len(lines)} dòng."
        )
        return parsed
    stored = dict(Holiday.objects.values_list("day", "kind"))
    first_line: dict[date, int] = {}
    for number, line in lines:
        try:
            for holiday in _holidays(line):
                _add(holiday, number, stored, first_line, parsed)
        except ValidationError as error:
            parsed.problems.append(f"Dòng {number} “{line[:60]}”: {' '.join(error.messages)}")
    return parsed


def store_lines(text: str) -> ParsedHolidays:
    """Parse and store the lines; store none if one of them is invalid."""
    parsed = read_lines(text)
    if not parsed.problems:
        Holiday.objects.bulk_create(parsed.new, ignore_conflicts=True)
    return parsed


def _add(
    holiday: Holiday,
    number: int,
    stored: dict[date, str],
    first_line: dict[date, int],
    parsed: ParsedHolidays,
) -> None:
    if holiday.day in first_line:
        raise ValidationError(
            f"ngày {holiday.day:%d/%m/%Y} đã có ở dòng {first_line[holiday.day]}."
        )
    first_line[holiday.day] = number
    kind = stored.get(holiday.day)
    if kind is None:
        parsed.new.append(holiday)
    elif kind == holiday.kind:
        parsed.known += 1
    else:
        label = Holiday.Kind(kind).label.lower()
        raise ValidationError(
            f"{holiday.day:%d/%m/%Y} đã nhập là {label}; muốn đổi thì sửa ngày ấy trong danh sách."
        )


def _holidays(line: str) -> Iterator[Holiday]:
    """Yield the days of one line. Raises ValidationError."""
    match = _LINE.fullmatch(line)
    if not match:
        raise ValidationError("phải bắt đầu bằng ngày, như 02/09/2026.")
    *numbers, name = match.groups()
    first = _day(*numbers[:3])
    last = _day(*numbers[3:]) if numbers[3] else first
    if not name:
        raise ValidationError("thiếu tên ngày nghỉ sau ngày.")
    if last < first:
        raise ValidationError("ngày cuối phải sau ngày đầu.")
    if (last - first).days >= MAX_SPAN:
        raise ValidationError(f"quãng ngày dài hơn {MAX_SPAN} ngày; xin xem lại năm.")
    kind = Holiday.Kind.MADE_UP if "lam bu" in fold(name) else Holiday.Kind.DAY_OFF
    for number in range((last - first).days + 1):
        holiday = Holiday(day=first + timedelta(days=number), kind=kind, name=capfirst(name))
        holiday.full_clean(validate_unique=False)
        yield holiday


def _day(day: str, month: str, year: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise ValidationError(f"không có ngày {day}/{month}/{year}.") from None
