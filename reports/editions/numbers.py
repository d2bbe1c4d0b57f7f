"""The number of a report: what the register of outgoing documents gave, and what may be typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from documents.models import OutgoingDocument
from documents.numbering import keeps_register
from documents.reading.numbers import number_key
from documents.states import Direction, OutgoingState
from reports.editions.data import edition_content
from reports.editions.freeze import edition_in_force
from reports.models import MonthlyReport

PREFIX = "report"  # of the keys of reports in the register
OF_ELSEWHERE = "Số này cấp ngoài sổ trên cổng"


def number_problem(report: MonthlyReport, data: Mapping[str, Any]) -> str:
    """Return why a report does not take the number that was typed; "" if it does.

    What the files of a confirmed report print stays. Five queries at most, none for the number that
    it has already.
    """
    number = data["number"]
    if number == report.number:
        return ""
    if (registered := number_in_register(report)) and registered != number:
        return (
            f"số {registered} do văn thư cấp ở sổ văn bản đi, không ghi số khác được: muốn đổi,"
            " xin văn thư sửa ở sổ."
        )
    edition = edition_in_force(report)
    printed = edition_content(edition).number if edition else ""
    if printed and number_key(printed) != number_key(number):
        return (
            f"bản đã chốt và các tệp của nó mang số {printed}: muốn đổi số, xin lãnh đạo mở lại"
            " báo cáo rồi chốt lần nữa."
        )
    if not number:
        return ""
    if other := _with_same_number(report, number):
        return f"số {number} đã là số của {_lowered(str(other))}."
    is_known = registered or data["is_of_elsewhere"] or not keeps_register(Direction.OUTGOING)
    return "" if is_known or _is_in_register(number) else _unknown_words(report, number)


def _with_same_number(report: MonthlyReport, number: str) -> MonthlyReport | None:
    """Return another report with the number in the year in which this one gets it: of its
    confirmation, before that the present one.
    """
    year = _year_of_number(report)
    others = MonthlyReport.objects.exclude(pk=report.pk).exclude(number="")
    return next(
        (
            one
            for one in others.select_related("period")
            if number_key(one.number) == number_key(number) and _year_of_number(one) == year
        ),
        None,
    )


def _year_of_number(report: MonthlyReport) -> int:
    return timezone.localtime(report.confirmed_at or timezone.now()).year


def _is_in_register(number: str) -> bool:
    papers = OutgoingDocument.objects.numbered().exclude(state=OutgoingState.CANCELLED)
    return papers.filter(code_key=number_key(number)).exists()


def _unknown_words(report: MonthlyReport, number: str) -> str:
    tick = f"Nếu đúng là số đã cấp, xin đánh dấu “{OF_ELSEWHERE}” rồi lưu."
    if waiting_paper(report):
        return f"báo cáo đang chờ cấp số ở sổ văn bản đi, số ấy tự hiện ra ở đây. {tick}"
    return f"sổ văn bản đi chưa có số {number}. {tick}"


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]


def waiting_paper(report: MonthlyReport) -> OutgoingDocument | None:
    """Return the draft in the register of outgoing documents that waits for its number; None
    without one. One query.
    """
    running = OutgoingDocument.objects.exclude(state=OutgoingState.CANCELLED)
    return running.filter(source_key=f"{PREFIX}:{report.pk}", number=None).first()


def number_in_register(report: MonthlyReport) -> str:
    """Return the number that the register of outgoing documents gave; "" without one. One query."""
    papers = OutgoingDocument.objects.numbered().exclude(state=OutgoingState.CANCELLED)
    paper = papers.filter(source_key=f"{PREFIX}:{report.pk}").first()
    return paper.code if paper else ""
