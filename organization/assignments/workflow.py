"""The workflow of assignments: a table of transitions for each concrete model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.workflow.engine import Guard, Transition, TransitionAttempt, Workflow
from organization.assignments import effects, guards, permissions
from organization.assignments.forms import (
    AskTimeForm,
    EndingForm,
    EvidenceForm,
    FinishForm,
    GrantForm,
    HandOverForm,
)
from organization.assignments.models import Assignment
from organization.assignments.states import AssignmentState
from organization.notices.for_leader import told_to_leader


def _receive(attempt: TransitionAttempt) -> None:
    """A member who takes it has opened it, also where her look at the page did not count."""
    item = attempt.item
    item.received_at = attempt.at
    if item.first_opened_at is None and permissions.by_lead_unit(item, attempt.actor):
        item.first_opened_at = attempt.at


def _grant(attempt: TransitionAttempt) -> None:
    attempt.item.due_on = attempt.data["due_on"]


def _finish(attempt: TransitionAttempt) -> None:
    attempt.item.finished_at = attempt.at


def _send_back(attempt: TransitionAttempt) -> None:
    attempt.item.finished_at = None


def _reopen(attempt: TransitionAttempt) -> None:
    attempt.item.finished_at = attempt.item.done_at = None


def _verify(attempt: TransitionAttempt) -> None:
    attempt.item.done_at = attempt.at


def _cancel(attempt: TransitionAttempt) -> None:
    attempt.item.cancelled_at = attempt.at


def _restore(attempt: TransitionAttempt) -> None:
    attempt.item.cancelled_at = None


def _end(attempt: TransitionAttempt) -> None:
    attempt.item.finished_at = attempt.at
    attempt.item.done_at = attempt.at


def _hand_over(attempt: TransitionAttempt) -> None:
    attempt.item.lead_unit = attempt.data["unit"]
    attempt.item.person = None
    attempt.item.received_at = None
    attempt.item.first_opened_at = None  # by the unit that takes over


def _leave_supporting(attempt: TransitionAttempt) -> None:
    attempt.item.supporting_units.remove(attempt.data["unit"])


def label_for_it(label: str) -> Callable[[Any, Any], str]:
    """Return the label of a button that says when the actor records for the unit."""

    def label_for(item: Any, actor: Any) -> str:
        is_own = permissions.by_lead_unit(item, actor)
        return label if is_own else f"{label} (ghi thay đơn vị)"

    return label_for


def unit_transition(name: str, label: str, **fields: Any) -> Transition:
    """Return a transition of the lead unit, recorded on its behalf where it has no account."""
    return Transition(
        name=name,
        label=label,
        permission=permissions.by_lead_unit_or_for_it,
        label_for=label_for_it(label),
        on_behalf_of=permissions.on_behalf_of,
        **fields,
    )


def assignment_workflow(model: type[Assignment]) -> Workflow:
    """Return the workflow of a concrete model, for its app to register.

    Labels name the model by its verbose name.
    """
    noun = str(model._meta.verbose_name)
    return Workflow(
        model=model,
        state_field="state",
        transitions=tuple(
            told_to_leader(
                (*_of_the_unit(), *_answers(), *_endings(noun)),
                rule=permissions.acted_for,
                leader_of=lambda attempt: attempt.item.answering_leader,
                url_of=lambda item: item.address,
            )
        ),
    )


def _of_the_unit() -> tuple[Transition, ...]:
    in_hand = (AssignmentState.IN_HAND,)
    return (
        unit_transition(
            "receive",
            "Nhận việc",
            success_message="Đã nhận việc.",
            sources=(AssignmentState.GIVEN,),
            target=AssignmentState.IN_HAND,
            mutate=_receive,
            style="primary",
        ),
        unit_transition(
            "decline",
            "Đề nghị giao đơn vị khác",
            success_message="Đã gửi đề nghị.",
            sources=(AssignmentState.GIVEN,),
            target=None,
            needs_note=True,
            note_label="Vì sao đơn vị không nhận được",
            effects=(effects.notify_assigners_declined,),
        ),
        unit_transition(
            "report",
            "Báo cáo tiến độ",
            success_message="Đã gửi báo cáo tiến độ.",
            sources=in_hand,
            target=None,
            needs_note=True,
            note_label="Đã làm được gì",
            form=EvidenceForm,
            effects=(effects.store_evidence, effects.notify_assigners_reported),
        ),
        unit_transition(
            "ask_time",
            "Xin gia hạn",
            success_message="Đã gửi đề nghị gia hạn.",
            sources=in_hand,
            target=None,
            needs_note=True,
            note_label="Lý do xin gia hạn",
            form=AskTimeForm,
            available_if=(guards.has_due_date, guards.has_no_waiting_request),
            effects=(effects.ask_time, effects.notify_assigners_asked),
        ),
        unit_transition(
            "finish",
            "Báo xong",
            success_message="Đã báo xong; chờ xác nhận.",
            sources=in_hand,
            target=AssignmentState.FINISHED,
            needs_note=True,
            note_label="Kết quả thực hiện",
            form=FinishForm,
            mutate=_finish,
            effects=(
                effects.store_evidence,
                effects.close_request,
                effects.notify_assigners_finished,
            ),
            style="primary",
        ),
        unit_transition(
            "take_back",
            "Rút lại báo xong",
            success_message="Đã rút lại; việc trở lại đang thực hiện.",
            sources=(AssignmentState.FINISHED,),
            target=AssignmentState.IN_HAND,
            needs_note=True,
            note_label="Lý do rút lại",
            mutate=_send_back,
            effects=(effects.notify_assigners_taken_back,),
        ),
    )


def _answers() -> tuple[Transition, ...]:
    return (
        Transition(
            name="grant_time",
            label="Đồng ý gia hạn",
            success_message="Đã gia hạn; hạn đầu tiên vẫn được giữ để thống kê.",
            sources=(AssignmentState.IN_HAND,),
            target=None,
            permission=permissions.by_answerer,
            on_behalf_of=permissions.acted_for,
            note_label="Ý kiến khi gia hạn",
            takes_note=True,
            form=GrantForm,
            available_if=(guards.has_waiting_request,),
            guards=(guards.is_not_asker,),
            mutate=_grant,
            effects=(effects.grant_time, effects.notify_unit_granted),
            changes_text=True,
            style="primary",
        ),
        Transition(
            name="refuse_time",
            label="Không gia hạn",
            success_message="Đã trả lời: không gia hạn.",
            sources=(AssignmentState.IN_HAND,),
            target=None,
            permission=permissions.by_answerer,
            on_behalf_of=permissions.acted_for,
            needs_note=True,
            note_label="Lý do không gia hạn",
            available_if=(guards.has_waiting_request,),
            effects=(effects.refuse_time, effects.notify_unit_refused),
        ),
        Transition(
            name="keep_unit",
            label="Không chuyển, đơn vị vẫn làm",
            success_message="Đã trả lời: không chuyển; đơn vị đã được báo.",
            sources=(AssignmentState.GIVEN,),
            target=None,
            permission=permissions.by_assigner,
            on_behalf_of=permissions.acted_for,
            needs_note=True,
            note_label="Lý do không chuyển",
            available_if=(guards.is_declined,),
            effects=(effects.notify_unit_kept,),
        ),
        Transition(
            name="verify",
            label="Xác nhận hoàn thành",
            success_message="Đã xác nhận hoàn thành.",
            sources=(AssignmentState.FINISHED,),
            target=AssignmentState.DONE,
            permission=permissions.by_answerer,
            on_behalf_of=permissions.acted_for,
            form=EndingForm,
            asks_if=guards.recurs,
            guards=(guards.is_not_finisher,),
            mutate=_verify,
            effects=(effects.notify_unit_verified,),
            style="primary",
        ),
        Transition(
            name="send_back",
            label="Chưa đạt, trả lại",
            success_message="Đã trả lại đơn vị làm tiếp.",
            sources=(AssignmentState.FINISHED,),
            target=AssignmentState.IN_HAND,
            permission=permissions.by_answerer,
            on_behalf_of=permissions.acted_for,
            needs_note=True,
            note_label="Còn thiếu gì",
            mutate=_send_back,
            effects=(effects.notify_unit_sent_back,),
        ),
        Transition(
            name="reopen",
            label="Mở lại, làm tiếp",
            success_message="Đã mở lại; đơn vị đã được báo.",
            sources=(AssignmentState.DONE,),
            target=AssignmentState.IN_HAND,
            permission=permissions.by_answerer,
            on_behalf_of=permissions.acted_for,
            needs_note=True,
            note_label="Lý do mở lại",
            mutate=_reopen,
            effects=(effects.notify_unit_reopened,),
        ),
    )


def _endings(noun: str) -> tuple[Transition, ...]:
    owed = (AssignmentState.GIVEN, AssignmentState.IN_HAND)
    return (
        Transition(
            name="hand_over",
            label="Chuyển đơn vị khác",
            success_message=f"Đã chuyển {noun}; đơn vị nhận đã được báo.",
            sources=owed,
            target=AssignmentState.GIVEN,
            permission=permissions.by_assigner,
            on_behalf_of=permissions.acted_for,
            needs_note=True,
            note_label="Lý do chuyển",
            form=HandOverForm,
            available_if=(guards.needs_another_unit,),
            mutate=_hand_over,
            effects=(
                _leave_supporting,
                effects.refuse_time,
                effects.notify_both_units_handed_over,
            ),
            changes_text=True,
            style="primary",
        ),
        Transition(
            name="end",
            label="Kết thúc việc thường xuyên",
            success_message="Đã kết thúc việc thường xuyên; đơn vị đã được báo.",
            sources=owed,
            target=AssignmentState.DONE,
            permission=permissions.by_assigner,
            on_behalf_of=permissions.acted_for,
            needs_note=True,
            note_label="Lý do kết thúc",
            available_if=(guards.is_recurring,),
            mutate=_end,
            effects=(effects.notify_unit_ended,),
        ),
        Transition(
            name="cancel",
            label=f"Hủy {noun}",
            success_message=f"Đã hủy {noun}.",
            sources=owed,
            target=AssignmentState.CANCELLED,
            permission=permissions.by_canceller,
            on_behalf_of=permissions.acted_for,
            needs_note=True,
            note_label="Lý do hủy",
            mutate=_cancel,
            effects=(effects.notify_unit_cancelled,),
            style="danger",
        ),
        _restoring("restore", AssignmentState.GIVEN, guards.was_not_received, noun),
        _restoring("restore_received", AssignmentState.IN_HAND, guards.was_received, noun),
    )


def _restoring(name: str, target: AssignmentState, guard: Guard, noun: str) -> Transition:
    """Return the transition that restores what was cancelled in the target state."""
    return Transition(
        name=name,
        label="Khôi phục",
        success_message=f"Đã khôi phục {noun}; đơn vị đã được báo.",
        sources=(AssignmentState.CANCELLED,),
        target=target,
        permission=permissions.by_assigner,
        on_behalf_of=permissions.acted_for,
        needs_note=True,
        note_label="Lý do khôi phục",
        available_if=(guard, guards.may_be_restored),
        mutate=_restore,
        effects=(effects.notify_unit_restored,),
    )
