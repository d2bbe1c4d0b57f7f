"""The school and its yard."""

import math

from demo.drawing import BAMBOO, BRICK, DARK_WOOD, LEAVES, RED, SAND, WIDTH, Canvas, shade
from demo.pictures.registry import scene


@scene
def school_yard(c: Canvas) -> None:
    c.sky("#d5e7e4", "#f6f8ea")
    c.sun(240, 150, 50, "#f5d779")
    c.cloud(980, 150, 80, "#ffffffa0")
    c.ridge(520, 90, "#c2d6b0", phase=1.9)
    _school(c, 420, 640, 1180)
    c.gradient(0, 640, WIDTH, 260, "#cfd2a0", "#b3bd84")
    c.poly([(620, 640), (980, 640), (1240, 900), (260, 900)], "#e3d7b5")
    c.tree(190, 700, 400, LEAVES[2])
    for row, (y, size, xs) in enumerate(
        (
            (690, 74, (470, 560, 1050, 1140, 1230)),
            (760, 98, (400, 520, 1120, 1250, 1380)),
            (850, 128, (130, 290, 1280, 1440)),
        )
    ):
        for i, x in enumerate(xs):
            c.sapling(x, y, size, LEAVES[(i + row) % 5])
    for x, y, color in ((690, 730, "#c8767a"), (740, 734, "#6f93a0"), (900, 728, "#e0a24f")):
        c.person(x, y, 92, color, hat=False)
    c.person(820, 770, 140, "#4f7f7a")


@scene
def fire_drill(c: Canvas) -> None:
    c.sky("#cddfe6", "#f2f5ee")
    c.cloud(300, 150, 84, "#ffffffa8")
    c.ridge(520, 90, "#b4c9b0", phase=0.8)
    _school(c, -40, 640, 1130)
    c.rect(1230, 470, 300, 180, "#b9a988")
    c.poly([(1200, 474), (1380, 396), (1560, 474)], "#7f8a86")
    for i in range(7):
        c.disc(1400 + i * 15 + c.random.uniform(-12, 12), 400 - i * 46, 40 + i * 9, "#b9bcb888")
    c.tree(1570, 690, 240, LEAVES[2])
    c.gradient(0, 640, WIDTH, 260, "#d3cba6", "#bcb388")
    # The arc of water.
    path = [
        (652 + 690 * t / 40, 552 - 800 * t / 40 + 700 * (t / 40) ** 2, 5 + 24 * t / 40)
        for t in range(41)
    ]
    c.poly(
        [
            *[(x, y - half) for x, y, half in path],
            *[(x, y + half) for x, y, half in reversed(path)],
        ],
        "#dceef2d0",
    )
    c.poly(
        [
            *[(x, y - half * 0.3) for x, y, half in path],
            *[(x, y + half * 0.3) for x, y, half in reversed(path)],
        ],
        "#ffffffb0",
    )
    for _ in range(60):
        c.disc(
            1350 + c.random.gauss(0, 40),
            452 + c.random.gauss(0, 26),
            c.random.uniform(3, 8),
            "#e8f4f6bb",
        )
    # The engine.
    c.oval(470, 838, 420, 22, "#0000002a")
    c.rect(90, 600, 560, 200, RED, 10)
    c.rect(630, 640, 200, 160, shade(RED, 0.06), 16)
    c.poly([(690, 650), (800, 650), (816, 720), (690, 720)], "#bcd2d6")
    c.rect(90, 716, 740, 20, "#f2e6cf")
    for i in range(3):
        c.rect(124 + i * 172, 628, 140, 78, "#c3bfb4", 4)
        for k in range(5):
            c.rect(128 + i * 172, 638 + k * 13, 132, 3, "#00000026")
    c.rect(110, 576, 520, 12, "#cfc9bb")
    c.rect(130, 556, 460, 8, "#cfc9bb")
    for i in range(11):
        c.rect(140 + i * 42, 556, 6, 24, "#cfc9bb")
    c.rect(706, 622, 70, 20, "#6f93a0", 6)
    for x in (200, 330, 720):
        c.disc(x, 800, 52, "#2f2c2a")
        c.disc(x, 800, 25, "#b9b2a4")
    c.rect(620, 548, 34, 30, "#8b8f8a", 6)
    # Classes in line, seen from behind.
    for row in range(3):
        for i in range(6):
            c.person(
                960 + i * 66 + row * 26,
                740 + row * 62,
                92 + row * 14,
                ["#f3efe6", "#dfe8ea"][i % 2],
                hat=False,
            )
            c.rect(960 + i * 66 + row * 26 - 8, 740 + row * 62 - (92 + row * 14) * 0.8, 16, 10, RED)


