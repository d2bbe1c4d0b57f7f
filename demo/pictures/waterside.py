"""By the water: a boat yard, the landing at dawn, a small bridge."""

from demo.drawing import BAMBOO, DARK_WOOD, LEAVES, WHITE, WIDTH, WOOD, Canvas, shade
from demo.pictures.registry import scene


@scene
def boat_yard(c: Canvas) -> None:
    c.sky("#f2ddbb", "#fbf3e2", 500)
    c.ridge(450, 90, "#c9c4a0", phase=0.9)
    c.treeline(480, 60, "#9aa57d")
    c.water(480, "#7fa8ae", "#c8d4c6", glints=26)
    c.boat(1380, 560, 240)
    c.gradient(0, 600, WIDTH, 300, "#cdb184", "#b6976a")
    c.poly([(0, 600), (1600, 580), (1600, 620), (0, 640)], "#a98c5f")
    for x in (170, 520, 1060, 1410):
        c.rect(x, 250, 26, 590 if x in (170, 1410) else 400, DARK_WOOD)
    # The thatched roof, layer on layer.
    c.poly([(40, 300), (300, 60), (1300, 60), (1560, 300)], "#a98a55")
    for k in range(5):
        y = 110 + k * 48
        half = 470 + (y - 60) * 1.08 + 30
        row = [(800 - half, y)]
        steps = 46
        for i in range(steps + 1):
            x = 800 - half + 2 * half * i / steps
            row.append((x, y + (16 if i % 2 else 2)))
        c.poly(
            [*row, (800 + half, y), (800 + half - 22, y - 24), (800 - half + 22, y - 24)],
            shade("#a98a55", -0.08 + 0.05 * (k % 2)),
        )
    c.rect(290, 50, 1020, 18, "#7d6238", 8)
    # The boat on its trestles: ribs stand free above four rows of planks.
    for i in range(13):
        x = 440 + i * 60
        lift = abs(i - 6) ** 2 * 2.2
        c.line([(x, 660 - lift), (x + (i - 6) * 3, 500 - lift * 1.2)], shade(WOOD, 0.25), 15)
    for k in range(4):
        tone = ["#c98f57", "#b97f49", "#d09a63", "#bd8650"][k]
        y = 590 + k * 34
        inset = k * 32
        points = []
        for i in range(21):
            t = i / 20
            points.append(
                (330 + inset + (940 - 2 * inset) * t, y - 150 * abs(t - 0.5) ** 2.2 * 2.0)
            )
        low = [(x, py + 36) for x, py in reversed(points)]
        c.poly([*points, *low], tone)
        c.line(points, "#00000022", 3)
    c.poly([(322, 520), (352, 500), (470, 716), (440, 730)], DARK_WOOD)
    c.poly([(1278, 520), (1248, 500), (1130, 716), (1160, 730)], DARK_WOOD)
    c.rect(430, 716, 740, 26, DARK_WOOD, 8)
    for x in (520, 800, 1040):
        c.poly([(x, 740), (x + 24, 740), (x + 60, 850), (x + 36, 850)], WOOD)
        c.poly([(x + 20, 740), (x, 740), (x - 46, 850), (x - 22, 850)], shade(WOOD, -0.15))
    c.oval(800, 854, 470, 20, "#00000024")
    for i in range(5):
        c.rect(60 + i * 8, 840 - i * 18, 330, 15, ["#d0a06a", "#c08f58"][i % 2], 2)
    for _ in range(50):
        c.oval(
            c.random.uniform(480, 1300),
            c.random.uniform(850, 890),
            12,
            5,
            c.random.choice(["#e6c797", "#d9b37c"]),
        )
    c.person(1240, 850, 250, "#5f7f8d")
    c.line([(1210, 700), (1150, 660)], "#c99a74", 16)
    c.line([(1160, 640), (1120, 690)], DARK_WOOD, 12)


