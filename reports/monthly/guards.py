"""Guards of the workflow of monthly reports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from core.workflow.engine import TransitionAttempt
from reports.states import SectionCode


def is_written(attempt: TransitionAttempt) -> Iterator[str]:
    """Refuse a report with parts that nobody has read: each is taken or written by a person."""
    taken = {one.code for one in attempt.item.sections.all() if one.is_taken}
    for code in SectionCode:
        if code.value not in taken:
            yield f"Phần “{code.label}” còn là bản đề xuất: xin xem, sửa rồi nhận."


def has_answers(attempt: TransitionAttempt) -> Iterator[str]:
    """Refuse to send again what does not answer the leader's comments."""
    open_comments = attempt.item.comments.filter(answered_at=None).count()
    if open_comments:
        yield f"Còn {open_comments} ý kiến của lãnh đạo chưa được trả lời."


def is_over(attempt: TransitionAttempt) -> Iterator[str]:
    """Refuse to confirm a period that is not over: a briefing before its end has a snapshot."""
    ends_on = attempt.item.period.ends_on
    if timezone.localdate(attempt.at) <= ends_on:
        yield (
            f"Từ ngày {ends_on + timedelta(days=1):%d/%m/%Y} mới chốt được số liệu của kỳ này;"
            " trước đó xin dùng “Số liệu tính đến”."
        )


def is_four_eyes(attempt: TransitionAttempt) -> Iterator[str]:
    """Refuse whoever wrote a part or sent the report."""
    report, actor = attempt.item, attempt.actor
    wrote = report.sections.filter(taken_by=actor).exists()
    if wrote or report.sent_by_id == actor.pk:
        yield "Quý vị đã soạn hoặc trình báo cáo này; cần một lãnh đạo khác xác nhận."
