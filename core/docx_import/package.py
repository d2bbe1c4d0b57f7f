"""Reader of OOXML packages within bounds: no entities, no part larger than an article needs,
nothing on disk.
"""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass
from functools import cache, cached_property
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from core.files.validation import InvalidUpload

MEGABYTE = 1024 * 1024
# Measured: 20 MB of the densest tags that pass MAX_TAGS take 1 s and 150 MB; a book of 400 pages
# has 250,000 tags.
MAX_PART_BYTES = 20 * MEGABYTE
MAX_TAGS = 500_000
MAX_DEPTH = 200

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "v": "urn:schemas-microsoft-com:vml",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "wpc": "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "decorative": "http://schemas.microsoft.com/office/drawing/2017/decorative",
}
# Word can also save "strict" files: the same elements in other namespaces.
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": NAMESPACES["w"].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": NAMESPACES["r"].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/math": NAMESPACES["m"].encode(),
    b"http://purl.oclc.org/ooxml/drawingml/main": NAMESPACES["a"].encode(),
    b"http://purl.oclc.org/ooxml/drawingml/picture": NAMESPACES["pic"].encode(),
    b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": NAMESPACES["wp"].encode(),
}

BROKEN = (
    "Tệp Word bị hỏng hoặc không đúng cấu trúc: xin mở lại bằng Word, lưu thành tệp .docx mới rồi"
    " tải lên."
)
TOO_LONG = (
    "Văn bản trong tệp Word quá dài hoặc quá phức tạp để làm một bài: xin chép phần cần đăng sang"
    " tệp mới rồi tải lên."
)


@cache
def named(name: str) -> str:
    """Return ``w:p`` as the qualified name that ElementTree uses."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def children(element: Element | None, name: str) -> list[Element]:
    return [] if element is None else element.findall(named(name))


def child(element: Element | None, *names: str) -> Element | None:
    """Return the descendant on the path ``names``, None where a step is missing."""
    for name in names:
        if element is None:
            return None
        element = element.find(named(name))
    return element


def value(element: Element | None, *names: str) -> str | None:
    """Return ``w:val`` at the end of the path, None where a step is missing."""
    target = child(element, *names)
    return None if target is None else target.get(named("w:val"))


def is_on(element: Element | None, *names: str) -> bool | None:
    """Return the state of a switch such as ``w:b``, None where it is missing."""
    target = child(element, *names)
    if target is None:
        return None
    return target.get(named("w:val"), "1") not in {"0", "false", "off", "none"}


@dataclass(frozen=True)
class Relation:
    kind: str
    target: str
    is_external: bool


class DocxPackage:
    """An opened .docx whose zip structure ``core.files.validation.validate_upload`` has checked."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._zip = package
        self._names = set(package.namelist())
        self._tags_left = MAX_TAGS
        self._relations: dict[str, dict[str, Relation]] = {}

    @cached_property
    def main(self) -> str:
        roots = self.relations("").values()
        targets = [relation.target for relation in roots if relation.kind == "officeDocument"]
        return targets[0] if targets and targets[0] in self._names else "word/document.xml"

    def related(self, kind: str) -> list[str]:
        """Return the names of the main document's parts of one kind, such as ``header``."""
        targets = [
            relation.target
            for relation in self.relations(self.main).values()
            if relation.kind == kind
        ]
        return [target for target in targets if target in self._names]

    def part(self, name: str) -> Element | None:
        """Return the root element of a part, None where the package has no such part."""
        return self._parsed(name) if name in self._names else None

    def part_of(self, kind: str) -> tuple[str, Element | None]:
        """Return name and root of the main document's part of one kind."""
        name = next(iter(self.related(kind)), "")
        return name, self.part(name)

    def relations(self, part: str) -> dict[str, Relation]:
        """Return the relations of a part ("" is the package itself) by id; internal targets are
        member names.
        """
        if part not in self._relations:
            self._relations[part] = self._read_relations(part)
        return self._relations[part]

    def _read_relations(self, part: str) -> dict[str, Relation]:
        folder, name = posixpath.split(part)
        relations = {}
        for element in self.part(posixpath.join(folder, "_rels", f"{name}.rels")) or ():
            kind = posixpath.basename(element.get("Type", ""))
            target = element.get("Target", "")
            is_external = element.get("TargetMode") == "External"
            if not is_external:
                path = unquote(target)
                target = (
                    path[1:]
                    if path.startswith("/")
                    else posixpath.normpath(posixpath.join(folder, path))
                )
            relations[element.get("Id", "")] = Relation(kind, target, is_external)
        return relations

    def has(self, name: str) -> bool:
        return name in self._names

    def member(self, name: str, limit: int) -> bytes:
        """Return a member's bytes; raise InvalidUpload beyond ``limit``, whatever size the zip
        declares.
        """
        with self._zip.open(name) as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            raise InvalidUpload(TOO_LONG)
        return data

    def _parsed(self, name: str) -> Element:
        data = self.member(name, MAX_PART_BYTES)
        # Of all parts together: their trees are in memory at the same time.
        self._tags_left -= data.count(b"<")
        if self._tags_left < 0:
            raise InvalidUpload(TOO_LONG)
        # Word writes UTF-8 without a DTD; a DTD could define entities.
        if b"<!DOCTYPE" in data or b"\x00" in data:
            raise InvalidUpload(BROKEN)
        for strict, usual in _STRICT.items():
            data = data.replace(strict, usual)
        try:
            root = ElementTree.fromstring(data)  # noqa: S314  (bounded above, and without a DTD)
        except (ElementTree.ParseError, ValueError, LookupError):
            raise InvalidUpload(BROKEN) from None
        if _is_deeper(root, MAX_DEPTH):
            raise InvalidUpload(TOO_LONG)
        return root


def _is_deeper(root: Element, limit: int) -> bool:
    level = [root]
    for _ in range(limit):
        level = [element for parent in level for element in parent]
        if not level:
            return False
    return True
