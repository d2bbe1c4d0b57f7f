"""Land, water and sky."""

import math

from demo.drawing.paper import HEIGHT, WIDTH, Paper, shade


class Land(Paper):
    def sky(self, top: str, bottom: str, horizon: float = 620) -> None:
        self.gradient(0, 0, WIDTH, horizon, top, bottom)
        self.rect(0, horizon, WIDTH, HEIGHT - horizon, bottom)

    def sun(self, x: float, y: float, r: float, color: str) -> None:
        self.glow(x, y, r, color)
        self.disc(x, y, r, color)

    def cloud(self, x: float, y: float, size: float, fill: str = "#ffffff99") -> None:
        """One flat outline, so that a transparent fill shows no overlaps."""
        bumps = [(-1.5, 0.34), (-0.75, 0.62), (0.1, 0.82), (0.95, 0.55), (1.6, 0.3)]
        top = [
            (x + t * size / 40, y - size * max(_bump(t / 40, at, r) for at, r in bumps))
            for t in range(-80, 81)
        ]
        self.poly([*top, (x + 2 * size, y), (x - 2 * size, y)], fill)

    def ridge(
        self, base: float, height: float, fill: str, *, wave: float = 1.0, phase: float = 0.0
    ) -> None:
        """A soft line of hills from edge to edge, filled down to the bottom."""
        points = []
        for x in range(0, WIDTH + 20, 20):
            t = x / WIDTH * math.tau * wave + phase
            points.append(
                (x, base - height * (0.55 * math.sin(t) + 0.3 * math.sin(2.1 * t + 1.3) + 0.5))
            )
        self.poly([*points, (WIDTH, HEIGHT), (0, HEIGHT)], fill)

    def treeline(self, base: float, height: float, fill: str) -> None:
        """A far row of tree crowns."""
        x = -40.0
        while x < WIDTH + 40:
            r = height * self.random.uniform(0.45, 0.95)
            self.oval(x, base - r * 0.5, r * 1.25, r, fill)
            x += r * 1.1
        self.rect(0, base - height * 0.2, WIDTH, height * 0.5, fill)

    def water(
        self, top: float, near: str, far: str, *, glints: int = 26, glint: str = "#ffffff55"
    ) -> None:
        self.gradient(0, top, WIDTH, HEIGHT - top, far, near)
        for _ in range(glints):
            depth = self.random.random() ** 0.7
            y = top + 8 + depth * (HEIGHT - top - 20)
            length = self.random.uniform(40, 110) * (0.5 + depth)
            x = self.random.uniform(-20, WIDTH)
            self.rect(x, y, length, 2 + 3 * depth, glint, 2)

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
                [(pier - 16, top), (pier + 16, top), (pier + 22, y + 96), (pier - 22, y + 96)],
                shade(color, -0.08),
            )
            self.oval(pier, y + 96, 46, 9, "#20405030")


def _bump(at: float, center: float, r: float) -> float:
    return math.sqrt(max(0.0, r * r - (at - center) ** 2))
