"""Monthly reports of the demonstration ward: confirmed ones, and last month's with the leader.

Composed from the proposals by real services and transitions, at the times of their months.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from core.reporting.figures import collect_figures
from core.workflow.engine import perform
from demo.dates import passed
from organization.calendar.working_days import WorkingCalendar
from organization.models import ReportingPeriod, Unit, User
from reports.figures.stored import store_values, values_of
from reports.models import MonthlyReport
from reports.monthly.services import (
    add_comment,
    answer_comment,
    create_report,
    hand_in_paragraph,
    keep_snapshot,
    save_section,
    take_all_proposals,
)

# Of the periods that are over: how many are confirmed; the one before them is with the leader.
CONFIRMED = 1
PARAGRAPH = (
    "Trạm Y tế tiêm chủng mở rộng vào bốn sáng thứ Tư, phun thuốc diệt muỗi ở hai khu dân cư."
    " Khó khăn: thiếu một tủ lạnh bảo quản vắc xin. Đề nghị phường hỗ trợ sửa tủ."
)
COMMENT = "Nêu rõ vì sao chưa đạt chỉ tiêu tin, bài, và đã nhắc các đơn vị chưa."
ANSWER = "Các đơn vị chưa quen viết tin; đã nhắc qua danh sách việc, và mời tập huấn viết tin."


def load_reports(units: dict[str, Unit], people: dict[str, User], *, until: date) -> None:
    """Load the figures of earlier periods, and the reports of the last two, once."""
    if MonthlyReport.objects.exists():
        return
    periods = list(ReportingPeriod.objects.filter(ends_on__lt=until).order_by("starts_on"))
    for period in periods:
        store_values(period, values_of(collect_figures(period)), now=timezone.now())
    calendar = WorkingCalendar.load()
    for number, period in enumerate(periods[-CONFIRMED - 1 :]):
        sent_on = min(calendar.add(period.ends_on, 3), until)
        report = _compose(period, units, people, sent_on)
        if number < CONFIRMED:
            _do(report, "confirm", people["lanhdao"], _at(min(sent_on + _DAY, until), 8))
    running = ReportingPeriod.objects.containing(until)
    if running and running.starts_on < until:
        keep_snapshot(running, until, actor=people["bientap"], now=_at(until, 16))


_DAY = timedelta(days=1)


def _compose(
    period: ReportingPeriod, units: dict[str, Unit], people: dict[str, User], day: date
) -> MonthlyReport:
    """Create the report, take what is proposed, and put it before the leader."""
    secretary, leader = people["bientap"], people["lanhdao"]
    report = create_report(period, actor=secretary, now=_at(day, 8))
    hand_in_paragraph(
        report, units["TYT"], PARAGRAPH, actor=people["congtacvien1"], now=_at(day, 9)
    )
    take_all_proposals(report, actor=secretary, now=_at(day, 10))
    for left in report.sections.filter(taken_at=None):
        save_section(
            report,
            left.code,
            "Không có.",
            version=left.version,
            actor=secretary,
            now=_at(day, 10),
        )
    report = _do(report, "send", secretary, _at(day, 11))
    comment = add_comment(
        report, "limitations", "Tồn tại, hạn chế", COMMENT, actor=leader, now=_at(day, 14)
    )
    report = _do(report, "return", leader, _at(day, 14), note="Xin trả lời ý kiến ở phần hạn chế.")
    answer_comment(comment, ANSWER, actor=secretary, now=_at(day, 15))
    return _do(report, "send", secretary, _at(day, 16))


def _do(
    report: MonthlyReport, name: str, actor: User, at: datetime, note: str = ""
) -> MonthlyReport:
    report.refresh_from_db()
    done: MonthlyReport = perform(
        report, name, actor=actor, version=report.version, note=note, now=at
    )
    return done


def _at(day: date, hour: int) -> datetime:
    return passed(timezone.make_aware(datetime.combine(day, time(hour))))
