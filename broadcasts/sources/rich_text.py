"""Rich text as lines to be read aloud: blocks end with a sign, rows of a table become sentences."""

from __future__ import annotations

from core.richtext.tree import Element, parse
from core.text.vietnamese import clean_line

_BLOCKS = frozenset(("p", "h2", "h3", "h4", "li", "blockquote", "caption", "pre"))
_CONTAINERS = frozenset(("div", "ul", "ol", "li", "blockquote", "section"))
# Captions say what a listener does not see.
_SKIPPED = frozenset(("figure", "img", "iframe"))
_ENDS = (".", "!", "?", ":", ";", "…")
_QUOTES = "”’\"')»"  # may stand behind the sign


def spoken_lines(html: str) -> str:
    """Return the text, a line for each block and each row of a table, without pictures."""
    return "\n".join(_lines(parse(html)))


def _lines(element: Element) -> list[str]:
    lines: list[str] = []
    loose = [element.text or ""]
    for child in element:
        if child.tag in _SKIPPED:
            loose.append(child.tail or "")
            continue
        own: list[str] | None = None
        if child.tag == "table":
            own = _rows(child)
        elif child.tag in _BLOCKS and not any(one.tag in _BLOCKS | _CONTAINERS for one in child):
            own = as_sentences(_words(child))
        elif child.tag in _CONTAINERS:
            own = _lines(child)
        if own is None:
            loose.append("\n" if child.tag == "br" else _words(child))
        else:
            lines += as_sentences("".join(loose)) + own
            loose = []
        loose.append(child.tail or "")
    return lines + as_sentences("".join(loose))


def as_sentences(words: str) -> list[str]:
    """Return each line of the words with a sign at its end."""
    lines = (clean_line(line) for line in words.split("\n"))
    return [line if line.rstrip(_QUOTES).endswith(_ENDS) else f"{line}." for line in lines if line]


def _words(element: Element) -> str:
    for line_break in element.iter("br"):
        line_break.tail = f" {line_break.tail or ''}"
    return "".join(element.itertext())


def _rows(table: Element) -> list[str]:
    """Return a sentence for each row: each cell after the head of its column, if there is one."""
    caption = [line for one in table.iter("caption") for line in as_sentences(_words(one))]
    rows = [[clean_line(_words(cell)) for cell in row] for row in table.iter("tr")]
    heads: list[str] = []
    first = next(iter(table.iter("tr")), None)
    if first is not None and len(rows) > 1 and all(cell.tag == "th" for cell in first):
        heads, rows = rows[0], rows[1:]
    return caption + [line for row in rows for line in as_sentences(_row(row, heads))]


def _row(cells: list[str], heads: list[str]) -> str:
    if len(heads) != len(cells):
        return ", ".join(cell for cell in cells if cell)
    parts = [f"{head}: {cell}" if head else cell for head, cell in zip(heads, cells, strict=True)]
    return "; ".join(part for part, cell in zip(parts, cells, strict=True) if cell)
