"""Workflow of an error report: received, answered or dismissed, reopened if needed."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core.text.vietnamese import visible
from core.workflow.engine import Transition, TransitionAttempt, TransitionForm, Workflow, register
from organization.feedback.answerers import answering_roles, may_answer
from organization.feedback.items import target_of
from organization.feedback.visitor_tokens import Visitor
from organization.models import (
    Dismissal,
    ErrorReport,
    Notice,
    Outcome,
    ReportState,
    Topic,
    User,
    Ward,
    notify,
)
from organization.roles import Role

# Lower-case letters and digits that are not confused with each other in handwriting.
CODE_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_PATTERN = f"[{CODE_LETTERS}]{{4}}-[{CODE_LETTERS}]{{4}}-[{CODE_LETTERS}]{{4}}"

_PART = f"([{CODE_LETTERS}]{{4}})"
# A lookahead, so that a word of four letters before the code does not take its place.
_WRITTEN_CODE = re.compile(
    rf"(?<![^\W_])(?={_PART}[\W_]{{0,3}}{_PART}[\W_]{{0,3}}{_PART}(?![^\W_]))"
)


def codes_in(typed: str) -> list[str]:
    """Return what may be the code in the text that somebody typed or pasted: whatever its case,
    blanks and dashes, and what stands around it, like an address.
    """
    found = _WRITTEN_CODE.findall(typed.lower())
    letters = re.sub(r"[\W_]", "", typed.lower())
    if len(letters) == 12:  # grouped in another way
        found.append((letters[:4], letters[4:8], letters[8:]))
    return ["-".join(parts) for parts in found]


def code_of(visitor: Visitor, item: Any, text: str, quote: str) -> str:
    """Return the code of a report, its idempotency key: the same report gives the same code.

    It is derived from the visitor's mark of the day, so it cannot be guessed; once the secret of
    the day is deleted, it cannot be traced to the sender.
    """
    number = int(visitor.mark("code", item._meta.label_lower, item.pk, text, quote), 16)
    letters = ""
    for _ in range(12):
        number, rest = divmod(number, len(CODE_LETTERS))
        letters += CODE_LETTERS[rest]
    return "-".join((letters[:4], letters[4:8], letters[8:]))


def receive(
    item: Any, *, code: str, text: str, quote: str, now: datetime | None = None
) -> ErrorReport:
    """Store a report and notify who answers for the item, once per item and day: the editors
    where no other role does, or nobody has it.

    Idempotent: the same code returns the stored report.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    with transaction.atomic():
        report, is_new = ErrorReport.objects.get_or_create(
            code=code,
            defaults={
                "item": item,
                "item_title": str(item)[:250],
                "text": text,
                "quote": quote,
                "received_at": now,
                "due_on": today + timedelta(days=Ward.current().error_report_days),
            },
        )
        if is_new:
            roles = answering_roles(item)
            owners = User.objects.with_role(*roles) if roles else User.objects.none()
            notify(
                owners or User.objects.with_role(Role.EDITOR),
                event=f"error-report:{report.content_type_id}:{report.object_id}:{today}",
                text=(
                    f"Người dân báo sai sót về “{report.item_title}”. Hạn trả lời"
                    f" {report.due_on:%d/%m/%Y}."
                ),
                url=reverse("admin:error_report", args=[report.pk]),
                now=now,
                topic=Topic.ASKED,
            )
    return report


NOT_CHANGED = (
    "Từ khi có báo này, bài chưa được sửa lần nào. Xin đính chính bài trước, hoặc đánh dấu xác nhận"
    " rồi trả lời lại."
)


def is_changed_since(report: ErrorReport) -> bool:
    """Return whether the reported item was corrected or left the portal after the report came;
    True for kinds of items without corrections.
    """
    item, target = report.item, target_of(report.item_model)
    if item is None or target is None or not target.correct_url(item):
        return True
    if item.history.filter(history_date__gte=report.received_at).exists():
        return True
    return not target.published().filter(pk=item.pk).exists()


class OutcomeForm(TransitionForm):
    outcome = forms.ChoiceField(
        label="Kết quả",
        choices=Outcome,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Xin chọn kết quả.",
            "invalid_choice": "Xin chọn một trong ba kết quả.",
        },
    )
    accepts_unchanged = forms.BooleanField(
        label="Chỗ sai đã được sửa ở nơi khác, hoặc trước khi có báo này",
        required=False,
        widget=forms.HiddenInput,
    )

    def clean(self) -> dict[str, Any]:
        """Ask once about "Đã sửa" where the item stands as it was reported."""
        data = super().clean()
        is_said = data.get("outcome") == Outcome.CORRECTED
        if is_said and not data.get("accepts_unchanged") and not is_changed_since(self.item):
            self.fields["accepts_unchanged"].widget = forms.CheckboxInput()
            self.add_error("accepts_unchanged", NOT_CHANGED)
        return data


class DismissForm(TransitionForm):
    outcome = forms.ChoiceField(
        label="Vì sao không cần trả lời",
        choices=Dismissal,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Xin chọn vì sao không cần trả lời.",
            "invalid_choice": "Xin chọn một trong hai lý do.",
        },
    )


def _answered_by(report: ErrorReport, actor: User | None) -> bool:
    return actor is not None and may_answer(report, actor)


def _answer(attempt: TransitionAttempt) -> None:
    report = attempt.item
    report.outcome = attempt.data["outcome"]
    report.answer = visible(attempt.note)
    report.answered_at = attempt.at


def _dismiss(attempt: TransitionAttempt) -> None:
    report = attempt.item
    report.outcome = attempt.data["outcome"]
    report.answered_at = attempt.at


def _settle_notices(attempt: TransitionAttempt) -> None:
    """Mark the notices of the report as read."""
    address = reverse("admin:error_report", args=[attempt.item.pk])
    Notice.objects.unread().filter(url=address).update(read_at=attempt.at)


def _reopen(attempt: TransitionAttempt) -> None:
    report = attempt.item
    report.outcome = report.answer = ""
    report.answered_at = None


ERROR_REPORT_WORKFLOW = register(
    Workflow(
        model=ErrorReport,
        state_field="state",
        transitions=(
            Transition(
                name="answer",
                label="Trả lời",
                success_message="Đã trả lời. Người báo đọc được câu trả lời bằng mã của mình.",
                sources=(ReportState.RECEIVED,),
                target=ReportState.ANSWERED,
                permission=_answered_by,
                needs_note=True,
                note_label="Câu trả lời gửi người dân",
                form=OutcomeForm,
                mutate=_answer,
                effects=(_settle_notices,),
            ),
            Transition(
                name="dismiss",
                label="Không cần trả lời",
                success_message="Đã khép lại, không trả lời. Báo này không tính là đã trả lời.",
                sources=(ReportState.RECEIVED,),
                target=ReportState.DISMISSED,
                permission=_answered_by,
                form=DismissForm,
                mutate=_dismiss,
                effects=(_settle_notices,),
            ),
            Transition(
                name="reopen",
                label="Mở lại",
                success_message="Đã mở lại. Hạn trả lời vẫn như cũ.",
                sources=(ReportState.ANSWERED, ReportState.DISMISSED),
                target=ReportState.RECEIVED,
                permission=_answered_by,
                needs_note=True,
                note_label="Lý do mở lại",
                mutate=_reopen,
            ),
        ),
    )
)
