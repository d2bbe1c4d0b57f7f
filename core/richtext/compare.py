"""Structural comparison of two bodies: pictures, headings, links, lists, tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from core.richtext.allowed import PICTURE
from core.richtext.tree import Element, parse, text_of
from core.text.vietnamese import clean_line

_BLOCKS = {
    "p": "đoạn văn",
    "h2": "đề mục lớn",
    "h3": "đề mục vừa",
    "h4": "đề mục nhỏ",
    "li": "mục trong danh sách",
    "blockquote": "đoạn trích",
}
_MAX_QUOTE = 60
MAX_SENTENCES = 100


@dataclass(frozen=True)
class BodyPicture:
    """A picture of a body: the key of its file and its description."""

    key: str
    alt: str
    is_decorative: bool


def pictures(html: str) -> list[BodyPicture]:
    """Return the pictures of a sanitised body in order, each file once."""
    found: dict[str, BodyPicture] = {}
    for element in parse(html).iter("img"):
        match = PICTURE.fullmatch(element.get("src", ""))
        if match and match[1] not in found:
            alt = element.get("alt", "")
            found[match[1]] = BodyPicture(match[1], alt, "data-decorative" in element.attrib)
    return list(found.values())


def structure_changes(old: str, new: str) -> list[str]:
    """Return sentences on the structural changes between two sanitised bodies: blocks, links,
    tables.
    """
    before, after = parse(old), parse(new)
    sentences = [
        *_block_changes(before, after),
        *_link_changes(before, after),
        *_list_changes(before, after),
        *_table_changes(before, after),
    ]
    if len(sentences) <= MAX_SENTENCES:
        return sentences
    more = len(sentences) - MAX_SENTENCES
    return [*sentences[:MAX_SENTENCES], f"Còn {more} thay đổi khác như thế."]


def _block_changes(before: Element, after: Element) -> Iterator[str]:
    was, is_now = _blocks(before), _blocks(after)
    for words, name in is_now.items():
        if words in was and was[words] != name:
            yield f"“{_short(words)}”: từ {_BLOCKS[was[words]]} thành {_BLOCKS[name]}."


def _blocks(root: Element) -> dict[str, str]:
    """Return the words of each block, with the name of its innermost block."""
    blocks = ((clean_line(text_of(element)), element.tag) for element in root.iter(*_BLOCKS))
    return {words: name for words, name in blocks if words}


def _link_changes(before: Element, after: Element) -> Iterator[str]:
    was, is_now = _links(before), _links(after)
    for words in dict.fromkeys([*was, *is_now]):
        removed, added = _replaced(was.get(words, []), is_now.get(words, []))
        changed = min(len(removed), len(added))
        for old, new in zip(removed, added, strict=False):
            yield f"Liên kết “{_short(words)}”: đổi địa chỉ từ {old} thành {new}."
        for address in removed[changed:]:
            yield f"Bỏ liên kết “{_short(words)}” ({address})."
        for address in added[changed:]:
            yield f"Thêm liên kết “{_short(words)}” ({address})."


def _replaced(was: list[str], is_now: list[str]) -> tuple[list[str], list[str]]:
    """Return the addresses of links with the same words that are no longer there, and the new
    ones: by their places, or by their number when there are more or fewer of them.
    """
    if len(was) == len(is_now):
        pairs = [pair for pair in zip(was, is_now, strict=True) if pair[0] != pair[1]]
        return [old for old, _ in pairs], [new for _, new in pairs]
    before, after = Counter(was), Counter(is_now)
    return list((before - after).elements()), list((after - before).elements())


def _links(root: Element) -> dict[str, list[str]]:
    """Return the addresses of the links by their words, in order."""
    links: dict[str, list[str]] = {}
    for link in root.iter("a"):
        words = clean_line(text_of(link))
        links.setdefault(words, []).append(link.get("href") or "chưa có địa chỉ")
    return links


_LISTS = {"ul": "gạch đầu dòng", "ol": "đánh số"}


def _list_changes(before: Element, after: Element) -> Iterator[str]:
    """Compare lists of the same place: their kind, and the number they begin at."""
    was, is_now = (list(root.iter(*_LISTS)) for root in (before, after))
    if len(was) != len(is_now):
        yield f"Số danh sách: từ {len(was)} thành {len(is_now)}."
        return
    for number, (old, new) in enumerate(zip(was, is_now, strict=True), start=1):
        if old.tag != new.tag:
            yield f"Danh sách {number}: từ {_LISTS[old.tag]} thành {_LISTS[new.tag]}."
        starts = old.get("start", "1"), new.get("start", "1")
        if new.tag == "ol" and old.tag == "ol" and starts[0] != starts[1]:
            yield f"Danh sách {number}: bắt đầu từ số {starts[1]} thay vì số {starts[0]}."


def _table_changes(before: Element, after: Element) -> Iterator[str]:
    was, is_now = _tables(before), _tables(after)
    if len(was) != len(is_now):
        yield f"Số bảng: từ {len(was)} thành {len(is_now)}."
        return
    for number, (old, new) in enumerate(zip(was, is_now, strict=True), start=1):
        if old != new:
            yield (
                f"Bảng {number}: từ {old[0]} hàng, {old[1]} cột thành {new[0]} hàng, {new[1]} cột."
            )
    tables = zip(before.iter("table"), after.iter("table"), strict=True)
    for number, (table, changed) in enumerate(tables, start=1):
        if was[number - 1] == is_now[number - 1]:
            yield from _cell_changes(f"Bảng {number}", table, changed)


@dataclass(frozen=True)
class _Cell:
    """A cell with words: its row and column from 1, how many of each it spans, whether a head."""

    row: int
    column: int
    spans: tuple[int, int]
    is_head: bool

    def __str__(self) -> str:
        return f"hàng {self.row}, cột {self.column}"


def _cell_changes(table: str, before: Element, after: Element) -> Iterator[str]:
    """Compare two tables of one size: words that stand in another cell, or in one of another
    kind. Words that changed themselves are the word diff's.
    """
    was, is_now = _cells(before), _cells(after)
    for words, old in was.items():
        new = is_now.get(words, [])
        if len(old) != len(new):
            continue
        for one, other in zip(old, new, strict=True):
            name = f"{table}: ô “{_short(words)}”"
            if (one.row, one.column) != (other.row, other.column):
                yield f"{name} chuyển từ {one} sang {other}."
            if one.spans != other.spans:
                sizes = [
                    f"{rows} hàng, {columns} cột" for rows, columns in (one.spans, other.spans)
                ]
                yield f"{name} gộp {sizes[1]} thay vì {sizes[0]}."
            if one.is_head != other.is_head:
                yield f"{name} thành {'ô đầu mục' if other.is_head else 'ô thường'}."


def _cells(table: Element) -> dict[str, list[_Cell]]:
    """Return where the words of each cell stand, cells above that reach down counted."""
    found: dict[str, list[_Cell]] = {}
    reaching: dict[int, int] = {}  # by column, how many more rows a cell above takes
    for row, element in enumerate(table.iter("tr"), start=1):
        column = 1
        left = {place: rows - 1 for place, rows in reaching.items() if rows > 1}
        for cell in element.iterchildren("td", "th"):
            while reaching.get(column):
                column += 1
            spans = int(cell.get("rowspan", "1")), _columns(cell)
            words = clean_line(text_of(cell))
            if words:
                place = _Cell(row, column, spans, cell.tag == "th")
                found.setdefault(words, []).append(place)
            if spans[0] > 1:
                left |= dict.fromkeys(range(column, column + spans[1]), spans[0] - 1)
            column += spans[1]
        reaching = left
    return found


def _tables(root: Element) -> list[tuple[int, int]]:
    """Return rows and columns of each table."""
    sizes = []
    for table in root.iter("table"):
        rows = list(table.iter("tr"))
        widths = [sum(map(_columns, row)) for row in rows]
        sizes.append((len(rows), max(widths, default=0)))
    return sizes


def _columns(cell: Element) -> int:
    return int(cell.get("colspan", "1"))


def _short(words: str) -> str:
    return words if len(words) <= _MAX_QUOTE else f"{words[:_MAX_QUOTE].rstrip()}…"
