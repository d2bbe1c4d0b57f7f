"""Rooms, with what their windows show."""

from demo.drawing import BAMBOO, DARK_WOOD, FLOWERS, LEAVES, RED, WHITE, WIDTH, WOOD, Canvas, shade
from demo.pictures.registry import scene


@scene
def service_counter(c: Canvas) -> None:
    c.room("#ecdfc6", "#c9a97c", 660)
    c.view(110, 130, 520, 320, "#f8f2e4", _river_outside)
    # A clock and three booths.
    c.disc(1148, 130, 56, shade(WOOD, 0.1))
    c.disc(1148, 130, 48, WHITE)
    c.line([(1148, 130), (1148, 94)], "#4a3f35", 6)
    c.line([(1148, 130), (1122, 144)], "#4a3f35", 7)
    for i in range(3):
        x = 760 + i * 270
        c.rect(x, 270, 236, 250, "#ffffff70", 6)
        c.rect(x, 270, 236, 14, shade(WOOD, 0.15))
        c.poly([(x + 20, 300), (x + 90, 300), (x + 30, 470), (x + 20, 470)], "#ffffff60")
        c.rect(x + 70, 440, 96, 76, "#5f6b70", 6)
        c.rect(x + 78, 448, 80, 58, "#9fb9bd")
        c.disc(x + 118, 236, 22, [RED, "#5f8a52", "#6f93a0"][i])
    c.rect(720, 516, 880, 34, shade(WOOD, 0.2), 5)
    c.rect(740, 550, 860, 180, WOOD)
    for i in range(7):
        c.rect(760 + i * 124, 574, 100, 134, shade(WOOD, 0.1), 4)
    c.rect(740, 720, 860, 18, DARK_WOOD)
    for i in range(4):
        c.rect(800 + i * 190, 500 + (i % 2) * 4, 52, 14, WHITE, 2)
    # Waiting chairs and a plant.
    c.oval(420, 846, 330, 18, "#00000022")
    for i in range(4):
        x = 130 + i * 150
        c.rect(x, 600, 118, 118, ["#7d9c7f", "#a9c0a4"][i % 2], 14)
        c.rect(x - 4, 722, 126, 30, ["#6d8c70", "#93ad90"][i % 2], 8)
        c.rect(x + 12, 752, 10, 88, "#5c5248")
        c.rect(x + 96, 752, 10, 88, "#5c5248")
    c.pot(700, 850, 120, LEAVES[0])


@scene
def meeting_hall(c: Canvas) -> None:
    c.room("#ead9b8", "#b98d5e", 560)
    c.view(130, 110, 360, 270, "#f8f1e0", _river_outside)
    c.view(1110, 110, 360, 270, "#f8f1e0", _far_bank)
    c.rect(570, 60, 460, 340, "#8a1a1c")
    for i in range(9):
        c.poly(
            [(576 + i * 51, 60), (600 + i * 51, 60), (596 + i * 51, 400), (580 + i * 51, 400)],
            "#00000016",
        )
    c.rect(550, 40, 500, 34, "#6f1417", 6)
    # The dais, its table and two baskets of flowers.
    c.rect(430, 500, 740, 74, "#a87c50")
    c.rect(410, 556, 780, 24, "#8e6640")
    for x in (600, 740, 880):
        c.rect(x, 348, 90, 110, "#6d4a34", 12)
    c.rect(520, 430, 560, 104, RED, 4)
    for i in range(9):
        c.poly(
            [(530 + i * 61, 442), (552 + i * 61, 442), (546 + i * 61, 534), (536 + i * 61, 534)],
            "#00000014",
        )
    c.rect(508, 420, 584, 20, "#f4ead2", 4)
    for x in (470, 1130):
        c.poly([(x - 36, 480), (x + 36, 480), (x + 22, 552), (x - 22, 552)], BAMBOO)
        for _ in range(26):
            fx, fy = x + c.random.gauss(0, 26), 462 + c.random.gauss(0, 22)
            c.disc(fx, fy, c.random.uniform(9, 15), c.random.choice([*FLOWERS, *LEAVES[:2]]))
    # Rows of wooden chairs seen from behind.
    for row, (y, size) in enumerate(((650, 84), (740, 112), (860, 150))):
        count = [11, 9, 7][row]
        gap = WIDTH / count
        for i in range(count):
            middle = gap * (i + 0.5)
            if abs(middle - 800) < gap * 0.6:
                continue
            tone = shade(WOOD, -0.12 * row)
            c.rect(middle - size * 0.5, y - size * 0.86, size, size * 0.5, tone, 8)
            c.rect(
                middle - size * 0.38, y - size * 0.72, size * 0.76, size * 0.06, shade(tone, 0.2)
            )
            c.rect(
                middle - size * 0.38, y - size * 0.56, size * 0.76, size * 0.06, shade(tone, 0.2)
            )
            c.rect(
                middle - size * 0.54,
                y - size * 0.3,
                size * 1.08,
                size * 0.14,
                shade(tone, -0.15),
                6,
            )
            for side in (-0.46, 0.36):
                c.rect(
                    middle + side * size,
                    y - size * 0.2,
                    size * 0.1,
                    size * 0.34,
                    shade(tone, -0.25),
                )


