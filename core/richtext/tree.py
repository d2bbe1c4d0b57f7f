"""HTML trees of lxml: parsed from nh3's output, handled as lists of nodes, serialised again.

A node is an element or a text. lxml stores a text behind an element as the element's ``tail``;
here it is a node of its own, and an element in a list of nodes counts without its tail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape, unescape
from typing import Any

from lxml import etree

from core.richtext.allowed import RENAMED, VOID
from core.text.characters import storable

# lxml has no types: an element is an ``etree._Element``.
Element = Any
Node = Any

_MAX_DEPTH = 40
_NO_ATTRIBUTES: Mapping[str, str] = {}
# Characters that XML does not allow but that count as blanks.
_INVALID_BLANKS = re.compile("[\x0b\x0c\x1c-\x1f]")
_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
)
# nh3 and libxml2 escape quotes in values, nh3 leaves ">" in them.
_VOID_TAG = re.compile(rf'<({"|".join(VOID)})((?: [a-z-]+="[^"]*")*)>')
_TAG = re.compile("<[^<>]*>")
_CLOSED_VOID_TAG = re.compile(rf"<((?:{'|'.join(VOID)})(?: [^<>]*)?)/>")


def parse(html: str) -> Element:
    """Return the tree of nh3's output below a root ``div``.

    Of other HTML that is no XML, or deeper than the 2,048 levels of libxml2, the words are left.
    Elements more than 40 levels deep are replaced by a blank and their content: no person writes
    them.
    """
    try:
        root = _parse_xml(html)
    except etree.XMLSyntaxError:
        root = _parse_xml(escape(unescape(_TAG.sub(" ", html)), quote=False))
    for element in root.iter():
        element.tag = RENAMED.get(element.tag, element.tag)
    _limit_depth(root)
    return root


def _parse_xml(html: str) -> Element:
    """Return the tree of nh3's output, which is XML but for void elements and ``&nbsp;``.

    libxml2's HTML parser is of no use: it moves elements as HTML 4 required.
    """
    valid = storable(_INVALID_BLANKS.sub(" ", html))
    xml = _VOID_TAG.sub(r"<\1\2/>", valid.replace("&nbsp;", "\u00a0"))
    return etree.fromstring(f"<div>{xml}</div>", _PARSER)


def _limit_depth(root: Element) -> None:
    level = [root]
    for _ in range(_MAX_DEPTH):
        level = [child for element in level for child in element]
    for element in level:
        deeper = [child for child in element.iterdescendants() if child.tag not in VOID]
        for child in deeper:
            child.text = " " + (child.text or "")
        etree.strip_tags(element, *{child.tag for child in deeper})


def new_element(
    name: str, attributes: Mapping[str, str] = _NO_ATTRIBUTES, nodes: Iterable[Node] = ()
) -> Element:
    """Return a new element; its nodes are moved from where they were."""
    element = etree.Element(name, attributes)
    append_nodes(element, nodes)
    return element


def nodes_of(element: Element) -> list[Node]:
    """Return the texts and elements of an element's content, in order."""
    nodes = [element.text] if element.text else []
    for child in element:
        nodes.append(child)
        if child.tail:
            nodes.append(child.tail)
    return nodes


def append_nodes(element: Element, nodes: Iterable[Node]) -> None:
    """Move the nodes to the end of the element's content."""
    last = element[-1] if len(element) else None
    for node in nodes:
        if isinstance(node, str):
            _append_text(element, last, node)
        else:
            element.append(node)
            node.tail = None
            last = node


def set_nodes(element: Element, nodes: Iterable[Node]) -> None:
    """Replace the content of the element."""
    for child in list(element):
        element.remove(child)
    element.text = None
    append_nodes(element, nodes)


def replace_text(element: Element, nodes: Iterable[Node], *, is_tail: bool) -> None:
    """Replace the first text in an element, or the text behind it, by nodes."""
    if is_tail:
        parent = element.getparent()
        position = parent.index(element) + 1
        last = element
        element.tail = None
    else:
        parent = element
        position = 0
        last = None
        element.text = None
    for node in nodes:
        if isinstance(node, str):
            _append_text(parent, last, node)
        else:
            parent.insert(position, node)
            position += 1
            last = node


def _append_text(parent: Element, last: Element | None, text: str) -> None:
    """Add a text behind the child ``last``, or before all children without one."""
    if last is None:
        parent.text = (parent.text or "") + text
    else:
        last.tail = (last.tail or "") + text


def text_of(element: Element) -> str:
    return "".join(element.itertext())


def is_empty(element: Element) -> bool:
    return not len(element) and not element.text


def outer_html(element: Element) -> str:
    """Return the element as HTML."""
    for one in element.iter():
        if one.text is None and one.tag not in VOID:
            one.text = ""  # else a self-closing tag, which HTML takes for an open one
    xml = etree.tostring(element, encoding="unicode", with_tail=False)
    return _CLOSED_VOID_TAG.sub(r"<\1>", xml)


def inner_html(root: Element) -> str:
    """Return the content of ``parse``'s root as HTML."""
    return outer_html(root).removeprefix("<div>").removesuffix("</div>")
