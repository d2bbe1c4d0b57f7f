"""How Word shows a picture: cropped, mirrored, turned; of DrawingML and of VML."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from core.docx_import.package import child, named
from core.files.uploads import PictureView

_SIDES = ("l", "t", "r", "b")
_VML_SIDES = ("cropleft", "croptop", "cropright", "cropbottom")
_NUMBER = re.compile(r"\s*([+-]?\d{0,12}(?:\.\d{0,12})?)\s*(%|fd|f)?\s*")
_DECLARATION = re.compile(r"([a-z-]+)\s*:\s*([^;]*)", re.IGNORECASE)
_LEAST_SHARE = 0.001


@dataclass(frozen=True)
class Turn:
    """A mirroring from left to right, then a turn by ``angle`` degrees clockwise."""

    angle: float = 0
    is_mirrored: bool = False

    def within(self, outer: Turn) -> Turn:
        """Return the turn of something that is turned in a group that is turned itself."""
        own = -self.angle if outer.is_mirrored else self.angle
        return Turn((outer.angle + own) % 360, self.is_mirrored != outer.is_mirrored)


UNTURNED = Turn()


def turn_of(element: Element) -> Turn:
    """Return the turn that a picture, shape or group says of itself."""
    for properties in ("pic:spPr", "wps:spPr", "wpg:grpSpPr", "a:spPr", "a:grpSpPr"):
        transform = child(element, properties, "a:xfrm")
        if transform is not None:
            return _turn(
                _number(transform.get("rot", "")) / 60_000,
                transform.get("flipH") in {"1", "true"},
                transform.get("flipV") in {"1", "true"},
            )
    style = element.get("style", "")
    if "rotation" not in style and "flip" not in style:
        return UNTURNED
    looks = {name.lower(): value for name, value in _DECLARATION.findall(style)}
    flips = looks.get("flip", "").lower()
    angle = looks.get("rotation", "")
    degrees = _number(angle) / (65_536 if angle.strip().endswith("fd") else 1)
    return _turn(degrees, "x" in flips, "y" in flips)


def view_of(blip: Element, fill: Element | None, turn: Turn) -> PictureView | None:
    """Return how a picture is seen, None where nothing of it is.

    ``blip`` is ``a:blip`` or ``v:imagedata``, ``fill`` the former's parent.
    """
    if blip.tag == named("v:imagedata"):
        cut = tuple(_share(blip.get(side, "")) for side in _VML_SIDES)
    else:
        cut = _drawing_cut(fill)
    left, top, right, bottom = (max(share, 0) for share in cut)
    if left + right > 1 - _LEAST_SHARE or top + bottom > 1 - _LEAST_SHARE:
        return None
    return PictureView((left, top, right, bottom), turn.angle, turn.is_mirrored)


def is_hidden(element: Element) -> bool:
    """Return whether a shape is marked as not to be seen."""
    style = element.get("style", "")
    return "hidden" in style and bool(re.search(r"visibility\s*:\s*hidden", style, re.IGNORECASE))


def _drawing_cut(fill: Element | None) -> tuple[float, float, float, float]:
    """Return what is cut away by ``a:srcRect``, and what a stretched picture's edges reach beyond
    its frame.
    """
    source = child(fill, "a:srcRect")
    stretched = child(fill, "a:stretch", "a:fillRect")
    left, top, right, bottom = (max(_percent(source, side), 0) for side in _SIDES)
    beyond = [max(-_percent(stretched, side), 0) for side in _SIDES]
    width = (1 - left - right) / (1 + beyond[0] + beyond[2])
    height = (1 - top - bottom) / (1 + beyond[1] + beyond[3])
    return (
        left + beyond[0] * width,
        top + beyond[1] * height,
        right + beyond[2] * width,
        bottom + beyond[3] * height,
    )


def _percent(element: Element | None, side: str) -> float:
    """Return a share that is written in thousandths of a percent, or in strict files with "%"."""
    text = "" if element is None else element.get(side, "")
    return _number(text) / (100 if text.strip().endswith("%") else 100_000)


def _share(text: str) -> float:
    """Return a share of VML: "0.5", "50%" or "32768f"."""
    text = text.strip()
    if text.endswith("f"):
        return _number(text) / 65_536
    return _number(text) / (100 if text.endswith("%") else 1)


def _number(text: str) -> float:
    match = _NUMBER.fullmatch(text)
    try:
        number = float(match[1]) if match else 0.0
    except ValueError:
        return 0.0
    return number if math.isfinite(number) else 0.0


def _turn(angle: float, is_across: bool, is_down: bool) -> Turn:
    # Upside down is mirrored and turned by half.
    return Turn((angle + 180 * is_down) % 360, is_across != is_down)
