"""Rows of the table of many documents: loading with their checks, and saving."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Left
from django.http import QueryDict

from core.text.lint import check_private_data
from documents.guards import problems_with
from documents.library.services import store_document
from documents.models import DocumentFile, PublicDocument
from documents.publication.confirmations import confirmations_with, unseen_sentences
from documents.publication.duplicates import duplicates_of, same_number_sentences
from documents.publication.readings import other_number_sentences
from documents.querysets import PublicDocumentQuerySet
from documents.states import ReadingState
from documents.uploads.drafts import MAX_ROWS, drafts_of
from documents.uploads.forms import RowChoices, RowForm
from organization.identity.facts import private_phones, public_contacts
from organization.models import User

_MAX_CHECKED_TEXT = 50_000  # characters of one file
_MAX_WARNINGS = 4


def prefix_of(pk: int) -> str:
    return f"v{pk}"


@dataclass
class DraftRow:
    """A draft in the table: its form, what blocks its publication, what to look at."""

    document: PublicDocument
    form: RowForm
    files: list[DocumentFile]
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    needs_confirmation: bool = False
    is_chosen: bool = False

    @property
    def file(self) -> DocumentFile | None:
        return self.files[0] if self.files else None

    @property
    def is_waiting(self) -> bool:
        return any(file.reading == ReadingState.WAITING for file in self.files)

    @property
    def name(self) -> str:
        return str(self.file) if self.file else str(self.document)


def load_rows(
    user: User,
    *,
    pks: Iterable[int] | None = None,
    bound: dict[int, RowForm] | None = None,
    chosen: Iterable[int] = (),
) -> list[DraftRow]:
    """Return the drafts of a person as rows, the first ``MAX_ROWS``. Seven queries.

    ``bound`` forms replace those of their rows; ``chosen`` rows are ticked, no others.
    """
    drafts = (
        drafts_of(user)
        .select_related("type", "authority", "outgoing")
        .defer("search_vector", "search_text")
    )
    if pks is not None:
        drafts = drafts.filter(pk__in=list(pks))
    # The files first: what is read meanwhile is found at the next look, not as read beside a draft
    # that it has not filled yet.
    files = _files_of(drafts)
    documents = [document for document in drafts[:MAX_ROWS] if document.pk in files]
    choices = RowChoices()
    same_number = same_number_sentences(documents)
    duplicates = duplicates_of(documents, same_number)
    shown = [file for one in documents for file in files[one.pk] if file.is_public]
    starts = [file.start for file in shown]  # type: ignore[attr-defined]
    is_public = public_contacts("\n".join(starts))
    private = private_phones("\n".join([*(one.subject for one in documents), *starts]))
    forms = bound or {}
    ticked = set(chosen)
    rows = []
    for document in documents:
        own = files[document.pk]
        form = forms.get(document.pk) or RowForm(
            instance=document, prefix=prefix_of(document.pk), choices=choices
        )
        public = [file for file in own if file.is_public]
        texts = [file.start for file in public]  # type: ignore[attr-defined]
        rows.append(
            DraftRow(
                document,
                form,
                own,
                problems_with(document, public),
                [
                    *duplicates[document.pk],
                    *other_number_sentences(document, public),
                    *unseen_sentences(public, texts),
                    *_personal(texts, is_public),
                ],
                bool(
                    confirmations_with(document, public, texts, same_number[document.pk], private)
                ),
                document.pk in ticked,
            )
        )
    return rows


def _files_of(drafts: PublicDocumentQuerySet) -> dict[int, list[DocumentFile]]:
    found: dict[int, list[DocumentFile]] = {}
    files = DocumentFile.objects.filter(document__in=drafts.values("pk")[:MAX_ROWS])
    files = files.select_related("file").defer("text")
    for file in files.annotate(start=Left("text", _MAX_CHECKED_TEXT)).order_by("position", "pk"):
        found.setdefault(file.document_id, []).append(file)
    return found


def _personal(texts: list[str], is_public: str) -> list[str]:
    """Return the sentences on what looks personal in the texts of files."""
    found = [
        message.sentence
        for text in texts
        for message in check_private_data("", text, is_public=is_public)
    ]
    rest = len(found) - _MAX_WARNINGS
    more = [f"Còn {rest} chỗ khác giống dữ liệu cá nhân."] if rest > 0 else []
    return [*found[:_MAX_WARNINGS], *more]


@transaction.atomic
def save_row(user: User, pk: int, data: QueryDict, choices: RowChoices) -> RowForm | None:
    """Store what was typed into a row and return its form, with errors where it was refused.

    None for a document that is no draft of this person.
    """
    document = drafts_of(user).filter(pk=pk).select_for_update(of=("self",)).first()
    if document is None:
        return None
    form = RowForm(own_part(data, pk), instance=document, prefix=prefix_of(pk), choices=choices)
    if form.is_valid() and form.changed:
        try:
            store_document(form.instance, actor=user)
        except ValidationError as error:
            form.add_error(None, error)
    return form


def own_part(data: QueryDict, pk: int) -> QueryDict:
    """Return what belongs to one row of all that was sent."""
    prefix = f"{prefix_of(pk)}-"
    part = QueryDict(mutable=True)
    for name, values in data.lists():
        if name.startswith(prefix):
            part.setlist(name, values)
    return part


def typed_text(data: QueryDict, pk: int) -> list[str]:
    """Return the texts that were typed into a row that is no more."""
    names = ("number", "notation", "issued_on", "subject", "signer")
    found: list[Any] = [data.get(f"{prefix_of(pk)}-{name}", "") for name in names]
    return [text for text in found if text]
