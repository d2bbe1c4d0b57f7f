"""The 28 points of layout of decree 30/2020 (annex I), measured on the papers of the briefing of
June 2016: typeset, and as the Word file that LibreOffice prints.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from core.papers.model import Paper
from core.papers.pdf import paper_pdf
from core.papers.word import paper_docx
from meetings.papers.content import conclusion_notice, minutes, paper_content
from tests.support.briefing import make_briefing
from tests.support.cast import Cast
from tests.support.meeting_factories import approve
from tests.support.office import run, word_to_pdf

MM = 72 / 25.4
WIDTH, HEIGHT = 210 * MM, 297 * MM
LEFT, RIGHT = 30 * MM, WIDTH - 15 * MM
HEAD_MIDDLE = LEFT + 60 * MM  # between the two parts of the head
SCALE = 3  # dots of a picture for each point
_LINE = re.compile(
    r'<text top="(\d+)" left="(\d+)" width="(\d+)" height="(\d+)" font="(\d+)">(.*)</text>'
)
_FONT = re.compile(r'<fontspec id="(\d+)" size="(\d+)" family="([^"]+)" color="([^"]+)"/>')


@dataclass(frozen=True)
class Line:
    """A run of text of one font on one page, in points from the page's corner."""

    page: int
    top: int
    left: int
    width: int
    height: int
    size: int
    font: str
    color: str
    text: str

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def middle(self) -> float:
        return self.left + self.width / 2

    def looks(self, style: str, *sizes: int) -> bool:
        return self.font == f"Tinos-{style}" and self.size in sizes


@dataclass
class Pages:
    """A PDF as a reader sees it."""

    path: Path

    @cached_property
    def lines(self) -> list[Line]:
        fonts: dict[str, tuple[int, str, str]] = {}
        found = []
        xml = run(*("pdftohtml", "-xml", "-i", "-zoom", "1", "-fontfullname", "-stdout"), self.path)
        for number, page in enumerate(xml.split("<page ")[1:], start=1):
            fonts |= {
                font: (int(size), family.partition("+")[2], color)
                for font, size, family, color in _FONT.findall(page)
            }
            for *box, font, marked in _LINE.findall(page):
                text = re.sub("<[^>]+>", "", marked)
                trimmed = int(box[2]) - 4 * (text != text.rstrip())
                top, left, height = int(box[0]), int(box[1]), int(box[3])
                found.append(Line(number, top, left, trimmed, height, *fonts[font], text.strip()))
        return [line for line in found if line.text]

    def line(self, pattern: str) -> Line:
        return next(line for line in self.lines if re.search(pattern, line.text))

    def size(self) -> tuple[float, float]:
        words = run("pdfinfo", self.path).partition("Page size:")[2].split()
        return float(words[0]), float(words[2])

    def rule_beneath(self, line: Line) -> tuple[float, float]:
        """Return middle and length, in points, of the rule right below a line of page one."""
        stem = self.path.with_suffix("")
        picture = stem.with_suffix(".png")
        if not picture.exists():
            command = ("pdftoppm", "-r", str(72 * SCALE), "-gray", "-png", "-singlefile")
            run(*command, "-l", "1", self.path, stem)
        image = Image.open(picture).convert("L").point(lambda dot: 255 * (dot < 140))
        longest, start = (0.0, 0.0), (line.left - 10) * SCALE
        for y in range(line.top * SCALE, (line.top + line.height + 14) * SCALE):
            row = image.crop((start, y, (line.right + 10) * SCALE, y + 1)).tobytes()
            for dark in re.finditer(rb"\xff{36,}", row):
                if dark.end() - dark.start() > longest[1] * SCALE:
                    middle = (start + (dark.start() + dark.end()) / 2) / SCALE
                    longest = (middle, (dark.end() - dark.start()) / SCALE)
        return longest


def is_ruled(pages: Pages, line: Line, shortest: float, longest: float) -> bool:
    middle, length = pages.rule_beneath(line)
    is_centred = abs(middle - line.middle) < 8
    return is_centred and shortest * line.width <= length <= longest * line.width


def body_of(pages: Pages) -> list[Line]:
    """Return the lines of the notice from its first paragraph to its last."""
    texts = [line.text for line in pages.lines]
    first = next(at for at, text in enumerate(texts) if text.startswith("Ngày 24 tháng 6"))
    last = next(at for at, text in enumerate(texts) if text.endswith("./."))
    return pages.lines[first : last + 1]


def is_justified(pages: Pages) -> bool:
    """Return whether lines that their paragraph continues reach the right margin."""
    continued = [
        line
        for line, later in pairwise(body_of(pages))
        if later.top > line.top and abs(later.left - LEFT) <= 2
    ]
    return len(continued) >= 5 and all(abs(line.right - RIGHT) <= 3 for line in continued)


