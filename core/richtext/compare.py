"""Structural comparison of two bodies: pictures, headings, links, tables."""

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