@scene
def phone_warning(c: Canvas) -> None:
    c.room("#4f6470", "#6a4a36", 560)
    c.view(180, 90, 560, 330, "#7b6a58", _night_outside)
    c.gradient(0, 560, WIDTH, 340, "#8a6244", "#6a4832")
    for i in range(5):
        c.rect(0, 600 + i * 66, WIDTH, 3, "#00000018")
    # A lamp on the right.
    c.glow(1290, 300, 260, "#ffd98a", 6)
    c.poly([(1210, 340), (1370, 340), (1330, 210), (1250, 210)], "#f4d9a0")
    c.rect(1283, 340, 14, 250, "#5b4a3c")
    c.oval(1290, 596, 84, 17, "#4a3b30")
    # The phone, its red screen the only alarm in a quiet room.
    c.glow(790, 690, 190, "#d8434a", 6)
    c.oval(800, 846, 130, 16, "#00000038")
    c.rect(694, 500, 200, 350, "#1f2326", 30)
    c.rect(706, 514, 176, 322, RED, 20)
    c.gradient(706, 560, 176, 110, shade(RED, 0.04), shade(RED, 0.1))
    c.rect(764, 522, 60, 8, "#1f2326", 4)
    c.disc(794, 612, 36, "#f3d9d2")
    c.pen.pieslice(((732) * 2, 652 * 2, 856 * 2, 776 * 2), 180, 360, "#f3d9d2")
    c.disc(748, 782, 25, "#6d0f13")
    c.disc(840, 782, 25, "#4c7d55")
    c.rect(736, 778, 24, 8, "#f3d9d2", 4)
    c.rect(828, 778, 24, 8, "#f3d9d2", 4)
    # Glasses and a cup.
    for dx in (0, 118):
        box = ((330 + dx) * 2, 700 * 2, (430 + dx) * 2, 780 * 2)
        c.pen.ellipse(box, "#cfe0e340", outline="#2e2a27", width=12)
    c.line([(430, 736), (448, 736)], "#2e2a27", 6)
    c.line([(330, 734), (250, 690)], "#2e2a27", 6)
    c.line([(548, 734), (600, 680)], "#2e2a27", 6)
    c.oval(1120, 806, 112, 26, "#00000030")
    c.poly([(1040, 690), (1200, 690), (1172, 800), (1068, 800)], "#efe7d6")
    c.oval(1120, 690, 80, 20, "#f8f2e6")
    c.oval(1120, 692, 66, 14, "#8d6a3c")
    for i in range(2):
        c.line([(1096 + i * 44, 660), (1084 + i * 44, 628), (1100 + i * 44, 598)], "#ffffff38", 7)


def _river_outside(c: Canvas) -> None:
    c.sky("#cfe1e6", "#f3f5ea", 520)
    c.sun(1100, 210, 70, "#f3cf7c")
    c.ridge(500, 150, "#a9c0a4", phase=0.4)
    c.treeline(560, 110, "#7d9c7f")
    c.water(560, "#79a6b5", "#b9d2d2", glints=20)
    c.boat(700, 700, 360)


def _far_bank(c: Canvas) -> None:
    c.sky("#cfe1e6", "#f3f5ea", 520)
    c.ridge(500, 130, "#a9c0a4", phase=3.0)
    c.street(300, 1100, 590, 150, 260)
    c.treeline(590, 60, "#7d9c7f")
    c.water(590, "#79a6b5", "#b9d2d2", glints=20)


def _night_outside(c: Canvas) -> None:
    c.sky("#17293a", "#4c6a7c", 620)
    c.disc(1050, 190, 70, "#f3e8c8")
    c.ridge(620, 170, "#2f4957", phase=0.5)
    c.water(640, "#27414f", "#5d7c88", glints=12)
    for i in range(8):
        c.rect(720 + i * 26, 590, 12, 16, "#ffd98a")
