"""Small things at the corners of the ward: bins, a school gate, a pole, a new house."""

from demo.drawing import (
    BAMBOO,
    BRICK,
    CREAM,
    DARK_ROOF,
    DARK_WOOD,
    FLOWERS,
    LEAVES,
    RED,
    ROOF,
    WHITE,
    WIDTH,
    WOOD,
    Canvas,
    shade,
)
from demo.pictures.registry import scene


@scene
def three_bins(c: Canvas) -> None:
    c.sky("#d9e8e2", "#f7f4e6", 420)
    c.street(-40, 1660, 470, 160, 300)
    c.gradient(0, 330, WIDTH, 400, "#ecd3a2", "#e2c391")
    c.rect(0, 318, WIDTH, 22, shade("#e2c391", 0.3))
    for row in range(6):
        for i in range(9):
            if c.random.random() < 0.22:
                c.rect(i * 190 + (row % 2) * 90, 380 + row * 56, 70, 22, "#b4573f30", 3)
    for _ in range(210):
        x = c.random.uniform(-20, WIDTH + 20)
        y = 320 + min(100, abs(c.random.gauss(0, 46)))
        c.disc(x, y, c.random.uniform(10, 24), c.random.choice(LEAVES))
    for _ in range(90):
        c.disc(
            c.random.uniform(0, WIDTH),
            320 + min(100, abs(c.random.gauss(0, 44))),
            c.random.uniform(6, 12),
            FLOWERS[1],
        )
    c.gradient(0, 730, WIDTH, 170, "#cfc2a4", "#b9ab8b")
    c.rect(0, 722, WIDTH, 12, "#a5987b")
    for x, color in ((480, "#4f8a62"), (720, "#e0ae3e"), (960, "#7f898c")):
        c.oval(x + 84, 852, 120, 16, "#00000030")
        c.poly([(x, 560), (x + 168, 560), (x + 150, 846), (x + 18, 846)], color)
        c.poly([(x + 110, 560), (x + 168, 560), (x + 150, 846), (x + 112, 846)], "#00000016")
        c.rect(x - 12, 530, 192, 40, shade(color, -0.18), 14)
        c.rect(x + 56, 516, 56, 18, shade(color, -0.3), 7)
        c.disc(x + 84, 700, 44, "#fbf8f1e0")
    c.oval(564, 702, 26, 16, LEAVES[2])
    c.line([(540, 716), (590, 690)], WHITE, 4)
    c.rect(790, 676, 14, 14, "#6f93a0", 3)
    c.rect(784, 690, 26, 36, "#6f93a0", 6)
    c.rect(812, 700, 22, 26, "#b4573f", 2)
    c.rect(1022, 690, 44, 34, "#6d7673", 6)
    c.poly([(1030, 690), (1058, 690), (1050, 674), (1038, 674)], "#6d7673")
    c.pot(260, 846, 150, LEAVES[0])
    c.pot(1340, 846, 170, LEAVES[3])


@scene
def school_gate(c: Canvas) -> None:
    c.sky("#d3e5e6", "#f7f6e8", 560)
    c.cloud(300, 130, 76, "#ffffffa0")
    c.rect(200, 300, 1200, 260, "#f0dfb6")
    for i in range(11):
        c.rect(236 + i * 106, 350, 56, 80, "#b9cdcc")
    c.roof(160, 306, 1280, 96, BRICK, inset=0.06)
    for x, size, tone in ((130, 380, 0), (1470, 400, 2), (420, 250, 3), (1190, 250, 1)):
        c.tree(x, 600, size, LEAVES[tone])
    c.rect(0, 520, 560, 150, "#e6c583")
    c.rect(1040, 520, 560, 150, "#e6c583")
    for x in (0, 1040):
        c.rect(x, 508, 560, 18, shade("#e6c583", -0.2))
    for x in (545, 995):
        c.rect(x, 400, 60, 270, CREAM)
        c.rect(x, 640, 60, 30, shade(CREAM, -0.2))
    c.roof(480, 410, 640, 96, ROOF, inset=0.12)
    for i in range(13):
        c.rect(612 + i * 29, 470, 9, 200, "#4f6f86")
    c.rect(606, 500, 388, 10, "#4f6f86")
    c.rect(606, 630, 388, 10, "#4f6f86")
    c.flag(800, 180, 140, 80)
    c.gradient(0, 668, WIDTH, 120, "#dccfb0", "#d0c19f")
    c.rect(0, 784, WIDTH, 12, "#a5987b")
    c.gradient(0, 796, WIDTH, 104, "#989a98", "#868886")
    for x, color in ((650, "#5f93b0"), (800, "#e9b84c"), (950, "#c8575a")):
        c.oval(x, 736, 60, 20, color)
        c.oval(x, 736, 46, 14, shade(color, 0.25))
    for i in range(9):
        c.poly(
            [(600 + i * 46, 800), (618 + i * 46, 800), (590 + i * 46, 880), (572 + i * 46, 880)],
            "#f4eedc",
        )
    for i in range(3):
        c.bicycle(110 + i * 170, 730, 170, ["#a4525a", "#4f7f8a", "#5f7a48"][i])
        c.bicycle(1170 + i * 170, 730, 170, ["#4f6f5a", "#9a5a4c", "#4f7f9a"][i])
    c.person(1010, 780, 160, "#a4525a")
    c.person(1070, 782, 110, "#f3efe6", hat=False)
    c.rect(1060, 694, 20, 34, "#3f6b76", 6)


