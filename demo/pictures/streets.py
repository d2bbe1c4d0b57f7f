"""Streets and lanes, by day, by night and in the rain."""

from demo.drawing import DARK_WOOD, FLOWERS, HEIGHT, LEAVES, RED, WHITE, WIDTH, WOOD, Canvas, shade
from demo.pictures.registry import scene


@scene
def narrow_lane(c: Canvas) -> None:
    c.sky("#cfe3e8", "#f6f3e4", 520)
    c.treeline(450, 60, "#8dab86")
    _lane(c, "#e9c98d", "#e3bd80", "#cdb08a")
    for i in range(1, 16):
        t = (i / 16) ** 2.2
        y = 470 + 430 * t
        c.line([(700 - 700 * t, y), (900 + 700 * t, y)], "#00000018", 1 + 4 * t)
    for i in range(-4, 5):
        c.line([(800 + i * 20, 470), (800 + i * 175, 900)], "#00000012", 3)
    # Gates and windows in the walls, growing towards us.
    for side, at, color in (
        (-1, 0.30, "#5f7f8d"),
        (-1, 0.62, DARK_WOOD),
        (1, 0.2, WOOD),
        (1, 0.48, "#4f7a6a"),
    ):
        _gate(c, side, at, color)
    for left in (True, False):
        for _ in range(190):
            t = c.random.random() ** 1.4
            x = (700 - 700 * t) if left else (900 + 700 * t)
            y = 396 - 290 * t + c.random.gauss(12, 14 + 30 * t)
            x += (1 if left else -1) * abs(c.random.gauss(0, 10 + 36 * t))
            leaf = c.random.random() < 0.5
            tones = LEAVES if leaf else ["#c2477c", "#d76a98", "#b23a6b"]
            if left or t < 0.45:
                c.disc(x, y, (5 + 17 * t) * c.random.uniform(0.7, 1.2), c.random.choice(tones))
    c.bicycle(1080, 800, 250, "#3f5f6a")
    c.person(770, 560, 92, "#7b97a6")
    c.person(815, 562, 72, "#c8767a", hat=False)
    c.flower_box(330, 800, 120, 46, FLOWERS[2])


@scene
def night_street(c: Canvas) -> None:
    c.sky("#14222f", "#3c5161", 560)
    for _ in range(50):
        c.disc(
            c.random.uniform(500, 1100),
            c.random.uniform(10, 300),
            c.random.uniform(1, 2.4),
            "#fff6dc80",
        )
    _lane(c, "#33434d", "#2d3b45", "#3a4148", veil="#1b2a36cc")
    for side, at, color in (
        (-1, 0.26, "#22303a"),
        (-1, 0.6, "#22303a"),
        (1, 0.24, "#1f2b34"),
        (1, 0.56, "#1f2b34"),
    ):
        _gate(c, side, at, color)
    for x, y, w, h in ((300, 330, 60, 74), (560, 400, 26, 30), (1222, 318, 64, 80)):
        c.glow(x + w / 2, y + h / 2, w, "#ffd98a", 6)
        c.rect(x, y, w, h, "#f6cf86", 3)
        c.rect(x + w / 2 - 2, y, 4, h, "#6b5138")
    # Lamps one behind the other, each with its pool of light.
    for t, x in ((0.12, 728), (0.34, 590), (0.78, 240)):
        foot = 470 + 430 * t * 0.92
        top = foot - 150 - 420 * t
        c.rect(x - 3 - 4 * t, top, 6 + 8 * t, foot - top, "#1a252d")
        c.line([(x, top), (x + 60 + 90 * t, top - 8)], "#1a252d", 5 + 6 * t)
        lamp = x + 60 + 90 * t
        c.poly(
            [
                (lamp - 14, top),
                (lamp + 14, top),
                (lamp + 70 + 190 * t, foot),
                (lamp - 70 - 120 * t, foot),
            ],
            "#ffdc8c16",
        )
        c.oval(lamp + 20, foot, 90 + 210 * t, 14 + 40 * t, "#ffdc8c20")
        c.glow(lamp, top + 4, 26 + 46 * t, "#ffdc8c", 12)
        c.oval(lamp, top, 18 + 18 * t, 7 + 6 * t, "#fff2cf")
    c.poly([(870, 694), (1290, 800), (1180, 880), (866, 700)], "#fff2cf2e")
    c.poly([(716, 700), (560, 846), (690, 880), (722, 704)], "#fff2cf2e")
    for x in (740, 850):
        c.person(x, 800, 230, "#4d5c50", hat=False)
        c.rect(x - 34, 664, 68, 12, "#d9e07a")
        c.rect(x - 34, 634, 68, 9, "#d9e07a")
    _cat_sitting(c, 1180, 720)


