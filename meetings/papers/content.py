"""Official papers of a meeting: minutes, notice of conclusions, invitation, attendance sheet.

Layout by decree 30/2020, annex I: minutes (*biên bản*) have no line of place and date, the
secretary signs left and the chair right; a notice of conclusions is of type TB and signed for the
head. The papers are not signed.

Each is made from a snapshot of the minutes: of the approved version once there is one, also while
it is being corrected, so that names and titles are those of that day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.text import capfirst

from core.papers.model import (
    BLANK,
    Block,
    Dashed,
    Head,
    Heading,
    Numbered,
    Paper,
    Paragraph,
    Signature,
    Table,
)
from core.reporting.spreadsheets import Column
from meetings.minutes.revisions import snapshot
from meetings.models import Meeting
from meetings.models.paper_facts import PAPER_FIELDS
from meetings.papers import sections
from organization.identity.paper_head import ward_head

Content = dict[str, Any]
_DRAFT, _CORRECTION = "dự thảo", "dự thảo, đang đính chính"
_SIGNERS = {
    "notice": ("TL. Chủ tịch", "Chánh Văn phòng"),
    "invitation": ("TM. Ủy ban nhân dân", "Chủ tịch"),
}


def paper_content(meeting: Meeting) -> Content:
    """Return the snapshot of the approved version with the current facts about papers; before
    approval, of the current rows.
    """
    version = meeting.minutes_versions.order_by("number").last()
    if version is None:
        return _current(meeting) | {"draft": _DRAFT}
    # A version from before a key existed takes its present value.
    present = _current(meeting)["meeting"]
    return version.content | {"meeting": present | version.content["meeting"] | _facts(meeting)}


def draft_content(meeting: Meeting) -> Content:
    """Return the current rows, marked as a draft; of approved minutes, the approved version."""
    if meeting.is_approved:
        return paper_content(meeting)
    is_correction = meeting.minutes_versions.exists()
    return _current(meeting) | {"draft": _CORRECTION if is_correction else _DRAFT}


def _current(meeting: Meeting) -> Content:
    content = snapshot(meeting)
    return content | {"meeting": content["meeting"] | _facts(meeting)}


def _facts(meeting: Meeting) -> Content:
    """Return the facts about papers: those of now in every version, for they are no text of it."""
    values = {name: getattr(meeting, name) for name in PAPER_FIELDS}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
    }


def minutes(content: Content) -> Paper:
    """Return the minutes (*biên bản*)."""
    meeting = content["meeting"]
    draft = content.get("draft", "")
    starts_at = sections.starts_at(meeting)
    blocks: list[Block] = [
        Paragraph(
            f"{sections.clock(starts_at)}, {sections.day_words(starts_at.date())}",
            label="Thời gian bắt đầu:",
        ),
        Paragraph(f"{meeting['place']}.", label="Địa điểm:"),
        Paragraph(f"{capfirst(sections.officer(meeting, 'chair'))}.", label="Chủ trì:"),
        Paragraph(f"{capfirst(sections.officer(meeting, 'secretary')) or BLANK}.", label="Thư ký:"),
        Heading("I. Thành phần"),
        *sections.attendance(content),
        Heading("II. Nội dung"),
        *sections.carried_over(content),
        *sections.agenda(content),
        *sections.listed("Kết quả đạt được", [row["text"] for row in content["results"]]),
        *sections.listed(
            "Tồn tại, hạn chế", [sections.limitation(row) for row in content["limitations"]]
        ),
        *sections.opinions(content),
        Heading("III. Kết luận"),
        *sections.conclusions(content),
        Paragraph(sections.closing(meeting, is_draft=bool(draft))),
    ]
    return Paper(
        head=_head(
            meeting,
            number=sections.number(meeting["minutes_number"], meeting["minutes_notation"]),
            agency=meeting["agency_name"],
        ),
        kind=f"Biên bản ({draft})" if draft else "Biên bản",
        subject=sections.subject(meeting),
        blocks=blocks,
        signatures=[
            Signature("Thư ký", meeting["secretary_name"]),
            Signature("Chủ tọa", meeting["chair_name"]),
        ],
        recipients=["Thành phần dự họp", "Lưu: VT"],
    )


def conclusion_notice(content: Content) -> Paper:
    """Return the notice of conclusions (*thông báo kết luận*) for the units."""
    meeting = content["meeting"]
    chair, title = sections.officer(meeting, "chair"), sections.lower(meeting["title"])
    opening = (
        f"{capfirst(sections.day_words(sections.held_on(meeting)))}, tại {meeting['place']},"
        f" {chair} chủ trì {title}. Sau khi nghe báo cáo và ý kiến của các thành viên dự họp,"
        " người chủ trì kết luận như sau:"
    )
    return Paper(
        head=_head(
            meeting,
            number=sections.number(meeting["notice_number"], "TB-UBND"),
            dated_by="notice_on",
        ),
        kind="Thông báo",
        subject=f"Kết luận của {chair} tại {title}",
        blocks=[
            Paragraph(opening),
            *sections.conclusions(content, has_numbers=True),
            Paragraph("Yêu cầu các đơn vị, cá nhân liên quan thực hiện kết luận này."),
        ],
        signatures=[_signer(meeting, "notice")],
        recipients=[
            "Các đơn vị, cá nhân có tên trong kết luận",
            "Thường trực UBND phường",
            "Lưu: VT",
        ],
    )


def invitation(content: Content) -> Paper:
    """Return the invitation (*giấy mời*)."""
    meeting = content["meeting"]
    starts_at = sections.starts_at(meeting)
    inviter = f"{meeting['ward']['agency_name']} trân trọng kính mời:"
    groups = sections.groups(content)
    blocks: list[Block] = [Paragraph(f"{inviter} {'' if len(groups) > 1 else _only(groups)}")]
    if len(groups) > 1:
        blocks.append(Dashed([f"{group};" for group in groups[:-1]] + [f"{groups[-1]}."]))
    blocks += [
        Paragraph(f"{sections.lower(meeting['title'])}.", label="Tới dự:"),
        Paragraph(f"{capfirst(sections.officer(meeting, 'chair'))}.", label="Chủ trì:"),
        Paragraph(
            f"{sections.clock(starts_at)}, {sections.day_words(starts_at.date())}.",
            label="Thời gian:",
        ),
        Paragraph(f"{meeting['place']}.", label="Địa điểm:"),
    ]
    if agenda := [sections.agenda_line(item) for item in content["agenda_items"]]:
        blocks += [Paragraph("", label="Nội dung:"), Numbered(agenda)]
    form = sections.form_of(meeting)
    guests = f"các {form}" if form else "quý vị"
    blocks.append(Paragraph(f"Rất mong {guests} thu xếp công việc, đến dự đầy đủ và đúng giờ."))
    return Paper(
        head=_head(
            meeting,
            number=sections.number(meeting.get("invitation_number"), "GM-UBND"),
            dated_by="invitation_on",
        ),
        kind="Giấy mời",
        subject=sections.subject(meeting),
        blocks=blocks,
        signatures=[_signer(meeting, "invitation")],
        recipients=["Như thành phần mời", "Lưu: VT"],
    )


def _only(groups: list[str]) -> str:
    return f"{groups[0]}." if groups else BLANK


def attendance_sheet(content: Content) -> Paper:
    """Return the attendance sheet to be signed."""
    meeting = content["meeting"]
    columns = [
        Column("TT", 7, is_number=True),
        Column("Họ và tên", 24),
        Column("Chức vụ, đơn vị", 34),
        Column("Thành phần", 20),
        Column("Ký tên", 15),
    ]
    rows = [
        [
            place,
            row["name"],
            ", ".join(filter(None, [row["title"], row.get("unit_short_name") or row["unit"]])),
            row["group"],
            "",
        ]
        for place, row in enumerate(content["attendances"], start=1)
    ]
    on = sections.held_on(meeting)
    return Paper(
        head=_head(meeting),
        kind="Danh sách",
        subject=f"Thành phần dự {sections.lower(meeting['title'])}, ngày {on:%d/%m/%Y}",
        blocks=[Table(columns, rows)],
        signatures=[Signature("Thư ký", meeting["secretary_name"])],
        has_end_mark=False,
    )


# Papers of approved minutes only.
AFTER_APPROVAL = ("thong-bao",)

# Papers by their names in URLs, with labels.
PAPERS: dict[str, tuple[str, Callable[[Content], Paper]]] = {
    "giay-moi": ("Giấy mời", invitation),
    "danh-sach": ("Danh sách ký tên", attendance_sheet),
    "bien-ban": ("Biên bản", minutes),
    "thong-bao": ("Thông báo kết luận", conclusion_notice),
}


def is_available(kind: str, meeting: Meeting) -> bool:
    """Return whether the paper exists: that of approved minutes also during their correction."""
    return kind in PAPERS and (
        kind not in AFTER_APPROVAL or meeting.is_approved or meeting.minutes_versions.exists()
    )


def _head(meeting: Content, *, number: str = "", agency: str = "", dated_by: str = "") -> Head:
    """Return the head; ``dated_by`` is the fact with the day of the paper, dots while unknown."""
    return ward_head(
        number=number,
        agency=agency,
        day=sections.day(meeting.get(dated_by)),
        blank_year=sections.held_on(meeting).year if dated_by else None,
        names=meeting["ward"],
    )


def _signer(meeting: Content, paper: str) -> Signature:
    """Return who signs: as stored with the meeting, else the usual officer."""
    authority = meeting.get(f"{paper}_authority") or ""
    title = meeting.get(f"{paper}_signer_title") or ""
    name = meeting.get(f"{paper}_signer_name") or ""
    if not (authority or title):
        authority, title = _SIGNERS[paper]
    return Signature(title, name, authority=authority)
