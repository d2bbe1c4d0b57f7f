"""Documents that are there already: the same number, or the same file."""

from __future__ import annotations

from collections.abc import Iterable

from documents.models import DocumentFile, PublicDocument
from documents.states import DocumentState

_MAX_NAMED = 3


def duplicates_of(documents: Iterable[PublicDocument]) -> dict[int, list[str]]:
    """Return by primary key sentences on other documents with the same number, authority and date,
    or with the same file. Two queries, however many documents.
    """
    rows = [document for document in documents if document.pk]
    found: dict[int, list[str]] = {document.pk: [] for document in rows}
    same = _same_number(rows)
    for document in rows:
        found[document.pk] += [
            f"Đã có văn bản cùng số, ký hiệu, cơ quan và ngày: “{other}”"
            f" ({other.get_state_display().lower()})."
            for other in same.get(_identity(document), [])
            if other.pk != document.pk
        ][:_MAX_NAMED]
    for pk, sentence in _same_file(rows):
        if len(found[pk]) < _MAX_NAMED:
            found[pk].append(sentence)
    return found


def _identity(document: PublicDocument) -> tuple[object, ...]:
    return document.code_key, document.authority_id, document.issued_on


def _same_number(rows: list[PublicDocument]) -> dict[tuple[object, ...], list[PublicDocument]]:
    keys = {row.code_key for row in rows if row.code_key and row.number}
    by_identity: dict[tuple[object, ...], list[PublicDocument]] = {}
    # ``code_key`` is deferred elsewhere, here it is what is compared.
    others = PublicDocument.objects.present().filter(code_key__in=keys).select_related("type")
    for other in others.defer("search_vector", "title_words", "search_text", "code_words"):
        by_identity.setdefault(_identity(other), []).append(other)
    return by_identity


def _same_file(rows: list[PublicDocument]) -> list[tuple[int, str]]:
    own = DocumentFile.objects.filter(document__in=[row.pk for row in rows])
    hashes = own.values("file__sha256")
    pairs: dict[str, list[tuple[int, str]]] = {}
    alike = (
        DocumentFile.objects.filter(file__sha256__in=hashes)
        .exclude(document__state=DocumentState.DISCARDED)
        .order_by("pk")
        .values_list("document", "file__name", "file__sha256")
    )
    for document, name, digest in alike:
        pairs.setdefault(digest, []).append((document, name))
    wanted = {row.pk for row in rows}
    return [
        (pk, f"Tệp này đã được tải lên ở một văn bản khác (“{other_name}”).")
        for group in pairs.values()
        for pk, _ in group
        if pk in wanted
        for other, other_name in group
        if other != pk
    ]