@scene
def lane_flags(c: Canvas) -> None:
    c.sky("#d5e6ea", "#f8f4e6", 520)
    c.sun(960, 210, 46, "#f3cf7c")
    c.ridge(470, 50, "#a9c0a4", phase=0.7)
    for i in range(30):
        x = 690 + i * 8
        c.line(
            [(x, 470), (x + c.random.uniform(-30, 30), c.random.uniform(330, 410))],
            LEAVES[i % 5],
            7,
        )
    _lane(c, "#dfc39c", "#d5b48c", "#d9cdb4")
    for side, at, color in (
        (-1, 0.36, "#7d9c7f"),
        (1, 0.3, "#6f8fa0"),
        (1, 0.62, DARK_WOOD),
        (-1, 0.7, WOOD),
    ):
        _gate(c, side, at, color)
    c.poly([(760, 470), (840, 470), (1010, 900), (590, 900)], "#e6ddc8")
    for t in (0.04, 0.12, 0.24, 0.42, 0.68):
        size = 60 + 260 * t
        for side in (-1, 1):
            x = 800 + side * (104 + 640 * t)
            c.flag(x, 400 - 330 * t, 60 + 330 * t, size * (0.6 if side > 0 else 0.56))
    c.person(800, 600, 110, "#5f8a72")
    c.line([(826, 570), (850, 612)], DARK_WOOD, 5)


@scene
def rainy_lane(c: Canvas) -> None:
    c.sky("#8c9ea8", "#cdd6d6", 520)
    for x, y, size in ((330, 150, 130), (820, 110, 150), (1300, 170, 130)):
        c.cloud(x, y, size, "#7a8b9466")
    c.treeline(520, 60, "#7d938a")
    c.street(-30, 640, 600, 190, 340)
    c.street(980, 1640, 600, 190, 340)
    c.gradient(0, 600, WIDTH, 300, "#8d989a", "#66757a")
    for _ in range(60):
        x = c.random.uniform(0, WIDTH)
        tone = c.random.choice(["#d9b58a", "#c98f6f", "#9fb0a8", "#e6d3b0"])
        c.rect(
            x,
            606 + c.random.uniform(0, 60),
            c.random.uniform(20, 70),
            c.random.uniform(40, 190),
            f"{tone}30",
        )
    for x, y, r in ((300, 800, 190), (1260, 770, 210), (900, 868, 170), (560, 690, 120)):
        c.oval(x, y, r, r * 0.16, "#b9cdd280")
        c.oval(x, y, r * 0.5, r * 0.07, "#ffffff50")
    c.rect(0, 594, WIDTH, 12, "#7a8587")
    # The gully, its grate lifted, and three people who clear it.
    c.oval(800, 816, 120, 26, "#2f3b40")
    c.poly([(900, 800), (1010, 780), (1030, 806), (916, 828)], "#4d5a5f")
    for i in range(5):
        c.line([(912 + i * 22, 798 - i * 4), (926 + i * 22, 824 - i * 4)], "#2f3b40", 4)
    for x, size, cloth in ((640, 270, "#e0b24a"), (950, 250, "#5f8a9a"), (1110, 236, "#c8676a")):
        _raincoat(c, x, 800, size, cloth)
    c.line([(690, 660), (780, 820)], WOOD, 9)
    c.line([(910, 660), (830, 820)], WOOD, 9)
    for i in range(12):
        c.oval(720 + i * 15, 830 + (i % 3) * 6, 14, 7, LEAVES[i % 5])
    for _ in range(210):
        x, y = c.random.uniform(0, WIDTH), c.random.uniform(0, HEIGHT)
        c.line([(x, y), (x - 9, y + 38)], "#ffffff3c", 2)


