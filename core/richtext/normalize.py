"""Normaliser of a body: paragraphs around loose text, lists of items, tables of rows, nothing
empty.
"""

import re
from collections.abc import Iterable, Iterator
from html import escape, unescape
from itertools import groupby

from core.richtext.allowed import FIGURE_CLASS, INLINE, READER
from core.richtext.tree import Element, Node, parse, serialized
from core.text.vietnamese import clean_line, visible

# fmt: off
_FORMATTING = {
    "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
}
# fmt: on
MAX_NESTING = 400
# fmt: off
_CLOSED_BY_NEIGHBOURS = {
    "a", "p", "li", "dt", "dd", "td", "th", "tr", "br", "img", "hr", "wbr", "col", "input", "meta",
    "link",
    "option", "source", "o:p",
}
# fmt: on
_BLANKS = re.compile(r"\s+")


def normalize(html: str) -> str:
    """Return ``html`` as normalised blocks, one per line, with allowed URLs and attributes
    alone.
    """
    readable = READER.clean(without_formatting_attributes(visible(html)))
    # An iframe's content is raw text, shown only by browsers that are too old for iframes.
    readable = re.sub(
        r'<iframe(?: src="([^"<>]*)")?>.*?</iframe>', _video_link, readable, flags=re.DOTALL
    )
    return "\n".join(serialized(block) for block in _flow(parse(readable).children))


def _video_link(match: re.Match[str]) -> str:
    if not match[1]:
        return " "
    return f'<a href="{match[1]}">Xem video: {match[1].removeprefix("https://")}</a>'


def _is_inline(node: Node) -> bool:
    """Return whether ``node`` is phrasing content; formatting around blocks is not."""
    if isinstance(node, str):
        return True
    return node.name in INLINE and all(element.name in INLINE for element in node.elements())


def _flow(children: Iterable[Node], wrap: bool = True) -> list[Node]:
    """Return the blocks of ``children``; loose text becomes paragraphs, or stays loose without
    ``wrap``.
    """
    result: list[Node] = []
    run: list[Node] = []

    def finish_run() -> None:
        if line := _line(run):
            if wrap:
                line = [Element("p", {}, line)]
            elif result and _is_inline(result[-1]):
                result.append(Element("br"))  # an empty block separated two loose lines
            result.extend(line)
        run.clear()

    for child in children:
        if _is_inline(child):
            run.append(child)
            continue
        finish_run()
        assert isinstance(child, Element)  # noqa: S101  (text is inline)
        result.extend(_block(child))
    finish_run()
    return result


def _block(element: Element) -> list[Node]:
    """Return ``element`` normalised: one block, several, or none when it is empty."""
    match element.name:
        case "hr":
            return [Element("hr")]
        case "h2" | "h3" | "h4":
            return _unless_empty(Element(element.name, {}, _as_line(element)))
        case "blockquote":
            return _unless_empty(Element("blockquote", {}, _flow(element.children)))
        case "ul" | "ol":
            return _unless_empty(_list(element))
        case "figure":
            return _figure(element)
        case "table":
            return _table(element)
    return _flow(element.children)


def _unless_empty(element: Element) -> list[Node]:
    return [element] if element.children else []


def _cell_content(element: Element) -> list[Node]:
    """Return the content of a list item or table cell: a single paragraph loses its p."""
    content = _flow(element.children, wrap=False)
    if len(content) == 1 and isinstance(content[0], Element) and content[0].name == "p":
        return content[0].children
    return content


def _list(element: Element) -> Element:
    items: list[Element] = []
    for is_item, group in groupby(
        element.children, key=lambda child: isinstance(child, Element) and child.name == "li"
    ):
        if is_item:
            contents = [_cell_content(child) for child in group if isinstance(child, Element)]
            items += [Element("li", {}, content) for content in contents if content]
        elif content := _flow(group, wrap=False):
            # A list directly inside a list, as old editors wrote it, belongs to the item before it.
            if not items:
                items.append(Element("li"))
            elif _is_inline(items[-1].children[-1]) and _is_inline(content[0]):
                content.insert(0, Element("br"))
            items[-1].children.extend(content)
    return Element(element.name, element.attributes, list(items))


def _figure(element: Element) -> list[Node]:
    if not _has_picture(element):
        return _flow(element.children)
    captions = [
        child
        for child in element.children
        if isinstance(child, Element) and child.name == "figcaption"
    ]
    content = _flow(child for child in element.children if child not in captions)
    caption = _line([node for child in captions for node in [*_as_line(child), Element("br")]])
    pictures = [
        node
        for node in content
        if isinstance(node, Element) and node.name == "p" and _has_picture(node)
    ]
    others = [node for node in content if node not in pictures]
    if not pictures:  # inside a list or a table
        return [*others, *_unless_empty(Element("p", {}, caption))]
    body = [node for picture in pictures for node in _bare_pictures(picture.children)]
    figure = Element(
        "figure",
        {"class": FIGURE_CLASS},
        [*body, *_unless_empty(Element("figcaption", {}, caption))],
    )
    return [figure, *others]


