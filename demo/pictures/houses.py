"""The ward's public houses, seen from their yards."""

from demo.drawing import (
    BRICK,
    CREAM,
    DARK_ROOF,
    DARK_WOOD,
    FLOWERS,
    LEAVES,
    RED,
    ROOF,
    SAND,
    WHITE,
    WIDTH,
    WOOD,
    Canvas,
    shade,
)
from demo.pictures.registry import scene


@scene
def ward_hall(c: Canvas) -> None:
    _countryside(c, phase=1.2)
    c.treeline(650, 90, "#6f9273")
    c.rect(0, 650, WIDTH, 250, "#c9c2a6")
    c.gradient(0, 690, WIDTH, 210, "#d8ceb2", "#c3b894")
    # Two storeys under a wide roof.
    c.rect(380, 400, 840, 300, CREAM)
    c.rect(1090, 400, 130, 300, "#0000000c")
    c.rect(360, 540, 880, 18, shade(CREAM, -0.16))
    for x in (430, 555, 990, 1115):
        c.window(x, 440, 62, 76)
        c.window(x, 590, 62, 84)
    c.roof(330, 408, 940, 150)
    c.rect(690, 430, 220, 270, shade(CREAM, 0.35))
    c.roof(660, 440, 280, 74, shade(ROOF, 0.06), inset=0.3)
    c.window(735, 462, 50, 66)
    c.window(815, 462, 50, 66)
    c.rect(735, 580, 130, 120, DARK_ROOF)
    c.rect(797, 580, 6, 120, shade(DARK_ROOF, -0.35))
    for x in (700, 884):
        c.rect(x, 560, 16, 140, shade(CREAM, 0.6))
    for i in range(3):
        c.rect(670 - i * 20, 700 + i * 11, 260 + i * 40, 11, shade(SAND, 0.35 - i * 0.15))
    c.flag(800, 150, 120, 92)
    for x, size, tone in ((110, 250, 0), (265, 200, 1), (1340, 205, 3), (1490, 255, 2)):
        c.tree(x, 740, size, LEAVES[tone])
    c.poly([(690, 733), (910, 733), (1110, 900), (490, 900)], "#e6dec6")
    for x in (430, 1020):
        c.flower_box(x, 800, 150, 34, FLOWERS[0])


@scene
def gift_table(c: Canvas) -> None:
    c.sky("#dbe9d2", "#f6f7ea")
    c.ridge(520, 80, "#c4d6ae", phase=0.3)
    c.hall(250, 610, 1100, 220, "#efe0c2")
    c.tree(130, 640, 330, LEAVES[0])
    c.tree(1490, 640, 300, LEAVES[2])
    c.gradient(0, 610, WIDTH, 290, "#d9cba8", "#c4b48c")
    c.pennants((150, 330), (1460, 340), 22)
    # The table, its cloth and what lies on it.
    c.oval(800, 850, 690, 30, "#00000022")
    c.rect(190, 690, 1220, 150, "#8fb0b8", 6)
    for i in range(13):
        c.poly(
            [(200 + i * 95, 712), (236 + i * 95, 712), (226 + i * 95, 840), (206 + i * 95, 840)],
            "#ffffff18",
        )
    c.rect(170, 672, 1260, 30, WHITE, 6)
    for x, h, color in ((245, 96, "#e0a24f"), (760, 110, "#6f93a0"), (1240, 92, "#8dab7c")):
        c.rect(x, 672 - h, 130, h, color, 5)
        c.rect(x + 56, 672 - h, 18, h, RED)
        c.rect(x, 672 - h * 0.58, 130, 14, RED)
        for side in (-1, 1):
            c.oval(x + 65 + side * 20, 672 - h - 12, 21, 12, RED)
        c.disc(x + 65, 672 - h - 10, 9, shade(RED, -0.25))
    for x, colors in (
        (420, ("#c8767a", "#f3e6c8", "#7fa0a8")),
        (930, ("#e9c46a", "#d9d2c3", "#a4525a")),
    ):
        for i in range(6):
            c.rect(x + (i % 2) * 8, 652 - i * 16, 122, 15, colors[i % 3], 3)
            c.rect(x + 104 + (i % 2) * 8, 654 - i * 16, 16, 11, "#fdfbf4")
    for x, color in ((590, "#3f6b76"), (1090, "#9a4a45")):
        c.rect(x, 556, 116, 116, color, 22)
        c.rect(x + 14, 606, 88, 58, shade(color, 0.18), 12)
        c.rect(x + 36, 544, 44, 14, shade(color, -0.3), 7)
        c.rect(x + 50, 614, 16, 12, "#e9d8a6", 3)


