"""In the open: sport, the market, gardens, an evening of lanterns."""

import math

from demo.drawing import (
    BAMBOO,
    DARK_WOOD,
    FLOWERS,
    LEAVES,
    RED,
    WHITE,
    WIDTH,
    WOOD,
    Canvas,
    shade,
)
from demo.pictures.registry import scene


@scene
def seniors_sport(c: Canvas) -> None:
    c.sky("#f3dfbd", "#fbf4e2", 560)
    c.sun(300, 180, 52, "#f0bb62")
    c.ridge(520, 90, "#c9c79f", phase=1.2)
    c.treeline(590, 80, "#9cab7f")
    # The community house, far and low, and the banyan over it.
    c.rect(420, 470, 760, 120, "#8a5a3c")
    for i in range(9):
        c.rect(430 + i * 92, 470, 16, 120, "#6d422c")
    c.roof(350, 480, 900, 130, "#a5452f", inset=0.2)
    c.gradient(0, 588, WIDTH, 312, "#dcc79c", "#c6ad7d")
    for i in range(6):
        c.line([(0, 630 + i * i * 10), (WIDTH, 630 + i * i * 10)], "#00000010", 3)
    c.tree(1460, 690, 560, LEAVES[0])
    for i, x in enumerate((110, 250, 1180, 1320)):
        color = [RED, "#e9b84c", "#4f7f8a", "#5f8a52"][i]
        c.rect(x - 4, 330, 8, 360, "#7b6a57")
        c.poly([(x + 4, 340), (x + 74, 352), (x + 60, 480), (x + 74, 610), (x + 4, 600)], color)
        c.poly([(x + 4, 360), (x + 24, 364), (x + 24, 584), (x + 4, 580)], "#ffffff40")
    for row, (y, size, count) in enumerate(((690, 150, 7), (780, 190, 6), (880, 240, 5))):
        for i in range(count):
            x = 800 + (i - (count - 1) / 2) * (size * 0.98)
            cloth = ["#e7eef0", "#f3d9d2", "#d9e6d4"][(i + row) % 3]
            arm = size * 0.34
            c.line(
                [(x - size * 0.1, y - size * 0.72), (x - arm, y - size * 0.86)], cloth, size * 0.07
            )
            c.line(
                [(x + size * 0.1, y - size * 0.72), (x + arm, y - size * 0.98)], cloth, size * 0.07
            )
            c.disc(x - arm, y - size * 0.87, size * 0.035, "#c99a74")
            c.disc(x + arm, y - size, size * 0.035, "#c99a74")
            c.person(x, y, size, cloth, hat=False)
            c.disc(x, y - size * 0.93, size * 0.075, ["#cfcac2", "#b3aea6", "#e3dfd8"][i % 3])


