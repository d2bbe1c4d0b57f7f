"""Presenter of minutes: each row as one line of text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from core.papers.characters import replacement_warning
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
from news.editorial.lint import private_data


@dataclass(frozen=True)
class MinutesSection:
    """A section with one line per row."""

    heading: str
    lines: list[str]
    is_numbered: bool


def minutes_sections(meeting: Meeting) -> list[MinutesSection]:
    """Return the sections of the minutes, without empty ones."""
    sections = []
    for section in SECTIONS:
        lines = [line_of(part) for part in rows_of(meeting, section)]
        heading = section.heading
        if section.model is Opinion and meeting.opinion_count:
            heading = f"{heading}: {meeting.opinion_count:02}"
            lines = lines or [f"{meeting.opinion_count} ý kiến không ghi nội dung."]
        if lines:
            sections.append(MinutesSection(heading, lines, section.is_numbered))
    return sections


def warning_of(part: MinutesPart) -> str:
    """Return the sentence on signs of a row that the papers replace by a box; "" without any."""
    return capfirst(replacement_warning(line_of(part)))


def public_notes(parts: Sequence[MinutesPart]) -> dict[int, tuple[str, ...]]:
    """Return what looks like personal data in conclusions that residents are to read, by row."""
    texts = {
        str(part.pk): part.public_sentence
        for part in parts
        if isinstance(part, Conclusion) and part.is_public
    }
    notes: dict[int, tuple[str, ...]] = {}
    for message in private_data(texts) if texts else ():
        pk = int(message.field)
        notes[pk] = (*notes.get(pk, ()), f"Kết luận công khai: {message.sentence}")
    return notes


def replacement_warnings(sections: list[MinutesSection]) -> list[str]:
    """Return a sentence on each row with signs that the papers replace by a box."""
    found = (
        (section.heading, place, replacement_warning(line))
        for section in sections
        for place, line in enumerate(section.lines, start=1)
    )
    return [
        f"Dòng {place} của mục “{heading}”: {warning}"
        for heading, place, warning in found
        if warning
    ]


def rows_of(meeting: Meeting, section: Section) -> list[MinutesPart]:
    return list(getattr(meeting, section.related).prefetch_related(*section.form.relations))


def line_of(part: MinutesPart) -> str:
    """Return the content of a row in one line."""
    return _LINES[type(part)](part)


def attendee_words(row: Any) -> str:
    """Return name, title and unit of an attendee."""
    return ", ".join(filter(None, [row.name, row.title, row.unit and row.unit.short_name]))


def _attendance(row: Any) -> str:
    person = attendee_words(row)
    presence = row.get_presence_display().lower()
    if row.presence == Presence.DEPUTY:
        deputy = ", ".join(filter(None, [row.deputy_name or "chưa ghi tên", row.deputy_title]))
        presence = f"{presence}: {deputy}"
    reason = f" ({row.reason})" if row.reason else ""
    return f"{row.group} – {person}: {presence}{reason}"


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
    code = f"Số {row.code}. " if row.code else ""
    task = f"không giao việc: {row.no_task_reason}" if row.has_no_task else _assignment(row)
    visibility = " – công khai" if row.is_public else ""
    return f"{code}{row.sentence} ({task}){visibility}"


def _assignment(row: Any) -> str:
    lead = ", ".join(unit.short_name for unit in row.lead_units.all())
    supporting = ", ".join(unit.short_name for unit in row.supporting_units.all())
    due = f"hạn {row.due_on:%d/%m/%Y}" if row.due_on else row.get_recurrence_display().lower()
    parts = [
        lead or "chưa giao",
        row.person and str(row.person),
        supporting and f"phối hợp: {supporting}",
        due,
    ]
    return "; ".join(filter(None, parts))


_LINES: dict[type[MinutesPart], Callable[[Any], str]] = {
    Attendance: _attendance,
    AgendaItem: _agenda_item,
    Result: str,
    Limitation: _limitation,
    Opinion: _opinion,
    Conclusion: _conclusion,
}