@scene
def vaccination_table(c: Canvas) -> None:
    c.sky("#cfe1e6", "#f2f5ee")
    c.ridge(520, 100, "#a9c0a4", phase=3.1)
    c.treeline(600, 80, "#7d9c7f")
    c.tree(140, 690, 330, LEAVES[1])
    c.gradient(0, 640, WIDTH, 260, "#dccfae", "#c6b78f")
    # The porch of the culture house.
    c.rect(520, 250, 1080, 430, "#ecdcbb")
    c.rect(520, 250, 1080, 40, "#00000014")
    c.rect(1180, 370, 210, 310, DARK_ROOF)
    c.rect(1282, 370, 6, 310, shade(DARK_ROOF, -0.35))
    c.window(700, 380, 130, 150)
    c.window(930, 380, 130, 150)
    c.roof(440, 270, 1290, 190)
    for x in (520, 1090, 1480):
        c.rect(x, 270, 30, 420, shade(CREAM, 0.5))
        c.rect(x - 8, 680, 46, 16, SAND)
    c.rect(440, 688, 1160, 24, shade(SAND, 0.3))
    c.rect(440, 712, 1160, 16, SAND)
    # The table with the cold box.
    c.oval(980, 850, 300, 20, "#00000022")
    c.rect(720, 700, 520, 145, WHITE, 5)
    for i in range(8):
        c.poly(
            [(735 + i * 64, 712), (758 + i * 64, 712), (752 + i * 64, 845), (740 + i * 64, 845)],
            "#00000008",
        )
    c.rect(700, 684, 560, 24, "#f4eee0", 5)
    c.rect(1050, 596, 150, 90, "#6f9fae", 10)
    c.rect(1044, 582, 162, 26, "#e8eef0", 8)
    c.rect(1116, 622, 18, 50, WHITE)
    c.rect(1100, 638, 50, 18, WHITE)
    for i in range(4):
        c.rect(790 + i * 44, 650, 24, 36, ["#c8dde0", "#e7d9b5"][i % 2], 4)
        c.rect(794 + i * 44, 640, 16, 12, RED if i % 2 else "#6d7673", 2)
    _dog(c, 500, 850, 230, "#b98552")
    _cat(c, 640, 850, 130, "#6f6a66")