@scene
def swimming_pool(c: Canvas) -> None:
    c.sky("#cfe6ee", "#f4f6ea", 420)
    c.treeline(430, 110, "#86a67c")
    c.rect(0, 410, WIDTH, 60, "#e6d5ae")
    for x in (120, 560, 1040, 1480):
        c.rect(x - 9, 130, 18, 330, "#8b8f8a")
    c.poly([(0, 60), (1600, 60), (1600, 150), (0, 150)], "#4f8f98")
    for i in range(27):
        c.rect(i * 60, 60, 30, 90, "#ffffff1c")
    c.rect(0, 146, WIDTH, 12, "#3d727a")
    c.rect(0, 356, WIDTH, 8, "#8b8f8a")
    c.rect(0, 420, WIDTH, 6, "#8b8f8a")
    for i in range(21):
        c.rect(i * 80, 356, 6, 70, "#8b8f8a")
    for i, x in enumerate((250, 420, 700, 880, 1200, 1360)):
        color = [RED, "#e9b84c", "#f4f1e6"][i % 3]
        c.disc(x, 408, 44, color)
        for k in range(4):
            a = k * math.pi / 2 + 0.78
            c.disc(
                x + 34 * math.cos(a),
                408 + 34 * math.sin(a),
                13,
                WHITE if color != "#f4f1e6" else RED,
            )
        c.disc(x, 408, 21, "#cfe0cf")
    # The pool: its rim, the water, the lanes.
    c.poly([(150, 470), (1450, 470), (1660, 900), (-60, 900)], "#e9edea")
    c.poly([(210, 500), (1390, 500), (1580, 900), (20, 900)], "#4fa3b5")
    c.poly([(210, 500), (1390, 500), (1412, 546), (188, 546)], "#7fc3cc")
    for _ in range(70):
        t = c.random.random()
        y = 520 + 360 * t
        x = c.random.uniform(210 - 170 * t, 1390 + 170 * t)
        c.line(
            [(x, y), (x + 20 + 50 * t, y - 5), (x + 50 + 110 * t, y + 2)], "#ffffff58", 2 + 4 * t
        )
    for lane in (1, 2, 3):
        top, low = 210 + 1180 * lane / 4, 20 + 1560 * lane / 4
        for k in range(22):
            t = (k / 21) ** 1.6
            tone = RED if k % 2 else WHITE
            c.oval(top + (low - top) * t, 506 + 394 * t, 7 + 13 * t, 5 + 8 * t, tone)
    for x, y, s, cap in (
        (420, 640, 40, "#e9b84c"),
        (740, 590, 32, "#c8575a"),
        (990, 730, 50, "#f4f1e6"),
    ):
        c.oval(x, y + s * 0.5, s * 2.2, s * 0.4, "#ffffff60")
        c.disc(x, y, s * 0.72, "#c99a74")
        c.pen.pieslice(
            [v * 2 for v in (x - s * 0.74, y - s * 0.76, x + s * 0.74, y + s * 0.72)], 180, 360, cap
        )
        c.rect(x + s * 0.9, y + s * 0.1, s * 1.7, s * 0.5, "#f0c544", s * 0.2)


@scene
def football_pitch(c: Canvas) -> None:
    c.sky("#cfe3ea", "#f9f1dd", 520)
    c.sun(1290, 190, 56, "#f5cf77")
    c.ridge(480, 100, "#b5caae", phase=0.4)
    c.water(500, "#86b0b4", "#c3d6cf", glints=14)
    c.treeline(540, 70, "#7d9c72")
    c.gradient(0, 550, WIDTH, 350, "#c9b27c", "#b79a63")
    for _ in range(9):
        c.oval(
            c.random.uniform(0, WIDTH),
            c.random.uniform(600, 880),
            c.random.uniform(90, 240),
            16,
            "#93a86060",
        )
    c.line([(0, 640), (WIDTH, 640)], "#fbf8f1c0", 6)
    c.line([(420, 640), (250, 820), (1350, 820), (1180, 640)], "#fbf8f1c0", 7)
    # The goal with its net.
    for i in range(25):
        x = 520 + i * 560 / 24
        c.line([(x, 380), (560 + i * 20, 560), (560 + i * 20, 636)], "#ffffff80", 2)
    for k in range(9):
        y = 392 + k * 27
        c.line([(526 + k * 4, y), (1074 - k * 4, y)], "#ffffff80", 2)
    for x in (512, 1074):
        c.rect(x, 372, 14, 270, WHITE)
        c.oval(x + 7, 642, 30, 6, "#00000026")
    c.rect(512, 366, 576, 14, WHITE, 4)
    for row in range(3):
        c.rect(40, 470 + row * 44, 330, 20, shade(WOOD, 0.1 - row * 0.1), 3)
    for x in (56, 190, 340):
        c.rect(x, 490, 12, 112, DARK_WOOD)
    for i in range(6):
        c.person(
            80 + i * 50,
            520 + (i % 2) * 44,
            96,
            ["#c8767a", "#6f93a0", "#e0a24f", "#7d9c7f"][i % 4],
            hat=i % 3 == 0,
        )
    c.tree(1500, 660, 380, LEAVES[1])
    for x, y, s, cloth in (
        (690, 640, 130, "#4f7f8a"),
        (1010, 740, 170, RED),
        (520, 770, 180, RED),
        (1180, 690, 150, "#4f7f8a"),
    ):
        c.person(x, y, s, cloth, hat=False)
    c.oval(806, 852, 58, 11, "#00000030")
    c.disc(800, 800, 52, WHITE)
    for k in range(5):
        a = k * math.tau / 5 - 1.57
        spot = [(800 + 50 * math.cos(a + d), 800 + 50 * math.sin(a + d)) for d in (-0.3, 0, 0.3)]
        c.poly([*spot, (800 + 34 * math.cos(a), 800 + 34 * math.sin(a))], "#3a3f42")
    c.poly(
        [
            (
                800 + 18 * math.cos(k * math.tau / 5 + 1.57),
                800 + 18 * math.sin(k * math.tau / 5 + 1.57),
            )
            for k in range(5)
        ],
        "#3a3f42",
    )


