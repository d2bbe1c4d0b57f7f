"""Workflows of meetings and tasks; a test compares them with ``docs/workflow.md``."""

from __future__ import annotations

from core.workflow.engine import Transition, TransitionAttempt, Workflow, register
from meetings import effects, guards, permissions
from meetings.forms import ApprovalForm, AskTimeForm, EvidenceForm, GrantForm
from meetings.models import Meeting, Task
from meetings.states import MeetingState, TaskState


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


def _receive(attempt: TransitionAttempt) -> None:
    attempt.item.received_at = attempt.at


def _grant(attempt: TransitionAttempt) -> None:
    attempt.item.due_on = attempt.data["due_on"]


def _finish(attempt: TransitionAttempt) -> None:
    attempt.item.finished_at = attempt.at


def _send_back(attempt: TransitionAttempt) -> None:
    attempt.item.finished_at = None


def _verify(attempt: TransitionAttempt) -> None:
    attempt.item.done_at = attempt.at


def _cancel(attempt: TransitionAttempt) -> None:
    attempt.item.cancelled_at = attempt.at


TASK_WORKFLOW = register(
    Workflow(
        model=Task,
        state_field="state",
        transitions=(
            Transition(
                name="receive",
                label="Nhận việc",
                success_message="Đã nhận việc.",
                sources=(TaskState.GIVEN,),
                target=TaskState.IN_HAND,
                permission=permissions.by_lead_unit,
                mutate=_receive,
                style="primary",
            ),
            Transition(
                name="report",
                label="Báo cáo tiến độ",
                success_message="Đã gửi báo cáo tiến độ.",
                sources=(TaskState.IN_HAND,),
                target=None,
                permission=permissions.by_lead_unit,
                needs_note=True,
                note_label="Đã làm được gì",
                form=EvidenceForm,
                effects=(effects.store_evidence, effects.notify_assigners_reported),
            ),
            Transition(
                name="ask_time",
                label="Xin gia hạn",
                success_message="Đã gửi đề nghị gia hạn.",
                sources=(TaskState.IN_HAND,),
                target=None,
                permission=permissions.by_lead_unit,
                needs_note=True,
                note_label="Lý do xin gia hạn",
                form=AskTimeForm,
                available_if=(guards.has_due_date, guards.has_no_waiting_request),
                effects=(effects.ask_time, effects.notify_assigners_asked),
            ),
            Transition(
                name="grant_time",
                label="Đồng ý gia hạn",
                success_message="Đã gia hạn; hạn đầu tiên vẫn được giữ để thống kê.",
                sources=(TaskState.IN_HAND,),
                target=None,
                permission=permissions.by_assigner,
                needs_note=True,
                note_label="Ý kiến khi gia hạn",
                form=GrantForm,
                available_if=(guards.has_waiting_request,),
                mutate=_grant,
                effects=(effects.grant_time, effects.notify_unit_granted),
                changes_text=True,
                style="primary",
            ),
            Transition(
                name="refuse_time",
                label="Không gia hạn",
                success_message="Đã trả lời: không gia hạn.",
                sources=(TaskState.IN_HAND,),
                target=None,
                permission=permissions.by_assigner,
                needs_note=True,
                note_label="Lý do không gia hạn",
                available_if=(guards.has_waiting_request,),
                effects=(effects.refuse_time, effects.notify_unit_refused),
            ),
            Transition(
                name="finish",
                label="Báo xong",
                success_message="Đã báo xong; chờ người giao xác nhận.",
                sources=(TaskState.IN_HAND,),
                target=TaskState.FINISHED,
                permission=permissions.by_lead_unit,
                needs_note=True,
                note_label="Kết quả thực hiện",
                form=EvidenceForm,
                mutate=_finish,
                effects=(effects.store_evidence, effects.notify_assigners_finished),
                style="primary",
            ),
            Transition(
                name="verify",
                label="Xác nhận hoàn thành",
                success_message="Đã xác nhận hoàn thành.",
                sources=(TaskState.FINISHED,),
                target=TaskState.DONE,
                permission=permissions.by_assigner,
                guards=(guards.is_not_finisher,),
                mutate=_verify,
                effects=(effects.notify_unit_verified,),
                style="primary",
            ),
            Transition(
                name="send_back",
                label="Chưa đạt, trả lại",
                success_message="Đã trả lại đơn vị làm tiếp.",
                sources=(TaskState.FINISHED,),
                target=TaskState.IN_HAND,
                permission=permissions.by_assigner,
                needs_note=True,
                note_label="Còn thiếu gì",
                mutate=_send_back,
                effects=(effects.notify_unit_sent_back,),
            ),
            Transition(
                name="cancel",
                label="Hủy nhiệm vụ",
                success_message="Đã hủy nhiệm vụ.",
                sources=(TaskState.GIVEN, TaskState.IN_HAND),
                target=TaskState.CANCELLED,
                permission=permissions.by_assigner,
                needs_note=True,
                note_label="Lý do hủy",
                mutate=_cancel,
                effects=(effects.notify_unit_cancelled,),
                style="danger",
            ),
        ),
    )
)
