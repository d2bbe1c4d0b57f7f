"""Where people meet: rooms for voting, giving blood, cooking and reading, and what lies on their
tables.
"""

from collections.abc import Callable

from demo.drawing import BAMBOO, DARK_WOOD, LEAVES, RED, WHITE, WIDTH, WOOD, Canvas, Point, shade
from demo.pictures.registry import scene

Shape = Callable[[list[Point], str], None]
BRICK_WALL = "#a65a44"
BOOKS = ["#a4525a", "#6f93a0", "#e0a24f", "#5f8a52", "#8a6a8a", "#c9b28a", "#4f6f7a", "#b4573f"]


@scene
def ballot_table(c: Canvas) -> None:
    c.room("#e9dcbf", "#c19a6c", 580)
    for x in (90, 1130):
        c.view(x, 110, 380, 280, "#f8f1e0", _river_and_trees)
    c.rect(590, 50, 420, 350, "#8a1a1c")
    for i in range(8):
        c.poly(
            [(598 + i * 52, 50), (622 + i * 52, 50), (616 + i * 52, 400), (602 + i * 52, 400)],
            "#00000016",
        )
    c.rect(570, 34, 460, 30, "#6f1417", 6)
    c.oval(800, 796, 420, 24, "#00000026")
    c.rect(420, 540, 760, 250, RED, 5)
    for i in range(11):
        c.poly(
            [(434 + i * 68, 556), (460 + i * 68, 556), (452 + i * 68, 790), (442 + i * 68, 790)],
            "#00000014",
        )
    c.rect(404, 520, 792, 30, "#f4ead2", 6)
    # The box: plain wood, a slot, one paper on its way.
    c.rect(680, 316, 240, 206, shade(WOOD, 0.15), 6)
    c.rect(872, 316, 48, 206, "#00000014", 6)
    c.rect(668, 300, 264, 26, shade(WOOD, 0.3), 6)
    c.rect(744, 306, 112, 10, DARK_WOOD, 4)
    c.poly([(760, 224), (846, 216), (850, 310), (764, 312)], WHITE)
    for k in range(3):
        c.line([(776, 244 + k * 18), (830, 240 + k * 18)], "#b9b2a4", 4)
    c.disc(800, 420, 42, RED)
    c.disc(800, 420, 34, "#e9d8a6")
    c.lotus(800, 442, 40)
    for k in range(5):
        c.rect(500 + k * 3, 502 - k * 6, 110, 6, ["#fdfbf4", "#eee4d0"][k % 2])
    c.pot(1080, 520, 110, LEAVES[0])
    _rows_of_stools(c)


@scene
def blood_donation(c: Canvas) -> None:
    c.room("#e4ebe4", "#cdbd9c", 620)
    c.view(560, 80, 520, 300, "#fbf8f1", _river_and_trees)
    c.rect(120, 90, 300, 330, "#cfe0de", 6)
    for i in range(7):
        c.poly(
            [(126 + i * 43, 90), (146 + i * 43, 90), (140 + i * 43, 420), (130 + i * 43, 420)],
            "#00000010",
        )
    c.disc(1330, 220, 92, WHITE)
    c.poly([(1330, 140), (1384, 236), (1276, 236)], RED)
    c.disc(1330, 244, 57, RED)
    c.oval(1310, 252, 12, 22, "#ffffff60")
    for x, tone in ((170, "#5f93a0"), (720, "#6f9f8a")):
        _recliner(c, x, 800, tone)
    for x in (640, 1200):
        c.rect(x, 360, 10, 450, "#8b8f8a")
        c.rect(x - 34, 360, 78, 8, "#8b8f8a", 4)
        c.rect(x - 44, 806, 98, 10, "#6d7673", 4)
        c.rect(x - 36, 374, 46, 70, "#b3262b", 12)
        c.rect(x - 30, 382, 34, 20, "#ffffff44", 6)
        c.line([(x - 14, 444), (x - 20, 560), (x - 110, 640)], "#b3262b", 5)
    # A small table: tea, bananas, a stack of cups.
    c.oval(1400, 826, 160, 16, "#00000026")
    c.rect(1290, 640, 230, 180, WHITE, 4)
    c.rect(1272, 622, 266, 26, "#f4eee0", 5)
    for k in range(3):
        c.rect(1306 + k * 46, 584, 34, 40, ["#dfeceb", "#f1d9b0", "#dfeceb"][k], 5)
    for k in range(4):
        c.line([(1460 + k * 9, 618), (1448 + k * 12, 594), (1464 + k * 14, 572)], "#e9c246", 13)
    c.person(1120, 800, 280, WHITE, hat=False)