@scene
def health_station(c: Canvas) -> None:
    c.sky("#cfe3e2", "#f3f7ee")
    c.cloud(420, 170, 84, "#ffffffb0")
    c.ridge(540, 100, "#b3cbb0", phase=2.7)
    c.treeline(630, 80, "#86a686")
    c.hall(360, 680, 880, 270, "#f4f1e6", "#4f7f86")
    c.gradient(0, 680, WIDTH, 220, "#dcd6bd", "#c8c09d")
    for i in range(3):
        c.rect(660 - i * 20, 680 + i * 9, 280 + i * 40, 9, shade(SAND, 0.4 - i * 0.15))
    c.disc(800, 352, 44, WHITE)
    c.rect(790, 326, 20, 52, "#2f7d5b")
    c.rect(774, 342, 52, 20, "#2f7d5b")
    # The trellis of bougainvillea over the benches.
    for x in (300, 560, 1040, 1300):
        c.rect(x, 520, 14, 260, WOOD)
    for left in (280, 1020):
        c.rect(left, 512, 314, 14, DARK_WOOD)
        for _ in range(70):
            fx, fy = left + c.random.uniform(-20, 334), 512 + c.random.gauss(0, 22)
            c.disc(fx, fy, c.random.uniform(9, 22), c.random.choice(LEAVES))
        for _ in range(80):
            fx, fy = left + c.random.uniform(-24, 338), 508 + c.random.gauss(0, 26)
            c.disc(
                fx, fy, c.random.uniform(5, 11), c.random.choice(["#c2477c", "#d76a98", "#b23a6b"])
            )
        c.oval(left + 157, 806, 150, 12, "#00000022")
        c.rect(left + 20, 736, 274, 16, WOOD, 4)
        c.rect(left + 20, 690, 274, 12, WOOD, 4)
        for dx in (34, 264):
            c.rect(left + dx, 690, 12, 112, DARK_WOOD)
    c.tree(110, 730, 330, LEAVES[0])
    c.palm(1480, 740, 380, LEAVES[3])
    c.person(420, 800, 150, "#7a6f8a", hat=False)
    c.person(860, 790, 150, WHITE, hat=False)
    c.person(790, 792, 138, "#8d5a52")


@scene
def culture_house(c: Canvas) -> None:
    c.sky("#f3dcb8", "#faf0de")
    c.sun(1260, 180, 56, "#f0b65c")
    c.ridge(540, 110, "#c6c39b", phase=0.1)
    c.street(-20, 330, 660, 180, 300)
    c.street(1290, 1640, 660, 170, 280)
    c.hall(440, 670, 720, 230, "#f0dcb4")
    c.gradient(0, 664, WIDTH, 236, "#dcc9a0", "#c5b084")
    c.rect(760, 664, 80, 10, SAND)
    for i in range(3):
        c.rect(690 - i * 20, 670 + i * 9, 220 + i * 40, 9, shade(SAND, 0.4 - i * 0.15))
    c.flag(800, 190, 110, 84)
    for x in (250, 340, 440, 1160, 1260, 1350):
        near = abs(x - 800) / 550
        c.flag(x, 640 - 60 * near, 150 + 70 * near, 44 + 16 * near)
        c.oval(x, 790 + 10 * near, 20, 5, "#00000022")
    c.tree(1470, 760, 400, LEAVES[1])
    c.loudspeaker(130, 800, 420)
    c.poly([(700, 697), (900, 697), (1120, 900), (480, 900)], "#eadbb8")
    for x, color in ((560, "#6f93a0"), (620, "#a4525a"), (1010, "#7d9c7f")):
        c.person(x, 770, 130, color, hat=x != 620)


