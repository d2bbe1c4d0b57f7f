"""What reports ask of people: paragraphs of units, steps of secretaries and leaders."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from organization.models import Unit, User
from organization.work.waiting import MAX_SHOWN, WaitingItem
from organization.work.work_list import WorkItem
from reports.models import MonthlyReport, UnitParagraph
from reports.monthly.services import WRITABLE
from reports.permissions import may_confirm, may_edit_reports
from reports.states import ReportState

ASKED_AHEAD = timedelta(days=7)


def owed_paragraphs(units: Collection[int] | None, today: date) -> Iterator[WorkItem]:
    """Yield the paragraphs that units were asked for and have not handed in: of periods that are
    over, and of the running one shortly before the day; of a report that went to the leader or was
    confirmed once and is open again only until its day. Three queries while a report is open, one
    otherwise.
    """
    reports = list(
        MonthlyReport.objects.filter(
            Q(period__ends_on__lt=today) | Q(paragraphs_due_on__lte=today + ASKED_AHEAD),
            Q(sent_at=None, confirmed_at=None) | Q(paragraphs_due_on__gte=today),
            state__in=WRITABLE,
        )
        .exclude(paragraphs_due_on=None)
        .select_related("period")
    )
    if not reports:
        return
    asked = Unit.objects.valid(on=today)
    wanted = list(asked if units is None else asked.filter(pk__in=units))
    handed_in = set(UnitParagraph.objects.filter(report__in=reports).values_list("report", "unit"))
    for report in reports:
        for unit in wanted:
            if (report.pk, unit.pk) not in handed_in:
                yield WorkItem(
                    key=f"paragraph:{report.pk}-{unit.pk}",
                    kind="Báo cáo tháng",
                    title=f"Gửi đoạn báo cáo của đơn vị, {report.period}",
                    url=reverse("admin:report_paragraph", args=[report.period.code]),
                    unit_id=unit.pk,
                    due_on=report.paragraphs_due_on,
                    note="chưa gửi",
                )


def waiting_reports(user: User, now: datetime) -> Iterator[WaitingItem]:
    """Yield the reports that wait for the leader, or came back to the secretary. One query for
    these, none for others.
    """
    if may_confirm(user):
        state, kind = ReportState.WITH_LEADER, "Xem, chốt báo cáo tháng"
    elif may_edit_reports(user):
        state, kind = ReportState.RETURNED, "Hoàn chỉnh báo cáo tháng"
    else:
        return
    found = MonthlyReport.objects.filter(state=state).select_related("period")
    for report in found.order_by("sent_at", "pk")[: MAX_SHOWN + 1]:
        is_sent = state == ReportState.WITH_LEADER
        is_running = timezone.localdate(now) < report.confirmable_from
        yield WaitingItem(
            kind="Xem trước báo cáo tháng" if is_sent and is_running else kind,
            title=str(report),
            url=report.address,
            since=report.sent_at if is_sent else None,
            note=f"chốt được từ {report.confirmable_from:%d/%m}" if is_sent and is_running else "",
        )
