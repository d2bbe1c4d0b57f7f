"""Fields: links and boxes of forms, however Word has spread them over runs and paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from core.docx_import.package import child, children, is_on, named, value

# A switch, a quoted word (with escapes, and with the quotation marks that Word puts by itself), a
# bare word.
_WORD = re.compile(r'\\(\S)|["“”]((?:[^"“”\\]|\\.)*)(?:["“”]|$)|([^\s"“”\\][^\s"“”]*)')
_ESCAPED = re.compile(r"\\(.)")
_WITH_VALUE = "lot*@"  # switches of HYPERLINK that a word follows
BOXES = {True: "☒", False: "☐"}


@dataclass
class Field:
    """One open complex field; ``address`` is that of the link that it has opened in the text."""

    form: Element | None = None
    instruction: list[str] = field(default_factory=list)
    is_result: bool = False
    has_words: bool = False
    address: str = ""

    def sign(self) -> str:
        """Return what a form field shows that has no result: a box, the entry of a drop-down."""
        box = child(self.form, "w:checkBox")
        if box is not None:
            ticked = is_on(box, "w:checked")
            return BOXES[bool(is_on(box, "w:default") if ticked is None else ticked)]
        entries = children(child(self.form, "w:ddList"), "w:listEntry")
        chosen = value(self.form, "w:ddList", "w:result") or ""
        chosen = chosen or value(self.form, "w:ddList", "w:default") or "0"
        if chosen.isdecimal() and int(chosen[:4]) < len(entries):
            return entries[int(chosen[:4])].get(named("w:val"), "")
        return ""


@dataclass(frozen=True)
class Target:
    """Where a HYPERLINK field leads: an address, and a place in it ("" for none)."""

    address: str
    anchor: str

    def joined(self) -> str:
        return with_anchor(self.address, self.anchor)


def with_anchor(address: str, anchor: str) -> str:
    """Return ``address`` with its part, unless it names one already."""
    if not anchor or "#" in address:
        return address
    return f"{address.rstrip()}#{anchor}"


def link_target(instruction: str) -> Target | None:
    """Return where the instruction of a field leads, None for fields that are no link."""
    words = iter(_WORD.findall(instruction))
    name = next(words, ("", "", ""))
    if name[2].upper() != "HYPERLINK":
        return None
    address = anchor = ""
    for switch, quoted, bare in words:
        if not switch:
            address = address or _ESCAPED.sub(r"\1", quoted) or bare
        elif switch.lower() in _WITH_VALUE:
            following = next(words, ("", "", ""))
            if switch.lower() == "l":
                anchor = _ESCAPED.sub(r"\1", following[1]) or following[2]
    return Target(address, anchor)


def is_balanced(container: Element) -> bool:
    """Return whether every field that begins in ``container`` ends in it.

    Else its instructions cannot be told from its text by counting.
    """
    depth = 0
    for part in container.iter(named("w:fldChar")):
        kind = part.get(named("w:fldCharType"))
        depth += (kind == "begin") - (kind == "end")
        if depth < 0:
            return False
    return depth == 0
