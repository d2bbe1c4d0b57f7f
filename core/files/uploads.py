"""What the validation of an upload returns and raises."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError


class InvalidUpload(ValidationError):
    """A refused upload; ``message`` is one Vietnamese sentence that tells the user what to do."""


class UnknownType(InvalidUpload):
    """A file of no type that is known; its bytes may be broken."""


@dataclass(frozen=True)
class ValidatedUpload:
    """Actual type of an upload; ``data`` holds a re-encoded picture, None keeps the upload's
    bytes. Of an animation only the first frame is in it. ``unseen`` names what a document carries
    without showing it: hidden text, comments, tracked changes,
    names in its properties.
    """

    extension: str
    content_type: str
    data: bytes | None = None
    width: int | None = None
    height: int | None = None
    is_animated: bool = False
    unseen: tuple[str, ...] = ()


@dataclass(frozen=True)
class PictureView:
    """What of a picture is seen: ``cut`` are the shares cut away at the left, top, right and
    bottom; the rest is mirrored, then turned clockwise by ``angle`` degrees.
    """

    cut: tuple[float, float, float, float] = (0, 0, 0, 0)
    angle: float = 0
    is_mirrored: bool = False

    @property
    def is_turned(self) -> bool:
        return bool(self.angle % 360) or self.is_mirrored


WHOLE_PICTURE = PictureView()
