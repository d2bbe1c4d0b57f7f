"""Conversion of an uploaded .docx to title, sanitised body, pictures and warnings."""

from __future__ import annotations

import logging
import re
import zipfile
from dataclasses import dataclass
from html import escape
from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from django.core.files import File
from django.core.files.base import ContentFile

from core.docx_import.blocks import END, MARKER, Block
from core.docx_import.inline.drawings import DocxPicture
from core.docx_import.numbering import NumberingState
from core.docx_import.package import (
    BROKEN,
    NAMESPACES,
    TOO_LONG,
    DocxPackage,
    child,
    children,
    named,
)
from core.docx_import.report import sentences
from core.docx_import.simplify import Simplifier
from core.docx_import.styles import Styles
from core.docx_import.titles import propose_title
from core.files.uploads import WHOLE_PICTURE, PictureView, UnknownType
from core.files.validation import MAX_PICTURE_BYTES, InvalidUpload, validate_upload
from core.richtext.sanitizer import is_empty, is_too_long, sanitize
from core.text.legacy_encoding import (
    imported_sentence,
    legacy_passage,
    refusal_sentence,
    to_unicode,
)

logger = logging.getLogger(__name__)

# Each one is decoded and encoded anew during the request: about half a second for a phone's photo.
MAX_PICTURES = 40
MAX_HEADING_DEPTH = 3
NOTES_HEADING = "Chú thích"

_STYLE_MAP = """
p.h2 => h2:fresh
p.h3 => h3:fresh
p.h4 => h4:fresh
p.quote => blockquote > p:fresh
p.caption => p.caption:fresh
"""
_PICTURE = re.compile(f"{MARKER}picture([0-9]+){END}")
_START = re.compile(f"(<ol>)?<li>{MARKER}start([0-9]+){END}")
_IMAGES = r"(?:<img [^<>]*>\s*)+"
_CAPTIONED = re.compile(rf"<p>\s*({_IMAGES})</p>\s*<p class=\"caption\">(.*?)</p>", re.DOTALL)
_CAPTION_WITH_PICTURE = re.compile(
    rf"<p class=\"caption\">\s*({_IMAGES})(?:<br />)?(.*?)</p>", re.DOTALL
)
_TABLE_CAPTION = re.compile(r'<p class="caption">([^<]*)</p>\s*<table>')
_NOTE_REFERENCE = re.compile(r'<sup><a href="#[^"]*" id="[^"]*">(\[[0-9]+\])</a></sup>')
_NOTE_BACKLINK = re.compile(r'\s*<a href="#[^"]*">↑</a>')
_NOTES = re.compile(r'<ol><li id="(?=(?:foot|end)note-)')


@dataclass(frozen=True)
class DocxContentPicture:
    """A picture of the text: its placeholder ``src`` in ``DocxContent.html``, its member in the
    file, what of it is seen, and the words beside it.
    """

    address: str
    member: str
    view: PictureView = WHOLE_PICTURE
    near: str = ""

    @property
    def name(self) -> str:
        return self.member.rpartition("/")[2]


_UNKNOWN = (
    "Tệp này hỏng hoặc không phải tệp Word (.docx): xin mở bằng Word, lưu thành tệp .docx mới rồi"
    " tải lên."
)

Pictures = dict[tuple[str, PictureView], DocxContentPicture]


@dataclass(frozen=True)
class DocxContent:
    """A Word document as a proposal for an article.

    ``html`` is sanitised; its pictures have placeholder addresses until they are stored.
    ``warnings`` are Vietnamese sentences: where the title is from, what was dropped or changed.
    """

    title: str
    html: str
    pictures: list[DocxContentPicture]
    warnings: list[str]


def read_docx(upload: File[Any]) -> DocxContent:
    """Read an uploaded .docx; nothing outside the file is fetched, nothing is stored.

    Raises InvalidUpload with one sentence for a file that is no readable Word document of an
    article's size.
    """
    try:
        content = validate_upload(upload, pictures_only=False)
    except UnknownType:
        raise InvalidUpload(_UNKNOWN) from None
    if content.extension != "docx":
        raise InvalidUpload(
            "Đây không phải tệp Word (.docx): xin mở bằng Word, chọn Lưu thành .docx rồi tải lên."
        )
    try:
        upload.seek(0)
        with zipfile.ZipFile(upload) as package:
            return _read(DocxPackage(package), upload.name or "")
    except InvalidUpload:
        raise
    except Exception as error:  # zipfile and mammoth raise many kinds of errors on broken files
        logger.info("a Word file was refused: %r", error)
        raise InvalidUpload(BROKEN) from None


