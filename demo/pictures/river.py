"""On the river and its banks."""

import math

from demo.drawing import (
    BAMBOO,
    DARK_WOOD,
    FLOWERS,
    HEIGHT,
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
def flower_bank(c: Canvas) -> None:
    c.sky("#f1dcb8", "#fbf2e2", 470)
    c.sun(1180, 190, 58, "#f0b860")
    c.ridge(400, 90, "#c3c29c", phase=0.6)
    c.treeline(440, 70, "#93a578")
    c.treeline(462, 46, "#74905f")
    c.water(450, "#86b0b4", "#c8d6c6", glints=40)
    # The embankment's path runs towards the vanishing point at the right.
    c.poly([(0, 640), (1600, 520), (1600, 900), (0, 900)], "#d9c7a3")
    c.poly([(0, 700), (1600, 536), (1600, 900), (0, 900)], "#e5d6b6")
    for i in range(1, 9):
        x = i * 190 - 60
        c.line([(x, 690 - x * 0.102), (x - 110, 900)], "#b59f7730", 3)
    rail = [(x, 560 - x * 0.062) for x in range(0, 1640, 40)]
    c.line(rail, "#8d8676", 8)
    c.line([(x, y + 32) for x, y in rail], "#8d8676", 5)
    for x, y in rail[::2]:
        c.rect(x - 4, y, 8, 78, "#7c7567")
    for i, x in enumerate((1520, 1432, 1334, 1220, 1082, 912, 690, 390, -30)):
        near = (1600 - x) / 1630
        c.flower_box(x, 572 + 214 * near, 70 + 280 * near, 26 + 84 * near, FLOWERS[i % 4])
    c.person(1330, 700, 128, "#7b97a6")
    c.person(1392, 704, 90, "#c8767a", hat=False)
    c.person(820, 830, 200, "#5f8a72")
    c.oval(906, 796, 24, 20, "#8fa3a6")
    c.line([(922, 786), (956, 768)], "#8fa3a6", 8)
    c.line([(846, 716), (906, 776)], "#3f5f4e", 13)


@scene
def market_boats(c: Canvas) -> None:
    c.sky("#cfe1e6", "#f1f4ea", 480)
    c.ridge(430, 80, "#b6c9b0", phase=2.2)
    c.treeline(452, 44, "#8ba884")
    c.street(560, 1560, 500, 130, 250)
    c.palm(470, 500, 250, LEAVES[2])
    c.palm(520, 504, 190, LEAVES[0])
    c.rect(0, 486, WIDTH, 40, "#a8977b")
    c.rect(0, 520, WIDTH, 14, "#8d7c63")
    c.water(532, "#6f9fae", "#a9c9c6", glints=44)
    for i in range(5):
        c.rect(700 - i * 26, 516 + i * 15, 210 + i * 40, 15, shade("#b8a788", -0.07 * i))
    for x, y, length, color in ((440, 640, 400, "#7a4a34"), (1040, 730, 520, "#6c3f2d")):
        for i in range(7):
            gx = x - length * 0.27 + i * length * 0.085
            if i < 4:
                c.oval(
                    gx,
                    y - length * 0.115,
                    length * 0.062,
                    length * 0.05,
                    shade("#cdb793", -0.06 * (i % 2)),
                )
            else:
                c.disc(gx, y - length * 0.14, length * 0.055, LEAVES[i % 5])
                c.disc(gx + 6, y - length * 0.18, length * 0.035, LEAVES[(i + 2) % 5])
                c.disc(gx - 4, y - length * 0.19, length * 0.014, FLOWERS[i % 3])
        c.person(x + length * 0.38, y - length * 0.06, length * 0.34, "#5f7f8d")
        c.line(
            [(x + length * 0.42, y - length * 0.26), (x + length * 0.6, y + length * 0.1)],
            DARK_WOOD,
            6,
        )
        c.boat(x, y, length, color)


@scene
def lotus_pond(c: Canvas) -> None:
    c.sky("#dbe9e4", "#f6f6ea", 420)
    c.sun(300, 170, 50, "#f3cf7c")
    c.ridge(400, 90, "#bcd0b4", phase=1.0)
    c.treeline(440, 60, "#8fae8c")
    c.hall(950, 460, 470, 130, "#efe0c2")
    c.palm(850, 470, 230, LEAVES[2])
    c.palm(1500, 470, 260, LEAVES[0])
    c.tree(560, 470, 180, LEAVES[3])
    c.rect(0, 452, WIDTH, 30, "#b9b48c")
    c.water(478, "#5f8f88", "#b4cfc0", glints=18, glint="#ffffff38")
    spots: list[tuple[float, float, float]] = []
    for row in range(7):
        y = 520 + row * row * 7 + row * 14
        r = 42 + row * 17
        for _ in range(11 - row):
            spots.append((y + c.random.uniform(-12, 12), c.random.uniform(-40, WIDTH + 40), r))
    for down, across, reach in sorted(spots):
        c.lotus_leaf(
            across,
            down,
            reach * c.random.uniform(0.8, 1.1),
            c.random.choice(["#6f9a68", "#5d8a5c", "#7da673", "#4f7c56"]),
        )
    for x, y, size, stem in (
        (250, 610, 66, 50),
        (560, 560, 44, 36),
        (800, 690, 92, 80),
        (1130, 585, 56, 46),
        (1330, 720, 104, 92),
        (420, 775, 112, 100),
    ):
        c.line([(x, y + stem), (x, y)], "#4f7350", 7)
        c.lotus(x, y, size, c.random.choice(["#d98a94", "#cf7480", "#e3a3a8"]))


@scene
def river_boat(c: Canvas) -> None:
    c.sky("#f3cbb2", "#fbeee0", 480)
    c.sun(760, 300, 84, "#ea9462")
    c.ridge(430, 120, "#d5b29b", phase=0.2)
    c.ridge(470, 90, "#bb9884", wave=1.4, phase=2.6)
    c.treeline(496, 40, "#93806c")
    c.water(488, "#6497a8", "#cfc0ad", glints=46, glint="#fff3e060")
    for i in range(9):
        c.rect(690 + i * 5, 520 + i * 24, 150 - i * 11, 6, "#f2a87570", 3)
    c.bridge(452, 60, "#8d7566")
    # Near: the boat loaded with sacks, one rows, one lifts a net.
    x, y = 880, 730
    for i, (dx, dy, r) in enumerate(
        ((-190, -78, 48), (-110, -84, 54), (-30, -80, 50), (-150, -122, 46), (-70, -130, 48))
    ):
        c.oval(x + dx, y + dy, r, r * 0.86, ["#cdbd9b", "#8fa69b", "#b9a884"][i % 3])
        c.rect(x + dx - 9, y + dy - r * 0.98, 18, 14, "#6d5d48", 4)
    c.person(x + 210, y - 34, 210, "#4f6f7c")
    c.line([(x + 232, y - 170), (x + 352, y + 66)], DARK_WOOD, 9)
    c.oval(x + 360, y + 74, 22, 40, DARK_WOOD)
    c.person(x + 76, y - 40, 190, "#9a5a4c")
    c.line([(x + 58, y - 150), (x - 30, y - 248)], BAMBOO, 8)
    c.oval(x - 52, y - 268, 42, 30, "#e9e2cfaa")
    c.boat(x, y, 680, "#6c3f2d")
    for dx in (-1, 1):
        c.line([(x + dx * 330, y + 40), (x + dx * 520, y + 64)], "#ffffff40", 5)
    for i in range(16):
        c.poly(
            [
                (i * 15, 900),
                (i * 15 + 8, 900),
                (i * 15 + c.random.uniform(-20, 34), c.random.uniform(690, 810)),
            ],
            LEAVES[i % 5],
        )


@scene
def plant_stall(c: Canvas) -> None:
    c.sky("#d6e7e6", "#f5f6ea", 470)
    c.ridge(420, 80, "#bdd0b4", phase=2.4)
    c.treeline(452, 50, "#8dab86")
    c.water(450, "#7fabb4", "#bcd4cf", glints=30)
    c.boat(1380, 560, 260)
    c.bridge(410, 34, "#b3a48c", arches=7)
    c.gradient(0, 600, WIDTH, 300, "#dcccaa", "#c5b286")
    c.rect(0, 590, WIDTH, 16, "#a8977b")
    # The stall.
    for x in (330, 1190):
        c.rect(x, 330, 18, 520, DARK_WOOD)
    c.rect(348, 470, 842, 12, WOOD)
    stripes = 14
    for i in range(stripes):
        low = 270 + i * 996 / stripes
        w = 996 / stripes
        inner = 330 + i * 880 / stripes
        inner_w = 880 / stripes
        tone = "#f6efe0" if i % 2 else RED
        c.poly([(inner, 240), (inner + inner_w, 240), (low + w, 380), (low, 380)], tone)
        c.oval(low + w / 2, 380, w / 2, 20, tone)
    c.rect(330, 620, 880, 26, shade(WOOD, 0.2), 4)
    c.rect(346, 646, 848, 190, WOOD)
    for i in range(7):
        c.rect(366 + i * 118, 668, 96, 146, shade(WOOD, 0.09), 4)
    for i in range(9):
        c.pot(400 + i * 92, 470, 66, LEAVES[i % 5])
    for i in range(7):
        c.pot(420 + i * 116, 622, 100, LEAVES[(i + 2) % 5])
    # Sacks of bottles in front.
    for x, r, tone in ((1010, 78, "#dfe6dd"), (1130, 88, "#c9d8d2"), (1260, 80, "#e2dccb")):
        c.oval(x, 872, r * 1.02, 12, "#00000026")
        c.oval(x, 812, r * 0.86, r * 0.8, tone)
        for _ in range(9):
            bx, by = x + c.random.uniform(-0.5, 0.5) * r, 760 + c.random.uniform(-14, 24)
            c.rect(bx, by, 15, 40, c.random.choice(["#a9cdd2", "#bcd8b4", "#e9e4d4", "#8fb6bd"]), 6)
            c.rect(bx + 4, by - 8, 7, 9, c.random.choice([RED, "#6f93a0", "#5f8a52"]))
        c.oval(x, 836, r * 0.8, r * 0.5, shade(tone, -0.06))
    c.person(180, 850, 190, "#5f8a72")
    c.person(258, 856, 128, "#c8767a", hat=False)
    c.tree(1500, 800, 380, LEAVES[0])


@scene
def rising_river(c: Canvas) -> None:
    c.sky("#93a5ae", "#d5dcda", 500)
    for x, y, size in ((260, 180, 130), (720, 130, 150), (1240, 190, 140), (1000, 260, 100)):
        c.cloud(x, y, size, "#7f909966")
    c.ridge(460, 90, "#9fb0ac", phase=1.7)
    c.treeline(486, 50, "#7d938a")
    c.street(900, 1640, 560, 150, 270)
    c.loudspeaker(820, 570, 330)
    c.rect(700, 546, 900, 40, "#9a8d78")
    c.poly([(640, 586), (1600, 586), (1600, 640), (560, 640)], "#877b68")
    c.water(500, "#5d7d86", "#9fb4b5", glints=36, glint="#ffffff40")
    c.street(900, 1640, 560, 150, 270)
    c.loudspeaker(820, 580, 330)
    c.rect(700, 552, 900, 44, "#a3957e")
    for i in range(30):
        c.rect(704 + i * 31, 534, 6, 24, "#7b7264")
    c.rect(700, 530, 900, 8, "#7b7264")
    for i in range(15):
        c.oval(738 + i * 60, 590, 34, 15, shade("#c2ab80", -0.08 * (i % 2)))
        c.oval(766 + i * 60, 572, 34, 14, shade("#c2ab80", 0.1 - 0.08 * (i % 2)))
    c.water(602, "#48707c", "#7f9ca0", glints=40, glint="#ffffff3c")
    for k in range(5):
        wave = [(x, 640 + k * 56 + 7 * math.sin(x / 70 + k * 1.7)) for x in range(0, 1640, 20)]
        c.line(wave, "#ffffff26", 4 + k)
    # The depth gauge, red only above the mark.
    c.rect(300, 430, 40, 380, WHITE, 3)
    for i in range(9):
        c.rect(300, 446 + i * 40, 22 if i % 2 else 40, 18, RED if i < 4 else "#4d5b60")
    c.rect(292, 700, 56, 140, "#48707ccc")
    c.boat(540, 780, 330, "#6c4a3a")
    c.line([(376, 742), (328, 640)], "#d8cba8", 4)
    for _ in range(150):
        across, down = c.random.uniform(0, WIDTH), c.random.uniform(0, HEIGHT)
        c.line([(across, down), (across - 8, down + 34)], "#ffffff34", 2)
