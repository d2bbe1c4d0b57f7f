"""Real files, made here: pictures by Pillow, documents by zipfile; and a folder for stored files of
each test.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"


@pytest.fixture
def file_root(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """The folder stored files go to in this test."""
    location = tmp_path / "files"
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": location},
        }
    }
    assert default_storage.path("") == str(location)
    yield location


@pytest.fixture
def known_types(db: None) -> None:
    """Content types already asked for, as in a process that has answered before."""
    from core.registries import file_owners

    ContentType.objects.get_for_models(*(owner.model for owner in file_owners))


def upload(data: bytes, name: str = "tệp") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="application/x-lie")


def picture(
    mode: str = "RGB",
    size: tuple[int, int] = (60, 40),
    form: str = "JPEG",
    colour: Any = None,
    **options: Any,
) -> bytes:
    """One picture in one colour."""
    target = io.BytesIO()
    Image.new(mode, size, *([] if colour is None else [colour])).save(target, form, **options)
    return target.getvalue()


def png_header(width: int, height: int) -> bytes:
    """A PNG that only says how big it is: what a decompression bomb looks like before it goes
    off.
    """

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 99))
        + chunk(b"IEND", b"")
    )


def package(members: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


def office(
    kind: str = WORD, main: str = "word/document.xml", more: dict[str, bytes | str] | None = None
) -> bytes:
    """A Word, Excel or PowerPoint file as small as they come."""
    types = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Types'
        ' xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default'
        ' Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override'
        f' PartName="/{main}" ContentType="{kind}.main+xml"/></Types>'
    )
    return package(
        {"[Content_Types].xml": types, "_rels/.rels": "<Relationships/>", main: "<document/>"}
        | (more or {})
    )


def open_document(kind: str = "text", more: dict[str, bytes | str] | None = None) -> bytes:
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    return package(
        {"mimetype": mimetype, "content.xml": "<office/>", "META-INF/manifest.xml": "<manifest/>"}
        | (more or {})
    )
