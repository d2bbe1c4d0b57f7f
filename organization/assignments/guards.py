"""Guards and preconditions of the workflow of assignments."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from core.workflow.engine import TransitionAttempt
from organization.assignments.units import is_orphaned, unit_problem


def has_due_date(attempt: TransitionAttempt) -> list[str]:
    return [] if attempt.item.due_on else ["Việc thường xuyên không có hạn để gia."]


def has_no_waiting_request(attempt: TransitionAttempt) -> list[str]:
    return ["Đơn vị đã xin gia hạn, đang chờ trả lời."] if attempt.item.waiting_request else []


def has_waiting_request(attempt: TransitionAttempt) -> list[str]:
    return [] if attempt.item.waiting_request else ["Không có đề nghị gia hạn nào chờ trả lời."]


def is_recurring(attempt: TransitionAttempt) -> list[str]:
    return [] if recurs(attempt.item) else ["Việc có hạn thì báo xong, không kết thúc ngang."]


def recurs(item: Any) -> bool:
    """Whether completion ends it for good."""
    return bool(item.recurrence)


def is_declined(attempt: TransitionAttempt) -> list[str]:
    return [] if attempt.item.is_declined else ["Đơn vị không đề nghị giao đơn vị khác."]


def needs_another_unit(attempt: TransitionAttempt) -> list[str]:
    """Refuse to hand over what its unit has and did not decline."""
    if is_orphaned(attempt.item) or attempt.item.is_declined:
        return []
    return [
        "Chỉ chuyển đơn vị khi đơn vị chủ trì đề nghị, hoặc đã kết thúc mà không có đơn vị kế tục."
    ]


def may_be_restored(attempt: TransitionAttempt) -> list[str]:
    """Refuse what nobody could work on any more, or what its source orders no more."""
    item = attempt.item
    if problem := unit_problem(item.lead_unit, timezone.localdate(attempt.at)):
        return [f"Không khôi phục được cho {problem}"]
    return [problem] if (problem := item.restoring_problem()) else []


def was_received(attempt: TransitionAttempt) -> list[str]:
    return [] if attempt.item.received_at else ["Đơn vị chưa nhận việc này."]


def was_not_received(attempt: TransitionAttempt) -> list[str]:
    """What the unit took before the cancellation is restored as taken."""
    return ["Đơn vị đã nhận việc này."] if attempt.item.received_at else []


def is_not_finisher(attempt: TransitionAttempt) -> list[str]:
    """Neither who reported completion verifies it, nor who recorded a report on the unit's behalf.

    The log is read under the lock of the item: nothing is recorded between guard and verification.
    """
    item, actor = attempt.item, attempt.actor
    if actor is None:
        return []
    if actor.pk in item.recorders("report", "finish"):
        return ["Người ghi thay đơn vị không tự xác nhận việc ấy; xin để người khác xác nhận."]
    if actor.pk == item.finisher_id:
        return ["Người báo xong không tự xác nhận; xin để người khác xác nhận."]
    return []


def is_not_asker(attempt: TransitionAttempt) -> list[str]:
    """The person who asked for time, for the unit or on its behalf, may not grant it."""
    request = attempt.item.waiting_request
    is_own = request is not None and attempt.actor and request.asked_by_id == attempt.actor.pk
    return ["Người xin gia hạn không tự đồng ý; xin để người khác trả lời."] if is_own else []
