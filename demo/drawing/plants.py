"""Trees, flowers and whatever grows in a pot."""

import math

from demo.drawing.paper import BAMBOO, BRICK, DARK_WOOD, LEAVES, Paper, Point, shade


class Plants(Paper):
    def tree(self, x: float, base: float, size: float, color: str) -> None:
        """A round tree; ``size`` is the crown's width."""
        self.oval(x + size * 0.05, base, size * 0.42, size * 0.06, "#00000020")
        t = size * 0.05
        self.poly(
            [
                (x - t * 1.5, base),
                (x - t, base - size * 0.62),
                (x + t, base - size * 0.62),
                (x + t * 1.5, base),
            ],
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
            self.disc(
                x + dx * size - size * 0.03, crown + dy * size - size * 0.04, r * size * 0.88, color
            )
        for dx, dy, r in blobs[3:7]:
            self.disc(
                x + dx * size - size * 0.05,
                crown + dy * size - size * 0.09,
                r * size * 0.5,
                shade(color, 0.14),
            )

    def sapling(self, x: float, base: float, size: float, color: str) -> None:
        """A young tree tied to its stake."""
        self.oval(x, base, size * 0.3, size * 0.07, "#00000026")
        self.rect(x + size * 0.09, base - size * 0.8, size * 0.045, size * 0.8, BAMBOO)
        self.rect(x - size * 0.02, base - size * 0.9, size * 0.05, size * 0.9, DARK_WOOD)
        self.rect(x - size * 0.03, base - size * 0.5, size * 0.17, size * 0.04, "#e8dcc0")
        for dx, dy, r in (
            (0, -1.12, 0.22),
            (-0.15, -0.95, 0.17),
            (0.17, -0.96, 0.17),
            (0, -0.88, 0.15),
        ):
            self.disc(x + dx * size, base + dy * size, r * size, color)
        self.disc(x - size * 0.06, base - size * 1.17, size * 0.11, shade(color, 0.18))

    def palm(self, x: float, base: float, size: float, color: str) -> None:
        """An areca palm."""
        self.line(
            [(x, base), (x + size * 0.03, base - size * 0.5), (x, base - size)],
            "#8a7a62",
            size * 0.035,
        )
        for reach, lift, drop in (
            (0.36, 0.1, 0.2),
            (0.4, 0.2, 0.08),
            (0.3, 0.3, -0.08),
            (0.12, 0.3, -0.26),
        ):
            for side in (-1, 1):
                tip = (x + side * reach * size, base - size + drop * size)
                mid = (x + side * reach * size * 0.55, base - size - lift * size)
                tone = shade(color, 0.1 if side < 0 else -0.06)
                self.poly(_leaf((x, base - size + 4), mid, tip, size * 0.032), tone)

    def lotus(self, x: float, y: float, size: float, pink: str = "#d98a94") -> None:
        for dx, lean, tone in (
            (-0.55, -0.5, -0.12),
            (0.55, 0.5, -0.12),
            (-0.28, -0.2, 0.08),
            (0.28, 0.2, 0.08),
        ):
            petal = _leaf(
                (x, y),
                (x + dx * size * 0.8, y - size * 0.35),
                (x + lean * size, y - size * 0.9),
                size * 0.3,
            )
            self.poly(petal, shade(pink, tone))
        self.poly(
            _leaf((x, y), (x, y - size * 0.5), (x, y - size * 1.05), size * 0.34), shade(pink, 0.3)
        )

    def lotus_leaf(self, x: float, y: float, r: float, color: str) -> None:
        self.oval(x + 3, y + 6, r, r * 0.36, "#00000022")
        self.oval(x, y, r, r * 0.36, color)
        self.oval(x - r * 0.08, y - r * 0.04, r * 0.78, r * 0.26, shade(color, 0.1))
        self.poly(
            [(x, y), (x + r * 0.22, y + r * 0.4), (x - r * 0.06, y + r * 0.4)], shade(color, -0.3)
        )

    def flower_box(self, x: float, base: float, w: float, h: float, color: str) -> None:
        """A brick box full of flowers."""
        self.oval(x + w / 2, base + 2, w * 0.54, h * 0.12, "#00000024")
        for i in range(16):
            fx = x + w * (0.06 + 0.88 * i / 15)
            self.disc(
                fx,
                base - h - self.random.uniform(0, h * 0.25),
                h * 0.26,
                self.random.choice(LEAVES),
            )
        for _ in range(26):
            fx = x + w * self.random.uniform(0.05, 0.95)
            self.disc(
                fx,
                base - h - self.random.uniform(h * 0.02, h * 0.5),
                h * self.random.uniform(0.07, 0.13),
                color,
            )
        self.rect(x, base - h, w, h, BRICK, 4)
        for row in range(1, 3):
            self.rect(x, base - h + h * row / 3, w, 2, "#ffffff30")
        self.rect(x - 5, base - h - 5, w + 10, 12, shade(BRICK, 0.25), 4)

    def pot(self, x: float, base: float, size: float, color: str) -> None:
        """A potted plant."""
        for a in (-150, -120, -90, -60, -30):
            angle = math.radians(a)
            tip = (
                x + math.cos(angle) * size * 0.75,
                base - size * 0.6 + math.sin(angle) * size * 0.85,
            )
            mid = (
                x + math.cos(angle) * size * 0.3,
                base - size * 0.6 + math.sin(angle) * size * 0.6,
            )
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
        self.rect(
            x - size * 0.4, base - size * 0.68, size * 0.8, size * 0.14, shade(BRICK, 0.18), 3
        )


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
