"""Documents that say of another one that it amended or replaced them."""

from __future__ import annotations

from collections.abc import Iterator

from core.workflow.confirmations import Confirmation, ConfirmationForm
from core.workflow.engine import TransitionAttempt
from documents.models import PublicDocument
from documents.querysets import PublicDocumentQuerySet
from documents.states import DocumentState

_MAX_NAMED = 10
_KNOWN = (
    "Tôi đã xem; nếu văn bản này không đăng lại, tôi sẽ ghi lại hiệu lực của các văn bản ấy"
    " (“Ghi hiệu lực”)"
)


def dependents_of(document: PublicDocument) -> PublicDocumentQuerySet:
    """Return the documents that were amended or replaced by this one."""
    return PublicDocument.objects.present().changed_by(document.pk).for_list().oldest_first()


def has_dependents(document: PublicDocument) -> bool:
    return dependents_of(document).exists()


class DependentsForm(ConfirmationForm):
    """A tick where other documents refer to the one that leaves the portal."""

    def confirmations(self) -> Iterator[Confirmation]:
        """Yield what to confirm: one sentence that names the documents, or nothing. One query."""
        found = list(dependents_of(self.item)[: _MAX_NAMED + 1])
        if not found:
            return
        named = "; ".join(f"“{one}”" for one in found[:_MAX_NAMED])
        more = " và những văn bản khác" if len(found) > _MAX_NAMED else ""
        sentence = (
            f"Văn bản này được ghi là sửa đổi, bổ sung hoặc thay thế: {named}{more}. Khi văn bản"
            " này không còn trên cổng, người dân đọc các văn bản ấy không biết được là bởi văn bản"
            " nào."
        )
        yield Confirmation("accepts_dependents", sentence, _KNOWN)


def was_public(document: PublicDocument) -> bool:
    """Return whether residents could read the document, which is not on the portal now."""
    return PublicDocument.objects.withdrawn().filter(pk=document.pk).exists()


def is_first_draft(attempt: TransitionAttempt) -> Iterator[str]:
    """Refuse to drop without a reason what residents could read."""
    if was_public(attempt.item):
        yield "Văn bản từng đăng trên cổng: xin dùng bước “Bỏ văn bản từng đăng” và ghi lý do."


def is_withdrawn(attempt: TransitionAttempt) -> Iterator[str]:
    if not was_public(attempt.item):
        yield "Văn bản chưa từng đăng trên cổng."


def hidden_sentences(document: PublicDocument) -> list[str]:
    """Return a sentence on each document that changed this published one and is not on the portal,
    so that its page cannot name it. One query.
    """
    if document.state != DocumentState.PUBLISHED:
        return []
    return [
        f"Văn bản được ghi là sửa đổi hoặc thay thế văn bản này không có trên cổng: “{other}”"
        f" ({other.get_state_display().lower()}). Người dân không biết được là bởi văn bản nào:"
        " xin “Ghi hiệu lực” lại, hoặc đăng văn bản ấy."
        for other in PublicDocument.objects.changing(document.pk).for_list().oldest_first()
        if other.state != DocumentState.PUBLISHED
    ]
