"""Workflow of bulletins; a test compares it with ``docs/workflow.md``."""

from __future__ import annotations

from broadcasts import permissions
from broadcasts.bulletins import guards
from broadcasts.bulletins.effects import (
    forget_texts,
    join_recordings,
    keep_texts,
    notify_announcers_approved,
    notify_announcers_returned,
    notify_announcers_stopped,
    notify_approvers_submitted,
    notify_of_emergency,
    store_log,
    store_stopped_log,
)
from broadcasts.bulletins.forms import LogForm, MissForm
from broadcasts.bulletins.personal_data import PersonalDataForm, needs_confirmation
from broadcasts.models import Bulletin
from broadcasts.states import BulletinState, MissReason
from core.workflow.engine import (
    Transition,
    TransitionAttempt,
    TransitionRefused,
    Workflow,
    register,
)
from organization.models import User

AHEAD = (BulletinState.DRAFT, BulletinState.IN_REVIEW, BulletinState.APPROVED)


def _approve(attempt: TransitionAttempt) -> None:
    attempt.item.approved_by = attempt.actor
    attempt.item.approved_at = attempt.at


def _confirm(attempt: TransitionAttempt) -> None:
    attempt.item.confirmed_by = attempt.actor
    attempt.item.confirmed_at = attempt.at


def _reopen(attempt: TransitionAttempt) -> None:
    attempt.item.approved_by = attempt.item.approved_at = None


def _miss(attempt: TransitionAttempt) -> None:
    reason = attempt.data["missed_reason"]
    if reason == MissReason.OTHER and not attempt.note:
        raise TransitionRefused("Lý do khác: xin ghi rõ vì sao không phát.")
    attempt.item.missed_reason = reason


def _restore(attempt: TransitionAttempt) -> None:
    attempt.item.missed_reason = ""
    _reopen(attempt)


def _aired(attempt: TransitionAttempt) -> None:
    attempt.item.missed_reason = ""


def _stand_in_for(bulletin: Bulletin, actor: User | None) -> str:
    """A stand-in acts for the announcer."""
    is_lent = actor is not None and permissions.lent_announcer(actor).exists()
    return "phát thanh viên vắng" if is_lent else ""


