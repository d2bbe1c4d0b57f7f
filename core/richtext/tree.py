"""Reading HTML that nh3 has written into a small tree, and writing the tree again."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from core.richtext.allowed import RENAMED, VOID

_MAX_DEPTH = 40


@dataclass(eq=False)  # nodes are told apart by identity
class Element:
    """A node of the parsed body. Strings among ``children`` are text."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)

    def elements(self) -> Iterator["Element"]:
        """All elements below this one, in reading order."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.elements()

    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)


Node = Element | str


class _TreeBuilder(HTMLParser):
    """Builds the tree from the well-formed output of nh3."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self.open = [self.root]
        self.ignored: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(RENAMED.get(tag, tag), {name: value or "" for name, value in attrs})
        if element.name in VOID:
            self.open[-1].children.append(element)
        elif len(self.open) > _MAX_DEPTH or self.ignored:
            # Nothing people write is this deep; the tag goes, its text stays apart from its
            # neighbours.
            self.ignored.append(tag)
            self.open[-1].children.append(" ")
        else:
            self.open[-1].children.append(element)
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if self.ignored:
            if self.ignored[-1] == tag:
                self.ignored.pop()
        elif len(self.open) > 1 and self.open[-1].name == RENAMED.get(tag, tag):
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parse(html: str) -> Element:
    builder = _TreeBuilder()
    builder.feed(html)
    builder.close()
    return builder.root


def serialized(node: Node) -> str:
    if isinstance(node, str):
        return escape(node, quote=False)
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in node.attributes.items())
    if node.name in VOID:
        return f"<{node.name}{attributes}>"
    return f"<{node.name}{attributes}>{''.join(map(serialized, node.children))}</{node.name}>"
