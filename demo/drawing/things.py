"""Things and people."""

from demo.drawing.paper import FINER, Paper, shade


class Things(Paper):
    def boat(self, x: float, y: float, length: float, color: str = "#7a4a34") -> None:
        """A wooden river boat, its waterline at ``y``; what it carries is drawn first."""
        h = length * 0.12
        hull = [(x - length / 2, y - h * 1.15)]
        for t in range(1, 20):
            s = t / 20
            hull.append(
                (x - length / 2 + length * s, y - h * 0.62 + abs(s - 0.5) ** 2.4 * -h * 2.4)
            )
        hull += [
            (x + length / 2, y - h * 1.15),
            (x + length * 0.37, y + h * 0.4),
            (x - length * 0.37, y + h * 0.4),
        ]
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
        back, front, crank = (
            (x - 0.34 * size, base - r),
            (x + 0.34 * size, base - r),
            (x - 0.02 * size, base - r),
        )
        seat, head = (x - 0.12 * size, base - r * 2.5), (x + 0.25 * size, base - r * 2.6)
        self.line([back, seat, crank, back], color, size * 0.026)
        self.line([crank, head, front], color, size * 0.026)
        self.line([seat, (head[0] - size * 0.02, head[1] + size * 0.04)], color, size * 0.026)
        self.line([(x - 0.19 * size, seat[1]), (x - 0.05 * size, seat[1])], color, size * 0.045)
        self.line(
            [
                head,
                (head[0] + size * 0.02, head[1] - size * 0.1),
                (head[0] + size * 0.11, head[1] - size * 0.1),
            ],
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