@scene
def bus_stop(c: Canvas) -> None:
    c.sky("#cfe3ea", "#f4f5e9", 560)
    c.cloud(1200, 150, 84, "#ffffffa8")
    c.treeline(520, 90, "#93af8c")
    c.street(-30, 560, 610, 180, 310)
    c.street(1120, 1640, 610, 170, 290)
    c.rect(0, 606, WIDTH, 120, "#d8cdb6")
    c.rect(0, 716, WIDTH, 14, "#b8ad98")
    c.gradient(0, 730, WIDTH, 170, "#8f9492", "#7d8281")
    for i in range(9):
        c.rect(i * 200 - 40, 812, 110, 9, "#f4eedc")
    c.tree(370, 700, 420, LEAVES[0])
    # The bus, leaving.
    c.oval(1370, 806, 230, 18, "#00000030")
    c.rect(1180, 560, 420, 226, "#4f8a6a", 22)
    c.rect(1180, 690, 420, 20, "#f2ead6")
    for i in range(4):
        c.rect(1204 + i * 104, 592, 88, 78, "#bcd2d6", 8)
    for x in (1270, 1520):
        c.disc(x, 786, 40, "#2f2c2a")
        c.disc(x, 786, 18, "#b9b2a4")
    c.rect(1178, 740, 16, 26, RED, 4)
    # The shelter, its bench, and the basket left behind.
    c.oval(800, 726, 330, 16, "#00000024")
    c.rect(560, 470, 16, 250, "#5d6a66")
    c.rect(1030, 470, 16, 250, "#5d6a66")
    c.rect(576, 490, 454, 160, "#dfeceb90")
    c.poly([(590, 500), (680, 500), (610, 640), (590, 640)], "#ffffff60")
    c.poly([(510, 474), (540, 426), (1070, 426), (1100, 474)], "#3f7f6c")
    c.rect(510, 470, 590, 14, shade("#3f7f6c", -0.25))
    c.rect(610, 646, 390, 18, WOOD, 5)
    for x in (640, 960):
        c.rect(x, 664, 14, 56, DARK_WOOD)
    c.poly([(800, 596), (900, 596), (884, 648), (816, 648)], "#c9a25f")
    for k in range(4):
        c.line([(804 + k * 3, 606 + k * 11), (896 - k * 3, 606 + k * 11)], "#00000022", 3)
    c.line([(812, 598), (830, 556), (872, 556), (888, 598)], "#a5813f", 7)
    for i in range(8):
        c.disc(812 + i * 11, 592 - (i % 3) * 7, 12, LEAVES[i % 5])
    c.rect(1140, 330, 10, 390, "#6d7673")
    c.disc(1145, 330, 40, "#2f6f8a")
    c.rect(1124, 314, 42, 28, WHITE, 5)


@scene
def street_trees(c: Canvas) -> None:
    c.sky("#d9e7df", "#f7f4e4", 560)
    c.street(-40, 1660, 600, 170, 300)
    c.rect(0, 596, WIDTH, 80, "#d8cdb2")
    c.rect(0, 668, WIDTH, 12, "#b3a78d")
    c.gradient(0, 680, WIDTH, 220, "#98999a", "#838586")
    for i in range(8):
        c.rect(i * 230 - 60, 800, 120, 10, "#f4eedc")
    for x, size, tone in ((140, 430, 0), (520, 470, 1), (1210, 480, 2), (1540, 430, 3)):
        c.tree(x, 672, size, LEAVES[tone])
    # The lift with its basket up in the crown.
    c.oval(900, 836, 250, 18, "#00000030")
    c.rect(700, 690, 330, 104, "#e08a3c", 10)
    c.rect(1010, 640, 120, 154, shade("#e08a3c", 0.12), 14)
    c.poly([(1046, 656), (1110, 656), (1122, 714), (1046, 714)], "#bcd2d6")
    for x in (770, 900, 1060):
        c.disc(x, 796, 42, "#2f2c2a")
        c.disc(x, 796, 19, "#b9b2a4")
    c.line([(860, 690), (720, 520)], "#8b8f8a", 26)
    c.line([(720, 520), (850, 330)], "#9aa09b", 20)
    c.rect(806, 300, 104, 70, "#e08a3c", 6)
    c.person(858, 334, 170, "#4f6f8a", hat=False)
    c.disc(858, 184, 20, "#f0c544")
    c.rect(806, 310, 104, 60, "#e08a3c", 6)
    for i in range(6):
        c.poly(
            [(440 + i * 42, 790), (461 + i * 42, 790), (450 + i * 42, 822), (429 + i * 42, 822)],
            RED,
        )
    c.rect(420, 786, 250, 4, WHITE)
    c.rect(420, 822, 250, 4, WHITE)
    for x in (430, 650):
        c.rect(x, 786, 10, 78, "#7c7567")
    for _ in range(26):
        x, y = c.random.uniform(540, 1180), c.random.uniform(836, 884)
        c.oval(x, y, 24, 10, c.random.choice(LEAVES))