@scene
def hall_side(c: Canvas) -> None:
    c.gradient(0, 0, WIDTH, 900, "#efe2c6", "#e2cfa9")
    c.poly([(0, 900), (0, 760), (980, 520), (1600, 520), (1600, 900)], "#b98d5e")
    c.rect(980, 60, 620, 462, "#e9d9b8")
    c.rect(1090, 90, 420, 330, "#8a1a1c")
    for i in range(8):
        c.poly(
            [(1098 + i * 52, 90), (1120 + i * 52, 90), (1116 + i * 52, 420), (1102 + i * 52, 420)],
            "#00000018",
        )
    # Tall windows along the wall, their light across the floor.
    for x, w in ((60, 210), (370, 170), (630, 130), (840, 96)):
        top, low = 70 + x * 0.06, 610 - x * 0.24
        right_top, right_low = 70 + (x + w) * 0.06, 610 - (x + w) * 0.24
        frame = [
            (x - 12, top - 14),
            (x + w + 12, right_top - 14),
            (x + w + 12, right_low + 14),
            (x - 12, low + 14),
        ]
        c.poly(frame, "#fbf6e8")
        c.poly([(x, top), (x + w, right_top), (x + w, right_low), (x, low)], "#cfe4e8")
        c.poly(
            [
                (x, top + (low - top) * 0.62),
                (x + w, top + (low - top) * 0.58),
                (x + w, right_low),
                (x, low),
            ],
            "#93b58e",
        )
        c.poly(
            [
                (x + w / 2 - 5, top),
                (x + w / 2 + 5, top),
                (x + w / 2 + 5, low),
                (x + w / 2 - 5, low),
            ],
            "#fbf6e8",
        )
        c.line([(x, top + (low - top) * 0.4), (x + w, top + (low - top) * 0.4)], "#fbf6e8", 9)
        c.poly(
            [
                (x + 90, 800 - x * 0.2),
                (x + w + 90, 790 - x * 0.2),
                (x + w + 430, 900),
                (x + 260, 900),
            ],
            "#fff3cf44",
        )
    c.rect(980, 500, 620, 40, "#a87c50")
    c.rect(980, 536, 620, 14, "#8e6640")
    c.poly([(1180, 330), (1320, 330), (1306, 502), (1194, 502)], WOOD)
    c.rect(1160, 314, 180, 26, shade(WOOD, 0.2), 5)
    c.disc(1250, 420, 30, "#e9d8a6")
    c.line([(1230, 316), (1222, 270)], "#4d5a5f", 5)
    c.disc(1221, 266, 10, "#4d5a5f")
    for x in (1060, 1480):
        c.pot(x, 502, 100, LEAVES[0])
    for row in range(4):
        for i in range(5):
            x, y = 560 + i * 200 - row * 110, 640 + row * 84
            _chair(c, x, y, 82 + row * 17, shade("#7d5f45", -0.08 * row))


