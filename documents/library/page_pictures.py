"""Pictures of the first page of a document's files, for whoever checks what was read.

Drawn by the reading job, stored beside the renditions of pictures: they may be deleted at any time
and go with their file.
"""

from __future__ import annotations

import io
import logging
from pathlib import Path
from typing import Protocol

from PIL import Image

from core.files import renditions, storage
from core.models import StoredFile
from documents.reading import pdf
from documents.reading.errors import UnreadablePaper

logger = logging.getLogger(__name__)

MAX_WIDTH, MAX_HEIGHT = 1000, 1600  # pixels
FILE_NAME = "page-1.webp"


class HasFile(Protocol):
    """A row with the stored file that was read."""

    @property
    def file(self) -> StoredFile: ...


def path_of(file: HasFile) -> Path:
    return renditions.path_of(file.file, FILE_NAME)


def is_drawn(file: HasFile) -> bool:
    return path_of(file).exists()


def draw(file: HasFile, *, turn: int = 0) -> None:
    """Store the picture of a PDF's first page or of a photographed one, turned clockwise by these
    degrees; a page that cannot be drawn has none.
    """
    is_photo = file.file.kind == StoredFile.Kind.PICTURE
    if file.file.extension != "pdf" and not is_photo:
        return
    size = (MAX_HEIGHT, MAX_WIDTH) if turn in (90, 270) else (MAX_WIDTH, MAX_HEIGHT)
    try:
        path = storage.path_of(file.file)
        picture = _photo(path, size) if is_photo else _first_page(path, size)
    except (UnreadablePaper, OSError, MemoryError):
        logger.info("the first page of %s was not drawn", file.file.key)
        return
    if turn:
        picture = picture.rotate(-turn, expand=True)
    content = io.BytesIO()
    # Method 4, the usual, takes twice as long and saves 3 per cent of a page of text.
    picture.save(content, "WEBP", quality=70, method=2)
    storage.write(path_of(file), [content.getvalue()])


def _first_page(path: Path, size: tuple[int, int]) -> Image.Image:
    with pdf.opened(path) as document:
        return pdf.page_preview(document, 0, size)


def _photo(path: Path, size: tuple[int, int]) -> Image.Image:
    with Image.open(path) as opened:
        picture = opened.convert("RGB")
    picture.thumbnail(size)
    return picture
