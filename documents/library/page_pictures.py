"""Pictures of the first page of a document's files, for whoever checks what was read.

Drawn by the reading job, stored beside the renditions of pictures: they may be deleted at any time
and go with their file.
"""

from __future__ import annotations

import io
import logging
from pathlib import Path
from typing import Protocol

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
    """Store the picture of a PDF's first page, turned clockwise by these degrees; a page that
    cannot be drawn has none.
    """
    if file.file.extension != "pdf":
        return
    size = (MAX_HEIGHT, MAX_WIDTH) if turn in (90, 270) else (MAX_WIDTH, MAX_HEIGHT)
    try:
        with pdf.opened(storage.path_of(file.file)) as document:
            picture = pdf.page_preview(document, 0, size)
    except (UnreadablePaper, MemoryError):
        logger.info("the first page of %s was not drawn", file.file.key)
        return
    if turn:
        picture = picture.rotate(-turn, expand=True)
    content = io.BytesIO()
    # Method 4, the usual, takes twice as long and saves 3 per cent of a page of text.
    picture.save(content, "WEBP", quality=70, method=2)
    storage.write(path_of(file), [content.getvalue()])
