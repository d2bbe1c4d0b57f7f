"""Portraits of people who do not exist: a bust in flat layers, without a face."""

from __future__ import annotations

import io
from dataclasses import dataclass

from demo.drawing import FINER, Canvas, shade

WIDTH, HEIGHT = 480, 600
SKIN = "#d8a886"


@dataclass(frozen=True)
class Bust:
    """Colours of background, clothes and hair; ``style`` of the hair is short, long or bun."""

    ground: str
    clothes: str
    hair: str
    style: str


def draw_bust(bust: Bust) -> bytes:
    """Return the portrait as JPEG, 480 × 600."""
    canvas = Canvas(bust.style)
    canvas.gradient(0, 0, WIDTH, HEIGHT, shade(bust.ground, 0.25), shade(bust.ground, -0.08))
    if bust.style == "long":
        canvas.rect(138, 170, 204, 260, shade(bust.hair, -0.1), 90)
    if bust.style == "bun":
        canvas.disc(240, 96, 46, shade(bust.hair, -0.1))
    canvas.oval(240, 610, 216, 190, bust.clothes)
    canvas.poly([(192, 430), (240, 500), (288, 430), (262, 410), (218, 410)], "#f4efe6")
    canvas.rect(205, 340, 70, 96, shade(SKIN, -0.14), 30)
    canvas.poly([(178, 446), (206, 414), (240, 500), (214, 540)], shade(bust.clothes, -0.18))
    canvas.poly([(302, 446), (274, 414), (240, 500), (266, 540)], shade(bust.clothes, -0.18))
    canvas.oval(240, 176, 106, 104, bust.hair)
    canvas.oval(240, 250, 92, 118, SKIN)
    # The fringe lies over the forehead, its lower edge rising to one side.
    canvas.poly(
        [(148, 232), (160, 150), (240, 118), (322, 150), (332, 232), (306, 188), (226, 204)],
        bust.hair,
    )
    out = io.BytesIO()
    canvas.image.crop((0, 0, WIDTH * FINER, HEIGHT * FINER)).reduce(FINER).save(
        out, "JPEG", quality=92
    )
    return out.getvalue()
