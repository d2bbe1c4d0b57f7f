"""Workflow of documents of the library; a test compares it with ``docs/workflow.md``."""

from __future__ import annotations

from core.workflow.engine import Transition, TransitionAttempt, Workflow, register
from documents import guards, permissions
from documents.models import PublicDocument
from documents.publication.confirmations import DocumentCheckForm, needs_confirmation
from documents.publication.dependents import (
    DependentsForm,
    has_dependents,
    is_first_draft,
    is_withdrawn,
)
from documents.publication.effects import notify_clerks_returned, notify_publishers
from documents.publication.validity import ValidityForm, set_validity
from documents.states import DocumentState


def _publish(attempt: TransitionAttempt) -> None:
    attempt.item.published_at = attempt.at
    attempt.item.published_by = attempt.actor


def _withdraw(attempt: TransitionAttempt) -> None:
    attempt.item.published_at = None
    attempt.item.published_by = None
    # Whoever submits it again looks at its personal data again.
    attempt.item.covers_personal_data = False


DOCUMENT_WORKFLOW = register(
    Workflow(
        model=PublicDocument,
        state_field="state",
        transitions=(
            Transition(
                name="submit",
                label="Trình đăng",
                success_message="Đã trình; người duyệt sẽ xem và đăng.",
                sources=(DocumentState.DRAFT,),
                target=DocumentState.IN_REVIEW,
                permission=permissions.by_clerk,
                form=DocumentCheckForm,
                asks_if=needs_confirmation,
                available_if=(guards.is_not_cancelled,),
                guards=(guards.is_complete,),
                effects=(notify_publishers,),
                style="primary",
            ),
            Transition(
                name="return",
                label="Trả lại",
                success_message="Đã trả lại văn thư.",
                sources=(DocumentState.IN_REVIEW,),
                target=DocumentState.DRAFT,
                permission=permissions.by_clerk_or_publisher,
                needs_note=True,
                effects=(notify_clerks_returned,),
            ),
            Transition(
                name="publish",
                label="Đăng",
                success_message="Đã đăng văn bản lên cổng.",
                sources=(DocumentState.IN_REVIEW,),
                target=DocumentState.PUBLISHED,
                permission=permissions.by_publisher,
                form=DocumentCheckForm,
                asks_if=needs_confirmation,
                guards=(guards.is_second_person, guards.is_complete),
                mutate=_publish,
                style="primary",
            ),
            Transition(
                name="change_validity",
                label="Ghi hiệu lực",
                success_message="Đã ghi hiệu lực; văn bản vẫn trên cổng.",
                sources=(DocumentState.PUBLISHED,),
                target=None,
                permission=permissions.by_clerk_or_publisher,
                form=ValidityForm,
                mutate=set_validity,
                changes_text=True,
            ),
            Transition(
                name="withdraw",
                label="Gỡ để sửa",
                success_message="Đã gỡ văn bản; văn thư sửa rồi trình lại.",
                sources=(DocumentState.PUBLISHED,),
                target=DocumentState.DRAFT,
                permission=permissions.by_clerk_or_publisher,
                needs_note=True,
                form=DependentsForm,
                asks_if=has_dependents,
                mutate=_withdraw,
                style="danger",
            ),
            Transition(
                name="discard",
                label="Bỏ bản nháp",
                success_message="Đã bỏ bản nháp của văn bản.",
                sources=(DocumentState.DRAFT,),
                target=DocumentState.DISCARDED,
                permission=permissions.by_clerk,
                available_if=(is_first_draft,),
                style="danger",
            ),
            Transition(
                name="discard_withdrawn",
                label="Bỏ văn bản từng đăng",
                success_message="Đã bỏ văn bản; lịch sử được giữ, khi cần thì lấy lại.",
                sources=(DocumentState.DRAFT,),
                target=DocumentState.DISCARDED,
                permission=permissions.by_clerk,
                needs_note=True,
                available_if=(is_withdrawn,),
                form=DependentsForm,
                asks_if=has_dependents,
                style="danger",
            ),
            Transition(
                name="restore",
                label="Lấy lại",
                success_message="Văn bản đã trở lại là bản nháp.",
                sources=(DocumentState.DISCARDED,),
                target=DocumentState.DRAFT,
                permission=permissions.by_clerk,
            ),
        ),
    )
)
