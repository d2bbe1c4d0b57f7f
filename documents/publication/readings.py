"""What was read in the files of a document, where it is another number than the document's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from documents.models import DocumentFile, PublicDocument
from documents.models.incoming import agency_key
from documents.reading.numbers import format_number, number_key
from documents.states import FileRole


def other_number_sentences(document: PublicDocument, files: Iterable[DocumentFile]) -> list[str]:
    """Return a sentence on the files of the paper itself if none bears the document's number; []
    where no number was read. No query with the authority of the document.

    The year in a number is left aside: it is often read as something else.
    """
    papers = [one for one in files if one.role != FileRole.ANNEX and one.proposal.get("number")]
    typed = format_number(document.number, document.notation)
    if not typed or any(_is_same(typed, _code(one.proposal)) for one in papers):
        return []
    return [_sentence(document, typed, one) for one in papers]


def _code(read: dict[str, Any]) -> str:
    return format_number(read["number"], read.get("notation", ""))


def _is_same(typed: str, read: str) -> bool:
    return number_key(typed) == number_key(read)


def _sentence(document: PublicDocument, typed: str, file: DocumentFile) -> str:
    read = file.proposal
    differences = [f"số {_code(read)}, ở đây ghi {typed}"]
    authority = document.authority
    agency = read.get("agency")
    if authority and agency:
        names = filter(None, (authority.name, authority.short_name))
        if agency_key(agency) not in map(agency_key, names):
            differences.append(f"cơ quan {agency}, ở đây ghi {authority}")
    day = date.fromisoformat(read["date"]) if read.get("date") else None
    if day and document.issued_on and day != document.issued_on:
        differences.append(f"ngày {day:%d/%m/%Y}, ở đây ghi {document.issued_on:%d/%m/%Y}")
    return f"Trong tệp “{file}”, máy đọc được: {'; '.join(differences)}."