@scene
def community_house(c: Canvas) -> None:
    c.sky("#dfe6d8", "#f8f5e6", 560)
    c.ridge(480, 100, "#c6d1b4", phase=1.5)
    c.treeline(560, 120, "#93ab83")
    c.rect(0, 560, WIDTH, 110, "#bfae86")
    # The great curved roof, ridge ornaments plain.
    c.rect(430, 440, 840, 150, "#8a5a3c")
    for i in range(8):
        x = 442 + i * 116
        c.rect(x, 440, 20, 150, "#6d422c")
        if i < 7:
            c.rect(x + 32, 466, 74, 124, "#a8734c")
            c.rect(x + 67, 466, 4, 124, "#6d422c")
    c.rect(400, 586, 900, 20, "#c9b48c")
    c.rect(380, 604, 940, 18, "#b59f77")
    top = [(560 + 580 * t / 30, 300 + 14 * (4 * (t / 30 - 0.5) ** 2)) for t in range(31)]
    eaves = []
    for t in range(41):
        s = t / 40
        eaves.append((1380 - 1060 * s, 470 - 86 * (abs(2 * s - 1) ** 7)))
    c.poly([*top, *eaves], BRICK)
    below = [eaves[40 - round(k * 40 / 30)] for k in range(31)]
    for i in range(1, 7):
        depth = i / 7
        row = [
            (x + (ex - x) * depth, y + (ey - y) * depth)
            for (x, y), (ex, ey) in zip(top, below, strict=True)
        ]
        c.line(row, "#00000018", 3)
    c.line(eaves, shade(DARK_ROOF, -0.1), 12)
    c.line(top, DARK_ROOF, 16)
    for x, side in ((560, -1), (1140, 1)):
        c.poly(
            [(x, 322), (x + side * 30, 286), (x + side * 10, 306), (x - side * 22, 300)], DARK_ROOF
        )
    # The banyan.
    c.poly([(20, 720), (74, 560), (50, 380), (130, 380), (154, 560), (214, 720)], DARK_WOOD)
    for x in (10, 46, 186, 226):
        c.line([(x, 440), (x + 6, 712)], "#6b5341", 7)
    for dx, dy, r in (
        (0, 0, 150),
        (-130, 50, 110),
        (120, 30, 110),
        (-60, -90, 110),
        (80, -90, 100),
        (190, 90, 66),
    ):
        c.disc(90 + dx, 300 + dy, r, "#44703f")
    for dx, dy, r in (
        (-30, -40, 110),
        (96, -10, 74),
        (-120, 20, 76),
        (60, -110, 62),
        (-40, -120, 60),
    ):
        c.disc(90 + dx, 300 + dy, r, "#5a8650")
    # The half-moon pond.
    c.gradient(0, 660, WIDTH, 240, "#cdb98c", "#b7a374")
    c.oval(850, 880, 640, 170, "#a08c62")
    c.oval(850, 890, 616, 156, "#7fa59c")
    c.oval(850, 905, 560, 132, "#8db3a8")
    for _ in range(14):
        c.rect(
            c.random.uniform(330, 1290),
            c.random.uniform(800, 890),
            c.random.uniform(40, 110),
            4,
            "#ffffff44",
            2,
        )
    for x, y, r in ((420, 850, 54), (500, 876, 66), (1180, 856, 58), (1270, 880, 66)):
        c.lotus_leaf(x, y, r, "#6b9463")
    c.lotus(486, 842, 46)
    c.lotus(1216, 836, 42)
    c.person(1380, 740, 130, "#a4525a")
    c.person(1440, 746, 118, "#5f7f8d")


