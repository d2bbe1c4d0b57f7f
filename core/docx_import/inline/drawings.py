"""Drawings of a document: pictures, text boxes, charts, formulas, embedded objects."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from core.docx_import.inline.views import UNTURNED, Turn, is_hidden, turn_of, view_of
from core.docx_import.package import child, children, named
from core.files.uploads import WHOLE_PICTURE, PictureView
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


# Where pictures, shapes and groups keep their description.
_OWN = (
    ("wp:docPr",),
    ("pic:nvPicPr", "pic:cNvPr"),
    ("wps:cNvPr",),
    ("wpg:cNvPr",),
    ("a:nvPicPr", "a:cNvPr"),
)
_VML_SHAPES = {
    named(f"v:{name}") for name in ("shape", "rect", "roundrect", "oval", "group", "image")
}
_GROUPS = {named(name) for name in ("wpg:wgp", "wpg:grpSp", "wpc:wpc", "a:grpSp")}
_TURNED = {named("pic:pic"), named("wps:wsp"), named("a:pic"), *_GROUPS}
# Outlines that show all of a picture, or all but its corners.
_WHOLE_SHAPES = {"", "rect", "roundRect", "round1Rect", "round2SameRect", "round2DiagRect"} | {
    "snip1Rect",
    "snip2SameRect",
    "snip2DiagRect",
    "snipRoundRect",
    "frame",
    "flowChartProcess",
}


@dataclass
class DocxPicture:
    """One occurrence of a picture in the text; ``member`` names its part in the package, ``near``
    the words beside it.
    """

    member: str
    alt: str
    is_decorative: bool
    view: PictureView = WHOLE_PICTURE
    link: str = ""
    near: str = ""


@dataclass
class DrawingContent:
    """Content of one drawing: pictures in place, text boxes that follow the paragraph."""

    pictures: list[DocxPicture] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)


@dataclass(frozen=True)
class _Frame:
    """What shapes around a picture say of it: description, link, turn, whether it is seen."""

    alt: str = ""
    is_decorative: bool = False
    link: str = ""
    turn: Turn = UNTURNED
    is_hidden: bool = False
    shape: str = ""
    is_group: bool = False


def preferred_alternative(alternatives: Element) -> Element | None:
    """Return the branch of ``mc:AlternateContent`` to read: the newer one, unless only the older
    one has a picture.
    """
    newer, older = child(alternatives, "mc:Choice"), child(alternatives, "mc:Fallback")
    if newer is None or (older is not None and not _is_readable(newer)):
        return older
    return newer


def _is_readable(element: Element) -> bool:
    if _is_chart(element):
        return True
    readable = ("a:blip", "w:txbxContent", "w:t", "a:t")
    return any(next(element.iter(named(name)), None) is not None for name in readable)


def read_drawing(
    drawing: Element, package: DocxPackage, relations: dict[str, Relation], losses: ImportReport
) -> DrawingContent:
    """Return the content of a ``w:drawing`` or ``w:pict``; count the rest in ``losses``."""
    reader = _DrawingReader(package, relations, losses)
    if _is_chart(drawing):
        losses.add("charts")
    else:
        reader.gather(drawing, None, _Frame())
    return reader.content


class _DrawingReader:
    def __init__(
        self, package: DocxPackage, relations: dict[str, Relation], losses: ImportReport
    ) -> None:
        self.package = package
        self.relations = relations
        self.losses = losses
        self.content = DrawingContent()

    def gather(self, element: Element, parent: Element | None, frame: _Frame) -> None:
        if element.tag == named("mc:AlternateContent"):
            branch = preferred_alternative(element)
            element = branch if branch is not None else Element("nothing")
        frame = self._framed(element, frame)
        if element.tag == named("w:txbxContent"):
            self.content.boxes.append(element)
            return
        if element.tag in {named("a:blip"), named("v:imagedata")}:
            self._picture(element, parent, frame)
        elif element.tag == named("v:fill"):
            self.losses.add("shaped_pictures", element.get(named("r:id")) is not None)
        elif element.tag == named("v:textpath"):
            self._word_art(element)
        elif element.tag == named("a:txBody"):
            self._drawn_text(element)
        for part in element:
            self.gather(part, element, frame)

    def _framed(self, element: Element, frame: _Frame) -> _Frame:
        """Return the frame with what this shape adds: a picture's own description goes before its
        group's.
        """
        own = next((found for name in _OWN if (found := child(element, *name)) is not None), None)
        own = element if element.tag in _VML_SHAPES else own
        if own is None and element.tag not in _TURNED:
            return frame
        alt, link, is_decorative, is_unseen = frame.alt, frame.link, False, False
        if own is not None:
            words = _own_words(own.get("descr") or own.get("alt") or "")
            goes_before = frame.is_group or element.tag in _VML_SHAPES
            alt = words or alt if goes_before else alt or words
            link = self._link(own) or link
            mark = next(own.iter(named("decorative:decorative")), None)
            is_decorative = mark is not None and mark.get("val") in {"1", "true"}
            is_unseen = own.get("hidden") in {"1", "true"} or is_hidden(own)
        return _Frame(
            alt,
            frame.is_decorative or is_decorative,
            link,
            turn_of(element).within(frame.turn),
            frame.is_hidden or is_unseen,
            _shape(element),
            frame.is_group or element.tag in _GROUPS,
        )

    def _link(self, own: Element) -> str:
        """Return where a click on the picture leads, "" for nowhere."""
        if own.get("href"):
            return own.get("href", "")
        click = child(own, "a:hlinkClick")
        relation = self.relations.get(click.get(named("r:id"), "")) if click is not None else None
        return relation.target if relation is not None and relation.is_external else ""

    def _picture(self, blip: Element, fill: Element | None, frame: _Frame) -> None:
        embedded = blip.get(named("r:embed") if blip.tag == named("a:blip") else named("r:id"))
        if not embedded:
            self.losses.add("linked_pictures", blip.get(named("r:link")) is not None)
            return
        relation = self.relations.get(embedded)
        view = view_of(blip, fill, frame.turn)
        if relation is None or not (relation.is_external or self.package.has(relation.target)):
            self.losses.add("missing_pictures")
        elif relation.is_external:
            self.losses.add("linked_pictures")
        elif frame.is_hidden or view is None:
            self.losses.add("hidden_pictures")
        elif relation.target.lower().endswith(_VECTOR):
            self.losses.add("vector_pictures")
        elif frame.shape not in _WHOLE_SHAPES:
            self.losses.add("shaped_pictures")
        else:
            alt = "" if frame.is_decorative else frame.alt
            self.content.pictures.append(
                DocxPicture(relation.target, alt, frame.is_decorative, view, frame.link)
            )

    def _word_art(self, path: Element) -> None:
        """Take the words of an old WordArt as lines of a text box."""
        if path.get("on", "t") in {"t", "true", "1"} and path.get("string", "").strip():
            self._box(path.get("string", "").splitlines())

    def _drawn_text(self, body: Element) -> None:
        """Take the words of a drawing's own kind of text (``a:t``)."""
        lines = [
            "".join(text.text or "" for text in line.iter(named("a:t")))
            for line in children(body, "a:p")
        ]
        if any(line.strip() for line in lines):
            self._box(lines)

    def _box(self, lines: list[str]) -> None:
        box = Element(named("w:txbxContent"))
        for line in lines:
            run = SubElement(SubElement(box, named("w:p")), named("w:r"))
            SubElement(run, named("w:t")).text = line
        self.content.boxes.append(box)


def _shape(element: Element) -> str:
    """Return the outline that cuts a picture, "" for none."""
    for properties in ("pic:spPr", "wps:spPr", "a:spPr"):
        if child(element, properties, "a:custGeom") is not None:
            return "own"
        outline = child(element, properties, "a:prstGeom")
        if outline is not None:
            return outline.get("prst", "")
    return "ellipse" if element.tag == named("v:oval") else ""


def _is_chart(element: Element) -> bool:
    for data in element.iter(named("a:graphicData")):
        if re.search(r"/(?:chart|chartex|diagram)$", data.get("uri", "")):
            return True
    return False


def _own_words(text: str) -> str:
    """Return ``text``, or "" for a generated one: a file name, "Picture 3", a machine's
    description.
    """
    line = clean_line(text)
    return "" if _FILE_NAME.search(line) or _GENERATED.fullmatch(line) else line
