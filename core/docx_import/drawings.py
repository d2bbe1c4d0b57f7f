"""Drawings of a document: pictures, text boxes, charts, formulas, embedded objects."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from core.docx_import.package import child, named
from core.text.vietnamese import clean_line

if TYPE_CHECKING:
    from core.docx_import.package import DocxPackage, Relation
    from core.docx_import.report import ImportReport

_VECTOR = (".emf", ".wmf", ".emz", ".wmz", ".pct", ".pict")
_FILE_NAME = re.compile(r"\.(?:jpe?g|jfif|png|gif|bmp|tiff?|webp|svg|heic|emf|wmf)$", re.IGNORECASE)
_GENERATED = re.compile(
    r"(?:picture|image|photo|graphic|hình ảnh|hình|ảnh|img|dsc|screenshot|z)[\s_-]*\d[\d\s_-]*"
    r"|.*(?:description automatically generated|ai-generated content|mô tả được tạo tự động|do ai"
    r" tạo).*",
    re.IGNORECASE | re.DOTALL,
)


@dataclass
class DocxPicture:
    """One occurrence of a picture in the text; ``member`` names its part in the package."""

    member: str
    alt: str
    is_decorative: bool


@dataclass
class DrawingContent:
    """Content of one drawing: pictures in place, text boxes that follow the paragraph."""

    pictures: list[DocxPicture] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)


def preferred_alternative(alternatives: Element) -> Element | None:
    """Return the branch of ``mc:AlternateContent`` to read: the newer one, unless only the older
    one has a picture.
    """
    newer, older = child(alternatives, "mc:Choice"), child(alternatives, "mc:Fallback")
    if newer is None or (older is not None and not _is_readable(newer)):
        return older
    return newer


def _is_readable(element: Element) -> bool:
    if next(element.iter(named("a:blip")), None) is not None or _is_chart(element):
        return True
    return (
        next(element.iter(named("w:txbxContent")), None) is not None
        or element.find(f".//{named('w:t')}") is not None
    )


def read_drawing(
    drawing: Element, package: DocxPackage, relations: dict[str, Relation], losses: ImportReport
) -> DrawingContent:
    """Return the content of a ``w:drawing`` or ``w:pict``; count the rest in ``losses``."""
    content = DrawingContent()
    if _is_chart(drawing):
        losses.charts += 1
        return content
    alt, is_decorative = _description(drawing)
    _gather(drawing, content, package, relations, losses, (alt, is_decorative))
    return content


def _gather(
    element: Element,
    content: DrawingContent,
    package: DocxPackage,
    relations: dict[str, Relation],
    losses: ImportReport,
    described: tuple[str, bool],
) -> None:
    if element.tag == named("mc:AlternateContent"):
        branch = preferred_alternative(element)
        element = branch if branch is not None else Element("nothing")
    if element.tag == named("w:txbxContent"):
        content.boxes.append(element)
        return
    embedded = element.get(named("r:embed")) if element.tag == named("a:blip") else None
    if element.tag == named("v:imagedata"):
        embedded = element.get(named("r:id"))
    if embedded:
        _add_picture(relations.get(embedded), content, package, losses, described)
    elif element.tag == named("a:blip") and element.get(named("r:link")):
        losses.linked_pictures += 1
    for part in element:
        _gather(part, content, package, relations, losses, described)


def _add_picture(
    relation: Relation | None,
    content: DrawingContent,
    package: DocxPackage,
    losses: ImportReport,
    described: tuple[str, bool],
) -> None:
    if relation is None or not (relation.is_external or package.has(relation.target)):
        losses.missing_pictures += 1
    elif relation.is_external:
        losses.linked_pictures += 1
    elif relation.target.lower().endswith(_VECTOR):
        losses.vector_pictures += 1
    else:
        content.pictures.append(DocxPicture(relation.target, *described))


def _is_chart(element: Element) -> bool:
    for data in element.iter(named("a:graphicData")):
        if re.search(r"/(?:chart|chartex|diagram)$", data.get("uri", "")):
            return True
    return False


def _description(drawing: Element) -> tuple[str, bool]:
    """Return the alternative text, "" for none, and whether the picture is marked as decorative."""
    properties = next(drawing.iter(named("wp:docPr")), None)
    if properties is None:
        shape = next(drawing.iter(named("v:shape")), None)
        return _own_words(shape.get("alt", "") if shape is not None else ""), False
    mark = next(properties.iter(named("decorative:decorative")), None)
    is_decorative = mark is not None and mark.get("val") in {"1", "true"}
    return ("", True) if is_decorative else (_own_words(properties.get("descr", "")), False)


def _own_words(text: str) -> str:
    """Return ``text``, or "" for a generated one: a file name, "Picture 3", a machine's
    description.
    """
    line = clean_line(text)
    return "" if _FILE_NAME.search(line) or _GENERATED.fullmatch(line) else line