@scene
def evening_class(c: Canvas) -> None:
    c.sky("#1f3444", "#5b7480", 640)
    for _ in range(46):
        c.disc(
            c.random.uniform(0, WIDTH),
            c.random.uniform(10, 330),
            c.random.uniform(1, 2.6),
            "#fff6dc90",
        )
    c.disc(1330, 150, 46, "#f3e8c8")
    c.ridge(560, 110, "#3c5661", phase=0.9)
    c.treeline(640, 100, "#2c444c")
    c.gradient(0, 640, WIDTH, 260, "#5a5f52", "#3a4240")
    # The house, its windows full of light.
    c.rect(300, 340, 1000, 340, "#8c7a62")
    c.roof(230, 350, 1140, 170, "#6e2c24")
    c.rect(300, 350, 1000, 22, "#00000030")
    for x in (360, 630, 900):
        wide = 330 if x == 630 else 230
        left = 635 if x == 630 else x + (110 if x == 900 else 0)
        c.rect(left - 10, 410, wide + 20, 200, "#5f4a38", 4)
        c.gradient(left, 420, wide, 180, "#ffe7ae", "#f3c574")
        c.rect(left, 560, wide, 40, "#9a6b45")
        for i in range(wide // 74):
            px = left + 44 + i * 74
            c.disc(px, 512, 18, "#5a3f30")
            c.rect(px - 27, 528, 54, 40, ["#7d5660", "#4f6a70", "#8a6a48", "#5e7357"][i % 4], 14)
            c.rect(px + 18, 546, 12, 18, "#dff1f2", 2)
        c.disc(left + wide / 2, 446, 14, "#fff7df")
        c.rect(left + wide / 2 - 2, 420, 4, 18, "#6b5b4a")
        c.rect(left + wide / 2 - 3, 420, 6, 180, "#5f4a38")
    for left, wide in ((360, 230), (635, 330), (1010, 230)):
        c.poly(
            [(left, 680), (left + wide, 680), (left + wide + 90, 900), (left - 90, 900)],
            "#ffdc8c1e",
        )
    c.rect(260, 676, 1080, 18, "#7a6c58")
    for i, x in enumerate((170, 300, 430, 1180, 1310, 1440)):
        c.bicycle(x, 812 + (i % 2) * 10, 150, ["#c9b28a", "#a5b7b8", "#b9756a"][i % 3])
    c.tree(60, 720, 330, "#2f4f49")
    c.tree(1560, 720, 300, "#35564d")


def _countryside(c: Canvas, *, phase: float = 0.0) -> None:
    c.sky("#c3dae2", "#eff5f2")
    c.cloud(360, 190, 90, "#ffffffb0")
    c.cloud(1230, 130, 70, "#ffffff90")
    c.ridge(560, 130, "#b4c9b4", phase=phase)
    c.ridge(620, 110, "#93b095", wave=1.3, phase=phase + 2)


def _dog(c: Canvas, x: float, base: float, s: float, color: str) -> None:
    """A dog sitting, seen from behind three quarters."""
    dark = shade(color, -0.22)
    c.oval(x, base, s * 0.42, s * 0.05, "#00000026")
    c.line(
        [
            (x - s * 0.22, base - s * 0.1),
            (x - s * 0.42, base - s * 0.2),
            (x - s * 0.44, base - s * 0.38),
        ],
        dark,
        15,
    )
    c.oval(x - s * 0.06, base - s * 0.22, s * 0.28, s * 0.23, color)
    c.poly(
        [
            (x - s * 0.2, base - s * 0.2),
            (x - s * 0.02, base - s * 0.72),
            (x + s * 0.2, base - s * 0.66),
            (x + s * 0.2, base - s * 0.05),
        ],
        color,
    )
    c.rect(x + s * 0.08, base - s * 0.36, s * 0.11, s * 0.36, dark, 10)
    c.rect(x + s * 0.05, base - s * 0.03, s * 0.18, s * 0.05, dark, 6)
    c.oval(x + s * 0.1, base - s * 0.78, s * 0.17, s * 0.15, color)
    c.oval(x + s * 0.24, base - s * 0.74, s * 0.12, s * 0.075, color)
    c.disc(x + s * 0.35, base - s * 0.76, s * 0.027, "#2e2723")
    c.oval(x + s * 0.0, base - s * 0.76, s * 0.065, s * 0.14, dark)
    c.line([(x - s * 0.04, base - s * 0.62), (x + s * 0.2, base - s * 0.6)], RED, 12)
    c.line(
        [
            (x + s * 0.2, base - s * 0.6),
            (x + s * 0.5, base - s * 0.5),
            (x + s * 0.95, base - s * 0.62),
        ],
        RED,
        4,
    )


def _cat(c: Canvas, x: float, base: float, s: float, color: str) -> None:
    """A cat sitting with its back to us."""
    c.oval(x, base, s * 0.4, s * 0.06, "#00000026")
    c.line(
        [
            (x + s * 0.2, base - s * 0.08),
            (x + s * 0.52, base - s * 0.12),
            (x + s * 0.56, base - s * 0.4),
        ],
        color,
        13,
    )
    c.oval(x, base - s * 0.3, s * 0.32, s * 0.32, color)
    c.oval(x, base - s * 0.56, s * 0.22, s * 0.3, color)
    c.disc(x, base - s * 0.92, s * 0.21, color)
    for side in (-1, 1):
        c.poly(
            [
                (x + side * s * 0.05, base - s * 1.07),
                (x + side * s * 0.19, base - s * 1.24),
                (x + side * s * 0.21, base - s * 0.95),
            ],
            color,
        )
    for i in range(3):
        c.oval(x, base - s * (0.3 + i * 0.15), s * 0.15, s * 0.025, shade(color, -0.25))
