"""The minutes as they are read: one line of words for each row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from meetings.minutes.forms import SECTIONS, Section
from meetings.models import (
    AgendaItem,
    Attendance,
    Conclusion,
    Limitation,
    Meeting,
    MinutesPart,
    Opinion,
    Result,
)
from meetings.states import Presence


@dataclass(frozen=True)
class MinutesSection:
    """A section as it is read: a line for each row."""

    heading: str
    lines: list[str]
    is_numbered: bool


def minutes_sections(meeting: Meeting) -> list[MinutesSection]:
    """Return the minutes as they are read; sections without a row are left out."""
    found = []
    for section in SECTIONS:
        lines = [words_of(part) for part in rows_of(meeting, section)]
        heading = section.heading
        if section.model is Opinion and meeting.opinion_count:
            heading = f"{heading}: {meeting.opinion_count:02}"
            lines = lines or [f"{meeting.opinion_count} ý kiến không ghi nội dung."]
        if lines:
            found.append(MinutesSection(heading, lines, section.is_numbered))
    return found


def rows_of(meeting: Meeting, section: Section) -> list[MinutesPart]:
    return list(getattr(meeting, section.related).prefetch_related(*section.form.relations))


def words_of(part: MinutesPart) -> str:
    """Return all that a row says, in one line."""
    return _WORDS[type(part)](part)


def _attendance(row: Any) -> str:
    who = ", ".join(filter(None, [row.name, row.title, row.unit and row.unit.short_name]))
    how = row.get_presence_display().lower()
    if row.presence == Presence.DEPUTY:
        how = (
            f"{how}:"
            f" {', '.join(filter(None, [row.deputy_name or 'chưa ghi tên', row.deputy_title]))}"
        )
    return f"{row.group} – {who}: {how}{f' ({row.reason})' if row.reason else ''}"


def _agenda_item(row: Any) -> str:
    minutes = f"{row.minutes_planned} phút" if row.minutes_planned else ""
    return ": ".join(filter(None, [row.title, row.presenter, minutes, row.notes]))


def _limitation(row: Any) -> str:
    units = ", ".join(unit.short_name for unit in row.units.all())
    return " – ".join(
        filter(None, [row.text, units and f"đơn vị: {units}", row.cause and f"vì: {row.cause}"])
    )


def _opinion(row: Any) -> str:
    return ": ".join(filter(None, [row.speaker, row.text]))


def _conclusion(row: Any) -> str:
    lead, supporting = (
        ", ".join(unit.short_name for unit in units.all())
        for units in (row.lead_units, row.supporting_units)
    )
    when = f"hạn {row.due_on:%d/%m/%Y}" if row.due_on else row.get_recurrence_display().lower()
    given = [
        lead or "chưa giao",
        row.person and str(row.person),
        supporting and f"phối hợp: {supporting}",
        when,
    ]
    task = (
        f"không giao việc: {row.no_task_reason}"
        if row.has_no_task
        else "; ".join(filter(None, given))
    )
    code = f"Số {row.code}. " if row.code else ""
    return f"{code}{row.sentence} ({task}){' – công khai' if row.is_public else ''}"


_WORDS: dict[type[MinutesPart], Callable[[Any], str]] = {
    Attendance: _attendance,
    AgendaItem: _agenda_item,
    Result: str,
    Limitation: _limitation,
    Opinion: _opinion,
    Conclusion: _conclusion,
}