def _bare_pictures(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield the nodes with pictures unwrapped: the editor's plugin supports no wrapper but a
    link.
    """
    for node in nodes:
        if isinstance(node, Element) and node.name not in {"a", "img", "br"} and _has_picture(node):
            yield from _bare_pictures(node.children)
        else:
            yield node


def _has_picture(element: Element) -> bool:
    return any(child.name == "img" and "src" in child.attributes for child in element.elements())


def _table(element: Element) -> list[Node]:
    caption: list[Node] = []
    head: list[Node] = []
    body: list[Node] = []
    for part in element.children:
        if not isinstance(part, Element):
            continue
        if part.name == "caption":
            caption = _line([*caption, Element("br"), *_as_line(part)])
        elif part.name == "thead":
            head += _rows(part.children)
        else:
            body += _rows(part.children)
    if not head and not body:
        return _unless_empty(Element("p", {}, caption))
    parts = [
        Element("caption", {}, caption),
        Element("thead", {}, head),
        Element("tbody", {}, body),
    ]
    return [Element("table", {}, [part for part in parts if part.children])]


def _rows(children: Iterable[Node]) -> list[Node]:
    rows: list[Node] = []
    for row in children:
        if isinstance(row, Element) and row.name == "tr":
            cells: list[Node] = [
                Element(cell.name, cell.attributes, _cell_content(cell))
                for cell in row.children
                if isinstance(cell, Element) and cell.name in {"td", "th"}
            ]
            rows += _unless_empty(Element("tr", {}, cells))
    return rows


def _as_line(element: Element) -> list[Node]:
    """Return the content of ``element`` as one line: blocks inside it become line breaks."""
    return _line(_flattened(_flow(element.children, wrap=False)))


def _is_break(node: Node) -> bool:
    return isinstance(node, Element) and node.name == "br"


def _flattened(nodes: Iterable[Node]) -> list[Node]:
    result: list[Node] = []
    for node in nodes:
        if _is_inline(node):
            result.append(node)
        elif isinstance(node, Element):
            result += [Element("br")] if result and not _is_break(result[-1]) else []
            result += [*_flattened(node.children), Element("br")]
    return result


def _line(nodes: list[Node]) -> list[Node]:
    """Return a normalised line: single blanks, none at the ends, no empty formatting; [] when
    nothing is visible.
    """
    line, _ = _tidied(nodes, True)
    while line and _trim_end(line):
        pass
    return line


def _tidied(nodes: Iterable[Node], after_blank: bool) -> tuple[list[Node], bool]:
    """Return ``nodes`` with runs of blanks as one; ``after_blank`` drops a leading blank."""
    result: list[Node] = []
    for node in nodes:
        if isinstance(node, str):
            text = _BLANKS.sub(" ", node)
            if after_blank:
                text = text.lstrip(" ")
            if text:
                result.append(text)
                after_blank = text.endswith(" ")
        elif node.name == "br":
            if result or not after_blank:
                result.append(node)
            after_blank = True
        elif node.name == "img":
            if picture := _picture(node):
                result.append(picture)
                after_blank = False
        else:
            children, after_blank = _tidied(node.children, after_blank)
            if node.name == "a":
                result += _link(node, children)
            elif any(not isinstance(child, str) or child.strip() for child in children):
                result.append(Element(node.name, {}, children))
            else:
                result += children
    return result, after_blank


def _trim_end(line: list[Node]) -> bool:
    """Strip blanks and line breaks off the end of ``line``; return whether more may follow."""
    last = line[-1]
    if isinstance(last, str):
        line[-1] = last.rstrip()
        if not line[-1]:
            line.pop()
            return True
        return False
    if last.name == "br":
        line.pop()
        return True
    if last.name == "img" or not last.children:
        return False
    more = _trim_end(last.children)
    if not last.children and last.name != "a":
        line.pop()
        return True
    return more


def _picture(element: Element) -> Element | None:
    attributes = element.attributes
    if "src" not in attributes:
        return None
    picture_attributes = {
        "src": attributes["src"],
        "alt": "" if "data-decorative" in attributes else attributes.get("alt", ""),
    }
    picture_attributes |= {
        name: attributes[name]
        for name in ("width", "height", "data-decorative")
        if name in attributes
    }
    return Element("img", picture_attributes)


def _link(element: Element, children: list[Node]) -> list[Node]:
    """Return a link, or its content without one when it has no allowed URL."""
    href = element.attributes.get("href")
    if href is None:
        return children
    attributes = {"href": href}
    if title := element.attributes.get("title"):
        attributes["title"] = title
    if href.lower().startswith("http"):
        attributes["rel"] = "noopener noreferrer"
    return [Element("a", attributes, children)]


def nesting(html: str) -> int:
    """Return the apparent nesting depth of ``html``: a parser's work grows with its square."""
    depth = deepest = 0
    for closing, name in re.findall(r"<(/?)([a-zA-Z][^\s/>]*)", html):
        if name.lower() not in _CLOSED_BY_NEIGHBOURS:
            depth = max(depth - 1, 0) if closing else depth + 1
            deepest = max(deepest, depth)
    return deepest


def without_formatting_attributes(html: str) -> str:
    """Remove the attributes of formatting tags, none of which is allowed.

    An HTML parser repeats every unclosed formatting element that differs from the others in each
    later paragraph: 20 KB of ``<b a=1><b a=2>…`` would become gigabytes.
    """
    first, *rest = html.split("<")
    pieces = [first]
    for piece in rest:
        name = re.match(r"[a-zA-Z]*", piece)[0]  # type: ignore[index]
        if name.lower() in _FORMATTING and piece[len(name) : len(name) + 1] in {
            " ",
            "\t",
            "\n",
            "\f",
            "\r",
            "/",
        }:
            piece = f"{name}>{piece.partition('>')[2]}"
        pieces.append(piece)
    return "<".join(pieces)


def paragraphs(html: str) -> str:
    """Return the words alone, as paragraphs: the fallback for markup that no person and no editor
    writes.
    """
    words = unescape(re.sub(r"<[^<>]*>", "\n", visible(html)))
    lines = (clean_line(line) for line in words.split("\n"))
    return "\n".join(f"<p>{escape(line, quote=False)}</p>" for line in lines if line)
