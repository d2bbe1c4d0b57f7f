"""Files of an edition: made when it is confirmed, or signed and brought here; each verified."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from core.files import storage
from core.models import FileUse, StoredFile
from organization.models import User
from reports.editions.data import ReportContent, data_hash, edition_content
from reports.models import Edition, EditionFile
from reports.states import FileKind

# Takes the content and returns the bytes of a file.
Maker = Callable[[ReportContent], bytes]
_TYPES = {
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.PDF: "application/pdf",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Verification:
    """Whether a part of an edition is what it was."""

    name: str
    is_intact: bool


def make_files(edition: Edition, makers: Mapping[FileKind, Maker], *, actor: User) -> None:
    """Make the files of a confirmed edition and store them with their hashes."""
    content = edition_content(edition)
    stem = f"bao-cao-{content.period['code']}-lan-{edition.number}"
    stored = [
        (kind, store_generated(make(content), kind, stem, actor=actor, now=edition.confirmed_at))
        for kind, make in makers.items()
    ]
    for kind, file in stored:
        keep_file(edition, kind, file, actor=actor, now=edition.confirmed_at)


def store_generated(
    content: bytes, kind: FileKind, stem: str, *, actor: User, now: datetime
) -> StoredFile:
    """Store a file that was made here."""
    with NamedTemporaryFile(suffix=f".{kind.value}") as made:
        made.write(content)
        made.flush()
        return storage.store_made(
            Path(made.name),
            name=f"{stem}.{kind.value}",
            extension=kind.value,
            content_type=_TYPES[kind],
            kind=StoredFile.Kind.DOCUMENT,
            uploader=actor,
            now=now,
        )


def keep_file(
    edition: Edition, kind: FileKind, file: StoredFile, *, actor: User, now: datetime
) -> EditionFile:
    """Keep a stored file with an edition, with the hash of its bytes."""
    kept = EditionFile.objects.create(
        edition=edition,
        kind=kind,
        file=file,
        sha256=_file_hash(file),
        added_by=actor,
        added_at=now,
    )
    files = [one.file for one in edition.files.select_related("file")]
    storage.sync_uses(edition, FileUse.Role.ATTACHMENT, files)
    return kept


def verify(edition: Edition) -> list[Verification]:
    """Return for the data and each file whether it still has its hash."""
    found = [Verification("data", data_hash(edition.data) == edition.sha256)]
    for one in edition.files.select_related("file"):
        found.append(Verification(one.file.name, _matches(one)))
    return found


def _matches(one: EditionFile) -> bool:
    try:
        return _file_hash(one.file) == one.sha256
    except FileNotFoundError:
        return False


def _file_hash(stored: StoredFile) -> str:
    return sha256(storage.path_of(stored).read_bytes()).hexdigest()
