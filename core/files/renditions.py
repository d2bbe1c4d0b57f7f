"""Renditions of a stored picture: up to three widths in AVIF and WebP, and one crop for shared
links.

Their names follow from the width of the row, so that a page needs no query for them. Each is made
when it is first requested, or by a job soon after the upload, and lies below
``DATA_DIR/files/renditions``: these files may be deleted at any time.
"""

from __future__ import annotations

import fcntl
import logging
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from django.db import models
from django.utils import timezone
from PIL import Image

from core.files import storage
from core.jobs.definitions import JobPolicy, is_queued, job
from core.models import StoredFile

logger = logging.getLogger(__name__)

# A small picture in a list; a phone's width, and that of the text on a desktop; the third width is
# the picture's own.
STANDARD_WIDTHS = (400, 800)
# A width that saves less than a fifth is left out.
_MAX_STEP_RATIO = 0.8
# Preview size of social networks and messengers.
SHARED_SIZE = (1200, 630)

CONTENT_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
# AVIF takes a tenth of a second for 800 pixels at speed 8, at its default speed fifteen times as
# long.
_ENCODING: dict[str, dict[str, Any]] = {
    "avif": {"format": "AVIF", "quality": 50, "speed": 8},
    "webp": {"format": "WEBP", "quality": 75, "method": 4},
    "jpg": {"format": "JPEG", "quality": 82, "optimize": True, "progressive": True},
}
# How many of the newest pictures are checked each minute.
_MAX_CHECKED = 100

_OFFSETS = {"left": 0.0, "right": 1.0, "top": 0.0, "bottom": 1.0}


class Focus(models.TextChoices):
    """The part of a picture that a crop preserves.

    The values are also CSS classes, ``focus-…``.
    """

    TOP_LEFT = "top-left", "Góc trên bên trái"
    TOP = "top", "Phía trên"
    TOP_RIGHT = "top-right", "Góc trên bên phải"
    LEFT = "left", "Bên trái"
    CENTRE = "centre", "Chính giữa"
    RIGHT = "right", "Bên phải"
    BOTTOM_LEFT = "bottom-left", "Góc dưới bên trái"
    BOTTOM = "bottom", "Phía dưới"
    BOTTOM_RIGHT = "bottom-right", "Góc dưới bên phải"

    @property
    def point(self) -> tuple[float, float]:
        """Return the point as fractions of width and height, as in ``object-position``."""
        sides = self.value.split("-")
        across = next((_OFFSETS[side] for side in sides if side in ("left", "right")), 0.5)
        down = next((_OFFSETS[side] for side in sides if side in ("top", "bottom")), 0.5)
        return across, down


# Names


def widths(file: StoredFile) -> list[int]:
    """Return the widths a picture is served in, its own last; none exceeds the picture's."""
    width = file.width or 0  # every picture has a width
    return [*(step for step in STANDARD_WIDTHS if step <= width * _MAX_STEP_RATIO), width]


def names(file: StoredFile) -> list[str]:
    """Return the names of all renditions; the widest WebP is the stored file itself."""
    return [*_names_for_pages(file), *(shared_name(focus) for focus in Focus)]


def shared_name(focus: str) -> str:
    return f"shared-{focus}.jpg"


def url(file: StoredFile, name: str) -> str:
    return f"/tep/{file.key}-{name}"


def sources(file: StoredFile) -> list[tuple[str, str]]:
    """Return (content type, source set) of each format a page offers, the smallest files first."""
    wide = widths(file)
    avif = [f"{url(file, f'{width}.avif')} {width}w" for width in wide]
    webp = [f"{url(file, f'{width}.webp')} {width}w" for width in wide[:-1]]
    return [
        ("image/avif", ", ".join(avif)),
        ("image/webp", ", ".join([*webp, f"{file.url} {file.width}w"])),
    ]


def _names_for_pages(file: StoredFile) -> list[str]:
    wide = widths(file)
    return [*(f"{width}.avif" for width in wide), *(f"{width}.webp" for width in wide[:-1])]


# Generation


def root() -> Path:
    return storage.root() / "renditions"


def path_of(file: StoredFile, name: str) -> Path:
    return root() / file.key[:2] / f"{file.key}-{name}"


def made(file: StoredFile, name: str) -> Path | None:
    """Return the path of the rendition, made now if missing; None if that fails (broken file, full
    disk).

    The stored file serves as the lock, so that concurrent requests make it once.
    """
    target = path_of(file, name)
    if target.exists():
        return target
    try:
        with storage.path_of(file).open("rb") as original:
            fcntl.flock(original, fcntl.LOCK_EX)
            if not target.exists():
                with Image.open(original) as image:
                    storage.write(target, [_encoded(image, name)])
    except Exception:  # Pillow's decoders raise many kinds of errors on broken data
        logger.exception("%s of picture %s could not be made", name, file.key)
        return None
    return target


def queue_missing(now: datetime) -> str | None:
    """Queue the job that makes missing renditions, if one of the newest pictures lacks any."""
    if _unmade() and not is_queued(prepare_pictures):
        prepare_pictures.enqueue()
    return None


@job(JobPolicy("Làm sẵn các cỡ ảnh", time_limit=timedelta(minutes=10)))
def prepare_pictures() -> str | None:
    """Make the missing renditions of the newest pictures; see ``generate_missing``."""
    return generate_missing(timezone.now())


def generate_missing(now: datetime) -> str | None:
    """Make missing renditions of the newest pictures; return a line for the log, or None.

    So readers seldom wait for one, and uploads never do.
    """
    count = sum(made(file, name) is not None for file in _unmade() for name in _missing(file))
    return f"{count} cỡ ảnh được làm sẵn" if count else None


def _unmade() -> list[StoredFile]:
    newest = StoredFile.objects.filter(kind=StoredFile.Kind.PICTURE).order_by("-pk")[:_MAX_CHECKED]
    return [file for file in newest if storage.path_of(file).exists() and _missing(file)]


def delete_renditions(file: StoredFile) -> None:
    """Delete the renditions of a picture whose row was deleted."""
    for path in (root() / file.key[:2]).glob(f"{file.key}-*"):
        path.unlink(missing_ok=True)


def _missing(file: StoredFile) -> list[str]:
    return [name for name in _names_for_pages(file) if not path_of(file, name).exists()]


def _encoded(image: Image.Image, name: str) -> bytes:
    shape, extension = name.split(".")
    kind, _, focus = shape.partition("-")
    picture = _cropped(image, Focus(focus)) if kind == "shared" else _resized(image, int(shape))
    target = BytesIO()
    picture.save(target, **_ENCODING[extension])
    return target.getvalue()


def _resized(image: Image.Image, width: int) -> Image.Image:
    if width == image.width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS)


def _cropped(image: Image.Image, focus: Focus) -> Image.Image:
    """Return the largest crop in the shape of shared links that contains the focus, on white."""
    shape = SHARED_SIZE[0] / SHARED_SIZE[1]
    width = min(image.width, image.height * shape)
    height = min(image.height, image.width / shape)
    across, down = focus.point
    left, top = (image.width - width) * across, (image.height - height) * down
    part = image.convert("RGBA").resize(
        SHARED_SIZE, Image.Resampling.LANCZOS, box=(left, top, left + width, top + height)
    )
    white = Image.new("RGBA", SHARED_SIZE, "white")
    return Image.alpha_composite(white, part).convert("RGB")
