"""Normaliser of a body: paragraphs around loose text, lists of items, tables of rows, nothing
empty.
"""

import re
from collections.abc import Iterable, Iterator
from html import escape, unescape
from itertools import groupby

from core.richtext.allowed import FIGURE_CLASS, INLINE, READER
from core.richtext.tree import (
    Element,
    Node,
    append_nodes,
    is_empty,
    new_element,
    nodes_of,
    outer_html,
    parse,
    replace_text,
    set_nodes,
)
from core.text.legacy_encoding import legacy_passage
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
_MAX_LINES = 2000
_BLANKS = re.compile(r"\s+")


def normalize(html: str) -> str:
    """Return ``html`` as normalised blocks, one per line, with allowed URLs and attributes
    alone.
    """
    seen = visible(html, is_legacy=bool(legacy_passage(html)))
    readable = READER.clean(without_formatting_attributes(seen))
    # An iframe's content is raw text, shown only by browsers that are too old for iframes.
    readable = re.sub(
        r'<iframe(?: src="([^"<>]*)")?>.*?</iframe>', _video_link, readable, flags=re.DOTALL
    )
    return "\n".join(outer_html(block) for block in _flow(nodes_of(parse(readable))))


def _video_link(match: re.Match[str]) -> str:
    if not match[1]:
        return " "
    return f'<a href="{match[1]}">Xem video: {match[1].removeprefix("https://")}</a>'


def _is_inline(node: Node) -> bool:
    """Return whether ``node`` is phrasing content; formatting around blocks is not."""
    if isinstance(node, str):
        return True
    return all(element.tag in INLINE for element in node.iter())


def _flow(children: Iterable[Node], wrap: bool = True) -> list[Node]:
    """Return the blocks of ``children``; loose text becomes paragraphs, or stays loose without
    ``wrap``.
    """
    result: list[Node] = []
    run: list[Node] = []

    def finish_run() -> None:
        if line := _line(run):
            if wrap:
                line = [new_element("p", nodes=line)]
            elif result and _is_inline(result[-1]):
                result.append(new_element("br"))  # an empty block separated two loose lines
            result.extend(line)
        run.clear()

    for child in children:
        if _is_inline(child):
            run.append(child)
            continue
        finish_run()
        result.extend(_block(child))
    finish_run()
    return result


def _block(element: Element) -> list[Node]:
    """Return ``element`` normalised: one block, several, or none when it is empty."""
    match element.tag:
        case "hr":
            return [new_element("hr")]
        case "h2" | "h3" | "h4":
            return _unless_empty(new_element(element.tag, nodes=_as_line(element)))
        case "blockquote":
            return _unless_empty(new_element("blockquote", nodes=_flow(nodes_of(element))))
        case "ul" | "ol":
            return _unless_empty(_list(element))
        case "figure":
            return _figure(element)
        case "table":
            return _table(element)
        case "pre":
            _break_lines(element)
    return _flow(nodes_of(element))


def _break_lines(element: Element) -> None:
    """Turn the line breaks of preformatted text into elements; of a text that nobody reads as
    lines none.
    """
    if "".join(element.itertext()).count("\n") > _MAX_LINES:
        return
    for one in list(element.iter()):
        for text, is_tail in ((one.text, False), (one.tail, True)):
            if text and "\n" in text and not (is_tail and one is element):
                first, *rest = text.split("\n")
                lines = [node for line in rest for node in (new_element("br"), line)]
                replace_text(one, [first, *lines], is_tail=is_tail)


def _unless_empty(element: Element) -> list[Node]:
    return [] if is_empty(element) else [element]


def _cell_content(element: Element) -> list[Node]:
    """Return the content of a list item or table cell: a single paragraph loses its p."""
    content = _flow(nodes_of(element), wrap=False)
    if len(content) == 1 and _is_element(content[0], "p"):
        return nodes_of(content[0])
    return content


def _list(element: Element) -> Element:
    items: list[Element] = []
    for is_item, group in groupby(nodes_of(element), key=lambda node: _is_element(node, "li")):
        if is_item:
            contents = [_cell_content(item) for item in group]
            items += [new_element("li", nodes=content) for content in contents if content]
        elif content := _flow(group, wrap=False):
            # A list directly inside a list, as old editors wrote it, belongs to the item before it.
            if not items:
                items.append(new_element("li"))
            elif _is_inline(nodes_of(items[-1])[-1]) and _is_inline(content[0]):
                content.insert(0, new_element("br"))
            append_nodes(items[-1], content)
    return new_element(element.tag, element.attrib, items)