def spacings(pages: Pages) -> tuple[list[int], list[int]]:
    """Return the distances of lines within paragraphs and between paragraphs."""
    body = body_of(pages)
    within, between = [], []
    for line, later in pairwise(body):
        is_new = later.left > LEFT + 10
        (between if is_new else within).append(later.top - line.top)
    return within, between


Check = Callable[[Pages, Pages], bool]

# Number, what the decree asks for, and how it is measured on the notice and on the minutes.
POINTS: list[tuple[int, str, Check]] = [
    (1, "A4", lambda n, m: n.size() == pytest.approx((WIDTH, HEIGHT), abs=1)),
    (2, "upright", lambda n, m: n.size()[0] < n.size()[1]),
    (
        3,
        "top margin of 20 to 25 mm",
        lambda n, m: all(
            20 * MM - 3 <= min(x.top for x in pages.lines if not x.text.isdigit()) <= 25 * MM
            for pages in (n, m)
        ),
    ),
    (
        4,
        "bottom margin of 20 mm at least",
        lambda n, m: max(x.top + x.height for x in [*n.lines, *m.lines]) <= HEIGHT - 20 * MM + 4,
    ),
    (5, "left margin of 30 mm", lambda n, m: abs(min(x.left for x in m.lines) - LEFT) <= 2),
    (6, "right margin of 15 mm", lambda n, m: abs(max(x.right for x in m.lines) - RIGHT) <= 3),
    (
        7,
        "Times New Roman (its metric twin) in black",
        lambda n, m: all(
            x.font.startswith("Tinos-") and x.color == "#000000" for x in [*n.lines, *m.lines]
        ),
    ),
    (
        8,
        "page number in Arabic figures, 13 points, centred above page two",
        lambda n, m: any(
            x.text == "2"
            and x.looks("Regular", 13, 14)
            and x.top < 20 * MM
            and abs(x.middle - (LEFT + RIGHT) / 2) < 4
            for x in m.lines
            if x.page == 2
        ),
    ),
    (
        9,
        "no number on page one",
        lambda n, m: not any(x.text.isdigit() for x in [*n.lines, *m.lines] if x.page == 1),
    ),
    (
        10,
        "country in bold capitals of 12 or 13, on the right",
        lambda n, m: (
            n.line("^CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM$").looks("Bold", 12, 13)
            and n.line("^CỘNG HÒA").left > HEAD_MIDDLE
        ),
    ),
    (
        11,
        "motto in bold of 13 or 14, centred beneath the country",
        lambda n, m: (
            n.line("^Độc lập - Tự do - Hạnh phúc$").looks("Bold", 13, 14)
            and abs(n.line("^Độc lập").middle - n.line("^CỘNG HÒA").middle) < 2
        ),
    ),
    (
        12,
        "rule beneath the motto, as long as the motto",
        lambda n, m: is_ruled(n, n.line("^Độc lập"), 0.95, 1.06),
    ),
    (
        13,
        "superior agency in capitals of 12 or 13, not bold",
        lambda n, m: (
            m.line("^ỦY BAN NHÂN DÂN$").looks("Regular", 12, 13)
            and m.line("^PHƯỜNG BẾN SEN$").looks("Regular", 12, 13)
        ),
    ),
    (
        14,
        "agency in bold capitals of 12 or 13, on the left, broken before its place",
        lambda n, m: (
            n.line("^ỦY BAN NHÂN DÂN$").looks("Bold", 12, 13)
            and n.line("^PHƯỜNG BẾN SEN$").looks("Bold", 12, 13)
            and n.line("^PHƯỜNG BẾN SEN$").right < HEAD_MIDDLE
            and abs(n.line("^PHƯỜNG").middle - n.line("^ỦY BAN").middle) < 2
        ),
    ),
    (
        15,
        "rule beneath the agency, a third to a half of its line",
        lambda n, m: is_ruled(n, n.line("^PHƯỜNG BẾN SEN$"), 0.32, 0.52),
    ),
    (
        16,
        "number of 13 points centred beneath the agency, with a leading zero",
        lambda n, m: (
            n.line("^Số: 07/TB-UBND$").looks("Regular", 13)
            and abs(n.line("^Số: ").middle - n.line("^ỦY BAN").middle) < 2
        ),
    ),
    (
        17,
        "place and date in italics of 13 or 14, centred beneath the motto; none on minutes",
        lambda n, m: (
            n.line("^Bến Sen, ngày 05 tháng 7 năm 2016$").looks("Italic", 13, 14)
            and abs(n.line("^Bến Sen, ").middle - n.line("^Độc lập").middle) < 2
            and not any(x.text.startswith("Bến Sen, ngày") for x in m.lines)
        ),
    ),
    (
        18,
        "type in bold capitals of 13 or 14, centred",
        lambda n, m: (
            n.line("^THÔNG BÁO$").looks("Bold", 13, 14)
            and abs(n.line("^THÔNG BÁO$").middle - (LEFT + RIGHT) / 2) < 3
        ),
    ),
    (
        19,
        "subject in bold of 13 or 14, centred beneath the type",
        lambda n, m: (
            n.line("^Kết luận của đồng chí").looks("Bold", 13, 14)
            and abs(n.line("^Kết luận của").middle - (LEFT + RIGHT) / 2) < 4
        ),
    ),
    (
        20,
        "rule beneath the subject, a third to a half of its line",
        lambda n, m: is_ruled(n, n.line("Ban biên tập$"), 0.32, 0.52),
    ),
    (
        21,
        "body upright, of 13 or 14",
        lambda n, m: all(x.looks("Regular", 13, 14) for x in body_of(n)),
    ),
    (22, "body justified", lambda n, m: is_justified(n)),
    (
        23,
        "first lines indented by 1 to 1.27 cm",
        lambda n, m: all(
            10 * MM - 1 <= x.left - LEFT <= 12.7 * MM + 1 for x in body_of(n) if x.left > LEFT + 2
        ),
    ),
    (
        24,
        "lines of single to one and a half distance, paragraphs 6 points apart at least",
        lambda n, m: (
            all(15 <= gap <= 24 for gap in spacings(n)[0])
            and min(spacings(n)[1]) - min(spacings(n)[0]) >= 3
            and min(spacings(n)[1]) >= 20
        ),
    ),
    (
        25,
        "authority and title in bold capitals of 13 or 14, on the right",
        lambda n, m: (
            n.line("^TL. CHỦ TỊCH$").looks("Bold", 13, 14)
            and n.line("^CHÁNH VĂN PHÒNG$").looks("Bold", 13, 14)
            and n.line("^TL. CHỦ TỊCH$").left > (LEFT + RIGHT) / 2
        ),
    ),
    (
        26,
        "full name in bold of 13 or 14 beneath the space to sign, on minutes two of them",
        lambda n, m: (
            n.line("^Lê Văn Cường$").looks("Bold", 13, 14)
            and n.line("^Lê Văn Cường$").top - n.line("^CHÁNH VĂN PHÒNG$").top > 20 * MM
            and m.line("^THƯ KÝ$").right < m.line("^CHỦ TỌA$").left
            and m.line("^Trần Văn Bình$").top == m.line("^Nguyễn Thị An$").top
        ),
    ),
    (
        27,
        "recipients on the left: label in bold italics of 12, list of 11 that ends with the file",
        lambda n, m: (
            n.line("^Nơi nhận:$").looks("BoldItalic", 12)
            and n.line("^- Thường trực UBND phường;$").looks("Regular", 11)
            and n.line("^- Lưu: VT[.]$").looks("Regular", 11)
            and n.line("^Nơi nhận:$").left < LEFT + 8
        ),
    ),
    (
        28,
        "end mark behind the last word, and body on the page of the signatures",
        lambda n, m: (
            body_of(n)[-1].text.endswith("kết luận này./.")
            and len([x for x in m.lines if x.page == m.line("^THƯ KÝ$").page]) > 6
        ),
    ),
]