def _lane(c: Canvas, left: str, right: str, ground: str, *, veil: str = "") -> None:
    """A lane that runs away from us between two walls; a veil dims the houses behind them."""
    for x, base in ((-20, 520), (1140, 520)):
        c.street(x, x + 470, base, 250, 420)
    if veil:
        c.rect(0, 60, WIDTH, 420, veil)
    c.poly([(0, 470), (1600, 470), (1600, 900), (0, 900)], ground)
    c.poly([(0, 110), (700, 396), (700, 472), (0, 900)], left)
    c.poly([(1600, 110), (900, 396), (900, 472), (1600, 900)], right)
    for start in (0, 1600):
        aim = 700 if start == 0 else 900
        c.line([(start, 110), (aim, 396)], "#ffffff50", 10)
        c.poly([(start, 900), (start, 840), (aim, 464), (aim, 472)], "#00000018")


def _gate(c: Canvas, side: int, at: float, color: str) -> None:
    """A gate in the lane's wall; ``at`` runs from 0 at its far end to 1 beside us."""
    corners = []
    for t in (at, at + 0.04 + at * 0.2):
        x = 800 + side * (100 + 700 * t)
        floor, top = 472 + 428 * t, 396 - 286 * t
        corners.append((x, floor - 6, floor - (floor - top) * 0.72))
    (x1, f1, t1), (x2, f2, t2) = corners
    c.poly([(x1, t1 - 8), (x2, t2 - 12), (x2 + side * 8, f2), (x1 - side * 6, f1)], "#00000022")
    c.poly([(x1, t1), (x2, t2), (x2, f2), (x1, f1)], color)
    middle = (x1 + x2) / 2
    c.line([(middle, (t1 + t2) / 2), (middle, (f1 + f2) / 2)], "#00000040", 4)


def _raincoat(c: Canvas, x: float, base: float, size: float, color: str) -> None:
    c.oval(x, base, size * 0.3, size * 0.05, "#ffffff40")
    c.rect(x - size * 0.1, base - size * 0.3, size * 0.08, size * 0.3, "#3d4650", 3)
    c.rect(x + size * 0.03, base - size * 0.3, size * 0.08, size * 0.3, "#343c45", 3)
    c.poly(
        [
            (x - size * 0.1, base - size * 0.82),
            (x + size * 0.1, base - size * 0.82),
            (x + size * 0.26, base - size * 0.24),
            (x - size * 0.26, base - size * 0.24),
        ],
        color,
    )
    c.poly(
        [
            (x, base - size * 0.82),
            (x + size * 0.1, base - size * 0.82),
            (x + size * 0.26, base - size * 0.24),
        ],
        "#00000014",
    )
    c.disc(x, base - size * 0.86, size * 0.12, shade(color, -0.08))


def _cat_sitting(c: Canvas, x: float, base: float) -> None:
    c.oval(x, base - 22, 22, 24, "#141c22")
    c.disc(x + 4, base - 54, 15, "#141c22")
    for dx in (-6, 14):
        c.poly([(x + dx - 6, base - 60), (x + dx + 6, base - 62), (x + dx, base - 78)], "#141c22")
    c.line([(x - 18, base - 8), (x - 48, base - 4)], "#141c22", 7)
