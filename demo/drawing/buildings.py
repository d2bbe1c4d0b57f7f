"""Houses from outside, rooms from inside, and the flags on them."""

import math
from collections.abc import Callable
from typing import Self

from demo.drawing.paper import (
    BRICK,
    CREAM,
    DARK_ROOF,
    FINER,
    HEIGHT,
    RED,
    ROOF,
    SAND,
    WALLS,
    WHITE,
    WIDTH,
    Paper,
    Point,
    shade,
)


class Buildings(Paper):
    def roof(
        self, x: float, base: float, w: float, h: float, color: str = ROOF, inset: float = 0.16
    ) -> None:
        """A hipped tile roof with flared eaves; ``x`` and ``w`` are those of the eaves."""
        self.poly(
            [
                (x, base),
                (x + w * 0.05, base - h * 0.16),
                (x + w * inset, base - h),
                (x + w * (1 - inset), base - h),
                (x + w * 0.95, base - h * 0.16),
                (x + w, base),
            ],
            color,
        )
        for i in range(1, 6):
            t = i / 6
            edge = w * (inset + (0.05 - inset) * min(1, t / 0.84)) + 5
            self.line(
                [(x + edge, base - h + h * t), (x + w - edge, base - h + h * t)], "#00000016", 2.5
            )
        self.rect(
            x + w * inset - 4, base - h - 7, w * (1 - 2 * inset) + 8, 10, shade(color, -0.25), 4
        )
        self.rect(x, base - 3, w, 9, shade(color, -0.35), 4)

    def window(
        self, x: float, y: float, w: float, h: float, glass: str = "#c4d5d6", frame: str = WHITE
    ) -> None:
        self.rect(x - 5, y - 5, w + 10, h + 10, frame, 3)
        self.rect(x, y, w, h, glass)
        self.poly([(x, y), (x + w * 0.55, y), (x, y + h * 0.6)], "#ffffff30")
        self.rect(x + w / 2 - 2, y, 4, h, frame)
        self.rect(x, y + h * 0.42, w, 4, frame)
        self.rect(x - 9, y + h + 5, w + 18, 6, shade(frame, -0.18))

    def tube_house(self, x: float, base: float, w: float, h: float, wall: str) -> None:
        """A narrow town house of two or three floors."""
        self.rect(x, base - h, w, h, wall)
        self.rect(x + w * 0.82, base - h, w * 0.18, h, "#00000012")
        floors = max(2, round(h / 105))
        step = h / floors
        for floor in range(floors):
            y = base - h + floor * step
            if floor == floors - 1:
                self.rect(x + w * 0.16, y + step * 0.34, w * 0.44, step * 0.66, shade(wall, -0.45))
                self.poly(
                    [
                        (x - 4, y + step * 0.3),
                        (x + w * 0.7, y + step * 0.3),
                        (x + w * 0.78, y + step * 0.46),
                        (x - 12, y + step * 0.46),
                    ],
                    self.random.choice([BRICK, "#7d9c7f", "#e2cfa6", "#6f93a0"]),
                )
            else:
                self.rect(x + w * 0.16, y + step * 0.28, w * 0.27, step * 0.46, shade(wall, -0.32))
                self.rect(x + w * 0.56, y + step * 0.28, w * 0.27, step * 0.46, shade(wall, -0.32))
                self.rect(x - 4, y + step * 0.88, w + 8, 7, shade(wall, -0.2))
        if self.random.random() < 0.7:
            self.poly(
                [(x - 9, base - h), (x + w * 0.5, base - h - w * 0.28), (x + w + 9, base - h)],
                self.random.choice([ROOF, BRICK, DARK_ROOF]),
            )
        else:
            self.rect(x - 4, base - h - 14, w + 8, 14, shade(wall, 0.35))

    def street(
        self, left: float, right: float, base: float, low: float = 150, high: float = 290
    ) -> None:
        x = left
        while x < right:
            w = self.random.uniform(74, 118)
            self.tube_house(x, base, w, self.random.uniform(low, high), self.random.choice(WALLS))
            x += w + self.random.choice([0, 0, 10])

    def hall(
        self, x: float, base: float, w: float, h: float, wall: str = CREAM, roof: str = ROOF
    ) -> None:
        """A one-storey public building with a door in the middle and windows on both sides."""
        self.rect(x, base - h, w, h, wall)
        self.rect(x, base - h, w, 16, "#00000018")
        self.rect(x, base - 22, w, 22, shade(wall, -0.22))
        self.roof(x - 44, base - h + 4, w + 88, h * 0.62, roof)
        door = w * 0.14
        self.rect(x + w / 2 - door / 2 - 8, base - h * 0.66, door + 16, h * 0.66, shade(wall, 0.45))
        self.rect(x + w / 2 - door / 2, base - h * 0.61, door, h * 0.61, DARK_ROOF)
        self.rect(x + w / 2 - 2, base - h * 0.61, 4, h * 0.61, shade(DARK_ROOF, -0.3))
        for at in (0.1, 0.265, 0.635, 0.8):
            self.window(x + w * at, base - h * 0.66, w * 0.1, h * 0.36)
        for i in range(3):
            self.rect(
                x + w / 2 - door - i * 14,
                base + i * 9,
                door * 2 + i * 28,
                9,
                shade(SAND, 0.25 - i * 0.12),
            )

    def flag(self, x: float, top: float, height: float, w: float = 84) -> None:
        """A plain red flag on its pole."""
        self.rect(x - 3, top, 6, height, "#7b6a57")
        self.disc(x, top, 6, "#c9a24b")
        edge = [(x + 3 + w * t / 10, top + 6 + 5 * math.sin(t * 0.8)) for t in range(11)]
        low = [(px, py + w * 0.62) for px, py in reversed(edge)]
        self.poly([*edge, *low], RED)
        self.poly([*edge[5:], *low[:6]], "#0000000f")

    def pennants(self, left: Point, right: Point, count: int) -> None:
        """A sagging string of little flags."""
        (x1, y1), (x2, y2) = left, right
        spots = []
        for i in range(count + 1):
            t = i / count
            spots.append((x1 + (x2 - x1) * t, y1 + (y2 - y1) * t + 46 * math.sin(math.pi * t)))
        self.line(spots, "#6b5b4a", 2)
        for i, (x, y) in enumerate(spots[1:-1]):
            self.poly([(x - 11, y), (x + 11, y), (x, y + 30)], [RED, "#e9b84c", "#6f93a0"][i % 3])

    def room(self, wall: str, floor: str, line: float = 640) -> None:
        self.gradient(0, 0, WIDTH, line, shade(wall, 0.2), wall)
        self.gradient(0, line, WIDTH, HEIGHT - line, floor, shade(floor, -0.12))
        self.rect(0, line - 12, WIDTH, 12, shade(wall, -0.2))

    def view(
        self, x: float, y: float, w: float, h: float, frame: str, draw: Callable[[Self], None]
    ) -> None:
        """A window through which another scene is seen."""
        outside = type(self)("view")
        draw(outside)
        size = (round(w * FINER), round(h * FINER))
        wide = round(HEIGHT * FINER * w / h)
        left = (WIDTH * FINER - min(wide, WIDTH * FINER)) // 2
        crop = outside.image.crop((left, 0, WIDTH * FINER - left, HEIGHT * FINER)).reduce(2)
        self.rect(x - 16, y - 16, w + 32, h + 32, frame, 4)
        self.image.paste(crop.resize(size), (round(x * FINER), round(y * FINER)))
        for i in (1, 2):
            self.rect(x + w * i / 3 - 5, y, 10, h, frame)
        self.rect(x - 26, y + h + 16, w + 52, 14, shade(frame, -0.15), 3)
