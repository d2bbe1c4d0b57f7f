"""What to confirm before a document goes on: a citizen's number in it, the same number twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms

from core.text.lint import IDENTITY_LABEL, identity_sentence
from core.text.vietnamese import identity_numbers
from core.workflow.engine import TransitionForm
from documents.models import PublicDocument
from documents.publication.duplicates import same_number_sentences

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
    texts = document.files.public().values_list("text", flat=True)
    return questions_with(document, list(texts), same_number_sentences([document])[document.pk])


def questions_with(
    document: PublicDocument, texts: list[str], duplicates: list[str]
) -> list[Question]:
    """Return the questions of a document with these public texts and duplicates. No query."""
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
    if duplicates:
        questions.append(
            Question(
                "accepts_duplicate",
                " ".join(duplicates),
                "Tôi đã xem: đây là hai văn bản khác nhau",
            )
        )
    return questions


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
