"""Sections of the papers of a meeting: blocks and sentences made from a snapshot of its minutes.

A snapshot is the dictionary of ``meetings.minutes.revisions.snapshot``: of the current rows for a
draft, of the approved version after that. Nothing here asks the database.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django.utils.text import capfirst

from core.papers.model import BLANK, Block, Dashed, Numbered, Paragraph, number_line
from core.text.list_items import text_lines
from meetings.states import FormOfAddress, Presence, Recurrence, TaskState, Verb
from meetings.wording.conclusions import conclusion_sentence, support_note
from meetings.wording.people import person

Row = dict[str, Any]
_HERE = (Presence.PRESENT, Presence.DEPUTY)
_AWAY = (Presence.ABSENT, Presence.EXCUSED)
_SINGLE_DIGIT = re.compile(r"^\d(?=/)")


def form_of(meeting: Row) -> str:
    """Return the word before names: "đồng chí"."""
    form = meeting.get("form_of_address") or FormOfAddress.CITIZEN
    return FormOfAddress(form).word


def officer(meeting: Row, role: str) -> str:
    """Return the chair or the secretary, in mid-sentence."""
    name, title = meeting[f"{role}_name"], meeting[f"{role}_title"]
    return person(form_of(meeting), name, title) if name else ""


def starts_at(meeting: Row) -> datetime:
    return datetime.fromisoformat(meeting["starts_at"])


def held_on(meeting: Row) -> date:
    return starts_at(meeting).date()


def day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def clock(at: datetime) -> str:
    return f"{at:%H} giờ {at:%M}"


def day_words(on: date) -> str:
    month = f"{on.month:02}" if on.month < 3 else str(on.month)
    return f"ngày {on.day:02} tháng {month} năm {on.year}"


def number(typed: str | None, notation: str) -> str:
    """Return "Số: 05/BB-UBND" of what was typed, with or without notation; dots without any."""
    typed = (typed or "").strip()
    if "/" in typed:
        return f"Số: {_SINGLE_DIGIT.sub(lambda digit: digit[0].zfill(2), typed)}"
    return number_line(typed, notation)


def subject(meeting: Row) -> str:
    """Return the title of the meeting with its periods."""
    periods = [
        f"đánh giá {meeting['review_period']}" if meeting["review_period"] else "",
        f"triển khai nhiệm vụ {meeting['plan_period']}" if meeting["plan_period"] else "",
    ]
    about = ", ".join(filter(None, periods))
    return f"{meeting['title']}: {about}" if about else meeting["title"]


def lower(title: str) -> str:
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def closing(meeting: Row, *, is_draft: bool) -> str:
    """Return the last sentence, with the agreement on the minutes once they are approved."""
    agreement = "" if is_draft else " Biên bản đã được thông qua."
    if not meeting["ends_at"]:
        on = f"ngày {BLANK} tháng {BLANK} năm {held_on(meeting).year}"
        return f"Cuộc họp kết thúc vào {BLANK} giờ {BLANK}, {on}.{agreement}"
    ends_at = datetime.fromisoformat(meeting["ends_at"])
    is_same_day = ends_at.date() == held_on(meeting)
    on = "cùng ngày" if is_same_day else day_words(ends_at.date())
    return f"Cuộc họp kết thúc vào {clock(ends_at)} {on}.{agreement}"


def attendance(content: Row) -> list[Block]:
    """Return the attendees by group, preceded by the counts."""
    rows = content["attendances"]
    if not rows:
        return [Paragraph("Không ghi danh sách.")]
    here = sum(row["presence"] in _HERE for row in rows)
    away = sum(row["presence"] in _AWAY for row in rows)
    is_known = here + away > 0
    counts = f"có mặt {here:02}, vắng {len(rows) - here:02}"
    if not is_known:
        counts = f"có mặt {BLANK}, vắng {BLANK}"
    blocks: list[Block] = [Paragraph(f"Được mời {len(rows):02}, {counts}.")]
    form = form_of(content["meeting"])
    for group in groups(content):
        blocks.append(Paragraph("", label=f"{group}:"))
        blocks.append(Dashed([_attendee(form, row) for row in rows if row["group"] == group]))
    return blocks


def groups(content: Row) -> list[str]:
    """Return the groups of attendees, each once, in order."""
    return list(dict.fromkeys(row["group"] for row in content["attendances"]))


def _attendee(form: str, row: Row) -> str:
    others = [row["group"], row.get("unit") or "", row.get("unit_short_name") or ""]
    who = capfirst(person(form, row["name"], row["title"], others=others))
    presence = row["presence"]
    if presence == Presence.DEPUTY:
        deputy = person(form, row["deputy_name"], row["deputy_title"]) or BLANK
        return f"{who}: cử {deputy} dự thay"
    if presence not in _AWAY:
        return who
    reason = f" ({row['reason']})" if row["reason"] else ""
    return f"{who}: {Presence(presence).label.lower()}{reason}"


def agenda(content: Row) -> list[Block]:
    """Return the agenda items, each with its record."""
    blocks: list[Block] = []
    for place, item in enumerate(content["agenda_items"], start=1):
        presenter = f" ({item['presenter']})" if item["presenter"] else ""
        blocks.append(Paragraph(f"{place}. {item['title']}{presenter}"))
        if notes := text_lines(item["notes"]):
            blocks.append(Paragraph("\n".join(notes)))
    return blocks


def agenda_line(item: Row) -> str:
    minutes = f"{item['minutes_planned']} phút" if item["minutes_planned"] else ""
    return " – ".join(filter(None, [item["title"], item["presenter"], minutes]))


def opinions(content: Row) -> list[Block]:
    """Return the number of opinions, and those recorded with their text."""
    rows = content["opinions"]
    count = len(rows) + (content["meeting"]["other_opinions"] or 0)
    if not count:
        return [Paragraph("Không có ý kiến phát biểu.")]
    blocks: list[Block] = [Paragraph(f"Đã có {count:02} ý kiến phát biểu.")]
    if told := [f"{row['speaker']}: {row['text']}" for row in rows if row["text"]]:
        blocks.append(Dashed(told))
    return blocks


def carried_over(content: Row) -> list[Block]:
    """Return the tasks of earlier meetings, with unit, due date and state."""
    return listed("Việc chuyển tiếp", [_carried(row) for row in content.get("carried_over", ())])


def _carried(row: Row) -> str:
    due_on = day(row.get("due_on"))
    state = row.get("state") or ""
    label = dict(TaskState.choices).get(state, state)
    notes = [row.get("unit"), due_on and f"hạn {due_on:%d/%m/%Y}", str(label).lower()]
    return with_notes(row["text"], notes)


def limitation(row: Row) -> str:
    """Return a limitation with its units and cause: internal."""
    cause = row["cause"].rstrip(" .")
    return with_notes(
        row["text"],
        [
            row["units"] and f"đơn vị: {', '.join(row['units'])}",
            cause and f"nguyên nhân: {cause}",
        ],
    )


def listed(heading: str, lines: list[str]) -> list[Block]:
    return [Paragraph("", label=f"{heading}:"), Dashed(lines)] if lines else []


def conclusions(content: Row, *, has_numbers: bool = False) -> list[Block]:
    """Return the conclusions; ``has_numbers`` adds what they are called in the portal (5/2026)."""
    lines = [_conclusion(row, has_numbers=has_numbers) for row in content["conclusions"]]
    return [Numbered(lines)] if lines else [Paragraph("Không có kết luận.")]


def _conclusion(row: Row, *, has_numbers: bool) -> str:
    units = row["lead_units"]
    verb = Verb(row["verb"]).label
    sentence = conclusion_sentence(verb, row["addressee"], row["text"], units)
    due_on = day(row["due_on"])
    recurrence = Recurrence(row["recurrence"]).label.lower() if row["recurrence"] else ""
    due = f"thời hạn: chậm nhất ngày {due_on:%d/%m/%Y}" if due_on else recurrence
    said = with_notes(sentence, [support_note(row["supporting_units"]), due])
    if has_numbers and row.get("number"):
        return f"{said} (Kết luận số {row['number']}/{row['number_year']})"
    return said


def with_notes(text: str, notes: list[Any]) -> str:
    """Return the text with the notes behind it; behind several lines, on a line of their own."""
    tail = "; ".join(str(note) for note in notes if note)
    lines = text_lines(text)
    if not tail:
        return "\n".join(lines) if len(lines) > 1 else f"{text.rstrip(' .;')}."
    if len(lines) > 1:
        return "\n".join([*lines, f"{capfirst(tail)}."])
    return f"{text.rstrip(' .;')}; {tail}."