def picture_file(upload: File[Any], picture: DocxContentPicture) -> File[Any]:
    """Return the bytes of one picture of ``upload``; raise InvalidUpload when too big or broken."""
    try:
        upload.seek(0)
        with zipfile.ZipFile(upload) as package, package.open(picture.member) as stream:
            data = stream.read(MAX_PICTURE_BYTES + 1)
    except (zipfile.BadZipFile, KeyError, OSError, EOFError):
        raise InvalidUpload("Ảnh bị hỏng trong tệp Word.") from None
    return ContentFile(data, name=picture.name)


def _read(package: DocxPackage, file_name: str) -> DocxContent:
    styles = Styles(package.part_of("styles")[1])
    numbers = NumberingState(package.part_of("numbering")[1], styles.list_of)
    simplifier = Simplifier(package, styles, numbers)
    root = package.part(package.main)
    if root is None:
        raise InvalidUpload(BROKEN)
    blocks = simplifier.blocks(child(root, "w:body"), package.main)
    notes = {kind: _notes(simplifier, kind) for kind in ("footnote", "endnote")}
    _record_ignored_parts(package, simplifier)
    title = propose_title(blocks, file_name)
    blocks = [block for block in blocks if block not in title.blocks]
    _set_headings(blocks)
    pictures = _unique_pictures(simplifier.pictures)
    html = _html(_document(blocks, notes, simplifier.links), simplifier.pictures, pictures)
    if is_empty(html) and not title.blocks:
        raise InvalidUpload(
            "Tệp Word không có chữ và không có ảnh nào dùng được: xin kiểm tra lại tệp rồi tải lên."
        )
    html, encoding_warnings = _in_unicode(html)
    name = to_unicode(title.text)
    warnings = [*encoding_warnings, title.warning, *sentences(simplifier.losses)]
    return DocxContent(name.text if name else title.text, html, list(pictures.values()), warnings)


def _in_unicode(html: str) -> tuple[str, list[str]]:
    """Return the body without legacy encodings, and a sentence where it held one."""
    conversion = to_unicode(html, is_html=True)
    if conversion:
        html = sanitize(conversion.text)
    passage = legacy_passage(html)
    return html, [
        *([imported_sentence(conversion)] if conversion else []),
        *([refusal_sentence(passage)] if passage else []),
    ]


def _notes(simplifier: Simplifier, kind: str) -> list[Element]:
    part, root = simplifier.package.part_of(f"{kind}s")
    notes = []
    for note in children(root, f"w:{kind}"):
        if note.get(named("w:type"), "normal") == "normal":
            new = Element(named(f"w:{kind}"), {named("w:id"): note.get(named("w:id"), "")})
            new.extend(
                block.element for block in simplifier.blocks(note, part, with_headings=False)
            )
            notes.append(new)
    return notes


def _record_ignored_parts(package: DocxPackage, simplifier: Simplifier) -> None:
    """Record comments, headers and footers, which are not imported."""
    comments = len(children(package.part_of("comments")[1], "w:comment"))
    simplifier.losses.comments = max(comments, simplifier.losses.comments)
    frames = [package.part(name) for kind in ("header", "footer") for name in package.related(kind)]
    texts = (text for frame in frames if frame is not None for text in frame.iter(named("w:t")))
    simplifier.losses.has_page_frame = any((text.text or "").strip() for text in texts)


def _set_headings(blocks: list[Block]) -> None:
    """Set headings to the levels h2 to h4, none skipped, whatever levels Word used."""
    above: list[int] = []
    for block in blocks:
        if block.level is None:
            continue
        while above and above[-1] >= block.level:
            above.pop()
        above.append(block.level)
        depth = min(len(above), MAX_HEADING_DEPTH)
        properties = child(block.element, "w:pPr")
        assert properties is not None  # noqa: S101  (the simplifier gives every paragraph some)
        ElementTree.SubElement(properties, named("w:pStyle"), {named("w:val"): f"h{depth + 1}"})