BULLETIN_WORKFLOW = register(
    Workflow(
        model=Bulletin,
        state_field="state",
        transitions=(
            Transition(
                name="submit",
                label="Trình duyệt",
                success_message="Đã trình duyệt bản tin.",
                sources=(BulletinState.DRAFT,),
                target=BulletinState.IN_REVIEW,
                permission=permissions.by_announcer,
                on_behalf_of=_stand_in_for,
                guards=(
                    guards.is_not_over,
                    guards.has_items,
                    guards.is_current,
                    guards.is_public_by_then,
                ),
                effects=(notify_approvers_submitted,),
                form=PersonalDataForm,
                asks_if=needs_confirmation,
                style="primary",
            ),
            Transition(
                name="approve",
                label="Duyệt phát",
                success_message="Đã duyệt bản tin.",
                sources=(BulletinState.IN_REVIEW,),
                target=BulletinState.APPROVED,
                permission=permissions.by_approver,
                guards=(
                    guards.is_not_over,
                    guards.has_items,
                    guards.is_current,
                    guards.is_public_by_then,
                    guards.is_four_eyes,
                ),
                mutate=_approve,
                effects=(keep_texts, notify_announcers_approved, join_recordings),
                form=PersonalDataForm,
                asks_if=needs_confirmation,
                style="primary",
            ),
            Transition(
                name="return",
                label="Trả lại để sửa",
                success_message="Đã trả bản tin để sửa.",
                sources=(BulletinState.IN_REVIEW,),
                target=BulletinState.DRAFT,
                permission=permissions.by_approver,
                needs_note=True,
                note_label="Lý do trả lại",
                effects=(notify_announcers_returned,),
            ),
            Transition(
                name="reopen",
                label="Rút lại để sửa",
                success_message="Bản tin trở lại là bản đang soạn; sửa xong xin trình duyệt lại.",
                sources=(BulletinState.IN_REVIEW, BulletinState.APPROVED),
                target=BulletinState.DRAFT,
                permission=permissions.by_announcer_or_approver,
                on_behalf_of=_stand_in_for,
                available_if=(guards.is_slotted, guards.is_not_on_air, guards.may_be_withdrawn),
                mutate=_reopen,
                effects=(forget_texts,),
            ),
            Transition(
                name="log",
                label="Ghi nhật ký đã phát",
                success_message="Đã ghi nhật ký phát thanh.",
                sources=(BulletinState.APPROVED,),
                target=BulletinState.AIRED,
                permission=permissions.by_announcer_or_system,
                on_behalf_of=_stand_in_for,
                available_if=(guards.is_begun, guards.is_not_playing),
                form=LogForm,
                mutate=_aired,
                effects=(store_log, join_recordings),
                style="primary",
            ),
            Transition(
                name="miss",
                label="Không phát",
                success_message="Đã ghi là không phát.",
                sources=AHEAD,
                target=BulletinState.MISSED,
                permission=permissions.by_announcer_or_approver,
                on_behalf_of=_stand_in_for,
                takes_note=True,
                note_label="Nói rõ thêm",
                available_if=(guards.is_not_on_air,),
                form=MissForm,
                mutate=_miss,
            ),
            Transition(
                name="restore",
                label="Vẫn phát buổi này",
                success_message="Bản tin trở lại là bản đang soạn; xin trình duyệt lại.",
                sources=(BulletinState.MISSED,),
                target=BulletinState.DRAFT,
                permission=permissions.by_announcer_or_approver,
                on_behalf_of=_stand_in_for,
                available_if=(guards.is_slotted, guards.is_before_start),
                mutate=_restore,
                effects=(forget_texts,),
                style="primary",
            ),
            Transition(
                name="correct_log",
                label="Sửa nhật ký",
                success_message="Đã sửa nhật ký phát thanh.",
                sources=(BulletinState.AIRED, BulletinState.MISSED, BulletinState.CANCELLED),
                target=BulletinState.AIRED,
                permission=permissions.by_announcer,
                on_behalf_of=_stand_in_for,
                needs_note=True,
                note_label="Vì sao sửa",
                form=LogForm,
                available_if=(guards.is_begun, guards.was_approved, guards.was_not_given_up),
                mutate=_aired,
                effects=(store_log, join_recordings),
            ),
            Transition(
                name="start_emergency",
                label="Phát khẩn cấp",
                success_message="Bản tin khẩn cấp đã sẵn sàng để phát.",
                sources=(BulletinState.DRAFT,),
                target=BulletinState.APPROVED,
                permission=permissions.by_chair,
                available_if=(guards.is_emergency,),
                guards=(guards.has_items,),
                mutate=_approve,
                effects=(keep_texts, notify_of_emergency, join_recordings),
                style="danger",
            ),
            Transition(
                name="confirm",
                label="Xác nhận",
                success_message="Đã xác nhận bản tin khẩn cấp.",
                sources=(BulletinState.APPROVED, BulletinState.AIRED, BulletinState.MISSED),
                target=None,
                permission=permissions.by_approver,
                available_if=(guards.is_unconfirmed,),
                guards=(guards.is_four_eyes,),
                mutate=_confirm,
                style="primary",
            ),
            Transition(
                name="stop",
                label="Dừng phát",
                success_message="Đã dừng: bản tin chưa phát sẽ không phát nữa.",
                sources=(BulletinState.APPROVED,),
                target=BulletinState.CANCELLED,
                permission=permissions.by_chair,
                available_if=(guards.is_emergency,),
                effects=(notify_announcers_stopped,),
                style="danger",
            ),
            Transition(
                name="break_off",
                label="Dừng phát",
                success_message="Đã dừng phát; phần đã phát có trong nhật ký.",
                sources=(BulletinState.APPROVED,),
                target=BulletinState.AIRED,
                permission=permissions.by_announcer_or_approver,
                on_behalf_of=_stand_in_for,
                needs_note=True,
                note_label="Lý do dừng",
                available_if=(guards.is_slotted, guards.is_on_air),
                mutate=_aired,
                effects=(store_stopped_log, join_recordings),
                style="danger",
            ),
            Transition(
                name="cancel",
                label="Hủy bản tin",
                success_message="Đã hủy bản tin.",
                sources=AHEAD,
                target=BulletinState.CANCELLED,
                permission=permissions.by_announcer_or_approver,
                on_behalf_of=_stand_in_for,
                needs_note=True,
                note_label="Lý do hủy",
                available_if=(guards.is_slotted, guards.is_not_on_air),
                style="danger",
            ),
        ),
    )
)