def _figure(element: Element) -> list[Node]:
    if not _has_picture(element):
        return _flow(nodes_of(element))
    captions = element.findall("figcaption")
    content = _flow(node for node in nodes_of(element) if node not in captions)
    caption_nodes: list[Node] = []
    for caption in captions:
        caption_nodes += [*_as_line(caption), new_element("br")]
    caption_line = _line(caption_nodes)
    pictures = [node for node in content if _is_element(node, "p") and _has_picture(node)]
    others = [node for node in content if node not in pictures]
    if not pictures:  # inside a list or a table
        return [*others, *_unless_empty(new_element("p", nodes=caption_line))]
    body: list[Node] = []
    for picture in pictures:
        body += _bare_pictures(nodes_of(picture))
    body += _unless_empty(new_element("figcaption", nodes=caption_line))
    return [new_element("figure", {"class": FIGURE_CLASS}, body), *others]


def _bare_pictures(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield the nodes with pictures unwrapped: the editor's plugin supports no wrapper but a
    link.
    """
    for node in nodes:
        is_wrapper = not isinstance(node, str) and node.tag not in {"a", "img", "br"}
        if is_wrapper and _has_picture(node):
            yield from _bare_pictures(nodes_of(node))
        else:
            yield node


def _has_picture(element: Element) -> bool:
    return any("src" in picture.attrib for picture in element.iterdescendants("img"))


def _table(element: Element) -> list[Node]:
    caption: list[Node] = []
    head: list[Node] = []
    body: list[Node] = []
    for part in list(element):
        if part.tag == "caption":
            caption = _line([*caption, new_element("br"), *_as_line(part)])
        elif part.tag == "thead":
            head += _rows(part)
        else:
            body += _rows(part)
    if not head and not body:
        return _unless_empty(new_element("p", nodes=caption))
    parts = [
        new_element("caption", nodes=caption),
        new_element("thead", nodes=head),
        new_element("tbody", nodes=body),
    ]
    return [new_element("table", nodes=[part for part in parts if not is_empty(part)])]


def _rows(part: Element) -> list[Node]:
    rows: list[Node] = []
    for row in part.findall("tr"):
        cells = [
            new_element(cell.tag, cell.attrib, _cell_content(cell))
            for cell in list(row)
            if cell.tag in {"td", "th"}
        ]
        rows += _unless_empty(new_element("tr", nodes=cells))
    return rows


def _as_line(element: Element) -> list[Node]:
    """Return the content of ``element`` as one line: blocks inside it become line breaks."""
    return _line(_flattened(_flow(nodes_of(element), wrap=False)))


def _is_element(node: Node, name: str) -> bool:
    return not isinstance(node, str) and bool(node.tag == name)


def _flattened(nodes: Iterable[Node]) -> list[Node]:
    result: list[Node] = []
    for node in nodes:
        if _is_inline(node):
            result.append(node)
        else:
            if result and not _is_element(result[-1], "br"):
                result.append(new_element("br"))
            result += [*_flattened(nodes_of(node)), new_element("br")]
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
        elif node.tag == "br":
            if result or not after_blank:
                result.append(node)
            after_blank = True
        elif node.tag == "img":
            if "src" in node.attrib:
                result.append(_picture(node))
                after_blank = False
        else:
            children, after_blank = _tidied(nodes_of(node), after_blank)
            if node.tag == "a":
                result += _link(node, children)
            elif any(not isinstance(child, str) or child.strip() for child in children):
                result.append(new_element(node.tag, nodes=children))
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
    if last.tag == "br":
        line.pop()
        return True
    if is_empty(last):
        return False
    content = nodes_of(last)
    while content and _trim_end(content):
        pass
    if not content and last.tag != "a":
        line.pop()
        return True
    set_nodes(last, content)
    return False


def _picture(element: Element) -> Element:
    attributes = element.attrib
    cleaned = {
        "src": attributes["src"],
        "alt": "" if "data-decorative" in attributes else attributes.get("alt", ""),
    }
    for name in ("width", "height", "data-decorative"):
        if name in attributes:
            cleaned[name] = attributes[name]
    return new_element("img", cleaned)


def _link(element: Element, children: list[Node]) -> list[Node]:
    """Return a link, or its content without one when it has no allowed URL."""
    href = element.get("href")
    if href is None:
        return children
    attributes = {"href": href}
    if title := element.get("title"):
        attributes["title"] = title
    if href.lower().startswith("http"):
        attributes["rel"] = "noopener noreferrer"
    return [new_element("a", attributes, children)]


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
