"""Tracked changes of a DOCX as accepted: inserted text stays, deleted text goes, moved text stands
once, where it went.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

_GONE = (qn("w:del"), qn("w:moveFrom"))
# What stands around text without being text; python-docx passes over what they hold.
_WRAPPERS = tuple(
    qn(f"w:{name}")
    for name in ("ins", "moveTo", "smartTag", "customXml", "sdtContent", "fldSimple", "dir", "bdo")
)
_PARAGRAPH, _PROPERTIES = qn("w:p"), qn("w:pPr")


def accept_changes(body: Any) -> None:
    """Accept the tracked changes below an element, and take its text out of content controls."""
    joined = [one for one in body.iter(_PARAGRAPH) if _ends_deleted(one, "w:pPr/w:rPr")]
    for row in list(body.iter(qn("w:tr"))):
        if _ends_deleted(row, "w:trPr"):
            _remove(row)
    for mark in list(body.iter(qn("w:cellDel"))):
        cell = mark.getparent().getparent()
        for paragraph in cell.findall(_PARAGRAPH):
            _remove(paragraph)
    for element in list(body.iter(*_GONE)):
        _remove(element)
    for control in list(body.iter(qn("w:sdt"))):
        is_prompt = control.find(_path("w:sdtPr/w:showingPlcHdr")) is not None
        _put_in_place(control, [] if is_prompt else control.findall(qn("w:sdtContent")))
    for wrapper in list(body.iter(*_WRAPPERS)):
        _put_in_place(wrapper, list(wrapper))
    with_deleted_ends = set(map(id, joined))
    for paragraph in joined:
        _join(paragraph, with_deleted_ends)


def _path(names: str) -> str:
    return "/".join(map(qn, names.split("/")))


def _ends_deleted(element: Any, properties: str) -> bool:
    """Return whether the end of a paragraph or a row, by its properties, was deleted or moved."""
    found = element.find(_path(properties))
    return found is not None and any(found.find(gone) is not None for gone in _GONE)


def _remove(element: Any) -> None:
    if element.getparent() is not None:
        element.getparent().remove(element)


def _put_in_place(wrapper: Any, elements: list[Any]) -> None:
    """Put elements where their wrapper stood."""
    if wrapper.getparent() is None:
        return
    for element in elements:
        wrapper.addprevious(element)
    _remove(wrapper)


def _join(paragraph: Any, with_deleted_ends: set[int]) -> None:
    """Join a paragraph whose end was deleted with what follows; one without text is left out."""
    following = list(_following(paragraph, with_deleted_ends))
    if not following:
        return
    if all(child.tag == _PROPERTIES for child in paragraph):
        _remove(paragraph)
        return
    for other in following:
        paragraph.extend([child for child in other if child.tag != _PROPERTIES])
        _remove(other)


def _following(paragraph: Any, with_deleted_ends: set[int]) -> Iterator[Any]:
    """Yield the paragraphs up to the first whose end stays."""
    following = paragraph.getnext()
    while following is not None and following.tag == _PARAGRAPH:
        yield following
        if id(following) not in with_deleted_ends:
            return
        following = following.getnext()
