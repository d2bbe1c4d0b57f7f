"""Compose a report: create it, write its parts, comment on its lines, keep a snapshot."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core.models.revisions import attribute_revision
from core.reporting.figures import Figures, collect_figures, known_figures
from core.text.vietnamese import nfc
from core.workflow.classified import reject_classified
from meetings.models import Meeting
from organization.calendar.working_days import WorkingCalendar
from organization.models import ReportingPeriod, Topic, Unit, User, notify
from reports.editions.data import SectionText, live_content
from reports.models import (
    FigureSnapshot,
    LineComment,
    MonthlyReport,
    ReportSection,
    UnitParagraph,
)
from reports.states import ReportState, SectionCode

# Working days after the end of the period for the paragraphs of units.
PARAGRAPH_DAYS = 2
WRITABLE = (ReportState.DRAFT, ReportState.RETURNED)


class ReportRefused(Exception):
    """What is not possible with a report; the message is for the user."""


@transaction.atomic
def create_report(period: ReportingPeriod, *, actor: User, now: datetime) -> MonthlyReport:
    """Create the report of a period with its parts; return the one there is already."""
    report = MonthlyReport.objects.filter(period=period).first()
    if report:
        return report
    due_on = WorkingCalendar.load().add(period.ends_on, PARAGRAPH_DAYS)
    report = MonthlyReport(
        period=period, paragraphs_due_on=due_on, created_by=actor, created_at=now
    )
    attribute_revision(report, user=actor, at=now)
    report.save()
    for code in SectionCode:
        section = ReportSection(report=report, code=code)
        attribute_revision(section, user=actor, at=now)
        section.save()
    return report


@transaction.atomic
def save_section(
    report: MonthlyReport,
    code: str,
    text: str,
    *,
    version: int,
    actor: User,
    now: datetime,
    proposal: str | None = None,
) -> ReportSection:
    """Store a part as a person wrote it, or as they took the proposal, with the proposal that they
    had before them.

    Raises ReportRefused if the report is on its way or another person changed the part.
    """
    reject_classified(text)
    section = report.sections.select_for_update().get(code=code)
    locked = MonthlyReport.objects.select_for_update().get(pk=report.pk)
    if locked.state not in WRITABLE:
        raise ReportRefused("Báo cáo đã trình hoặc đã chốt; xin rút về trước khi sửa.")
    if section.version != version:
        raise ReportRefused("Phần này vừa được sửa ở nơi khác; xin xem lại rồi lưu.")
    section.text = nfc(text).strip()
    section.proposed_text = proposal
    section.taken_by, section.taken_at = actor, now
    section.version += 1
    attribute_revision(section, user=actor, at=now)
    section.save()
    return section


@transaction.atomic
def take_all_proposals(report: MonthlyReport, *, actor: User, now: datetime) -> int:
    """Take the proposals of all parts that nobody wrote; return how many there were."""
    content, _ = live_content(report.period, report)
    proposed = [one for one in content.sections if one.can_be_taken]
    for one in proposed:
        take_proposal(report, one, actor=actor, now=now)
    return len(proposed)


def take_proposal(
    report: MonthlyReport, section: SectionText, *, actor: User, now: datetime
) -> None:
    """Store the proposal of a part as its text. Raises ReportRefused."""
    save_section(
        report,
        section.code,
        section.proposal,
        version=section.version,
        actor=actor,
        now=now,
        proposal=section.proposal,
    )


@transaction.atomic
def hand_in_paragraph(
    report: MonthlyReport, unit: Unit, text: str, *, actor: User, now: datetime
) -> UnitParagraph:
    """Store what a unit reports in its own words; later words replace earlier ones."""
    reject_classified(text)
    if MonthlyReport.objects.select_for_update().get(pk=report.pk).state not in WRITABLE:
        raise ReportRefused("Báo cáo đã trình lãnh đạo, không nhận thêm đoạn của đơn vị.")
    paragraph = UnitParagraph.objects.select_for_update().filter(report=report, unit=unit).first()
    if paragraph is None:
        paragraph = UnitParagraph(report=report, unit=unit)
    else:
        paragraph.version += 1
    paragraph.text = nfc(text).strip()
    paragraph.handed_in_by, paragraph.handed_in_at = actor, now
    attribute_revision(paragraph, user=actor, at=now)
    paragraph.save()
    return paragraph


def add_comment(
    report: MonthlyReport, line: str, label: str, text: str, *, actor: User, now: datetime
) -> LineComment:
    """Store a comment on a line."""
    reject_classified(text)
    return LineComment.objects.create(
        report=report,
        line=line[:120],
        label=label[:200],
        text=nfc(text).strip(),
        author=actor,
        created_at=now,
    )


@transaction.atomic
def answer_comment(comment: LineComment, text: str, *, actor: User, now: datetime) -> None:
    """Answer a comment, once."""
    reject_classified(text)
    locked = LineComment.objects.select_for_update().get(pk=comment.pk)
    if locked.answered_at:
        raise ReportRefused("Ý kiến này đã được trả lời.")
    locked.answer = nfc(text).strip()
    locked.answered_by, locked.answered_at = actor, now
    locked.save()


def keep_snapshot(
    period: ReportingPeriod,
    as_of: date,
    *,
    actor: User,
    now: datetime,
    meeting: Meeting | None = None,
) -> FigureSnapshot:
    """Keep the figures of a period as of a day, for a briefing before its end."""
    if as_of > timezone.localdate(now):
        raise ReportRefused("Ngày này chưa tới, chưa có số liệu.")
    report = MonthlyReport.objects.filter(period=period).first()
    content, _ = live_content(period, report, as_of=as_of)
    return FigureSnapshot.objects.create(
        period=period,
        meeting=meeting,
        as_of=as_of,
        data=content.as_json(),
        created_by=actor,
        created_at=now,
    )


def moved_sentence(report: MonthlyReport) -> str:
    """Return the sentence on the parts whose figures changed since a person took them; "" without
    any.
    """
    content, _ = live_content(report.period, report, for_paper=False)
    moved = [f"“{one.label}”" for one in content.sections if one.has_moved_figures]
    if not moved:
        return ""
    return (
        f"Số liệu đã đổi từ khi nhận phần {', '.join(moved)}: câu chữ ở đó khác với các bảng, xin"
        " xem lại."
    )


def units_asked(report: MonthlyReport, today: date) -> list[Unit]:
    """Return the units that may still hand in their paragraph and have not. Two queries at most."""
    if report.paragraphs_due_on is None or report.paragraphs_due_on < today:
        return []
    handed_in = UnitParagraph.objects.filter(report=report).values("unit")
    return list(Unit.objects.valid(on=today).exclude(pk__in=handed_in))


def tell_units_open_again(
    report: MonthlyReport, *, event: str, actor: User | None, now: datetime
) -> None:
    """Tell the units that may hand in their paragraph again, after they were told that it is not
    accepted any more. Three queries at most.
    """
    units = units_asked(report, timezone.localdate(now))
    if not units:
        return
    members = User.objects.filter(is_active=True, unit__in=units)
    until = f"{report.paragraphs_due_on:%d/%m/%Y}"
    notify(
        [person for person in members if actor is None or person.pk != actor.pk],
        event=event,
        text=f"{report} lại nhận đoạn của đơn vị, tới hết ngày {until}.",
        url=reverse("admin:report_paragraph", args=[report.period.code]),
        now=now,
        topic=Topic.ASKED,
    )


def units_asked_sentence(report: MonthlyReport, today: date) -> str:
    """Return the sentence on the units that have not handed in yet; "" where none is waited for."""
    units = units_asked(report, today)
    if not units:
        return ""
    names = ", ".join(unit.name for unit in units)
    return (
        f"Các đơn vị được gửi đoạn tới hết ngày {report.paragraphs_due_on:%d/%m/%Y}; còn"
        f" {len(units)} đơn vị chưa gửi: {names}. Trình rồi thì không nhận thêm, và các đơn vị ấy"
        " được báo."
    )


def moved_since(period: ReportingPeriod, figures: Figures) -> list[tuple[str, int, int]]:
    """Return the figures of the ward that are counted otherwise now: label, then and now."""
    current = collect_figures(period)
    return [
        (figure.label, then, now)
        for code, figure in known_figures().items()
        if (then := figures.value(code)) != (now := current.value(code))
    ]
