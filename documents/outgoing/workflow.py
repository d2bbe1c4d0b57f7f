"""Workflow of outgoing documents; a test compares it with ``docs/workflow.md``."""

from __future__ import annotations

from collections.abc import Iterable

from core.workflow.engine import Transition, TransitionAttempt, Workflow, register
from documents.library.services import store_document
from documents.models import OutgoingDocument
from documents.numbering import keeps_register, take_number
from documents.outgoing import permissions
from documents.outgoing.forms import IssueForm, SignForm
from documents.outgoing.services import link_answered_routings, make_library_draft, tell_listeners
from documents.permissions import may_edit_documents
from documents.states import UNSIGNED_STATES, Direction, DocumentState, OutgoingState
from organization.assignments.units import members_of
from organization.models import Topic, User, notify
from organization.roles import CHAIRS, Role


def _sign(attempt: TransitionAttempt) -> None:
    document: OutgoingDocument = attempt.item
    document.signer = attempt.data["signer"]
    document.signer_title = attempt.data["signer_title"]
    document.signed_on = attempt.data["signed_on"]


def _return(attempt: TransitionAttempt) -> None:
    attempt.item.signed_on = None


def _issue(attempt: TransitionAttempt) -> None:
    document: OutgoingDocument = attempt.item
    register, day = attempt.data["register"], attempt.data["issued_on"]
    document.register = register
    document.notation = attempt.data["notation"]
    document.issued_on = day
    document.number_year = day.year
    document.number = take_number(register, on=day, now=attempt.at)


def _follow_number(attempt: TransitionAttempt) -> None:
    document: OutgoingDocument = attempt.item
    link_answered_routings(document)
    tell_listeners(document)
    if document.goes_public and attempt.actor:
        make_library_draft(document, actor=attempt.actor)


def _carry_signer(attempt: TransitionAttempt) -> None:
    """Correct the signer in the draft of the library too."""
    document: OutgoingDocument = attempt.item
    public = document.public_document
    if public and public.state == DocumentState.DRAFT and attempt.actor:
        public.signer, public.signer_title = document.signer, document.signer_title
        store_document(public, actor=attempt.actor, reason="Sửa người ký ở sổ văn bản đi")


def _is_not_public(attempt: TransitionAttempt) -> list[str]:
    public = attempt.item.public_document
    if public is None or public.state in (DocumentState.DRAFT, DocumentState.DISCARDED):
        return []
    if public.state == DocumentState.PUBLISHED:
        return ["Văn bản đang công khai trên cổng: xin gỡ ở thư viện trước rồi sửa người ký."]
    return ["Bản ở thư viện đang chờ đăng: xin trả lại bản ấy trước rồi sửa người ký."]


def _has_register(attempt: TransitionAttempt) -> list[str]:
    if keeps_register(Direction.OUTGOING):
        return []
    return ["Chưa có sổ văn bản đi nào đang dùng; xin mở sổ trước."]


def _notify_clerks(attempt: TransitionAttempt) -> None:
    unit = attempt.item.unit.short_name
    words = f"{unit} gửi dự thảo “{attempt.item}”, chờ trình ký."
    _notify(attempt, User.objects.with_role(Role.CLERK), words, Topic.ASKED)


def _notify_unit(attempt: TransitionAttempt) -> None:
    if attempt.item.unit_id:
        words = f"Dự thảo “{attempt.item}” được trả lại để sửa: {attempt.note}"
        _notify(attempt, members_of([attempt.item.unit_id]), words, Topic.RETURNED)


def _notify_unit_of_number(attempt: TransitionAttempt) -> None:
    if attempt.item.unit_id:
        words = f"Văn bản của đơn vị đã được cấp số: {attempt.item}."
        _notify(attempt, members_of([attempt.item.unit_id]), words, Topic.OTHER)


def _notify_unit_cancelled(attempt: TransitionAttempt) -> None:
    document: OutgoingDocument = attempt.item
    if document.unit_id:
        title = f"Số của văn bản “{document}”" if document.number else f"Dự thảo “{document}”"
        words = f"{title} đã bị hủy: {attempt.note}"
        _notify(attempt, members_of([document.unit_id]), words, Topic.RETURNED)


def _notify(attempt: TransitionAttempt, people: Iterable[User], words: str, topic: Topic) -> None:
    notify(
        [person for person in people if person != attempt.actor],
        event=f"outgoing:{attempt.item.pk}:{attempt.log_id}",
        text=words,
        url=attempt.item.address,
        now=attempt.at,
        topic=topic,
    )


def _signer_for(document: OutgoingDocument, actor: User | None) -> str:
    """The clerk records the signature for the leader."""
    if actor is None or actor.has_role(*CHAIRS) or not may_edit_documents(actor):
        return ""
    return "lãnh đạo ký trên giấy"


OUTGOING_WORKFLOW = register(
    Workflow(
        model=OutgoingDocument,
        state_field="state",
        transitions=(
            Transition(
                name="submit",
                label="Gửi văn thư trình ký",
                success_message="Đã gửi dự thảo; văn thư đã được báo và trình lãnh đạo ký.",
                sources=(OutgoingState.DRAFT,),
                target=OutgoingState.SUBMITTED,
                permission=permissions.by_unit,
                effects=(_notify_clerks,),
                style="primary",
            ),
            Transition(
                name="sign",
                label="Ghi nhận đã ký",
                success_message="Đã ghi nhận chữ ký; văn thư cấp số.",
                sources=UNSIGNED_STATES,
                target=OutgoingState.SIGNED,
                permission=permissions.by_leader_or_clerk,
                on_behalf_of=_signer_for,
                form=SignForm,
                mutate=_sign,
                changes_text=True,
                style="primary",
            ),
            Transition(
                name="return",
                label="Trả lại để sửa",
                success_message="Văn bản đã trở lại là dự thảo; đơn vị soạn đã được báo.",
                sources=(OutgoingState.SUBMITTED, OutgoingState.SIGNED),
                target=OutgoingState.DRAFT,
                permission=permissions.by_leader_or_clerk,
                needs_note=True,
                mutate=_return,
                effects=(_notify_unit,),
            ),
            Transition(
                name="issue",
                label="Cấp số, phát hành",
                success_message="Đã cấp số và phát hành.",
                sources=(OutgoingState.SIGNED,),
                target=OutgoingState.ISSUED,
                permission=permissions.by_clerk,
                guards=(_has_register,),
                form=IssueForm,
                mutate=_issue,
                effects=(_follow_number, _notify_unit_of_number),
                changes_text=True,
                style="primary",
            ),
            Transition(
                name="correct_signer",
                label="Sửa người ký",
                success_message="Đã sửa người ký; số và ngày văn bản không đổi.",
                sources=(OutgoingState.ISSUED,),
                target=None,
                permission=permissions.by_clerk,
                needs_note=True,
                guards=(_is_not_public,),
                form=SignForm,
                mutate=_sign,
                effects=(_carry_signer,),
                changes_text=True,
            ),
            Transition(
                name="cancel",
                label="Hủy",
                success_message="Đã hủy; số đã cấp vẫn đứng trong sổ.",
                sources=(*UNSIGNED_STATES, OutgoingState.SIGNED, OutgoingState.ISSUED),
                target=OutgoingState.CANCELLED,
                permission=permissions.by_drafter_or_clerk,
                needs_note=True,
                effects=(_notify_unit_cancelled,),
                style="danger",
            ),
        ),
    )
)