@scene
def fire_corner(c: Canvas) -> None:
    c.gradient(0, 0, WIDTH, 720, "#eed9b0", "#e2c595")
    for row in range(9):
        for i in range(12):
            if c.random.random() < 0.16:
                c.rect(i * 140 + (row % 2) * 70, 60 + row * 74, 96, 30, "#b4573f2c", 3)
    c.poly([(1250, 0), (1600, 0), (1600, 720), (1250, 720)], "#00000010")
    c.gradient(0, 720, WIDTH, 180, "#c9b692", "#b29f7c")
    c.rect(0, 706, WIDTH, 16, "#a58f6b")
    # The cabinet with its glass doors.
    c.rect(476, 156, 660, 520, "#00000020", 10)
    c.rect(460, 140, 660, 520, RED, 10)
    c.rect(490, 170, 600, 460, "#f1e6d3")
    c.rect(490, 170, 600, 26, "#00000014")
    for x in (560, 700):
        c.oval(x + 44, 618, 56, 9, "#00000022")
        c.rect(x, 330, 88, 286, "#c8282c", 26)
        c.rect(x + 12, 350, 14, 240, "#ffffff40", 7)
        c.rect(x + 30, 296, 28, 40, "#3a3f42", 5)
        c.line([(x + 26, 300), (x + 76, 282)], "#3a3f42", 11)
        c.line([(x + 44, 316), (x + 2, 330), (x - 8, 420)], "#2f3335", 9)
        c.rect(x + 8, 430, 72, 74, "#f4ead2", 4)
    for r, tone in (
        (104, "#b98f4a"),
        (88, "#d8b878"),
        (66, "#b98f4a"),
        (50, "#d8b878"),
        (24, "#8b8f8a"),
    ):
        c.disc(950, 330, r, tone)
    c.line([(1040, 370), (1060, 540), (1000, 600)], "#c9a25f", 18)
    c.poly([(982, 588), (1004, 574), (1020, 612), (996, 624)], "#8b8f8a")
    c.line([(850, 430), (850, 560)], BAMBOO, 13)
    c.poly([(820, 550), (880, 550), (872, 622), (850, 630), (828, 622)], "#7d8688")
    c.rect(786, 170, 8, 460, RED)
    c.poly([(500, 176), (640, 176), (520, 420), (500, 420)], "#ffffff38")
    # Bell, push button and plants.
    c.disc(300, 250, 74, "#8f1417")
    c.disc(300, 250, 60, RED)
    c.disc(300, 250, 20, "#e9d8a6")
    c.rect(262, 380, 76, 96, RED, 8)
    c.disc(300, 428, 24, "#f4ead2")
    c.line([(300, 324), (300, 380)], "#8b8f8a", 8)
    c.line([(300, 0), (300, 180)], "#8b8f8a", 8)
    c.pot(230, 820, 210, LEAVES[0])
    c.pot(1330, 830, 250, LEAVES[2])
    c.flower_box(1180, 850, 90, 40, FLOWERS[0])


