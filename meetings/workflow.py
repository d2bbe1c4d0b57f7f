"""Workflows of meetings and tasks; a test compares them with ``docs/workflow.md``."""

from __future__ import annotations

from core.workflow.engine import Transition, TransitionAttempt, Workflow, register
from meetings import effects, guards, permissions
from meetings.forms import (
    ApprovalForm,
    PublicWordsForm,
    SecretaryForm,
    needs_confirmation,
)
from meetings.models import Meeting, Task
from meetings.states import MeetingState
from organization.assignments.workflow import assignment_workflow
from organization.notices.for_leader import told_to_leader


def _name_secretary(attempt: TransitionAttempt) -> None:
    person = attempt.data["secretary"]
    attempt.item.secretary = person
    attempt.item.secretary_name = person.full_name
    attempt.item.secretary_title = person.title


def _submit(attempt: TransitionAttempt) -> None:
    attempt.item.submitted_at = attempt.at
    attempt.item.submitted_by = attempt.actor


def _approve(attempt: TransitionAttempt) -> None:
    attempt.item.approved_at = attempt.at
    attempt.item.approved_by = attempt.actor
    attempt.item.is_records_only = attempt.data["records_only"]
    asker = attempt.item.publication_asked_by
    if asker and asker != attempt.actor:
        _make_public(attempt)


def _make_public(attempt: TransitionAttempt) -> None:
    attempt.item.is_public = True
    _answer_publication(attempt)


def _answer_publication(attempt: TransitionAttempt) -> None:
    attempt.item.publication_asked_at = None
    attempt.item.publication_asked_by = None


def _close(attempt: TransitionAttempt) -> None:
    attempt.item.closed_at = attempt.at


def _reopen(attempt: TransitionAttempt) -> None:
    attempt.item.approved_at = None
    attempt.item.approved_by = None
    attempt.item.closed_at = None
    attempt.item.submitted_at = None
    attempt.item.submitted_by = None


def _take_back(attempt: TransitionAttempt) -> None:
    attempt.item.submitted_at = None
    attempt.item.submitted_by = None


# In the first two a meeting has a request to be made public only while it is being corrected.
_APPROVED_ONCE = (
    MeetingState.HELD,
    MeetingState.SUBMITTED,
    MeetingState.APPROVED,
    MeetingState.CLOSED,
)

