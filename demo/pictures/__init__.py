"""The demonstration's pictures, drawn by code: calm layers of a river town, no text and no
faces.
"""

from demo.drawing import Canvas
from demo.pictures import (  # noqa: F401  (their scenes become known)
    corners,
    gatherings,
    houses,
    open_air,
    river,
    rooms,
    school,
    streets,
    waterside,
)
from demo.pictures.registry import SCENES

__all__ = ["SCENES", "draw"]


def draw(name: str) -> bytes:
    """The picture of that name as JPEG, 1600 × 900, the same at every call.

    Raises KeyError for an unknown one.
    """
    scene = SCENES[name]
    canvas = Canvas(name)
    scene(canvas)
    return canvas.jpeg()
