"""Recognition of text in scans by Tesseract with Vietnamese, where the machine has it."""

from __future__ import annotations

import csv
import io
import math
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from statistics import median
from typing import Any

from PIL import Image, ImageChops

from core.text.vietnamese import clean_line
from documents.reading.layout import PageText, Segment, joined
from documents.reading.numbers import parse_number

MAX_PAGES = 60  # recognized of one file: a page takes seconds
_LANGUAGE = "vie"
_SECONDS = 120  # for one page
_SURE = 1.5  # confidence of a turn by 90, 180 or 270 degrees
# Words of this length that are read with this confidence (of 100) tell how a page lies: upright,
# nine of ten are, upside down one of six.
_LONG_WORD, _SURE_WORD, _MIN_SURE_WORDS = 3, 80, 20
_UPRIGHT_SHARE = 0.7
# Words at the edges are lost from this slant (degrees); lines of this share of the width tell of
# it.
_STRONG_SLANT, _LONG_LINE, _MIN_LONG_LINES = 1.4, 0.3, 3
# The left column of a head, in shares of the page.
_LEFT, _HEAD = 0.43, 0.25
_TABLE_LINES = "_|"  # read as signs
# By how much (of 255) the parts of coloured ink differ beyond those of the paper; a page with fewer
# such pixels has no stamp.
_INK, _MIN_INK = 40, 200
_STAMP_HEAD = 0.35  # the share of a page that has the stamp
_INK_MARGIN = 20  # pixels of paper around the ink
_ROTATE = re.compile(r"^Rotate: (\d+)$", re.MULTILINE)
_CONFIDENCE = re.compile(r"^Orientation confidence: ([\d.]+)$", re.MULTILINE)


@cache
def is_available() -> bool:
    """Return whether Tesseract and its Vietnamese are installed."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    try:
        listed = subprocess.run(  # noqa: S603  (our own arguments)
            [program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return _LANGUAGE in listed.stdout.split()


def recognize(picture: Image.Image, *, is_first: bool = False) -> PageText:
    """Return the text of a page's picture, turned upright and straightened first; empty where
    nothing is found.

    The left column of a first page's head is read once more by itself where it has no number: that
    is often lost beside the right column. A page that takes more than two minutes counts as empty.

    The page is read in the red part of its colours, where a red seal is as bright as the paper and
    hides no signature. ``stamped`` has the words in coloured ink, which vanish with it, and those
    of a first page's head beside the right column, where a pale stamp is lost.
    """
    ink = _coloured_ink(picture)
    picture = picture.getchannel("R") if picture.mode == "RGB" else picture
    content = _png(picture)
    rows = _table(content)
    # To find out how a page lies takes longer than to read it.
    turn = 0 if _is_upright(rows) else _turn(content)
    if turn:
        picture = picture.rotate(-turn, expand=True, fillcolor="white")
        ink = ink and ink.rotate(-turn, expand=True, fillcolor="white")
        rows = _table(_png(picture))
    lines = _lines(rows)
    slant = _slant(lines, picture)
    if abs(slant) > _STRONG_SLANT:
        picture = picture.rotate(slant, Image.Resampling.BICUBIC, fillcolor="white")
        ink = ink and ink.rotate(slant, Image.Resampling.BICUBIC, fillcolor="white")
        lines = _lines(_table(_png(picture)))
        slant = _slant(lines, picture)
    rise = math.tan(math.radians(slant)) * picture.width / picture.height
    lines = [[_raised(word, word.left * rise) for word in line] for line in lines]
    if is_first and not _has_number(lines):
        lines = _with_number(picture, lines)
    segments = joined(word for line in lines for word in line)
    text = "\n".join(map(_words, lines))
    stamped = joined(_stamped(ink)) if ink else []
    if is_first:
        edges = _left_head(picture, _STAMP_HEAD)
        # A word at the crop's edge goes on in the right column.
        words = (one for one in _scattered_words(picture, edges) if one.right < _LEFT * 0.98)
        stamped += joined(words)
    return PageText(text, tuple(segments), is_recognized=True, turn=turn, stamped=tuple(stamped))


def _left_head(picture: Image.Image, share: float) -> tuple[int, int, int, int]:
    """Return the edges of the left column of the head, which takes this share of the page."""
    return 0, 0, int(picture.width * _LEFT), int(picture.height * share)


def _coloured_ink(picture: Image.Image) -> Image.Image | None:
    """Return what is coloured in a picture as black on white; None if that is nothing."""
    if picture.mode != "RGB":
        return None
    red, green, blue = picture.split()
    lightest = ImageChops.lighter(red, ImageChops.lighter(green, blue))
    ink = ImageChops.subtract(lightest, ImageChops.darker(red, ImageChops.darker(green, blue)))
    counts = ink.histogram()
    paper = counts.index(max(counts))  # photographed in a warm light, paper is yellow
    if sum(counts[paper + _INK :]) < _MIN_INK:
        return None
    return ink.point([255 - max(shade - paper, 0) for shade in range(256)])


def _stamped(ink: Image.Image) -> Iterator[Segment]:
    """Yield the words of a picture of coloured ink.

    The head is read by itself: beside a seal a stamp's one word is lost.
    """
    head = int(ink.height * _STAMP_HEAD)
    for left, top, right, bottom in ((0, 0, ink.width, head), (0, head, ink.width, ink.height)):
        part = ink.crop((left, top, right, bottom))
        inked = part.point([255 * (shade <= 255 - _INK) for shade in range(256)]).getbbox()
        if inked is None:
            continue
        # What a crop takes from beyond the picture is black.
        edges = (
            max(left + inked[0] - _INK_MARGIN, 0),
            max(top + inked[1] - _INK_MARGIN, 0),
            min(left + inked[2] + _INK_MARGIN, ink.width),
            min(top + inked[3] + _INK_MARGIN, ink.height),
        )
        yield from _scattered_words(ink, edges)


def _scattered_words(picture: Image.Image, edges: tuple[int, int, int, int]) -> Iterator[Segment]:
    """Yield the words of a part of the picture, with their places on the whole."""
    part = picture.crop(edges)
    found = _lines(_rows(_run(_png(part), "-l", _LANGUAGE, "--psm", "11", "tsv")))
    for word in (word for line in found for word in line):
        yield Segment(
            word.text,
            (edges[0] + word.left * part.width) / picture.width,
            (edges[1] + word.top * part.height) / picture.height,
            (edges[0] + word.right * part.width) / picture.width,
            (edges[1] + word.bottom * part.height) / picture.height,
        )


def _table(content: bytes) -> list[dict[str, Any]]:
    return _rows(_run(content, "-l", _LANGUAGE, "--psm", "3", "tsv"))


def _slant(lines: list[list[Segment]], picture: Image.Image) -> float:
    """Return by how many degrees the lines fall to the right."""
    proportion = picture.width / picture.height
    slants = [
        math.degrees(math.atan2(_middle(line[-1]) - _middle(line[0]), (last - first) * proportion))
        for line in lines
        if (last := line[-1].left) - (first := line[0].left) > _LONG_LINE
    ]
    return median(slants) if len(slants) >= _MIN_LONG_LINES else 0


def _raised(word: Segment, by: float) -> Segment:
    return replace(word, top=word.top - by, bottom=word.bottom - by)


def _has_number(lines: list[list[Segment]]) -> bool:
    return any(parse_number(_words(line)) for line in lines if line[0].top < _HEAD)


def _with_number(picture: Image.Image, lines: list[list[Segment]]) -> list[list[Segment]]:
    """Return the lines with the number of the head's left column as its crop has it."""
    crop = picture.crop(_left_head(picture, _HEAD))
    found = _lines(_rows(_run(_png(crop), "-l", _LANGUAGE, "--psm", "6", "tsv")))
    line = next((line for line in found if parse_number(_words(line))), None)
    if line is None:
        return lines
    top = min(word.top for word in line) * _HEAD
    bottom = max(word.bottom for word in line) * _HEAD
    number = [
        Segment(word.text, word.left * _LEFT, top, word.right * _LEFT, bottom)
        for word in line
        # A word at the crop's edge belongs to the right column.
        if word.right < 0.98
    ]
    kept = [
        [word for word in words if word.right >= _LEFT or not top < _middle(word) < bottom]
        for words in lines
    ]
    place = sum(words[0].top < top for words in lines)
    beside = next(
        (words for words in kept[place - 1 :] if words and top < _middle(words[0]) < bottom), None
    )
    if beside is None:
        kept.insert(place, number)
    else:
        beside[:0] = number
    return [words for words in kept if words]


