"""Papers in the layout of decree 30/2020 as other offices send them: PDFs and scans of them.

Typeset by Typst in the bundled fonts; a scan is the page's picture, turned, noisy and stamped.
"""

from __future__ import annotations

import io
import json
import random
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2 as pdfium
import typst
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

_FONTS = Path(__file__).parents[2] / "core" / "fonts"
_SOURCE = """
#let paper = json(bytes(sys.inputs.paper))
#set document(title: paper.subject)
#set page("a4", margin: (x: 25mm, y: 20mm))
#set text(font: "Tinos", size: 13.5pt, lang: "vi")
#set par(justify: true, first-line-indent: (amount: 1cm, all: true))
#let center-lines(lines, ..style) = align(
  center, stack(spacing: 6pt, ..lines.map(l => text(..style, l))))
#if paper.urgency != "" {
  place(top + left, dy: 40mm, box(stroke: 1pt, inset: 5pt, text(weight: "bold", paper.urgency)))
}
#set par(first-line-indent: 0pt)
#grid(columns: (1fr, 1.5fr),
  {
    if paper.parent != "" { center-lines((paper.parent,), size: 12pt) ; v(-4pt) }
    center-lines(paper.agency, size: 12pt, weight: "bold")
    align(center, line(length: 30%, stroke: 0.6pt))
    center-lines((paper.number,), size: 13pt)
    if paper.about != () { v(2pt) ; center-lines(paper.about, size: 12pt) }
  },
  {
    center-lines((paper.country,), size: 12pt, weight: "bold")
    v(-3pt)
    if paper.motto != "" { center-lines((paper.motto,), size: 13pt, weight: "bold") }
    align(center, line(length: 55%, stroke: 0.6pt))
    center-lines((text(style: "italic", paper.date),), size: 13pt)
  })
#v(12pt)
#if paper.kind != "" {
  center-lines((paper.kind,), size: 14pt, weight: "bold")
  v(-2pt)
  center-lines(paper.title, size: 14pt, weight: "bold")
  align(center, line(length: 30%, stroke: 0.6pt))
}
#set par(first-line-indent: (amount: 1cm, all: true))
#let body = {
  for line in paper.body { par(line) }
  if paper.rows != () {
    table(columns: paper.rows.first().len(), ..paper.rows.flatten().map(c => text(size: 12pt, c)))
  }
}
#if paper.columns == 2 { columns(2, body) } else { body }
#v(6pt)
#set par(first-line-indent: 0pt)
#grid(columns: (1fr, 1fr),
  {
    text(size: 12pt, weight: "bold", style: "italic", "Nơi nhận:")
    linebreak()
    text(size: 11pt, "- Như trên;")
    linebreak()
    text(size: 11pt, "- Lưu: VT.")
  },
  {
    center-lines(paper.titles, weight: "bold")
    v(20mm)
    center-lines((paper.signer,), weight: "bold")
  })
"""


@dataclass(frozen=True)
class Stamp:
    """A stamp below the number of a scanned paper."""

    word: str
    colour: tuple[int, int, int]
    is_boxed: bool = False

    def print_on(self, picture: Image.Image) -> None:
        draw = ImageDraw.Draw(picture)
        font = ImageFont.truetype(str(_FONTS / "Tinos_700Bold.ttf"), 40)
        left, top, right, bottom = draw.textbbox((200, 400), self.word, font=font)
        draw.text((200, 400), self.word, font=font, fill=self.colour)
        if self.is_boxed:
            edges = (left - 14, top - 12, right + 14, bottom + 12)
            draw.rectangle(edges, outline=self.colour, width=4)


@dataclass(frozen=True)
class OfficePaper:
    """A paper's texts; several lines as the head of a paper breaks them."""

    agency: tuple[str, ...]
    number: str
    date: str
    body: tuple[str, ...]
    titles: tuple[str, ...]
    signer: str
    kind: str = ""
    title: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    parent: str = ""
    urgency: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    columns: int = 1
    country: str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    motto: str = "Độc lập - Tự do - Hạnh phúc"
    looks: tuple[str, ...] = field(default=(), compare=False)

    def pdf(self) -> bytes:
        """Return the paper as a PDF with its text."""
        texts = {name: value for name, value in vars(self).items() if name != "looks"}
        texts["subject"] = " ".join(self.title or self.about)
        return typst.compile(
            _SOURCE.encode(),
            font_paths=[_FONTS],
            ignore_system_fonts=True,
            sys_inputs={"paper": json.dumps(texts)},
        )

    def scan(
        self,
        *,
        turn: float = 0,
        noise: int = 0,
        is_stamped: bool = False,
        stamp: Stamp | None = None,
    ) -> bytes:
        """Return the paper as a PDF of one picture of 200 dpi.

        ``turn`` is in degrees, ``noise`` in thousandths of the pixels; ``is_stamped`` is a seal.
        """
        page = pdfium.PdfDocument(self.pdf())[0]
        picture = page.render(scale=200 / 72).to_pil().convert("RGB")
        if is_stamped:
            picture = _stamped(picture)
        if stamp:
            stamp.print_on(picture)
        if turn:
            picture = picture.rotate(
                turn, expand=turn % 90 == 0, fillcolor="white", resample=Image.Resampling.BICUBIC
            )
        if noise:
            picture = _noisy(picture, noise)
        content = io.BytesIO()
        picture.save(content, "PDF", resolution=200)
        return content.getvalue()


def _stamped(picture: Image.Image) -> Image.Image:
    """Return the picture with a round red seal over the signature."""
    seal = Image.new("RGB", picture.size, "white")
    draw = ImageDraw.Draw(seal)
    right, low = picture.width * 0.62, picture.height * 0.62
    for radius in (130, 100):
        edges = (right - radius, low - radius, right + radius, low + radius)
        draw.ellipse(edges, outline=(205, 35, 45), width=5)
    return ImageChops.multiply(picture, seal)


def _noisy(picture: Image.Image, noise: int) -> Image.Image:
    chance = random.Random(noise)
    blurred = picture.filter(ImageFilter.GaussianBlur(0.6))
    draw = ImageDraw.Draw(blurred)
    for _ in range(picture.width * picture.height * noise // 1000 // 4):
        left, top = chance.randrange(picture.width), chance.randrange(picture.height)
        draw.point((left, top), fill=chance.choice(("black", "grey", "white")))
    return blurred
