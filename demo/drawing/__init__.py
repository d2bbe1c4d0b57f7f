"""The motifs of a river town, drawn in flat layers with Pillow.

Everything is drawn at twice the size and reduced once, which smooths the edges. Colours are
``#rrggbb`` or ``#rrggbbaa``; positions are pixels of the finished picture; ``base`` is where a
thing stands.
"""

from demo.drawing.buildings import Buildings
from demo.drawing.land import Land
from demo.drawing.paper import (
    BAMBOO,
    BRICK,
    CREAM,
    DARK_ROOF,
    DARK_WOOD,
    FINER,
    FLOWERS,
    HEIGHT,
    LEAVES,
    RED,
    ROOF,
    SAND,
    WHITE,
    WIDTH,
    WOOD,
    Point,
    shade,
)
from demo.drawing.plants import Plants
from demo.drawing.things import Things


class Canvas(Land, Buildings, Plants, Things):
    """A sheet on which everything of the town can be drawn."""


__all__ = [
    "BAMBOO",
    "BRICK",
    "CREAM",
    "DARK_ROOF",
    "DARK_WOOD",
    "FINER",
    "FLOWERS",
    "HEIGHT",
    "LEAVES",
    "RED",
    "ROOF",
    "SAND",
    "WHITE",
    "WIDTH",
    "WOOD",
    "Canvas",
    "Point",
    "shade",
]
