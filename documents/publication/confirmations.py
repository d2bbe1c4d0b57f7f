"""What to confirm before a document goes on: a citizen's number in it, a file that carries more
than it shows or bears another number, the same number twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms

from core.files.upload_notices import UNSEEN_LABEL, unseen_sentence
from core.text.lint import IDENTITY_LABEL, identity_sentence
from core.text.vietnamese import identity_numbers
from core.workflow.engine import TransitionForm
from documents.models import DocumentFile, PublicDocument
from documents.publication.duplicates import same_number_sentences
from documents.publication.readings import other_number_sentences

_IN_FORM = "Xin mở văn bản, xem lại và đánh dấu xác nhận ở bước này."


@dataclass(frozen=True)
class Question:
    """What a person confirms by the tick ``name``: the finding, and what the tick says."""

    name: str
    sentence: str
    label: str

    @property
    def refusal(self) -> str:
        return f"{self.sentence} {_IN_FORM}"


def questions_of(document: PublicDocument) -> list[Question]:
    """Return what to confirm before a document is submitted or published. Two queries."""
    files = list(document.files.public().select_related("file"))
    texts = [file.text for file in files]
    return questions_with(document, files, texts, same_number_sentences([document])[document.pk])


def questions_with(
    document: PublicDocument, files: list[DocumentFile], texts: list[str], duplicates: list[str]
) -> list[Question]:
    """Return the questions of a document with these public files, texts and duplicates. No
    query.
    """
    questions = []
    numbers = identity_numbers("\n".join([document.subject, *texts]))
    if numbers:
        questions.append(
            Question(
                "accepts_identity_numbers",
                f"{identity_sentence(numbers)} Nếu là số của công dân, xin tải “Bản đã che”.",
                IDENTITY_LABEL,
            )
        )
    if unseen := unseen_sentences(files):
        questions.append(
            Question(
                "accepts_unseen",
                " ".join(unseen),
                UNSEEN_LABEL,
            )
        )
    if others := other_number_sentences(document, files):
        questions.append(
            Question(
                "accepts_other_number",
                " ".join(others),
                "Tôi đã mở tệp: đúng là tệp của văn bản này, các mục ghi ở đây đúng",
            )
        )
    if duplicates:
        questions.append(
            Question(
                "accepts_duplicate",
                " ".join(duplicates),
                "Tôi đã xem: đây là hai văn bản khác nhau",
            )
        )
    return questions


def unseen_sentences(files: list[DocumentFile]) -> list[str]:
    """Return a sentence on each of these files that carries what it does not show. No query."""
    return [unseen_sentence(str(file), file.file.unseen) for file in files if file.file.unseen]


def has_questions(document: PublicDocument) -> bool:
    return bool(questions_of(document))


class ConfirmationForm(TransitionForm):
    """A tick for each question that the document raises."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in questions_of(self.item):
            self.fields[question.name] = forms.BooleanField(
                label=question.label,
                help_text=question.sentence,
                error_messages={"required": question.refusal},
            )
