"""Guards of document transitions: the reasons, as sentences, why one is refused."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.text import Truncator

from core.text.vietnamese import named_identity_numbers
from core.workflow.engine import TransitionAttempt
from documents.models import DocumentFile, PublicDocument
from documents.permissions import DOCUMENT_PUBLISHERS
from documents.reading.numbers import is_plain_number
from documents.states import DocumentState, OutgoingState, ReadingState
from organization.models import User
from organization.permissions import nobody_left

_REQUIRED = (
    ("type", "loại văn bản"),
    ("authority", "cơ quan ban hành"),
    ("issued_on", "ngày ban hành"),
    ("subject", "trích yếu"),
)

_SUBMITTED = DocumentState.IN_REVIEW
_CANCELLED = "Văn bản này đã hủy ở sổ văn bản đi nên không đăng được:"


def is_cancelled(document: PublicDocument) -> bool:
    """Return whether the document's number was cancelled. No query with ``outgoing``."""
    outgoing = getattr(document, "outgoing", None)
    return outgoing is not None and outgoing.state == OutgoingState.CANCELLED


def is_not_cancelled(attempt: TransitionAttempt) -> list[str]:
    return document_problems(attempt.item) if is_cancelled(attempt.item) else []


def document_problems(document: PublicDocument) -> list[str]:
    """Return every reason why a document may not go before residents. Two queries."""
    files = document.files.public().select_related("file").defer("text")
    return problems_with(document, list(files))


def problems_with(document: PublicDocument, files: list[DocumentFile]) -> list[str]:
    """Return the problems of a document with these public files. No query with ``outgoing``."""
    if is_cancelled(document):
        way_out = "trả lại, rồi bỏ bản nháp" if document.state == _SUBMITTED else "bỏ bản nháp"
        return [f"{_CANCELLED} xin {way_out}."]
    problems = [f"Chưa ghi {label}." for name, label in _REQUIRED if not getattr(document, name)]
    today = timezone.localdate()
    if document.issued_on and document.issued_on > today:
        problems.append(
            f"Ngày ban hành {document.issued_on:%d/%m/%Y} chưa tới (hôm nay {today:%d/%m/%Y}):"
            " xin xem lại trên văn bản."
        )
    if document.number and not is_plain_number(document.number):
        problems.append(f"Số “{document.number}” không đúng dạng số văn bản (như 15, 1234, 15a).")
    # Unlike the text of files, the subject is shown and found as it is written.
    problems += [
        f"Trích yếu có số căn cước “{number}”: xin bỏ số ấy khỏi trích yếu."
        for number in named_identity_numbers(document.subject)
    ]
    if not document.covers_personal_data:
        problems.append("Chưa đánh dấu “đã che dữ liệu cá nhân”.")
    if not files:
        problems.append("Chưa có tệp nào để công khai.")
    for file in files:
        if file.reading == ReadingState.WAITING:
            problems.append(f"Tệp “{file}” đang được đọc chữ; xin đợi ít phút rồi xem lại.")
        if file.hidden:
            quote = Truncator(file.hidden[0]).chars(40)
            problems.append(
                f"Dưới ô đen ở tệp “{file}” vẫn còn chữ chép ra được (“{quote}”): xin che lại trên"
                " ảnh quét rồi tải bản đã che."
            )
    return problems


def is_complete(attempt: TransitionAttempt) -> list[str]:
    return document_problems(attempt.item)


def is_second_person(attempt: TransitionAttempt) -> Iterator[str]:
    """Refuse whoever stored or submitted the document or uploaded a file: four eyes."""
    if attempt.actor is None:
        return
    documents = PublicDocument.objects.filter(pk=attempt.item.pk)
    if not documents.without_hand_of(attempt.actor.pk).exists():
        yield "Quý vị đã soạn, trình văn bản này hoặc tải tệp của nó; cần một người khác đăng."
        able = User.objects.with_role(*DOCUMENT_PUBLISHERS)
        hands = [one.pk for one in able if not documents.without_hand_of(one.pk).exists()]
        yield from nobody_left(able, hands, "văn bản này")
