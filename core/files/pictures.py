"""Pictures re-encoded from their pixels, so that nothing hidden in them survives, within bounded
memory.
"""

from __future__ import annotations

import logging
import re
import threading
from contextlib import AbstractContextManager, nullcontext
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms

from core.files.uploads import WHOLE_PICTURE, InvalidUpload, PictureView, ValidatedUpload

logger = logging.getLogger(__name__)

MAX_PIXELS = 40_000_000
# A JPEG of one scan is decoded line by line, halved on the way: it costs little memory.
MAX_PIXELS_OF_PHOTO = 80_000_000
# Their decoders hold the picture several times.
_MAX_PIXELS_OF = {"WEBP": 16_000_000, "AVIF": 16_000_000}
# A panorama of a phone has 16,000 pixels across.
MAX_UPLOADED_SIDE = 20_000
MAX_SIDE = 1600

_PICTURE_FORMATS = ["JPEG", "PNG", "WEBP", "GIF", "AVIF"]
_TRANSPOSITIONS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# Pillow counts them against the clock.
_QUARTERS = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
_ORIENTATION = 0x0112
# A progressive JPEG has about ten scans; each costs a pass over all pixels, a thousand of them cost
# minutes.
_MAX_JPEG_SCANS = 50
# Pixels converted at once: a whole picture in a second mode would double its memory.
_STRIP_PIXELS = 2_000_000
# A picture is averaged down to this many times its stored size before the slower, finer filter.
_REDUCING_GAP = 1.5
# Pictures with more pixels are decoded one at a time in a process.
_LARGE_PIXELS = 12_000_000
_decoding_large = threading.Lock()
_JPEG_MARKER = re.compile(rb"\xff([^\x00\xff\xd0-\xd7])", re.DOTALL)

_BROKEN_PICTURE = (
    "Ảnh bị hỏng hoặc chưa tải lên trọn vẹn: xin mở lại trên máy, lưu lại thành JPEG hoặc PNG rồi"
    " tải lên."
)
_TOO_MANY_PIXELS = "xin thu nhỏ xuống dưới {} triệu điểm ảnh rồi tải lên."


def reencoded(data: bytes, view: PictureView = WHOLE_PICTURE) -> ValidatedUpload:
    """Return what is seen of the picture as WebP of at most 1600 px a side.

    Raises InvalidUpload for one that is broken or too large.
    """
    if data.startswith(b"\xff\xd8") and _jpeg_scans(data) > _MAX_JPEG_SCANS:
        raise InvalidUpload(_BROKEN_PICTURE)
    try:
        with Image.open(BytesIO(data), formats=_PICTURE_FORMATS) as image:
            _check_pixels(image, _most_pixels(image, data))
            is_animated = bool(getattr(image, "is_animated", False))
            with _decoding(image.width * image.height):
                upright = _upright_rendition(image, view)
            encoded = BytesIO()
            upright.save(encoded, "WEBP", quality=82, method=4)
    except InvalidUpload:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise InvalidUpload(f"Ảnh quá lớn: {_too_many_pixels(MAX_PIXELS)}") from None
    except Exception as error:  # Pillow's decoders raise many kinds of errors on broken data
        logger.info("a picture was refused: %r", error)
        raise InvalidUpload(_BROKEN_PICTURE) from None
    return ValidatedUpload(
        "webp", "image/webp", encoded.getvalue(), *upright.size, is_animated=is_animated
    )


def _decoding(pixels: int) -> AbstractContextManager[Any]:
    return _decoding_large if pixels > _LARGE_PIXELS else nullcontext()


def _jpeg_scans(data: bytes) -> int:
    """Return the number of scans of a JPEG, without those of embedded thumbnails and films."""
    position = 2
    scans = 0
    while (marker := _JPEG_MARKER.search(data, position)) and marker[1] != b"\xd9":
        scans += marker[1] == b"\xda"
        position = marker.end() + int.from_bytes(data[marker.end() : marker.end() + 2])
    return scans


def _most_pixels(image: Image.Image, data: bytes) -> int:
    if image.format == "JPEG" and _jpeg_scans(data) == 1:
        return MAX_PIXELS_OF_PHOTO
    return _MAX_PIXELS_OF.get(image.format or "", MAX_PIXELS)


def _check_pixels(image: Image.Image, most: int) -> None:
    width, height = image.size
    if max(width, height) > MAX_UPLOADED_SIDE:
        raise InvalidUpload(
            f"Ảnh {width} × {height} có cạnh dài hơn 20.000 điểm ảnh: xin cắt bớt hoặc thu nhỏ rồi"
            " tải lên."
        )
    if width * height > most:
        millions = f"{width * height / 1_000_000:.1f}".replace(".", ",")
        raise InvalidUpload(
            f"Ảnh {width} × {height} có {millions} triệu điểm ảnh: {_too_many_pixels(most)}"
        )