def _middle(word: Segment) -> float:
    return (word.top + word.bottom) / 2


def _words(line: list[Segment]) -> str:
    return " ".join(word.text for word in line)


def _png(picture: Image.Image) -> bytes:
    content = io.BytesIO()
    picture.save(content, "PNG", dpi=(200, 200))
    return content.getvalue()


def _turn(content: bytes) -> int:
    """Return by how many degrees clockwise the picture must be turned to stand upright."""
    said = _run(content, "--psm", "0")
    turn, confidence = _ROTATE.search(said), _CONFIDENCE.search(said)
    if turn is None or confidence is None or float(confidence[1]) < _SURE:
        return 0
    return int(turn[1])


def _run(content: bytes, *arguments: str) -> str:
    """Return what Tesseract prints of a picture; "" when it fails or takes too long."""
    try:
        done = subprocess.run(  # noqa: S603  (our own arguments)
            [shutil.which("tesseract") or "tesseract", "-", "-", *arguments],
            input=content,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode(errors="replace")


def _rows(table: str) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE))


def _is_upright(rows: list[dict[str, Any]]) -> bool:
    """Return whether the words were read with confidence and lie in lines from left to right.

    Tesseract also reads lines that run up or down, where their words are higher than wide.
    """
    words = [
        row for row in rows if row["level"] == "5" and len(row.get("text") or "") >= _LONG_WORD
    ]
    upright = [
        row
        for row in words
        if float(row["conf"]) >= _SURE_WORD and int(row["width"]) > int(row["height"])
    ]
    return len(upright) >= max(_MIN_SURE_WORDS, _UPRIGHT_SHARE * len(words))


def _lines(rows: list[dict[str, Any]]) -> list[list[Segment]]:
    """Return the words of Tesseract's table by line, each as a segment."""
    page = next((row for row in rows if row["level"] == "1"), None)
    if page is None:
        return []
    width, height = int(page["width"]), int(page["height"])
    lines: dict[tuple[str, ...], list[Segment]] = {}
    for row in rows:
        text = clean_line(row.get("text") or "").strip(_TABLE_LINES)
        if row["level"] != "5" or not text:
            continue
        left, top = int(row["left"]), int(row["top"])
        right, bottom = left + int(row["width"]), top + int(row["height"])
        lines.setdefault((row["block_num"], row["par_num"], row["line_num"]), []).append(
            Segment(text, left / width, top / height, right / width, bottom / height)
        )
    return list(lines.values())