@scene
def community_kitchen(c: Canvas) -> None:
    c.room("#efdcb4", "#b5855c", 640)
    for row in range(4):
        for i in range(16):
            c.rect(i * 100 + 3, 400 + row * 58, 94, 52, ["#f4ebd8", "#e4efe9"][(i + row) % 2], 3)
    c.view(540, 60, 520, 260, "#f8f1e0", _river_and_trees)
    for x, r, tone in (
        (150, 46, "#8b8f8a"),
        (260, 58, "#9c3527"),
        (390, 40, "#6d7673"),
        (1230, 52, "#8b8f8a"),
    ):
        c.line([(x, 70), (x, 140)], "#5d6663", 5)
        c.disc(x, 140 + r, r, tone)
        c.disc(x, 140 + r, r * 0.8, shade(tone, 0.16))
    for i, color in enumerate(("#c8575a", "#e0a24f", "#7a8f5a")):
        c.rect(1340 + i * 66, 210, 50, 70, color, 8)
        c.rect(1336 + i * 66, 200, 58, 14, shade(color, -0.3), 4)
    c.rect(1310, 280, 260, 14, WOOD)
    # The stove, three pots and their steam.
    c.rect(90, 640, 1420, 210, BRICK_WALL)
    for row in range(4):
        for i in range(13):
            c.rect(94 + i * 112 + (row % 2) * 40, 664 + row * 48, 88, 3, "#ffffff26")
    c.rect(70, 612, 1460, 36, "#7d7670", 6)
    for x, r, tone in ((300, 140, "#a9b0ad"), (720, 170, "#b9beb9"), (1110, 130, "#9aa39f")):
        c.rect(x - 60, 720, 120, 100, "#3a2d26", 10)
        for k in range(4):
            c.poly(
                [
                    (x - 40 + k * 22, 812),
                    (x - 22 + k * 22, 812),
                    (x - 31 + k * 22, 756 + (k % 2) * 20),
                ],
                "#f0a245",
            )
        c.rect(x - r, 616 - r * 0.92, r * 2, r * 0.94, tone, 16)
        c.rect(x + r * 0.55, 616 - r * 0.92, r * 0.45, r * 0.94, "#00000012", 16)
        c.oval(x, 616 - r * 0.92, r, r * 0.17, shade(tone, -0.25))
        c.oval(
            x, 616 - r * 0.9, r * 0.88, r * 0.12, ["#d9b56a", "#f6f1e2", "#7fa05f"][(x // 400) % 3]
        )
        for side in (-1, 1):
            c.rect(x + side * r - 14, 616 - r * 0.66, 28, 16, "#5d6663", 6)
        for k in range(9):
            c.disc(x + c.random.gauss(0, r * 0.3), 470 - r * 0.5 - k * 26, 26 + k * 5, "#ffffff26")
    # Baskets of vegetables in front, boxes ready to go.
    for x, tones in (
        (230, ("#5f8a52", "#4e7a4a")),
        (520, ("#e08a3c", "#d9733a")),
        (820, ("#b3262b", "#e9b84c")),
    ):
        for i in range(12):
            c.disc(x - 84 + (i % 6) * 34, 782 - (i // 6) * 26, 25, tones[i % 2])
        c.poly([(x - 120, 786), (x + 120, 786), (x + 90, 884), (x - 90, 884)], BAMBOO)
        for k in range(3):
            c.line(
                [(x - 112 + k * 9, 808 + k * 24), (x + 112 - k * 9, 808 + k * 24)], "#00000020", 5
            )
    for i in range(9):
        x, y = 1150 + (i % 3) * 124, 850 - (i // 3) * 44
        c.rect(x, y, 112, 38, "#fbf8f1", 5)
        c.rect(x, y, 112, 10, ["#7fa05f", RED, "#e9b84c"][i % 3], 4)


@scene
def reading_room(c: Canvas) -> None:
    c.room("#dccba6", "#a87c50", 640)
    for left, wide in ((40, 470), (1090, 470)):
        c.rect(left, 70, wide, 560, DARK_WOOD, 4)
        for shelf in range(5):
            y = 84 + shelf * 108
            c.rect(left + 14, y, wide - 28, 96, "#4a372a")
            x = left + 18.0
            while x < left + wide - 46:
                w, h = c.random.uniform(14, 30), c.random.uniform(56, 88)
                if c.random.random() < 0.93:
                    c.rect(x, y + 96 - h, w, h, c.random.choice(BOOKS), 2)
                    c.rect(x, y + 96 - h * 0.8, w, 5, "#ffffff50")
                x += w + 2
    c.view(560, 110, 480, 330, "#f8f1e0", _river_and_trees)
    for x in (500, 800, 1100):
        c.line([(x, 0), (x, 236)], "#4a372a", 5)
        c.poly([(x - 80, 300), (x + 80, 300), (x + 34, 230), (x - 34, 230)], "#3f6f5f")
        c.oval(x, 300, 80, 12, "#ffe9b8")
        c.poly([(x - 80, 304), (x + 80, 304), (x + 250, 640), (x - 250, 640)], "#ffe9b81c")
    c.oval(800, 850, 640, 26, "#00000026")
    c.poly([(250, 640), (1350, 640), (1470, 740), (130, 740)], "#c99b66")
    c.rect(130, 740, 1340, 30, "#9a6f45")
    for x in (190, 1380):
        c.rect(x, 770, 30, 90, "#7d5f45")
    for x, y, s, cover in (
        (430, 684, 74, "#a4525a"),
        (830, 700, 84, "#6f93a0"),
        (1170, 682, 74, "#5f8a52"),
    ):
        _book(c, x, y, s, cover)
    for k in range(4):
        c.rect(600 + (k % 2) * 6, 660 - k * 17, 120, 16, BOOKS[k + 1], 3)
    c.disc(1010, 678, 26, "#dfeceb")
    c.disc(1010, 678, 19, "#ffffff")
    c.line([(1030, 692), (1058, 716)], DARK_WOOD, 9)
    for x in (330, 640, 960, 1270):
        _chair(c, x, 860, 150, "#8a6544")


@scene
def old_photos(c: Canvas) -> None:
    c.gradient(0, 0, WIDTH, 900, "#a8784e", "#8f6340")
    for y in (170, 360, 560, 750):
        c.rect(0, y, WIDTH, 4, "#00000022")
    for _ in range(40):
        x, y = c.random.uniform(-100, WIDTH), c.random.uniform(0, 900)
        c.line(
            [(x, y), (x + c.random.uniform(90, 320), y + c.random.uniform(-4, 4))], "#0000000e", 3
        )
    c.poly([(930, 60), (1500, 110), (1440, 560), (880, 500)], "#00000026")
    c.poly([(920, 44), (1490, 94), (1432, 546), (868, 486)], "#6d3f34")
    c.poly([(934, 58), (1206, 82), (1158, 506), (884, 474)], "#f3e9d2")
    c.poly([(1206, 82), (1476, 106), (1420, 532), (1158, 506)], "#ece0c4")
    for k in range(9):
        c.line([(1240 - k * 4, 140 + k * 38), (1440 - k * 4, 158 + k * 38)], "#b7a888", 3)
    for x, y, w, h, lean, draw in (
        (90, 70, 420, 300, 24, _old_river),
        (520, 330, 440, 310, -26, _old_lesson),
        (120, 470, 380, 280, -20, _old_bridge),
        (1010, 580, 400, 270, 18, _old_market),
        (940, 130, 190, 150, 16, _old_bridge),
    ):
        _photo(c, x, y, w, h, lean, draw)
    # The glass and the tea.
    c.disc(830, 700, 128, "#5b4433")
    c.disc(830, 700, 112, "#dcebe8b0")
    c.oval(796, 664, 40, 24, "#ffffff70")
    c.line([(738, 790), (600, 878)], "#3a2d26", 34)
    c.oval(1480, 700, 96, 96, "#00000026")
    c.disc(1470, 690, 92, "#efe7d6")
    c.disc(1470, 690, 74, "#fbf8f1")
    c.disc(1470, 690, 62, "#a8743c")
    c.oval(1450, 672, 22, 12, "#ffffff40")


def _river_and_trees(c: Canvas) -> None:
    c.sky("#cfe1e6", "#f3f5ea", 520)
    c.ridge(500, 140, "#a9c0a4", phase=2.4)
    c.treeline(600, 130, "#7d9c7f")
    c.water(600, "#79a6b5", "#b9d2d2", glints=20)
    c.oval(1000, 790, 420, 60, "#9fb284")
    c.tree(1000, 770, 420, LEAVES[1])


def _rows_of_stools(c: Canvas) -> None:
    for row, (y, size) in enumerate(((850, 96), (930, 120))):
        for i in range(8):
            x = 100 + i * 200 + row * 100
            c.rect(
                x - size / 2,
                y - size * 0.6,
                size,
                size * 0.16,
                shade("#4f7f8a", 0.1 - row * 0.12),
                8,
            )
            for side in (-0.42, 0.32):
                c.rect(x + side * size, y - size * 0.46, size * 0.1, size * 0.46, "#3f6670")


def _recliner(c: Canvas, x: float, base: float, tone: str) -> None:
    c.oval(x + 210, base, 240, 18, "#00000026")
    for dx in (60, 350):
        c.rect(x + dx, base - 110, 16, 110, "#6d7673")
    c.poly(
        [(x, base - 300), (x + 60, base - 316), (x + 170, base - 150), (x + 110, base - 130)], tone
    )
    c.rect(x + 100, base - 160, 330, 52, tone, 14)
    c.rect(x + 100, base - 122, 330, 14, shade(tone, -0.2), 6)
    c.rect(x - 6, base - 330, 84, 40, WHITE, 14)
    c.rect(x + 130, base - 214, 150, 20, shade(tone, -0.3), 8)
    c.rect(x + 194, base - 200, 12, 46, "#6d7673")


def _chair(c: Canvas, x: float, base: float, size: float, tone: str) -> None:
    c.rect(x - size * 0.4, base - size * 0.95, size * 0.8, size * 0.5, tone, 8)
    c.rect(x - size * 0.28, base - size * 0.82, size * 0.56, size * 0.06, shade(tone, 0.2))
    c.rect(x - size * 0.28, base - size * 0.66, size * 0.56, size * 0.06, shade(tone, 0.2))
    c.rect(x - size * 0.45, base - size * 0.42, size * 0.9, size * 0.13, shade(tone, -0.15), 6)
    for side in (-0.38, 0.28):
        c.rect(x + side * size, base - size * 0.3, size * 0.1, size * 0.36, shade(tone, -0.25))


def _book(c: Canvas, x: float, y: float, s: float, cover: str) -> None:
    c.poly(
        [
            (x - s * 1.1, y - s * 0.2),
            (x + s * 1.1, y - s * 0.2),
            (x + s, y + s * 0.4),
            (x - s, y + s * 0.4),
        ],
        cover,
    )
    for side in (-1, 1):
        page = [
            (x, y - s * 0.16),
            (x + side * s, y - s * 0.24),
            (x + side * s * 0.92, y + s * 0.3),
            (x, y + s * 0.34),
        ]
        c.poly(page, "#fdfaf0" if side < 0 else "#f1ead8")
        for k in range(3):
            row = y - s * 0.04 + k * s * 0.11
            c.line([(x + side * s * 0.14, row), (x + side * s * 0.8, row - s * 0.03)], "#c9bfa8", 3)


def _photo(
    c: Canvas, x: float, y: float, w: float, h: float, lean: float, draw: Callable[[Shape], None]
) -> None:
    """A print lying askew, its picture in greys: ``draw`` gets a function from the unit square to
    the table.
    """

    def at(u: float, v: float) -> Point:
        return x + w * u + lean * v, y + h * v + lean * u

    def shape(points: list[Point], tone: str) -> None:
        c.poly([at(u, v) for u, v in points], tone)

    c.poly([(px + 9, py + 12) for px, py in (at(0, 0), at(1, 0), at(1, 1), at(0, 1))], "#00000030")
    shape([(0, 0), (1, 0), (1, 1), (0, 1)], "#f7f1e2")
    shape([(0.06, 0.08), (0.94, 0.08), (0.94, 0.92), (0.06, 0.92)], "#cfcabd")
    draw(shape)


def _old_river(shape: Shape) -> None:
    shape([(0.06, 0.5), (0.3, 0.34), (0.6, 0.46), (0.94, 0.3), (0.94, 0.6), (0.06, 0.6)], "#9a968b")
    shape([(0.06, 0.58), (0.94, 0.58), (0.94, 0.92), (0.06, 0.92)], "#b5b1a5")
    shape([(0.3, 0.68), (0.72, 0.66), (0.64, 0.78), (0.38, 0.78)], "#57534b")
    shape([(0.5, 0.3), (0.52, 0.3), (0.52, 0.68), (0.5, 0.68)], "#57534b")
    shape([(0.53, 0.32), (0.7, 0.62), (0.53, 0.64)], "#e9e5d8")


def _old_lesson(shape: Shape) -> None:
    shape([(0.06, 0.62), (0.94, 0.62), (0.94, 0.92), (0.06, 0.92)], "#a9a599")
    shape([(0.44, 0.4), (0.56, 0.4), (0.6, 0.72), (0.4, 0.72)], "#57534b")
    shape([(0.2, 0.44), (0.24, 0.2), (0.5, 0.1), (0.76, 0.2), (0.82, 0.44), (0.5, 0.5)], "#77736a")
    for i in range(6):
        u = 0.14 + i * 0.13
        shape(
            [(u, 0.76), (u + 0.07, 0.76), (u + 0.09, 0.88), (u - 0.02, 0.88)],
            ["#6d695f", "#8d897e"][i % 2],
        )
        shape(
            [(u + 0.015, 0.69), (u + 0.055, 0.69), (u + 0.055, 0.75), (u + 0.015, 0.75)], "#3f3c36"
        )


def _old_bridge(shape: Shape) -> None:
    shape([(0.06, 0.6), (0.94, 0.6), (0.94, 0.92), (0.06, 0.92)], "#b9b5a9")
    shape(
        [(0.06, 0.5), (0.5, 0.36), (0.94, 0.5), (0.94, 0.58), (0.5, 0.44), (0.06, 0.58)], "#5f5b53"
    )
    for u in (0.26, 0.5, 0.74):
        shape([(u - 0.02, 0.44), (u + 0.02, 0.44), (u + 0.03, 0.78), (u - 0.03, 0.78)], "#6d695f")


def _old_market(shape: Shape) -> None:
    shape([(0.06, 0.7), (0.94, 0.7), (0.94, 0.92), (0.06, 0.92)], "#aaa699")
    for u, tone in ((0.1, "#77736a"), (0.38, "#8d897e"), (0.66, "#6d695f")):
        shape([(u, 0.42), (u + 0.12, 0.28), (u + 0.24, 0.42)], tone)
        shape([(u + 0.03, 0.42), (u + 0.21, 0.42), (u + 0.21, 0.72), (u + 0.03, 0.72)], "#c3beb0")
        shape([(u + 0.06, 0.84), (u + 0.12, 0.72), (u + 0.18, 0.84)], "#e9e5d8")