@scene
def reading_day(c: Canvas) -> None:
    c.sky("#dbe9d2", "#f7f7e8")
    c.ridge(500, 80, "#c6d8ae", phase=1.1)
    _school(c, 760, 620, 900)
    c.gradient(0, 620, WIDTH, 280, "#c4cb96", "#a3b37a")
    c.oval(470, 770, 640, 110, "#00000014")
    # The big tree.
    c.poly([(380, 800), (430, 640), (420, 430), (520, 430), (516, 640), (580, 800)], DARK_WOOD)
    c.line([(460, 470), (330, 350)], DARK_WOOD, 34)
    c.line([(480, 470), (640, 340)], DARK_WOOD, 32)
    crown = (
        (0, 0, 190, 0),
        (-220, 60, 140, 0),
        (230, 50, 150, 0),
        (-110, -110, 140, 3),
        (120, -110, 140, 3),
        (-300, 120, 90, 0),
        (330, 120, 90, 0),
        (0, -130, 110, 1),
        (-190, -10, 90, 1),
        (210, -20, 90, 1),
    )
    for dx, dy, r, tone in crown:
        c.disc(470 + dx, 270 + dy, r, LEAVES[tone])
    for _ in range(110):
        dx, dy, r, _ = c.random.choice(crown)
        a, out = c.random.uniform(0, math.tau), r * 0.86 * c.random.random() ** 0.5
        c.disc(
            470 + dx + math.cos(a) * out,
            270 + dy + math.sin(a) * out,
            c.random.uniform(6, 12),
            "#c94a3f",
        )
    # Mats with books.
    for x, y, w, straw in (
        (760, 740, 420, "#d9b98a"),
        (120, 790, 400, "#c9a16f"),
        (700, 850, 560, "#e0c496"),
    ):
        c.poly([(x, y), (x + w, y), (x + w - 60, y + 46), (x - 60, y + 46)], straw)
        for k in range(1, 8):
            c.line([(x + w * k / 8, y), (x + w * k / 8 - 60, y + 46)], "#00000014", 3)
        for k in range(int(w // 130)):
            _open_book(
                c, x + 50 + k * 130, y + 26, 44, ["#6f93a0", "#a4525a", "#e0a24f", "#5f8a72"][k % 4]
            )
    for x, y in ((640, 810), (1240, 770)):
        for k in range(5):
            c.rect(
                x - 42 + k * 18,
                y - 84,
                15,
                60,
                ["#a4525a", "#6f93a0", "#e0a24f", "#5f8a72", "#8a6a8a"][k],
                2,
            )
        c.poly([(x - 62, y - 52), (x + 62, y - 52), (x + 48, y + 10), (x - 48, y + 10)], BAMBOO)
        for k in range(3):
            c.line(
                [(x - 58 + k * 4, y - 36 + k * 16), (x + 58 - k * 4, y - 36 + k * 16)],
                "#00000020",
                4,
            )


def _school(c: Canvas, x: float, base: float, w: float) -> None:
    """A row of classrooms with a gallery, two storeys."""
    c.rect(x, base - 250, w, 250, "#f0dfb6")
    for storey in (0, 1):
        y = base - 250 + storey * 125
        c.rect(x, y + 108, w, 17, shade("#f0dfb6", 0.5))
        for i in range(int(w // 118)):
            c.rect(x + 26 + i * 118, y + 30, 46, 78, "#7f5a3f" if i % 3 == 0 else "#b9cdcc")
            c.rect(x + 92 + i * 118, y, 14, 125, shade("#f0dfb6", 0.35))
        c.rect(x, y + 84, w, 6, "#9aa79a")
    c.rect(x, base - 12, w, 12, SAND)
    c.roof(x - 40, base - 246, w + 80, 110, BRICK, inset=0.075)


def _open_book(c: Canvas, x: float, y: float, s: float, cover: str) -> None:
    c.poly(
        [
            (x - s * 1.08, y - s * 0.16),
            (x + s * 1.08, y - s * 0.16),
            (x + s * 1.0, y + s * 0.42),
            (x - s * 1.0, y + s * 0.42),
        ],
        cover,
    )
    for side in (-1, 1):
        c.poly(
            [
                (x, y - s * 0.14),
                (x + side * s * 0.5, y - s * 0.34),
                (x + side * s, y - s * 0.2),
                (x + side * s * 0.94, y + s * 0.3),
                (x + side * s * 0.46, y + s * 0.18),
                (x, y + s * 0.36),
            ],
            "#fdfaf0" if side < 0 else "#f1ead8",
        )
