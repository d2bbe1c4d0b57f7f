"""The backup file: a tar of the database's dump, the stored files and, last, a manifest.

The manifest has the hash of each member, and of each table the number of its rows and a digest of
them: a restored ward can be compared with it row by row and file by file.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, cast

from django.db import connection
from psycopg2 import sql

FORMAT = 1
DUMP = "database.dump"
MANIFEST = "manifest.json"
_MAX_MANIFEST = 256 * 1024 * 1024  # bytes
_CHUNK = 1024 * 1024
_MEMBER = re.compile(
    r"database\.dump|manifest\.json|files/[0-9a-f]{2}/[0-9a-f]{32}\.[a-z0-9]{2,8}"
    r"|giay-to/(?!\.)[^/\x00-\x1f]{1,200}"
)


class ArchiveError(Exception):
    """One Vietnamese sentence for the operator."""


@dataclass
class Manifest:
    """Contents of a backup.

    ``tables`` maps a table to the number and the digest of its rows, ``members`` a name in the
    archive to size in bytes and SHA-256. ``missing`` are stored files that could not be read,
    ``changed`` those in it that were no longer what they were when they were stored.
    """

    made_at: str
    version: str
    migrations: list[list[str]]
    tables: dict[str, list[int]] = field(default_factory=dict)
    members: dict[str, list[Any]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    format: int = FORMAT

    @property
    def faults(self) -> int:
        """The number of files that cannot be restored from it."""
        return len(self.missing) + len(self.changed)

    def as_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Manifest:
        """Raises ArchiveError for what is no manifest of a format known here."""
        try:
            values = json.loads(data)
            made = cls(**values)
        except (ValueError, TypeError) as error:
            raise ArchiveError("Bản kê của tệp sao lưu không đọc được.") from error
        if made.format != FORMAT:
            raise ArchiveError(
                f"Tệp sao lưu có dạng {made.format}, phần mềm này đọc dạng {FORMAT}."
            )
        return made


# The sum does not depend on the order of rows.
_DIGEST = (
    "SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0) FROM {} t"
)


def table_digests() -> dict[str, list[int]]:
    """Return of each table the number of its rows and a digest that no order of rows changes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = 'public' AND c.relkind = 'r' ORDER BY c.relname"
        )
        names = [name for (name,) in cursor.fetchall()]
        found = {}
        for name in names:
            cursor.execute(sql.SQL(_DIGEST).format(sql.Identifier(name)))
            rows, digest = cursor.fetchone() or (0, 0)
            found[name] = [int(rows), int(digest)]
    return found


class ArchiveWriter:
    """Writes members and their hashes; the file has its name only once it is complete."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.partial = target.with_name(f"{target.name}.partial")
        descriptor = os.open(self.partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self._file = os.fdopen(descriptor, "wb")
        self._tar = tarfile.TarFile(fileobj=self._file, mode="w", format=tarfile.PAX_FORMAT)
        self.members: dict[str, list[Any]] = {}

    def add(self, name: str, path: Path) -> None:
        """Add a file. Raises FileNotFoundError when it is not there."""
        with path.open("rb") as source:
            info = tarfile.TarInfo(name)
            info.size = os.fstat(source.fileno()).st_size
            info.mode = 0o600
            reader = _HashingReader(source)
            self._tar.addfile(info, cast(IO[bytes], reader))  # its `read` alone is used
        self.members[name] = [info.size, reader.digest.hexdigest()]

    def finish(self, manifest: Manifest) -> None:
        manifest.members = self.members
        data = manifest.as_json()
        info = tarfile.TarInfo(MANIFEST)
        info.size = len(data)
        info.mode = 0o600
        self._tar.addfile(info, io.BytesIO(data))
        self._tar.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self.partial.rename(self.target)

    def abandon(self) -> None:
        self._file.close()
        self.partial.unlink(missing_ok=True)


class _HashingReader:
    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self.digest.update(data)
        return data


def unpack(archive: Path, folder: Path) -> Manifest:
    """Extract a backup into an empty folder and return its manifest; every hash is verified.

    Raises ArchiveError for a file that is no backup, incomplete or altered.
    """
    found: dict[str, list[Any]] = {}
    manifest: Manifest | None = None
    try:
        with tarfile.open(archive, mode="r:") as tar:
            for info, source in _members(tar):
                if info.name == MANIFEST:
                    manifest = Manifest.from_json(source.read(_MAX_MANIFEST))
                else:
                    found[info.name] = _extract(source, folder / info.name)
    except (tarfile.TarError, EOFError) as error:
        raise ArchiveError(f"Tệp {archive} không phải bản sao lưu, hoặc đã hỏng.") from error
    except FileNotFoundError as error:
        raise ArchiveError(f"Không thấy tệp {archive}.") from error
    if manifest is None:
        raise ArchiveError(f"Tệp {archive} không trọn vẹn: thiếu bản kê ở cuối.")
    differing = sorted(
        name
        for name in manifest.members.keys() | found.keys()
        if manifest.members.get(name) != found.get(name)
    )
    if differing:
        raise ArchiveError(
            f"Tệp {archive} đã bị thay đổi: {len(differing)} phần không khớp bản kê, đầu tiên là"
            f" {differing[0]}."
        )
    return manifest


def _members(tar: tarfile.TarFile) -> Iterator[tuple[tarfile.TarInfo, IO[bytes]]]:
    for info in tar:
        source = tar.extractfile(info) if info.isfile() else None
        if source is None or not _MEMBER.fullmatch(info.name):
            raise ArchiveError("Tệp có phần không thuộc về một bản sao lưu.")
        yield info, source


def _extract(source: IO[bytes], target: Path) -> list[Any]:
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    size = 0
    with target.open("xb") as file:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return [size, digest.hexdigest()]
