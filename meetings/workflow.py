"""Workflows of meetings and tasks; a test compares them with ``docs/workflow.md``."""

from __future__ import annotations

from core.workflow.engine import Transition, TransitionAttempt, Workflow, register
from meetings import effects, guards, permissions
from meetings.forms import ApprovalForm
from meetings.models import Meeting, Task
from meetings.states import MeetingState
from organization.assignments.workflow import assignment_workflow


def _approve(attempt: TransitionAttempt) -> None:
    attempt.item.approved_at = attempt.at
    attempt.item.approved_by = attempt.actor


def _close(attempt: TransitionAttempt) -> None:
    attempt.item.closed_at = attempt.at


def _reopen(attempt: TransitionAttempt) -> None:
    attempt.item.approved_at = None
    attempt.item.approved_by = None
    attempt.item.closed_at = None


MEETING_WORKFLOW = register(
    Workflow(
        model=Meeting,
        state_field="state",
        transitions=(
            Transition(
                name="hold",
                label="Bắt đầu họp",
                success_message="Cuộc họp đã bắt đầu; biên bản đang mở để ghi.",
                sources=(MeetingState.SCHEDULED,),
                target=MeetingState.HELD,
                permission=permissions.by_secretary_or_chair,
                guards=(guards.has_started,),
                style="primary",
            ),
            Transition(
                name="approve",
                label="Duyệt biên bản",
                success_message=(
                    "Đã duyệt biên bản; các kết luận đã có số và nhiệm vụ đã giao tới đơn vị."
                ),
                sources=(MeetingState.HELD,),
                target=MeetingState.APPROVED,
                permission=permissions.by_minutes_approver,
                form=ApprovalForm,
                guards=(guards.is_not_writer, guards.has_complete_minutes),
                mutate=_approve,
                effects=(effects.number_and_assign, effects.notify_secretary_approved),
                style="primary",
            ),
            Transition(
                name="correct",
                label="Mở lại để đính chính",
                success_message=(
                    "Biên bản mở lại để sửa; duyệt lần nữa sẽ thành một bản mới, bản cũ vẫn còn."
                ),
                sources=(MeetingState.APPROVED, MeetingState.CLOSED),
                target=MeetingState.HELD,
                permission=permissions.by_secretary_or_chair,
                needs_note=True,
                note_label="Lý do đính chính",
                mutate=_reopen,
            ),
            Transition(
                name="close",
                label="Kết thúc",
                success_message="Đã kết thúc cuộc họp; nhiệm vụ còn mở vẫn được theo dõi.",
                sources=(MeetingState.APPROVED,),
                target=MeetingState.CLOSED,
                permission=permissions.by_secretary_or_chair,
                mutate=_close,
            ),
            Transition(
                name="cancel",
                label="Hủy cuộc họp",
                success_message="Đã hủy cuộc họp.",
                sources=(MeetingState.SCHEDULED,),
                target=MeetingState.CANCELLED,
                permission=permissions.by_secretary_or_chair,
                needs_note=True,
                note_label="Lý do hủy",
                effects=(effects.notify_attendees_cancelled,),
                style="danger",
            ),
        ),
    )
)


TASK_WORKFLOW = register(assignment_workflow(Task))
