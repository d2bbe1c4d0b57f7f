"""What to confirm before a document goes on: a person's number in it, a file that carries more
than it shows or bears another number, the same number twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from core.files.contents.numbers import IDENTITY, NOT_LOOKED_THROUGH
from core.files.upload_notices import unseen_confirmations, unseen_sentence
from core.text.vietnamese import identity_numbers, mobile_numbers
from core.workflow.confirmations import (
    Confirmation,
    ConfirmationForm,
    account_confirmations,
    identity_confirmations,
    phone_confirmations,
)
from documents.models import DocumentFile, PublicDocument
from documents.publication.duplicates import same_number_sentences
from documents.publication.readings import other_number_sentences
from documents.states import Validity
from organization.identity.facts import private_phones

_MASKED = "Nếu là số của công dân, xin tải “Bản đã che”."
_MASKED_OTHERS = "Nếu là số của người dân, xin tải “Bản đã che”."
_RIGHT_FILE = "Tôi đã mở tệp: đúng là tệp của văn bản này, các mục ghi ở đây đúng"
_NOT_HERE = "Văn bản sửa đổi, bổ sung không có trong thư viện này"
_IN_FORM = "Xin mở văn bản, xem lại và đánh dấu xác nhận ở bước này."


def confirmations_of(document: PublicDocument) -> list[Confirmation]:
    """Return what to confirm before a document is submitted or published. Two queries, another for
    one that was amended, more where a number may be a telephone's.
    """
    files = list(document.files.public().select_related("file"))
    texts = [file.text for file in files]
    duplicates = same_number_sentences([document])[document.pk]
    private = private_phones("\n".join([document.subject, *texts]))
    return [
        *confirmations_with(document, files, texts, duplicates, private),
        *_asked("accepts_unnamed", _unnamed_sentences(document), _NOT_HERE),
    ]


def confirmations_with(
    document: PublicDocument,
    files: list[DocumentFile],
    texts: list[str],
    duplicates: list[str],
    private: Collection[str],
) -> list[Confirmation]:
    """Return what to confirm of a document with these public files, texts and duplicates; of
    telephone numbers the ``private`` ones. No query.
    """
    text = "\n".join([document.subject, *texts])
    others = other_number_sentences(document, files)
    phones = [number for number in mobile_numbers(text) if number in private]
    return [
        *identity_confirmations(text, advice=_MASKED, way_out=_IN_FORM),
        *account_confirmations(text, advice=_MASKED_OTHERS, way_out=_IN_FORM),
        *phone_confirmations(phones, advice=_MASKED_OTHERS, way_out=_IN_FORM),
        *unseen_confirmations(unseen_sentences(files, texts), way_out=_IN_FORM),
        *_asked("accepts_other_number", others, _RIGHT_FILE),
        *_asked("accepts_duplicate", duplicates, "Tôi đã xem: đây là hai văn bản khác nhau"),
    ]


def _unnamed_sentences(document: PublicDocument) -> list[str]:
    """Return that a document was amended and nobody learns by what; [] otherwise."""
    if document.validity != Validity.AMENDED or document.amended_by.exists():
        return []
    return [
        "Hiệu lực ghi “Được sửa đổi, bổ sung” mà chưa ghi văn bản sửa đổi, bổ sung: người dân không"
        " biết được là bởi văn bản nào."
    ]


def _asked(name: str, sentences: list[str], label: str) -> Iterator[Confirmation]:
    if sentences:
        yield Confirmation(name, " ".join(sentences), label, _IN_FORM)


def unseen_sentences(files: Iterable[DocumentFile], texts: Iterable[str]) -> list[str]:
    """Return a sentence on each of these files, with the texts read in them, that carries what it
    does not show. No query.

    Numbers of citizens in what was read are asked about by themselves; those elsewhere in the file,
    as in a workbook or a page's header, are not.
    """
    sentences = []
    for file, text in zip(files, texts, strict=True):
        told = [one for one in file.file.unseen if not _is_read(one, text)]
        if told:
            sentences.append(unseen_sentence(str(file), told))
    return sentences


def _is_read(words: str, text: str) -> bool:
    if words == NOT_LOOKED_THROUGH:
        return bool(text)
    return IDENTITY in words and bool(identity_numbers(text))


def needs_confirmation(document: PublicDocument) -> bool:
    return bool(confirmations_of(document))


class DocumentCheckForm(ConfirmationForm):
    """A tick for each finding of the document."""

    def confirmations(self) -> list[Confirmation]:
        return confirmations_of(self.item)
