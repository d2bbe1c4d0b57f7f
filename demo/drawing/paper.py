"""A sheet of 1600 × 900 and its colours: flat shapes, gradients and soft light, drawn with
Pillow.
"""

import io
import random
from collections.abc import Sequence

from PIL import Image, ImageColor, ImageDraw

WIDTH, HEIGHT = 1600, 900
FINER = 2

Point = tuple[float, float]

INK, WOOD, DARK_WOOD, BAMBOO = "#3a332c", "#7d5f45", "#5b4433", "#b99a63"
RED, ROOF, DARK_ROOF, BRICK = "#a4161a", "#9c3527", "#7c281f", "#b4573f"
CREAM, PLASTER, SAND, WHITE = "#efe3cf", "#e6cfa9", "#d9c7a3", "#fbf8f1"
WALLS = ["#e2b78c", "#d99b74", "#e8c9a0", "#c9b79a", "#dca783", "#e6c197", "#b8c2ad", "#d8d0bd"]
LEAVES = ["#4e7a4a", "#6a9157", "#3f6b47", "#5f8a52", "#4a7548"]
FLOWERS = ["#c8383c", "#e08a94", "#e9b84c", "#f3d9d2"]


def shade(color: str, amount: float) -> str:
    """The colour made lighter (amount above 0, towards white) or darker (below 0, towards a warm
    black).
    """
    aim = (255, 252, 244) if amount > 0 else (26, 24, 30)
    mixed = (
        round(c + (a - c) * abs(amount))
        for c, a in zip(ImageColor.getrgb(color)[:3], aim, strict=True)
    )
    return "#{:02x}{:02x}{:02x}".format(*mixed)


class Paper:
    def __init__(self, seed: str) -> None:
        self.image = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), "#ffffff")
        self.pen = ImageDraw.Draw(self.image, "RGBA")
        self.random = random.Random(seed)  # noqa: S311  (variation, not secrecy)

    def jpeg(self) -> bytes:
        out = io.BytesIO()
        self.image.reduce(FINER).save(out, "JPEG", quality=93, subsampling=0)
        return out.getvalue()

    def poly(self, points: Sequence[Point], fill: str) -> None:
        self.pen.polygon([(x * FINER, y * FINER) for x, y in points], fill)

    def rect(self, x: float, y: float, w: float, h: float, fill: str, radius: float = 0) -> None:
        box = (x * FINER, y * FINER, (x + w) * FINER - 1, (y + h) * FINER - 1)
        if radius:
            self.pen.rounded_rectangle(box, radius * FINER, fill)
        else:
            self.pen.rectangle(box, fill)

    def oval(self, x: float, y: float, rx: float, ry: float, fill: str) -> None:
        self.pen.ellipse(
            ((x - rx) * FINER, (y - ry) * FINER, (x + rx) * FINER, (y + ry) * FINER), fill
        )

    def disc(self, x: float, y: float, r: float, fill: str) -> None:
        self.oval(x, y, r, r, fill)

    def line(self, points: Sequence[Point], fill: str, width: float) -> None:
        self.pen.line(
            [(x * FINER, y * FINER) for x, y in points], fill, round(width * FINER), joint="curve"
        )

    def gradient(self, x: float, y: float, w: float, h: float, top: str, bottom: str) -> None:
        column = (1, round(h * FINER))
        mask = Image.linear_gradient("L").resize(column)
        patch = Image.composite(
            Image.new("RGB", column, bottom), Image.new("RGB", column, top), mask
        )
        wide = patch.resize((round(w * FINER), column[1]), Image.Resampling.NEAREST)
        self.image.paste(wide, (round(x * FINER), round(y * FINER)))

    def glow(self, x: float, y: float, r: float, color: str, strength: int = 7) -> None:
        """Soft light: wider and wider discs, each hardly seen."""
        for i in range(12, 0, -1):
            self.disc(x, y, r * (0.6 + i * 0.125), f"{color}{strength:02x}")