def _unique_pictures(places: list[DocxPicture]) -> Pictures:
    """Return the pictures by member and view: one that is seen twice alike is one file."""
    seen: dict[tuple[str, PictureView], DocxPicture] = {}
    for place in places:
        seen.setdefault((place.member, place.view), place)
    if len(seen) > MAX_PICTURES:
        raise InvalidUpload(
            f"Tệp Word có {len(seen)} ảnh, nhiều hơn {MAX_PICTURES}: xin bớt ảnh hoặc chia thành"
            " nhiều bài rồi tải lên."
        )
    return {
        key: DocxContentPicture(f"/tep/word-{index}.webp", place.member, place.view, place.near)
        for index, (key, place) in enumerate(seen.items())
    }


# The simplified document, input of mammoth


def _document(blocks: list[Block], notes: dict[str, list[Element]], links: list[str]) -> BytesIO:
    document = Element(named("w:document"))
    ElementTree.SubElement(document, named("w:body")).extend(block.element for block in blocks)
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("word/document.xml", ElementTree.tostring(document))
        package.writestr("word/numbering.xml", ElementTree.tostring(_numbering()))
        parts = ["document"]
        for kind, elements in notes.items():
            root = Element(named(f"w:{kind}s"))
            root.extend(elements)
            package.writestr(f"word/{kind}s.xml", ElementTree.tostring(root))
            parts.append(f"{kind}s")
        relations = ElementTree.tostring(_relations(links))
        for part in parts:
            package.writestr(f"word/_rels/{part}.xml.rels", relations)
    target.seek(0)
    return target


def _numbering() -> Element:
    """Return the numbering part: list 1 has bullets, list 2 numbers."""
    root = Element(named("w:numbering"))
    for number, form in (("1", "bullet"), ("2", "decimal")):
        abstract = ElementTree.SubElement(
            root, named("w:abstractNum"), {named("w:abstractNumId"): number}
        )
        for level in range(5):
            rule = ElementTree.SubElement(abstract, named("w:lvl"), {named("w:ilvl"): str(level)})
            ElementTree.SubElement(rule, named("w:numFmt"), {named("w:val"): form})
        item = ElementTree.SubElement(root, named("w:num"), {named("w:numId"): number})
        ElementTree.SubElement(item, named("w:abstractNumId"), {named("w:val"): number})
    return root


def _relations(links: list[str]) -> Element:
    namespace = "{http://schemas.openxmlformats.org/package/2006/relationships}"
    root = Element(f"{namespace}Relationships")
    for index, address in enumerate(links):
        attributes = {
            "Id": f"link{index}",
            "Type": f"{NAMESPACES['r']}/hyperlink",
            "Target": address,
        }
        ElementTree.SubElement(
            root, f"{namespace}Relationship", attributes | {"TargetMode": "External"}
        )
    return root


# Output of mammoth


def _html(document: BytesIO, places: list[DocxPicture], pictures: Pictures) -> str:
    import mammoth  # slow to import, seldom needed

    html = mammoth.convert_to_html(
        document, style_map=_STYLE_MAP, include_embedded_style_map=False
    ).value

    def image(match: re.Match[str]) -> str:
        place = places[int(match[1])]
        mark = ' data-decorative="true"' if place.is_decorative else ""
        address = pictures[place.member, place.view].address
        return f'<img src="{address}" alt="{escape(place.alt)}"{mark}>'

    html = _NOTE_REFERENCE.sub(r"<sup>\1</sup>", html)
    html = _NOTES.sub(f'<h2>{NOTES_HEADING}</h2><ol><li id="', _NOTE_BACKLINK.sub("", html))
    html = _START.sub(
        lambda match: f'{"" if match[1] else "</ol>"}<ol start="{match[2]}"><li>', html
    )
    html = html.replace('<ol start="1">', "<ol>")
    html = re.sub(r"<th(?=[ >])", '<th scope="col"', _PICTURE.sub(image, html))
    html = _TABLE_CAPTION.sub(r"<table><caption>\1</caption>", html)
    html = _CAPTION_WITH_PICTURE.sub(_figure, html)
    html = _CAPTIONED.sub(_figure, html)
    if is_too_long(html):
        raise InvalidUpload(TOO_LONG)
    return sanitize(html)


def _figure(match: re.Match[str]) -> str:
    """Return a figure of the last picture with its caption; the editor allows one picture per
    figure.
    """
    before, picture = match[1].rstrip().rpartition("<img ")[::2]
    return f"<p>{before}</p><figure><img {picture}<figcaption>{match[2]}</figcaption></figure>"
