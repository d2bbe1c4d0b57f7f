"""What to confirm before a document goes on: a citizen's number in it, a file that carries more
than it shows or bears another number, the same number twice.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.files.properties import IDENTITY
from core.files.upload_notices import unseen_confirmations, unseen_sentence
from core.workflow.confirmations import Confirmation, ConfirmationForm, identity_confirmations
from documents.models import DocumentFile, PublicDocument
from documents.publication.duplicates import same_number_sentences
from documents.publication.readings import other_number_sentences

_MASKED = "Nếu là số của công dân, xin tải “Bản đã che”."
_RIGHT_FILE = "Tôi đã mở tệp: đúng là tệp của văn bản này, các mục ghi ở đây đúng"
_IN_FORM = "Xin mở văn bản, xem lại và đánh dấu xác nhận ở bước này."


def confirmations_of(document: PublicDocument) -> list[Confirmation]:
    """Return what to confirm before a document is submitted or published. Two queries."""
    files = list(document.files.public().select_related("file"))
    texts = [file.text for file in files]
    duplicates = same_number_sentences([document])[document.pk]
    return confirmations_with(document, files, texts, duplicates)


def confirmations_with(
    document: PublicDocument, files: list[DocumentFile], texts: list[str], duplicates: list[str]
) -> list[Confirmation]:
    """Return what to confirm of a document with these public files, texts and duplicates. No
    query.
    """
    text = "\n".join([document.subject, *texts])
    others = other_number_sentences(document, files)
    return [
        *identity_confirmations(text, advice=_MASKED, way_out=_IN_FORM),
        *unseen_confirmations(unseen_sentences(files), way_out=_IN_FORM),
        *_asked("accepts_other_number", others, _RIGHT_FILE),
        *_asked("accepts_duplicate", duplicates, "Tôi đã xem: đây là hai văn bản khác nhau"),
    ]


def _asked(name: str, sentences: list[str], label: str) -> Iterator[Confirmation]:
    if sentences:
        yield Confirmation(name, " ".join(sentences), label, _IN_FORM)


def unseen_sentences(files: list[DocumentFile]) -> list[str]:
    """Return a sentence on each of these files that carries what it does not show. No query.

    Numbers of citizens in the text that it shows are asked about by themselves.
    """
    told = {file: [one for one in file.file.unseen if IDENTITY not in one] for file in files}
    return [unseen_sentence(str(file), unseen) for file, unseen in told.items() if unseen]


def needs_confirmation(document: PublicDocument) -> bool:
    return bool(confirmations_of(document))


class DocumentCheckForm(ConfirmationForm):
    """A tick for each finding of the document."""

    def confirmations(self) -> list[Confirmation]:
        return confirmations_of(self.item)