def test_there_are_28_points() -> None:
    assert [number for number, _, _ in POINTS] == list(range(1, 29))


def word_pdf(paper: Paper, path: Path) -> Path:
    source = path.with_suffix(".docx")
    source.write_bytes(paper_docx(paper))
    return word_to_pdf(source)


def typeset(paper: Paper, path: Path) -> Path:
    path.write_bytes(paper_pdf(paper))
    return path


@pytest.mark.parametrize("make", [typeset, word_pdf])
def test_all_of_them_are_right(
    cast: Cast, tmp_path: Path, make: Callable[[Paper, Path], Path]
) -> None:
    briefing = make_briefing(cast)
    briefing.series.agency_name = "Ban chỉ đạo công nghệ thông tin"
    briefing.series.save()
    content = paper_content(approve(briefing, chair=cast.leader, editor=cast.editor))
    content["meeting"] |= {
        "notice_number": "7",
        "notice_on": "2016-07-05",
        "notice_authority": "TL. Chủ tịch",
        "notice_signer_title": "Chánh Văn phòng",
        "notice_signer_name": "Lê Văn Cường",
    }
    notice = Pages(make(conclusion_notice(content), tmp_path / "thong-bao.pdf"))
    record = Pages(make(minutes(content), tmp_path / "bien-ban.pdf"))
    wrong = [
        f"{number}. {name}" for number, name, is_right in POINTS if not is_right(notice, record)
    ]
    assert wrong == []
