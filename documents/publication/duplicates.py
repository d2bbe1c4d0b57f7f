"""Documents that are there already: the same number, or the same file."""

from __future__ import annotations

from collections.abc import Iterable

from documents.models import DocumentFile, PublicDocument
from documents.states import DocumentState

_MAX_NAMED = 3
# What a document's name and state are made of.
_SHOWN = [f"document__{name}" for name in ("number", "number_year", "notation", "subject", "state")]


def duplicates_of(
    documents: Iterable[PublicDocument], same_number: dict[int, list[str]] | None = None
) -> dict[int, list[str]]:
    """Return by primary key sentences on other documents with the same number and authority in a
    year, or with the same file; for readers of all documents. Two queries, however many documents;
    one with the ``same_number_sentences`` of the documents.
    """
    rows = [document for document in documents if document.pk]
    named = same_number_sentences(rows) if same_number is None else same_number
    same_file = _same_file(rows)
    return {
        row.pk: named[row.pk] + ([same_file[row.pk]] if row.pk in same_file else []) for row in rows
    }


def same_number_sentences(documents: Iterable[PublicDocument]) -> dict[int, list[str]]:
    """Return by primary key sentences on other documents with the same number and authority in a
    year. One query, however many documents.
    """
    rows = list(documents)
    same = _same_number(rows)
    return {
        document.pk: [
            _same_number_sentence(document, other)
            for other in same.get(_identity(document), [])
            if other.pk != document.pk
        ][:_MAX_NAMED]
        for document in rows
    }


def _identity(document: PublicDocument) -> tuple[object, ...]:
    """Return what two documents have in common if their number was given twice: numbers begin anew
    each year.
    """
    year = document.issued_on.year if document.issued_on else None
    return document.code_key, document.authority_id, year


def _same_number_sentence(document: PublicDocument, other: PublicDocument) -> str:
    named = f"“{other}” ({other.get_state_display().lower()})."
    day = other.issued_on
    if day is None or day == document.issued_on:
        return f"Đã có văn bản cùng số, ký hiệu, cơ quan và ngày: {named}"
    return (
        f"Đã có văn bản cùng số, ký hiệu, cơ quan trong năm {day.year}, ghi ngày {day:%d/%m/%Y}:"
        f" {named}"
    )


def _same_number(rows: list[PublicDocument]) -> dict[tuple[object, ...], list[PublicDocument]]:
    keys = {row.code_key for row in rows if row.code_key and row.number}
    by_identity: dict[tuple[object, ...], list[PublicDocument]] = {}
    # ``code_key`` is deferred elsewhere, here it is what is compared.
    others = PublicDocument.objects.present().filter(code_key__in=keys).select_related("type")
    for other in others.defer("search_vector", "title_words", "search_text", "code_words"):
        by_identity.setdefault(_identity(other), []).append(other)
    return by_identity


def _same_file(rows: list[PublicDocument]) -> dict[int, str]:
    """Return by primary key one sentence that names the other documents with the same file."""
    hashes = DocumentFile.objects.filter(document__in=[row.pk for row in rows])
    alike = (
        DocumentFile.objects.filter(file__sha256__in=hashes.values("file__sha256"))
        .exclude(document__state=DocumentState.DISCARDED)
        .select_related("document", "file")
        .only(*_SHOWN, "file__name", "file__sha256")
        .order_by("pk")
    )
    groups: dict[str, list[DocumentFile]] = {}
    for use in alike:
        groups.setdefault(use.file.sha256, []).append(use)
    others: dict[int, dict[int, str]] = {row.pk: {} for row in rows}
    for group in groups.values():
        for use in group:
            for other in group:
                if use.document_id in others and other.document_id != use.document_id:
                    others[use.document_id].setdefault(other.document_id, _named(other))
    return {pk: _sentence(list(found.values())) for pk, found in others.items() if found}


def _named(use: DocumentFile) -> str:
    document = use.document
    return f"“{document}” (tệp “{use.file.name}”, {document.get_state_display().lower()})"


def _sentence(names: list[str]) -> str:
    more = len(names) - _MAX_NAMED
    rest = f" và {more} văn bản khác" if more > 0 else ""
    return f"Tệp này cũng có ở {', '.join(names[:_MAX_NAMED])}{rest}."
