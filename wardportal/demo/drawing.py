"""A canvas of 1600 × 900 and the motifs of a river town, drawn in flat layers with Pillow.

Everything is drawn at twice the size and reduced once, which smooths the edges. Colours are ``#rrggbb`` or
``#rrggbbaa``; positions are pixels of the finished picture; ``base`` is where a thing stands.
"""

import io
import math
import random
from collections.abc import Callable, Sequence

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
    """The colour made lighter (amount above 0, towards white) or darker (below 0, towards a warm black)."""
    aim = (255, 252, 244) if amount > 0 else (26, 24, 30)
    mixed = (round(c + (a - c) * abs(amount)) for c, a in zip(ImageColor.getrgb(color)[:3], aim, strict=True))
    return "#{:02x}{:02x}{:02x}".format(*mixed)


class Canvas:
    def __init__(self, seed: str) -> None:
        self.image = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), "#ffffff")
        self.pen = ImageDraw.Draw(self.image, "RGBA")
        self.random = random.Random(seed)  # noqa: S311  (variation, not secrecy)

    def jpeg(self) -> bytes:
        out = io.BytesIO()
        self.image.reduce(FINER).save(out, "JPEG", quality=93, subsampling=0)
        return out.getvalue()

    # Shapes

    def poly(self, points: Sequence[Point], fill: str) -> None:
        self.pen.polygon([(x * FINER, y * FINER) for x, y in points], fill)

    def rect(self, x: float, y: float, w: float, h: float, fill: str, radius: float = 0) -> None:
        box = (x * FINER, y * FINER, (x + w) * FINER - 1, (y + h) * FINER - 1)
        if radius:
            self.pen.rounded_rectangle(box, radius * FINER, fill)
        else:
            self.pen.rectangle(box, fill)

    def oval(self, x: float, y: float, rx: float, ry: float, fill: str) -> None:
        self.pen.ellipse(((x - rx) * FINER, (y - ry) * FINER, (x + rx) * FINER, (y + ry) * FINER), fill)

    def disc(self, x: float, y: float, r: float, fill: str) -> None:
        self.oval(x, y, r, r, fill)

    def line(self, points: Sequence[Point], fill: str, width: float) -> None:
        self.pen.line([(x * FINER, y * FINER) for x, y in points], fill, round(width * FINER), joint="curve")

    def gradient(self, x: float, y: float, w: float, h: float, top: str, bottom: str) -> None:
        column = (1, round(h * FINER))
        mask = Image.linear_gradient("L").resize(column)
        patch = Image.composite(Image.new("RGB", column, bottom), Image.new("RGB", column, top), mask)
        self.image.paste(patch.resize((round(w * FINER), column[1])), (round(x * FINER), round(y * FINER)))

    def glow(self, x: float, y: float, r: float, color: str, strength: int = 7) -> None:
        """Soft light: wider and wider discs, each hardly seen."""
        for i in range(12, 0, -1):
            self.disc(x, y, r * (0.6 + i * 0.125), f"{color}{strength:02x}")

    # Land, water and sky

    def sky(self, top: str, bottom: str, horizon: float = 620) -> None:
        self.gradient(0, 0, WIDTH, horizon, top, bottom)
        self.rect(0, horizon, WIDTH, HEIGHT - horizon, bottom)

    def sun(self, x: float, y: float, r: float, color: str) -> None:
        self.glow(x, y, r, color)
        self.disc(x, y, r, color)

    def cloud(self, x: float, y: float, size: float, fill: str = "#ffffff99") -> None:
        """One flat outline, so that a transparent fill shows no overlaps."""
        bumps = [(-1.5, 0.34), (-0.75, 0.62), (0.1, 0.82), (0.95, 0.55), (1.6, 0.3)]
        top = [(x + t * size / 40, y - size * max(_bump(t / 40, at, r) for at, r in bumps)) for t in range(-80, 81)]
        self.poly([*top, (x + 2 * size, y), (x - 2 * size, y)], fill)

    def ridge(self, base: float, height: float, fill: str, *, wave: float = 1.0, phase: float = 0.0) -> None:
        """A soft line of hills from edge to edge, filled down to the bottom."""
        points = []
        for x in range(0, WIDTH + 20, 20):
            t = x / WIDTH * math.tau * wave + phase
            points.append((x, base - height * (0.55 * math.sin(t) + 0.3 * math.sin(2.1 * t + 1.3) + 0.5)))
        self.poly([*points, (WIDTH, HEIGHT), (0, HEIGHT)], fill)

    def treeline(self, base: float, height: float, fill: str) -> None:
        """A far row of tree crowns."""
        x = -40.0
        while x < WIDTH + 40:
            r = height * self.random.uniform(0.45, 0.95)
            self.oval(x, base - r * 0.5, r * 1.25, r, fill)
            x += r * 1.1
        self.rect(0, base - height * 0.2, WIDTH, height * 0.5, fill)

    def water(self, top: float, near: str, far: str, *, glints: int = 26, glint: str = "#ffffff55") -> None:
        self.gradient(0, top, WIDTH, HEIGHT - top, far, near)
        for _ in range(glints):
            depth = self.random.random() ** 0.7
            y = top + 8 + depth * (HEIGHT - top - 20)
            length = self.random.uniform(40, 110) * (0.5 + depth)
            x = self.random.uniform(-20, WIDTH)
            self.rect(x, y, length, 2 + 3 * depth, glint, 2)

    # Buildings

    def roof(self, x: float, base: float, w: float, h: float, color: str = ROOF, inset: float = 0.16) -> None:
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
            self.line([(x + edge, base - h + h * t), (x + w - edge, base - h + h * t)], "#00000016", 2.5)
        self.rect(x + w * inset - 4, base - h - 7, w * (1 - 2 * inset) + 8, 10, shade(color, -0.25), 4)
        self.rect(x, base - 3, w, 9, shade(color, -0.35), 4)

    def window(self, x: float, y: float, w: float, h: float, glass: str = "#c4d5d6", frame: str = WHITE) -> None:
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

    def street(self, left: float, right: float, base: float, low: float = 150, high: float = 290) -> None:
        x = left
        while x < right:
            w = self.random.uniform(74, 118)
            self.tube_house(x, base, w, self.random.uniform(low, high), self.random.choice(WALLS))
            x += w + self.random.choice([0, 0, 10])

    def hall(self, x: float, base: float, w: float, h: float, wall: str = CREAM, roof: str = ROOF) -> None:
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
            self.rect(x + w / 2 - door - i * 14, base + i * 9, door * 2 + i * 28, 9, shade(SAND, 0.25 - i * 0.12))

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

    # Plants

    def tree(self, x: float, base: float, size: float, color: str) -> None:
        """A round tree; ``size`` is the crown's width."""
        self.oval(x + size * 0.05, base, size * 0.42, size * 0.06, "#00000020")
        t = size * 0.05
        self.poly(
            [(x - t * 1.5, base), (x - t, base - size * 0.62), (x + t, base - size * 0.62), (x + t * 1.5, base)],
            DARK_WOOD,
        )
        crown = base - size * 0.78
        blobs = [(0.0, 0.0, 0.34)]
        for i in range(7):
            a = i / 7 * math.tau + self.random.uniform(-0.2, 0.2)
            blobs.append((0.29 * math.cos(a), 0.2 * math.sin(a), self.random.uniform(0.19, 0.25)))
        for dx, dy, r in blobs:
            self.disc(x + dx * size, crown + dy * size, r * size, shade(color, -0.12))
        for dx, dy, r in blobs:
            self.disc(x + dx * size - size * 0.03, crown + dy * size - size * 0.04, r * size * 0.88, color)
        for dx, dy, r in blobs[3:7]:
            self.disc(x + dx * size - size * 0.05, crown + dy * size - size * 0.09, r * size * 0.5, shade(color, 0.14))

    def sapling(self, x: float, base: float, size: float, color: str) -> None:
        """A young tree tied to its stake."""
        self.oval(x, base, size * 0.3, size * 0.07, "#00000026")
        self.rect(x + size * 0.09, base - size * 0.8, size * 0.045, size * 0.8, BAMBOO)
        self.rect(x - size * 0.02, base - size * 0.9, size * 0.05, size * 0.9, DARK_WOOD)
        self.rect(x - size * 0.03, base - size * 0.5, size * 0.17, size * 0.04, "#e8dcc0")
        for dx, dy, r in ((0, -1.12, 0.22), (-0.15, -0.95, 0.17), (0.17, -0.96, 0.17), (0, -0.88, 0.15)):
            self.disc(x + dx * size, base + dy * size, r * size, color)
        self.disc(x - size * 0.06, base - size * 1.17, size * 0.11, shade(color, 0.18))

    def palm(self, x: float, base: float, size: float, color: str) -> None:
        """An areca palm."""
        self.line([(x, base), (x + size * 0.03, base - size * 0.5), (x, base - size)], "#8a7a62", size * 0.035)
        for reach, lift, drop in ((0.36, 0.1, 0.2), (0.4, 0.2, 0.08), (0.3, 0.3, -0.08), (0.12, 0.3, -0.26)):
            for side in (-1, 1):
                tip = (x + side * reach * size, base - size + drop * size)
                mid = (x + side * reach * size * 0.55, base - size - lift * size)
                tone = shade(color, 0.1 if side < 0 else -0.06)
                self.poly(_leaf((x, base - size + 4), mid, tip, size * 0.032), tone)

    def lotus(self, x: float, y: float, size: float, pink: str = "#d98a94") -> None:
        for dx, lean, tone in ((-0.55, -0.5, -0.12), (0.55, 0.5, -0.12), (-0.28, -0.2, 0.08), (0.28, 0.2, 0.08)):
            petal = _leaf((x, y), (x + dx * size * 0.8, y - size * 0.35), (x + lean * size, y - size * 0.9), size * 0.3)
            self.poly(petal, shade(pink, tone))
        self.poly(_leaf((x, y), (x, y - size * 0.5), (x, y - size * 1.05), size * 0.34), shade(pink, 0.3))

    def lotus_leaf(self, x: float, y: float, r: float, color: str) -> None:
        self.oval(x + 3, y + 6, r, r * 0.36, "#00000022")
        self.oval(x, y, r, r * 0.36, color)
        self.oval(x - r * 0.08, y - r * 0.04, r * 0.78, r * 0.26, shade(color, 0.1))
        self.poly([(x, y), (x + r * 0.22, y + r * 0.4), (x - r * 0.06, y + r * 0.4)], shade(color, -0.3))

    def flower_box(self, x: float, base: float, w: float, h: float, color: str) -> None:
        """A brick box full of flowers."""
        self.oval(x + w / 2, base + 2, w * 0.54, h * 0.12, "#00000024")
        for i in range(16):
            fx = x + w * (0.06 + 0.88 * i / 15)
            self.disc(fx, base - h - self.random.uniform(0, h * 0.25), h * 0.26, self.random.choice(LEAVES))
        for _ in range(26):
            fx = x + w * self.random.uniform(0.05, 0.95)
            self.disc(fx, base - h - self.random.uniform(h * 0.02, h * 0.5), h * self.random.uniform(0.07, 0.13), color)
        self.rect(x, base - h, w, h, BRICK, 4)
        for row in range(1, 3):
            self.rect(x, base - h + h * row / 3, w, 2, "#ffffff30")
        self.rect(x - 5, base - h - 5, w + 10, 12, shade(BRICK, 0.25), 4)

    def pot(self, x: float, base: float, size: float, color: str) -> None:
        """A potted plant."""
        for a in (-150, -120, -90, -60, -30):
            angle = math.radians(a)
            tip = (x + math.cos(angle) * size * 0.75, base - size * 0.6 + math.sin(angle) * size * 0.85)
            mid = (x + math.cos(angle) * size * 0.3, base - size * 0.6 + math.sin(angle) * size * 0.6)
            self.poly(_leaf((x, base - size * 0.55), mid, tip, size * 0.15), color)
        self.poly(
            [
                (x - size * 0.36, base - size * 0.6),
                (x + size * 0.36, base - size * 0.6),
                (x + size * 0.25, base),
                (x - size * 0.25, base),
            ],
            BRICK,
        )
        self.rect(x - size * 0.4, base - size * 0.68, size * 0.8, size * 0.14, shade(BRICK, 0.18), 3)

    # Things and people

    def boat(self, x: float, y: float, length: float, color: str = "#7a4a34") -> None:
        """A wooden river boat, its waterline at ``y``; what it carries is drawn first."""
        h = length * 0.12
        hull = [(x - length / 2, y - h * 1.15)]
        for t in range(1, 20):
            s = t / 20
            hull.append((x - length / 2 + length * s, y - h * 0.62 + abs(s - 0.5) ** 2.4 * -h * 2.4))
        hull += [(x + length / 2, y - h * 1.15), (x + length * 0.37, y + h * 0.4), (x - length * 0.37, y + h * 0.4)]
        self.poly(hull, color)
        self.line(hull[:21], shade(color, 0.35), 6)
        self.oval(x, y + h * 0.5, length * 0.46, h * 0.24, "#20405040")

    def person(self, x: float, base: float, size: float, cloth: str, *, hat: bool = True) -> None:
        """A figure seen from behind or under a conical hat: nobody has a face."""
        self.oval(x, base, size * 0.2, size * 0.035, "#00000022")
        self.rect(x - size * 0.1, base - size * 0.4, size * 0.085, size * 0.4, "#3d4650", 3)
        self.rect(x + size * 0.015, base - size * 0.4, size * 0.085, size * 0.4, "#343c45", 3)
        self.rect(x - size * 0.15, base - size * 0.8, size * 0.3, size * 0.46, cloth, size * 0.08)
        self.disc(x, base - size * 0.88, size * 0.1, "#3a2d26")
        if hat:
            self.conical_hat(x, base - size * 0.87, size * 0.21)

    def conical_hat(self, x: float, y: float, r: float) -> None:
        self.poly([(x - r, y), (x, y - r * 0.85), (x + r, y)], "#e6d3a0")
        self.poly([(x, y - r * 0.85), (x + r, y), (x + r * 0.2, y)], "#d2bb82")

    def bicycle(self, x: float, base: float, size: float, color: str) -> None:
        r = size * 0.24
        for dx in (-0.34, 0.34):
            cx = x + dx * size
            self.pen.ellipse(
                ((cx - r) * FINER, (base - 2 * r) * FINER, (cx + r) * FINER, base * FINER),
                outline=color,
                width=round(size * 0.03 * FINER),
            )
        back, front, crank = (x - 0.34 * size, base - r), (x + 0.34 * size, base - r), (x - 0.02 * size, base - r)
        seat, head = (x - 0.12 * size, base - r * 2.5), (x + 0.25 * size, base - r * 2.6)
        self.line([back, seat, crank, back], color, size * 0.026)
        self.line([crank, head, front], color, size * 0.026)
        self.line([seat, (head[0] - size * 0.02, head[1] + size * 0.04)], color, size * 0.026)
        self.line([(x - 0.19 * size, seat[1]), (x - 0.05 * size, seat[1])], color, size * 0.045)
        self.line(
            [head, (head[0] + size * 0.02, head[1] - size * 0.1), (head[0] + size * 0.11, head[1] - size * 0.1)],
            color,
            size * 0.03,
        )

    def loudspeaker(self, x: float, base: float, height: float) -> None:
        """A pole with two horns."""
        top = base - height
        self.rect(x - 5, top, 10, height, "#8b8f8a")
        for side in (-1, 1):
            self.poly(
                [
                    (x + side * 8, top + 22),
                    (x + side * 20, top + 18),
                    (x + side * 66, top),
                    (x + side * 66, top + 58),
                    (x + side * 20, top + 38),
                    (x + side * 8, top + 36),
                ],
                "#a9b0ad" if side < 0 else "#98a09d",
            )
            self.oval(x + side * 66, top + 29, 9, 29, "#6d7673")

    def bridge(self, y: float, rise: float, color: str, arches: int = 5) -> None:
        """A bridge of low arches from edge to edge, its deck at ``y``."""
        deck = [(x, y - rise * math.sin(math.pi * x / WIDTH)) for x in range(0, WIDTH + 40, 40)]
        self.poly([*deck, *[(x, py + 26) for x, py in reversed(deck)]], color)
        self.line([(x, py - 20) for x, py in deck], shade(color, -0.12), 5)
        for x, py in deck:
            self.rect(x - 2, py - 20, 4, 22, shade(color, -0.12))
        for i in range(1, arches):
            pier = WIDTH * i / arches
            top = y - rise * math.sin(math.pi * pier / WIDTH) + 20
            self.poly(
                [(pier - 16, top), (pier + 16, top), (pier + 22, y + 96), (pier - 22, y + 96)], shade(color, -0.08)
            )
            self.oval(pier, y + 96, 46, 9, "#20405030")

    def room(self, wall: str, floor: str, line: float = 640) -> None:
        self.gradient(0, 0, WIDTH, line, shade(wall, 0.2), wall)
        self.gradient(0, line, WIDTH, HEIGHT - line, floor, shade(floor, -0.12))
        self.rect(0, line - 12, WIDTH, 12, shade(wall, -0.2))

    def view(self, x: float, y: float, w: float, h: float, frame: str, draw: Callable[["Canvas"], None]) -> None:
        """A window through which another scene is seen."""
        outside = Canvas("view")
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


def _bump(at: float, center: float, r: float) -> float:
    return math.sqrt(max(0.0, r * r - (at - center) ** 2))


def _leaf(root: Point, mid: Point, tip: Point, width: float) -> list[Point]:
    """A pointed leaf along the bent line root, mid, tip."""
    left, right = [], []
    for i in range(13):
        t = i / 12
        x = (1 - t) ** 2 * root[0] + 2 * t * (1 - t) * mid[0] + t * t * tip[0]
        y = (1 - t) ** 2 * root[1] + 2 * t * (1 - t) * mid[1] + t * t * tip[1]
        dx = 2 * (1 - t) * (mid[0] - root[0]) + 2 * t * (tip[0] - mid[0])
        dy = 2 * (1 - t) * (mid[1] - root[1]) + 2 * t * (tip[1] - mid[1])
        norm = math.hypot(dx, dy) or 1
        half = width * math.sin(math.pi * min(1, t * 0.96 + 0.04))
        left.append((x - dy / norm * half, y + dx / norm * half))
        right.append((x + dy / norm * half, y - dx / norm * half))
    return [*left, *reversed(right)]