def _too_many_pixels(most: int) -> str:
    return _TOO_MANY_PIXELS.format(most // 1_000_000)


def _upright_rendition(image: Image.Image, view: PictureView) -> Image.Image:
    """Return the first frame at no more than 1600 px, upright, in sRGB, without metadata.

    Only this is stored: the renditions for public pages are smaller and are made from it, while
    encoding one of 4000 px as well takes a second per photo and doubles the size of a backup.
    """
    profile = image.info.get("icc_profile")
    # A document that turns a picture turns it as it lies in the file.
    orientation = 1 if view.is_turned else _orientation(image)
    left, top, right, bottom = view.cut
    seen = (image.width * (1 - left - right), image.height * (1 - top - bottom))
    scale = min(1, MAX_SIDE / max(seen))
    # A JPEG decoder halves while decoding, several times quicker; others ignore it.
    image.draft(None, (round(image.width * scale) or 1, round(image.height * scale) or 1))
    image.load()
    size = (max(1, round(seen[0] * scale)), max(1, round(seen[1] * scale)))
    image = _in_srgb(
        _reduced(image, _seen_box(image, view), size).resize(size, Image.Resampling.LANCZOS),
        profile,
    )
    if orientation in _TRANSPOSITIONS:
        image = image.transpose(_TRANSPOSITIONS[orientation])
    image = _turned(image, view)
    image.info = {}
    return image


def _seen_box(image: Image.Image, view: PictureView) -> tuple[int, int, int, int]:
    """Return what the view leaves of the picture, at least one pixel."""
    left, top, right, bottom = view.cut
    across = min(round(image.width * left), image.width - 1)
    down = min(round(image.height * top), image.height - 1)
    return (
        across,
        down,
        max(across + 1, round(image.width * (1 - right))),
        max(down + 1, round(image.height * (1 - bottom))),
    )


def _turned(image: Image.Image, view: PictureView) -> Image.Image:
    """Mirror and turn; what a slanting turn leaves empty is transparent."""
    if view.is_mirrored:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    angle = float(view.angle) % 360
    quarter = _QUARTERS.get(int(angle)) if angle.is_integer() else None
    if quarter is not None:
        return image.transpose(quarter)
    if angle:
        slanting = image.convert("RGBA").rotate(
            -angle, resample=Image.Resampling.BICUBIC, expand=True
        )
        slanting.thumbnail((MAX_SIDE, MAX_SIDE))
        return slanting
    return image


def _reduced(
    image: Image.Image, box: tuple[int, int, int, int], size: tuple[int, int]
) -> Image.Image:
    """Return a part of the picture in direct colours, averaged down to little more than ``size``,
    strip by strip.
    """
    left, upper, right, lower = box
    width, height = right - left, lower - upper
    across, down = (
        max(1, int(side / wanted / _REDUCING_GAP))
        for side, wanted in zip((width, height), size, strict=True)
    )
    if across == down == 1:
        whole = (width, height) == image.size
        return _direct_colours(image if whole else image.crop(box))
    step = max(1, _STRIP_PIXELS // width // down) * down
    reduced: Image.Image | None = None
    for top in range(0, height, step):
        strip = _direct_colours(
            image.crop((left, upper + top, right, min(upper + top + step, lower)))
        )
        strip = strip.reduce((across, down))
        reduced = reduced or Image.new(strip.mode, (strip.width, -(-height // down)))
        reduced.paste(strip, (0, top // down))
    return reduced or image


def _orientation(image: Image.Image) -> int:
    try:
        orientation: int = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # broken metadata does not make the pixels invalid
        return 1
    return orientation


def _direct_colours(image: Image.Image) -> Image.Image:
    """Convert modes that do not resize well (palettes, bits, 16-bit grey) to L, RGB, RGBA or
    CMYK.
    """
    if image.mode.startswith("I"):
        # Pillow clips 16 bits to 8; scale instead.
        return image.convert("I").point(lambda value: value * (1 / 257) + 0).convert("L")
    if image.has_transparency_data:
        return image if image.mode == "RGBA" else image.convert("RGBA")
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(image, source, target, outputMode=mode) or image
        except (ImageCms.PyCMSError, OSError, ValueError):
            logger.info("a picture's colour profile was left out")
    return image.convert(mode)