@scene
def river_dawn(c: Canvas) -> None:
    c.sky("#c9c3cf", "#f6dfc8", 520)
    c.sun(430, 400, 60, "#f2b48a")
    c.ridge(450, 110, "#bdb4b9", phase=0.3)
    c.ridge(490, 80, "#a7a2a6", wave=1.5, phase=2.0)
    c.rect(0, 440, WIDTH, 30, "#ffffff30")
    c.bridge(450, 40, "#918a8c", arches=6)
    c.water(520, "#7f97a3", "#dccfc8", glints=30, glint="#fff3e450")
    for i in range(8):
        c.rect(370 + i * 6, 540 + i * 22, 130 - i * 9, 6, "#f7c39e80", 3)
    for y, tone in ((500, "#ffffff38"), (540, "#ffffff30"), (610, "#ffffff26")):
        for _ in range(7):
            c.oval(
                c.random.uniform(0, WIDTH),
                y + c.random.uniform(-14, 14),
                c.random.uniform(180, 380),
                20,
                tone,
            )
    for x, y, length, color in (
        (1180, 640, 260, "#7a6258"),
        (760, 720, 400, "#6a5048"),
        (1120, 806, 520, "#573f37"),
    ):
        c.rect(x - length * 0.46, y - length * 0.36, length * 0.022, length * 0.46, DARK_WOOD)
        c.line(
            [(x - length * 0.45, y - length * 0.24), (x - length * 0.38, y - length * 0.1)],
            "#d8cba8",
            4,
        )
        c.poly(
            [
                (x - length * 0.16, y - length * 0.06),
                (x - length * 0.12, y - length * 0.2),
                (x + length * 0.16, y - length * 0.2),
                (x + length * 0.2, y - length * 0.06),
            ],
            shade("#a98a55", -0.1),
        )
        c.boat(x, y, length, color)
        for k in range(3):
            c.rect(
                x - length * 0.4 + k * 20,
                y + length * (0.09 + 0.035 * k),
                length * (0.7 - k * 0.1),
                5,
                "#3a2d2630",
                3,
            )
    for i in range(22):
        x = i * 17 - 10
        c.poly(
            [(x, 900), (x + 9, 900), (x + c.random.uniform(-24, 40), c.random.uniform(640, 800))],
            shade(LEAVES[i % 5], -0.25),
        )


@scene
def small_bridge(c: Canvas) -> None:
    c.sky("#cfe3ea", "#f5f4e6", 520)
    c.cloud(360, 130, 80, "#ffffffa8")
    c.street(-30, 500, 520, 170, 300)
    c.street(1110, 1640, 520, 170, 300)
    c.treeline(520, 110, "#86a67c")
    c.water(540, "#6f9a9a", "#a9c7bb", glints=24)
    c.poly([(0, 500), (470, 500), (540, 640), (330, 900), (0, 900)], "#b9b184")
    c.poly([(1600, 500), (1130, 500), (1060, 640), (1270, 900), (1600, 900)], "#b0a97b")
    c.poly([(0, 500), (470, 500), (486, 530), (0, 540)], "#cfc79a")
    c.poly([(1600, 500), (1130, 500), (1114, 530), (1600, 540)], "#cfc79a")
    for x, base, size, tone in (
        (110, 700, 330, 0),
        (215, 750, 290, 2),
        (1390, 740, 310, 3),
        (1500, 700, 350, 0),
    ):
        c.palm(x, base, size, LEAVES[tone])
        c.oval(x, base, 44, 9, "#00000022")
    # One span of concrete, no pier in the stream.
    deck = [(300 + 1000 * t / 20, 560 - 64 * (1 - (t / 10 - 1) ** 2)) for t in range(21)]
    under = [(x, y + 46 + 60 * abs((x - 800) / 500) ** 3) for x, y in reversed(deck)]
    c.poly([*deck, *under], "#c9c6bc")
    c.poly([*deck, *[(x, y + 16) for x, y in reversed(deck)]], "#e3e0d6")
    c.oval(800, 690, 400, 22, "#20405038")
    for dy in (-84, -44):
        c.line([(x, y + dy) for x, y in deck], WHITE, 11)
    for x, y in deck[::2]:
        c.rect(x - 7, y - 92, 14, 96, WHITE)
        c.rect(x - 10, y - 98, 20, 10, "#d9d4c6", 3)
    c.person(690, 512, 130, "#a4525a")
    c.bicycle(880, 506, 170, "#3f5f6a")
    c.person(880, 490, 120, "#5f8a72")
    for dy in (-84, -44):
        c.line([(x, y + dy + 34) for x, y in deck[4:17]], "#f4f1e8", 9)
    for x, y in deck[4:17:2]:
        c.rect(x - 6, y - 56, 12, 66, "#f4f1e8")
    for i in range(14):
        c.lotus_leaf(520 + i * 42, 800 + (i % 4) * 26, 40 + (i % 3) * 10, LEAVES[(i + 1) % 5])
    c.rect(236, 470, 10, 130, BAMBOO)
    c.rect(196, 470, 90, 54, WHITE, 6)
    c.disc(241, 497, 20, "#b3262b")
    c.disc(241, 497, 14, WHITE)
