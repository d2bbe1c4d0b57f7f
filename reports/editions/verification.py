"""Whether a confirmed report is still what it was: the hashes of its data and of its files."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import file_digest

from core.files.storage import path_of
from reports.editions.data import data_hash
from reports.models import Edition, EditionFile


@dataclass(frozen=True)
class FileCheck:
    """A file and whether its bytes are those that were stored."""

    file: EditionFile
    is_intact: bool


@dataclass(frozen=True)
class EditionCheck:
    """An edition, whether its data is intact, and each of its files."""

    edition: Edition
    is_data_intact: bool
    files: tuple[FileCheck, ...]

    @property
    def is_intact(self) -> bool:
        return self.is_data_intact and all(one.is_intact for one in self.files)


def check_edition(edition: Edition) -> EditionCheck:
    """Compute the hashes anew and compare them; a file that is gone is not intact. One query."""
    files = edition.files.select_related("file")
    return EditionCheck(
        edition,
        data_hash(edition.data) == edition.sha256,
        tuple(FileCheck(one, _is_intact(one)) for one in files),
    )


def _is_intact(one: EditionFile) -> bool:
    try:
        with path_of(one.file).open("rb") as content:
            return file_digest(content, "sha256").hexdigest() == one.sha256
    except OSError:
        return False
