"""Quote anchors: quotes located in a changed text, and highlighted there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from core.richtext.allowed import INLINE
from core.richtext.tree import Element, Node, inner_html, new_element, parse, replace_text
from core.text.vietnamese import visible

CONTEXT = 40


@dataclass(frozen=True)
class Span:
    """Position of a quote in ``AnchorIndex.text``."""

    start: int
    end: int


@dataclass(frozen=True)
class HighlightedAnchor:
    """One span to highlight: ``number`` is shown, ``key`` joins the highlight and its comment."""

    key: int
    number: int
    span: Span


def one_line(words: str) -> str:
    """Return the text in its form for comparison: NFC, visible, each run of blanks and line breaks
    one blank.
    """
    return " ".join(visible(words).split())


class AnchorIndex:
    """Parts of sanitised HTML, indexed as one line of text in which quotes are located."""

    def __init__(self, parts: Mapping[str, str]) -> None:
        self._roots = {name: parse(html) for name, html in parts.items()}
        # Each text: its element, whether it is the tail, whether it is part of a link.
        self._nodes: list[tuple[Element, bool, bool]] = []
        self._letters: list[str] = []
        # For each letter its text node and its position there; the blank between two blocks has
        # none.
        self._places: list[tuple[int, int] | None] = []
        for root in self._roots.values():
            self._read(root, False)
            self._break()
        self.text = "".join(self._letters)

    def find(self, quote: str, before: str = "", after: str = "") -> Span | None:
        """Return the span of the quote, None when it is gone.

        Of several occurrences the one whose context is most similar to ``before`` and ``after``. A
        quote of whole words is not found inside longer words.
        """
        words = one_line(quote)
        places = list(self._occurrences(words, cut_before=_is_cut(before[-1:], words[:1])))
        places = [
            span
            for span in places
            if _is_cut(words[-1:], after[:1]) or not _is_cut(words[-1:], self.text[span.end :])
        ]
        return max(places, key=lambda span: self._likeness(span, before, after), default=None)

    def around(self, span: Span) -> tuple[str, str]:
        """Return the context before and after, as far as it is needed to find the span again."""
        return self.text[max(0, span.start - CONTEXT) : span.start], self.text[
            span.end : span.end + CONTEXT
        ]

    def marked(self, marks: list[HighlightedAnchor]) -> dict[str, str]:
        """Return the parts as HTML with ``<mark>`` around each span, followed by a link to
        ``#gop-y-<key>``.

        The first mark of a span has the id ``doan-<key>``. Marks are inserted into the tree before
        it is serialised, so they can neither break an element nor introduce unsanitised content.
        """
        pieces: dict[int, list[tuple[int, int, HighlightedAnchor, bool, bool]]] = {}
        for mark in marks:
            stretches = list(self._stretches(mark.span))
            for position, (node, start, end) in enumerate(stretches):
                is_first, is_last = position == 0, position == len(stretches) - 1
                pieces.setdefault(node, []).append((start, end, mark, is_first, is_last))
        for node, of_node in pieces.items():
            element, is_tail, is_in_link = self._nodes[node]
            text = element.tail if is_tail else element.text
            replace_text(element, _cut(text, of_node, is_in_link), is_tail=is_tail)
        return {name: inner_html(root) for name, root in self._roots.items()}

    def _read(self, element: Element, is_in_link: bool) -> None:
        self._read_text(element, is_tail=False, is_in_link=is_in_link)
        for child in element:
            breaks = child.tag not in INLINE or child.tag == "br"
            if breaks:
                self._break()
            self._read(child, is_in_link or child.tag == "a")
            if breaks:
                self._break()
            self._read_text(child, is_tail=True, is_in_link=is_in_link)

    def _read_text(self, element: Element, *, is_tail: bool, is_in_link: bool) -> None:
        text = element.tail if is_tail else element.text
        if not text:
            return
        self._nodes.append((element, is_tail, is_in_link))
        for place, letter in enumerate(text):
            if letter.isspace():
                self._break()
            else:
                self._letters.append(letter)
                self._places.append((len(self._nodes) - 1, place))

    def _break(self) -> None:
        if self._letters and self._letters[-1] != " ":
            self._letters.append(" ")
            self._places.append(None)

    def _occurrences(self, words: str, *, cut_before: bool) -> Iterator[Span]:
        start = self.text.find(words) if words else -1
        while start >= 0:
            if cut_before or not _is_cut(self.text[start - 1 : start] if start else "", words):
                yield Span(start, start + len(words))
            start = self.text.find(words, start + 1)

    def _likeness(self, span: Span, before: str, after: str) -> int:
        own_before, own_after = self.around(span)
        return _alike(reversed(before), reversed(own_before)) + _alike(after, own_after)

    def _stretches(self, span: Span) -> Iterator[tuple[int, int, int]]:
        """Yield the parts of text nodes that a span covers: (node, start, end)."""
        covered: dict[int, tuple[int, int]] = {}
        for place in filter(None, self._places[span.start : span.end]):
            start, _ = covered.get(place[0], (place[1], 0))
            covered[place[0]] = (start, place[1] + 1)
        yield from ((node, start, end) for node, (start, end) in covered.items())


def _is_cut(left: str, right: str) -> bool:
    """Return whether a word continues across the two."""
    return left[-1:].isalnum() and right[:1].isalnum()


def _alike(one: Iterator[str] | str, other: Iterator[str] | str) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _cut(
    text: str, pieces: list[tuple[int, int, HighlightedAnchor, bool, bool]], is_in_link: bool
) -> list[Node]:
    """Return one text node as text, marks (nested where spans overlap) and links behind ended
    spans.
    """
    edges = sorted({0, len(text), *(edge for start, end, *_ in pieces for edge in (start, end))})
    result: list[Node] = []
    for left, right in pairwise(edges):
        node: Node = text[left:right]
        for start, end, mark, is_first, _ in pieces:
            if start <= left and right <= end:
                name = {"id": f"doan-{mark.key}"} if is_first and left == start else {}
                node = new_element("mark", {**name, "data-comment": str(mark.key)}, [node])
        result.append(node)
        # A link cannot be nested in a link; there the words are marked, and the list links to them.
        ended = [
            mark
            for _, end, mark, _, is_last in pieces
            if is_last and end == right and not is_in_link
        ]
        result += [
            new_element(
                "a",
                {
                    "class": "comment-link",
                    "href": f"#gop-y-{mark.key}",
                    "data-number": str(mark.number),
                    "aria-label": f"Góp ý {mark.number}",
                },
            )
            for mark in ended
        ]
    return result