_MEETING_TRANSITIONS = (
    Transition(
        name="hold",
        label="Bắt đầu họp",
        success_message="Cuộc họp đã bắt đầu; biên bản đang mở để ghi.",
        sources=(MeetingState.SCHEDULED,),
        target=MeetingState.HELD,
        permission=permissions.by_secretary_or_chair,
        on_behalf_of=permissions.chair_acted_for,
        guards=(guards.has_started,),
        effects=(effects.mark_present,),
        style="primary",
    ),
    Transition(
        name="name_secretary",
        label="Cử thư ký khác",
        success_message="Đã đổi thư ký cuộc họp.",
        sources=(MeetingState.SCHEDULED, MeetingState.HELD),
        target=None,
        permission=permissions.by_chair,
        on_behalf_of=permissions.chair_acted_for,
        form=SecretaryForm,
        mutate=_name_secretary,
        effects=(effects.notify_secretaries,),
        changes_text=True,
    ),
    Transition(
        name="submit",
        label="Trình duyệt",
        success_message="Đã trình biên bản; người duyệt đã được báo.",
        sources=(MeetingState.HELD,),
        target=MeetingState.SUBMITTED,
        permission=permissions.by_secretary,
        form=PublicWordsForm,
        asks_if=needs_confirmation,
        guards=(guards.has_complete_minutes,),
        mutate=_submit,
        effects=(effects.notify_approvers_submitted,),
        style="primary",
    ),
    Transition(
        name="recall",
        label="Lấy lại để sửa",
        success_message="Đã lấy lại biên bản; sửa xong xin trình lại.",
        sources=(MeetingState.SUBMITTED,),
        target=MeetingState.HELD,
        permission=permissions.by_secretary,
        mutate=_take_back,
        effects=(effects.notify_approvers_recalled,),
    ),
    Transition(
        name="return",
        label="Trả lại để sửa",
        success_message="Đã trả lại biên bản; thư ký đã được báo.",
        sources=(MeetingState.SUBMITTED,),
        target=MeetingState.HELD,
        permission=permissions.by_minutes_approver,
        on_behalf_of=permissions.chair_acted_for,
        needs_note=True,
        note_label="Cần sửa gì",
        mutate=_take_back,
        effects=(effects.notify_secretary_returned,),
    ),
    Transition(
        name="approve",
        label="Duyệt biên bản",
        success_message=(
            "Đã duyệt biên bản; các kết luận đã có số và nhiệm vụ đã giao tới đơn vị."
        ),
        sources=(MeetingState.HELD, MeetingState.SUBMITTED),
        target=MeetingState.APPROVED,
        permission=permissions.by_minutes_approver,
        on_behalf_of=permissions.chair_acted_for,
        form=ApprovalForm,
        guards=(guards.is_not_writer, guards.may_be_approved),
        mutate=_approve,
        effects=(effects.number_and_assign, effects.notify_secretary_approved),
        style="primary",
    ),
    Transition(
        name="make_public",
        label="Đồng ý công khai",
        success_message="Cuộc họp đã lên trang công khai, theo biên bản đã duyệt.",
        sources=_APPROVED_ONCE,
        target=None,
        permission=permissions.by_minutes_approver,
        on_behalf_of=permissions.chair_acted_for,
        available_if=(guards.has_publication_request,),
        form=PublicWordsForm,
        asks_if=needs_confirmation,
        guards=(guards.is_not_publication_asker,),
        mutate=_make_public,
        effects=(effects.notify_publication_answered,),
        changes_text=True,
        style="primary",
    ),
    Transition(
        name="refuse_public",
        label="Không công khai",
        success_message="Cuộc họp không lên trang công khai.",
        sources=_APPROVED_ONCE,
        target=None,
        permission=permissions.by_minutes_approver,
        on_behalf_of=permissions.chair_acted_for,
        needs_note=True,
        note_label="Lý do không công khai",
        available_if=(guards.has_publication_request,),
        mutate=_answer_publication,
        effects=(effects.notify_publication_answered,),
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
        on_behalf_of=permissions.chair_acted_for,
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
        on_behalf_of=permissions.chair_acted_for,
        mutate=_close,
    ),
    Transition(
        name="cancel",
        label="Hủy cuộc họp",
        success_message="Đã hủy cuộc họp.",
        sources=(MeetingState.SCHEDULED,),
        target=MeetingState.CANCELLED,
        permission=permissions.by_secretary_or_chair,
        on_behalf_of=permissions.chair_acted_for,
        needs_note=True,
        note_label="Lý do hủy",
        effects=(effects.notify_attendees_cancelled,),
        style="danger",
    ),
    Transition(
        name="restore",
        label="Khôi phục",
        success_message="Đã khôi phục cuộc họp; người được mời đã được báo.",
        sources=(MeetingState.CANCELLED,),
        target=MeetingState.SCHEDULED,
        permission=permissions.by_secretary_or_chair,
        on_behalf_of=permissions.chair_acted_for,
        available_if=(guards.is_to_come,),
        effects=(effects.notify_attendees_restored,),
    ),
)

MEETING_WORKFLOW = register(
    Workflow(
        model=Meeting,
        state_field="state",
        transitions=tuple(
            told_to_leader(
                _MEETING_TRANSITIONS,
                rule=permissions.chair_acted_for,
                leader_of=lambda attempt: attempt.item.chair,
                url_of=lambda meeting: meeting.address,
            )
        ),
    )
)


TASK_WORKFLOW = register(assignment_workflow(Task))