@scene
def market_stalls(c: Canvas) -> None:
    c.sky("#f1e3c4", "#fbf5e6", 460)
    c.street(-40, 1660, 430, 170, 320)
    c.gradient(0, 430, WIDTH, 470, "#d9c8a4", "#bfa97e")
    for i, x in enumerate((110, 480, 620, 1000, 1130, 1420)):
        c.person(x, 600, 190, ["#7a6f8a", "#5f8a72", "#a4525a", "#4f7f8a", "#8d5a52", "#6f8f86"][i])
    for x, y, w, color in (
        (-60, 330, 420, "#6f93a0"),
        (330, 310, 420, "#e9c46a"),
        (850, 310, 420, RED),
        (1240, 330, 420, "#7d9c7f"),
    ):
        for dx in (30, w - 42):
            c.rect(x + dx, y, 12, 330, DARK_WOOD)
        count = 8
        for i in range(count):
            tone = color if i % 2 else "#f6efe0"
            left = x + i * w / count
            c.poly(
                [
                    (left + 14, y - 80),
                    (left + w / count + 14, y - 80),
                    (left + w / count, y + 20),
                    (left, y + 20),
                ],
                tone,
            )
            c.oval(left + w / count / 2, y + 20, w / count / 2, 14, tone)
        c.rect(x + 20, y + 200, w - 40, 22, shade(WOOD, 0.2), 4)
        c.rect(x + 34, y + 222, w - 68, 120, WOOD)
    for x, colors in (
        (10, LEAVES),
        (360, ["#e08a3c", "#e9b84c", "#d9733a"]),
        (880, ["#b3262b", "#c8575a", "#e08a94"]),
        (1270, LEAVES[1:]),
    ):
        for i in range(26):
            c.disc(
                x + 20 + (i % 9) * 40,
                (528 if 300 < x < 1200 else 548) - (i // 9) * 24,
                22,
                colors[i % len(colors)],
            )
    # In front: baskets on the ground and buyers from behind.
    for x, y, tones in (
        (200, 830, ("#c8767a", "#b3262b")),
        (560, 860, ("#8fb6bd", "#7d8f98")),
        (1060, 850, ("#e9b84c", "#d9a23a")),
        (1400, 830, ("#6a9157", "#4e7a4a")),
    ):
        c.oval(x, y + 16, 130, 16, "#00000026")
        for i in range(11):
            c.disc(x - 76 + (i % 6) * 30, y - 46 - (i // 6) * 24, 22, tones[i % 2])
        c.poly([(x - 110, y - 44), (x + 110, y - 44), (x + 84, y + 18), (x - 84, y + 18)], BAMBOO)
        for k in range(3):
            c.line(
                [(x - 104 + k * 7, y - 30 + k * 17), (x + 104 - k * 7, y - 30 + k * 17)],
                "#00000022",
                4,
            )
    c.person(800, 850, 330, "#c07a5a")
    c.person(905, 862, 190, "#6f93a0", hat=False)
    c.poly([(700, 700), (752, 700), (742, 770), (708, 770)], "#7fa05f")


@scene
def roof_garden(c: Canvas) -> None:
    c.sky("#cfe3ea", "#f7f4e6", 560)
    c.cloud(380, 150, 84, "#ffffffa8")
    c.ridge(470, 80, "#b5caae", phase=1.0)
    c.water(470, "#86b0b4", "#c3d6cf", glints=18)
    for x, base, w, tone in (
        (-60, 600, 360, 0.0),
        (240, 620, 330, 0.08),
        (560, 600, 360, -0.1),
        (900, 624, 340, 0.05),
        (1250, 600, 400, -0.05),
    ):
        c.rect(x + 30, base, w - 60, 80, "#e6c79a")
        c.roof(x, base + 10, w, 90, shade("#9c3527", tone))
    c.rect(0, 640, WIDTH, 30, "#d5c7a8")
    c.rect(0, 632, WIDTH, 12, "#efe3c8")
    c.gradient(0, 668, WIDTH, 232, "#c9b79a", "#b7a283")
    # Water tank on its feet.
    for x in (1310, 1480):
        c.rect(x, 560, 16, 140, "#6d7673")
    c.rect(1270, 400, 270, 170, "#a9b5b8", 70)
    for k in range(4):
        c.rect(1300 + k * 62, 400, 6, 170, "#00000018")
    # The trellis with gourds.
    for x in (110, 590):
        c.rect(x, 330, 14, 380, BAMBOO)
    for y in (330, 380):
        c.rect(90, y, 540, 10, BAMBOO)
    for _ in range(170):
        x, y = c.random.uniform(80, 640), 350 + c.random.gauss(0, 32)
        c.disc(x, y, c.random.uniform(12, 26), c.random.choice(LEAVES))
    for _ in range(26):
        c.disc(c.random.uniform(90, 630), 350 + c.random.gauss(0, 36), 11, "#f0c544")
    for x, drop in ((180, 90), (290, 130), (400, 80), (520, 120)):
        c.line([(x, 380), (x, 380 + drop * 0.4)], LEAVES[2], 4)
        c.oval(x, 390 + drop * 0.8, 15, drop * 0.45, "#7da05a")
    # White boxes in rows, each with its green.
    for row, (y, w, count) in enumerate(((736, 150, 9), (800, 180, 8), (884, 220, 7))):
        for i in range(count):
            x = (i - 0.4 + row * 0.2) * (w + 34) - 40
            kind = (i * 2 + row) % 4
            for k in range(9):
                fx = x + w * (0.08 + 0.105 * k)
                tall = w * [0.3, 0.16, 0.42, 0.24][kind]
                tone = [LEAVES[1], "#8fb86a", LEAVES[0], "#7a5f8a"][kind]
                c.poly(
                    [
                        (fx - w * 0.07, y - w * 0.3),
                        (fx, y - w * 0.3 - tall),
                        (fx + w * 0.07, y - w * 0.3),
                    ],
                    tone,
                )
                c.disc(fx, y - w * 0.3 - tall * 0.4, w * 0.055, shade(tone, 0.12))
            c.rect(x, y - w * 0.32, w, w * 0.32, "#f4f1e8", 5)
            c.rect(x, y - w * 0.32, w, w * 0.06, WHITE, 4)
            c.rect(x + w * 0.8, y - w * 0.3, w * 0.2, w * 0.3, "#00000010")
    c.person(840, 720, 190, "#a4525a")
    c.oval(916, 650, 26, 20, "#8fa3a6")
    c.line([(934, 642), (970, 626)], "#8fa3a6", 8)


@scene
def lantern_night(c: Canvas) -> None:
    c.sky("#15263a", "#3d5468", 560)
    for _ in range(60):
        c.disc(
            c.random.uniform(0, WIDTH),
            c.random.uniform(0, 300),
            c.random.uniform(1, 2.6),
            "#fff6dc90",
        )
    c.glow(1240, 150, 110, "#f6e3ae", 7)
    c.disc(1240, 150, 78, "#f8ecc8")
    c.ridge(540, 90, "#2c4353", phase=1.9)
    c.treeline(570, 60, "#22363f")
    c.water(560, "#1d3441", "#41596a", glints=20, glint="#ffe6a830")
    for i in range(12):
        c.rect(
            1190 + c.random.uniform(-30, 30),
            580 + i * 20,
            80 + c.random.uniform(-20, 30),
            5,
            "#f6e3ae50",
            3,
        )
    c.poly([(0, 760), (1600, 700), (1600, 900), (0, 900)], "#4a4a44")
    c.line([(0, 700), (1600, 640)], "#6b665a", 8)
    for i in range(17):
        c.rect(i * 100, 700 - i * 3.75, 7, 64, "#6b665a")
    # Three strings of lanterns, each with its light on the water.
    tones = [RED, "#e9a23c", "#d9573c", "#f0c544"]
    for line, (left, right, sag, size) in enumerate(
        ((40, 190, 120, 34), (250, 90, 150, 46), (330, 300, 130, 58))
    ):
        spots = []
        for i in range(41):
            t = i / 40
            spots.append((WIDTH * t, left + (right - left) * t + sag * math.sin(math.pi * t)))
        c.line(spots, "#1a252d", 3)
        for i in range(2 + line, 40, 5 - line // 2):
            x, y = spots[i]
            color = tones[(i + line) % 4]
            _lantern(c, x, y + size * 1.1, size, color)
            for k in range(3):
                c.rect(
                    x - size * 0.6 + c.random.uniform(-8, 8),
                    590 + k * 30,
                    size * 1.2,
                    5,
                    f"{color}60",
                    3,
                )
    _star(c, 800, 560, 120)
    for i, (x, s) in enumerate(
        ((180, 170), (320, 150), (560, 160), (1010, 150), (1130, 176), (1380, 160), (690, 140))
    ):
        base = 850 - (i % 3) * 24
        c.person(x, base, s, ["#7a6f8a", "#8d5a52", "#4f7f7a"][i % 3], hat=False)
        c.line([(x + s * 0.14, base - s * 0.62), (x + s * 0.46, base - s * 0.8)], BAMBOO, 5)
        _lantern(c, x + s * 0.46, base - s * 0.6, s * 0.14, tones[i % 4])


def _lantern(c: Canvas, x: float, y: float, r: float, color: str) -> None:
    c.glow(x, y, r * 1.6, color, 8)
    c.line([(x, y - r * 1.3), (x, y - r * 0.8)], "#1a252d", 3)
    c.oval(x, y, r * 0.82, r * 0.92, color)
    c.oval(x, y, r * 0.4, r * 0.92, shade(color, 0.35))
    c.rect(x - r * 0.4, y - r * 1.0, r * 0.8, r * 0.2, "#5b3a2a", 3)
    c.rect(x - r * 0.4, y + r * 0.8, r * 0.8, r * 0.2, "#5b3a2a", 3)
    c.line([(x, y + r), (x, y + r * 1.6)], FLOWERS[2], 4)


def _star(c: Canvas, x: float, y: float, r: float) -> None:
    """The five-pointed star lantern in its hoop, on a stick."""
    c.line([(x, y + r * 0.6), (x, y + r * 2.2)], BAMBOO, 10)
    c.glow(x, y, r * 1.4, "#f0b84c", 8)
    c.pen.ellipse([v * 2 for v in (x - r, y - r, x + r, y + r)], outline="#e08a3c", width=16)
    points = []
    for k in range(10):
        a = -math.pi / 2 + k * math.pi / 5
        reach = r * (0.98 if k % 2 == 0 else 0.42)
        points.append((x + reach * math.cos(a), y + reach * math.sin(a)))
    c.poly(points, RED)
    for k in range(0, 10, 2):
        c.poly([(x, y), points[k], points[(k + 1) % 10]], "#e9b84c")
    c.disc(x, y, r * 0.16, "#fff2cf")
