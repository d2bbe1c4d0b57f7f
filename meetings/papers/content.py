"""Official papers of a meeting: minutes, notice of conclusions, invitation, attendance sheet.

Layout by decree 30/2020, annex I: minutes (*biên bản*) have no line of place and date, the
secretary signs left and the chair right; a notice of conclusions is of type TB and signed for the
head. The papers are not signed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from core.papers.model import Block, Dashed, Heading, Numbered, Paper, Paragraph, Signature, Table
from core.reporting.spreadsheets import Column
from meetings.models import Conclusion, Meeting
from meetings.states import Presence
from organization.identity.paper_head import ward_head

BLANK = "........"


def minutes(meeting: Meeting) -> Paper:
    """Return the minutes (*biên bản*)."""
    blocks: list[Block] = [
        Paragraph(
            f"{_clock(meeting.starts_at)}, {_day_words(meeting.held_on)}",
            label="Thời gian bắt đầu:",
        ),
        Paragraph(f"{meeting.place}.", label="Địa điểm:"),
        Paragraph(f"{_person(meeting.chair_name, meeting.chair_title)}.", label="Chủ trì:"),
    ]
    if meeting.secretary_name:
        blocks.append(
            Paragraph(
                f"{_person(meeting.secretary_name, meeting.secretary_title)}.", label="Thư ký:"
            )
        )
    blocks += [Heading("I. Thành phần"), *_attendance_blocks(meeting)]
    blocks.append(Heading("II. Nội dung"))
    for number, item in enumerate(meeting.agenda_items.all(), start=1):
        presenter = f" ({item.presenter})" if item.presenter else ""
        blocks.append(Paragraph(f"{number}. {item.title}{presenter}"))
        blocks += [Paragraph(text) for text in item.notes.splitlines() if text.strip()]
    blocks += _list_block("Kết quả đạt được", [result.text for result in meeting.results.all()])
    blocks += _list_block(
        "Tồn tại, hạn chế",
        [_limitation(row) for row in meeting.limitations.prefetch_related("units")],
    )
    count = meeting.opinion_count
    blocks.append(
        Paragraph(f"Đã có {count:02} ý kiến phát biểu." if count else "Không có ý kiến phát biểu.")
    )
    opinions = [f"{row.speaker}: {row.text}" for row in meeting.opinions.all() if row.text]
    if opinions:
        blocks.append(Dashed(opinions))
    blocks += [Heading("III. Kết luận"), *_conclusions(meeting.conclusions.all())]
    blocks.append(Paragraph(_closing(meeting)))
    return Paper(
        head=ward_head(
            number=_number(meeting.minutes_number, meeting.series.minutes_notation),
            agency=meeting.series.agency_name,
        ),
        kind="Biên bản" if meeting.is_approved else "Biên bản (dự thảo)",
        subject=_subject(meeting),
        blocks=blocks,
        signatures=[
            Signature("Thư ký", meeting.secretary_name),
            Signature("Chủ tọa", meeting.chair_name),
        ],
        recipients=["Thành phần dự họp", "Lưu: VT"],
    )


def conclusion_notice(meeting: Meeting) -> Paper:
    """Return the notice of conclusions (*thông báo kết luận*) for the units."""
    chair = _person(meeting.chair_name, meeting.chair_title)
    return Paper(
        head=ward_head(
            number=_number(meeting.notice_number, "TB-UBND"),
            day=timezone.localdate(meeting.approved_at),
        ),
        kind="Thông báo",
        subject=f"Kết luận của {chair} tại {_lower(meeting.title)}",
        blocks=[
            Paragraph(
                f"{_day_words(meeting.held_on).capitalize()}, tại {meeting.place}, {chair} chủ trì"
                f" {_lower(meeting.title)}. Sau khi nghe báo cáo và ý kiến của các thành viên dự"
                " họp, người chủ trì kết luận như sau:"
            ),
            *_conclusions(meeting.conclusions.all()),
            Paragraph("Yêu cầu các đơn vị, cá nhân liên quan thực hiện kết luận này."),
        ],
        signatures=[Signature("Chánh Văn phòng", authority="TL. Chủ tịch")],
        recipients=[
            "Các đơn vị, cá nhân có tên trong kết luận",
            "Thường trực UBND phường",
            "Lưu: VT",
        ],
    )


def invitation(meeting: Meeting) -> Paper:
    """Return the invitation (*giấy mời*)."""
    blocks: list[Block] = [
        Paragraph(
            f"{_clock(meeting.starts_at)}, {_day_words(meeting.held_on)}.", label="Thời gian:"
        ),
        Paragraph(f"{meeting.place}.", label="Địa điểm:"),
        Paragraph(f"{_person(meeting.chair_name, meeting.chair_title)}.", label="Chủ trì:"),
    ]
    groups = list(dict.fromkeys(row.group for row in meeting.attendances.all()))
    if groups:
        blocks.append(Paragraph(f"{'; '.join(groups)}.", label="Thành phần:"))
    agenda = [_agenda_line(item) for item in meeting.agenda_items.all()]
    if agenda:
        blocks += [Paragraph("", label="Nội dung:"), Numbered(agenda)]
    blocks.append(Paragraph("Đề nghị quý vị thu xếp công việc, dự họp đầy đủ và đúng giờ."))
    return Paper(
        head=ward_head(number=_number("", "GM-UBND"), day=timezone.localdate()),
        kind="Giấy mời",
        subject=_subject(meeting),
        blocks=blocks,
        signatures=[Signature("Chủ tịch", authority="TM. Ủy ban nhân dân")],
        recipients=["Như thành phần mời", "Lưu: VT"],
    )


def attendance_sheet(meeting: Meeting) -> Paper:
    """Return the attendance sheet to be signed."""
    columns = [
        Column("TT", 5, is_number=True),
        Column("Họ và tên", 26),
        Column("Chức vụ, đơn vị", 34),
        Column("Thành phần", 20),
        Column("Ký tên", 15),
    ]
    rows = [
        [
            number,
            row.name,
            ", ".join(filter(None, [row.title, row.unit.short_name if row.unit else ""])),
            row.group,
            "",
        ]
        for number, row in enumerate(meeting.attendances.select_related("unit"), start=1)
    ]
    return Paper(
        head=ward_head(),
        kind="Danh sách",
        subject=f"Thành phần dự {_lower(meeting.title)}, ngày {meeting.held_on:%d/%m/%Y}",
        blocks=[Table(columns, rows)],
        signatures=[Signature("Thư ký", meeting.secretary_name)],
        has_end_mark=False,
    )


# Papers of approved minutes only.
AFTER_APPROVAL = ("thong-bao",)

# Papers by their names in URLs, with labels.
PAPERS: dict[str, tuple[str, Callable[[Meeting], Paper]]] = {
    "giay-moi": ("Giấy mời", invitation),
    "danh-sach": ("Danh sách ký tên", attendance_sheet),
    "bien-ban": ("Biên bản", minutes),
    "thong-bao": ("Thông báo kết luận", conclusion_notice),
}


def _closing(meeting: Meeting) -> str:
    """Return the last sentence, with the agreement on the minutes once they are approved."""
    if meeting.ends_at is None:
        return f"Cuộc họp kết thúc vào {BLANK}."
    ends_on = timezone.localtime(meeting.ends_at).date()
    day = "cùng ngày" if ends_on == meeting.held_on else _day_words(ends_on)
    agreement = " Biên bản đã được thông qua." if meeting.is_approved else ""
    return f"Cuộc họp kết thúc vào {_clock(meeting.ends_at)} {day}.{agreement}"


def _attendance_blocks(meeting: Meeting) -> list[Block]:
    """Return the attendees by group, preceded by the counts."""
    rows = list(meeting.attendances.select_related("unit"))
    if not rows:
        return [Paragraph("Không ghi danh sách.")]
    present = sum(row.presence in (Presence.PRESENT, Presence.DEPUTY) for row in rows)
    blocks: list[Block] = [
        Paragraph(f"Được mời {len(rows):02}, có mặt {present:02}, vắng {len(rows) - present:02}.")
    ]
    for group in dict.fromkeys(row.group for row in rows):
        blocks.append(Paragraph("", label=f"{group}:"))
        blocks.append(Dashed([_attendee(row) for row in rows if row.group == group]))
    return blocks


def _attendee(row: Any) -> str:
    person = _person(row.name, row.title)
    if row.presence == Presence.PRESENT:
        return person
    if row.presence == Presence.DEPUTY:
        return f"{person}: cử {_person(row.deputy_name or BLANK, row.deputy_title)} dự thay"
    reason = f" ({row.reason})" if row.reason else ""
    return f"{person}: {row.get_presence_display().lower()}{reason}"


def _limitation(row: Any) -> str:
    units = ", ".join(unit.name for unit in row.units.all())
    words = [
        row.text.rstrip("."),
        units and f"đơn vị: {units}",
        row.cause and f"nguyên nhân: {row.cause.rstrip('.')}",
    ]
    return f"{'; '.join(filter(None, words))}."


def _conclusions(rows: Any) -> list[Block]:
    lines = [_conclusion(row) for row in rows]
    return [Numbered(lines)] if lines else [Paragraph("Không có kết luận.")]


def _conclusion(row: Conclusion) -> str:
    sentence = row.sentence.rstrip(".")
    if row.due_on:
        return f"{sentence}; thời hạn: chậm nhất ngày {row.due_on:%d/%m/%Y}."
    if row.recurrence:
        return f"{sentence}; {row.get_recurrence_display().lower()}."
    return f"{sentence}."


def _list_block(heading: str, lines: list[str]) -> list[Block]:
    return [Paragraph("", label=f"{heading}:"), Dashed(lines)] if lines else []


def _agenda_line(item: Any) -> str:
    minutes = f"{item.minutes_planned} phút" if item.minutes_planned else ""
    return " – ".join(filter(None, [item.title, item.presenter, minutes]))


def _subject(meeting: Meeting) -> str:
    periods = [
        f"đánh giá {meeting.review_period}" if meeting.review_period else "",
        f"triển khai nhiệm vụ {meeting.plan_period}" if meeting.plan_period else "",
    ]
    about = ", ".join(filter(None, periods))
    return f"{meeting.title}: {about}" if about else meeting.title


def _person(name: str, title: str) -> str:
    return ", ".join(filter(None, [name, title]))


def _number(typed: str, notation: str) -> str:
    return f"Số: {typed}" if typed else f"Số: {BLANK}/{notation}"


def _clock(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{local:%H} giờ {local:%M}"


def _day_words(day: date) -> str:
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def _lower(title: str) -> str:
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]
