"""Guards of the workflow of monthly reports."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from core.workflow.engine import TransitionAttempt
from reports.models import MonthlyReport
from reports.states import SectionCode


def is_written(attempt: TransitionAttempt) -> Iterator[str]:
    """Refuse a report with parts that nobody has read: each is taken or written by a person."""
    taken = {one.code for one in attempt.item.sections.all() if one.is_taken}
    for code in SectionCode:
        if code.value not in taken:
            yield (
                f"Phần “{code.label}” còn là bản đề xuất: xin xem, sửa rồi nhận; không có gì thì"
                " ghi “Không có.”"
            )


def has_answers(attempt: TransitionAttempt) -> Iterator[str]:
    """Refuse to send again what does not answer the leader's comments."""
    if sentence := unanswered_sentence(attempt.item):
        yield sentence


def unanswered_sentence(report: MonthlyReport) -> str:
    """Return how many comments of leaders wait for an answer; "" for none. One query."""
    number = report.comments.filter(answered_at=None).count()
    return f"Còn {number} ý kiến của lãnh đạo chưa được trả lời." if number else ""


def is_over(attempt: TransitionAttempt) -> Iterator[str]:
    """Refuse to confirm a period that is not over: a briefing before its end has a snapshot."""
    first = attempt.item.confirmable_from
    if timezone.localdate(attempt.at) < first:
        yield (
            f"Từ ngày {first:%d/%m/%Y} mới chốt được số liệu của kỳ này; trước đó xin dùng “Số liệu"
            " tính đến”."
        )


def is_four_eyes(attempt: TransitionAttempt) -> Iterator[str]:
    """Refuse whoever wrote a part or sent the report."""
    report, actor = attempt.item, attempt.actor
    wrote = report.sections.filter(taken_by=actor).exists()
    if wrote or report.sent_by_id == actor.pk:
        yield "Quý vị đã soạn hoặc trình báo cáo này; cần một lãnh đạo khác xác nhận."