@scene
def speaker_pole(c: Canvas) -> None:
    c.sky("#f0c7a6", "#fbf0dc", 700)
    c.sun(1130, 520, 66, "#f0a661")
    for x, y, size in ((300, 230, 90), (1290, 170, 100), (620, 130, 60)):
        c.cloud(x, y, size, "#ffffff70")
    c.ridge(720, 80, "#d3b79a", phase=0.6)
    c.treeline(760, 80, "#a9997d")
    for x, base, w, h, tone in (
        (-60, 830, 520, 130, 0),
        (1120, 840, 560, 150, -0.1),
        (300, 880, 420, 110, 0.06),
    ):
        c.rect(x + 50, base - 20, w - 100, 200, "#e3c79c")
        c.roof(x, base, w, h, shade(ROOF, tone))
    c.roof(700, 900, 560, 100, DARK_ROOF)
    c.rect(790, 150, 20, 750, "#7d8380")
    c.rect(802, 150, 8, 750, "#00000018")
    c.disc(800, 146, 14, "#6d7673")
    for y, reach, mouth in ((250, 230, 74), (430, 190, 62)):
        c.rect(700, y + 8, 200, 14, "#5d6663", 5)
        for side in (-1, 1):
            tone = "#b9c0bd" if side < 0 else "#a5adaa"
            c.poly(
                [
                    (800 + side * 50, y - 10),
                    (800 + side * 90, y - 16),
                    (800 + side * reach, y - mouth),
                    (800 + side * reach, y + mouth),
                    (800 + side * 90, y + 24),
                    (800 + side * 50, y + 18),
                ],
                tone,
            )
            c.oval(800 + side * reach, y, 24, mouth, "#69726f")
            c.oval(800 + side * (reach + 4), y, 13, mouth * 0.7, "#4f5855")
            c.rect(800 + side * 66 - 20, y - 24, 40, 52, "#7d8683", 8)
    for x, y, s in (
        (420, 330, 26),
        (500, 290, 20),
        (356, 384, 17),
        (1230, 330, 22),
        (1300, 290, 16),
    ):
        c.line([(x - s, y - s * 0.5), (x, y), (x + s, y - s * 0.5)], "#6b5b4a", 5)


@scene
def new_house(c: Canvas) -> None:
    c.sky("#cfe3ea", "#f5f5e8", 560)
    c.cloud(1180, 140, 80, "#ffffffb0")
    c.ridge(560, 90, "#b9cdb0", phase=2.1)
    c.treeline(620, 110, "#86a67c")
    c.palm(1310, 690, 430, LEAVES[2])
    c.palm(250, 680, 360, LEAVES[0])
    c.gradient(0, 660, WIDTH, 240, "#cfd0a0", "#b5bb86")
    # One storey, fresh paint, a porch without steps.
    c.rect(440, 400, 720, 290, "#f3dc9e")
    c.rect(1010, 400, 150, 290, "#0000000c")
    c.rect(440, 664, 720, 26, "#c9a36d")
    c.poly([(380, 410), (500, 262), (1100, 262), (1220, 410)], "#b5382f")
    for i in range(1, 16):
        t = i / 16
        c.line([(500 + 600 * t, 262), (380 + 840 * t, 410)], "#00000018", 4)
    c.rect(380, 404, 840, 14, shade("#b5382f", -0.3))
    c.window(510, 470, 110, 110)
    c.window(990, 470, 110, 110)
    c.rect(724, 450, 152, 240, shade("#f3dc9e", 0.5))
    c.rect(738, 464, 124, 226, WOOD)
    c.rect(798, 464, 4, 226, DARK_WOOD)
    c.disc(786, 580, 6, "#c9a24b")
    for x in (690, 894):
        c.rect(x, 440, 16, 250, WHITE)
    c.poly([(660, 444), (680, 412), (920, 412), (940, 444)], shade("#b5382f", 0.12))
    c.poly([(690, 690), (910, 690), (1080, 900), (520, 900)], "#d8a07c")
    for i in range(1, 6):
        y = 690 + 210 * (i / 6) ** 1.3
        spread = (y - 690) * 0.81
        c.line([(690 - spread, y), (910 + spread, y)], "#00000018", 3)
    for x, size, tone in ((640, 110, 0), (960, 110, 2), (530, 140, 3), (1090, 140, 1)):
        c.pot(x, 740 if size < 130 else 800, size, LEAVES[tone])
    c.pennants((440, 440), (700, 440), 7)
    c.pennants((900, 440), (1160, 440), 7)
    c.person(1240, 800, 170, "#8d5a52")
    c.person(330, 800, 170, "#6f8f86")
