"""PDFs and Word files that are odd on purpose, written byte by byte."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable

from docx import Document

_PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
_TEXT = (
    b"BT /F1 12 Tf 72 720 Td (So: 15/QD-UBND, ngay 05 thang 01 nam 2026) Tj 0 -20 Td"
    b" (Ke hoach to chuc Ngay hoi dai doan ket toan dan toc nam nay) Tj ET"
)


def pdf_of(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    content = bytearray(b"%PDF-1.4\n")
    places = []
    for number, item in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n" % number + item + b"\nendobj\n"
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    content += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, trailer)
    return bytes(content + b"startxref\n%d\n%%%%EOF\n" % start)


def stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n" % (len(data), more) + data + b"\nendstream"


FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
_RESOURCES = b"/Resources << /Font << /F1 3 0 R >> >>"


def page(parent: bytes = b"2 0 R", box: bytes = b"[0 0 595 842]", more: bytes = b"") -> bytes:
    parts = b"<< /Type /Page /Parent %s /MediaBox %s /Contents 4 0 R %s %s >>"
    return parts % (parent, box, _RESOURCES, more)


def many_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (number + 5) for number in range(count))
    pages = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)
    return pdf_of([CATALOG, pages, FONT, stream(_TEXT), *([page()] * count)])


def looping_tree() -> bytes:
    """The page tree has itself among its branches, a page and more pages than there are."""
    pages = b"<< /Type /Pages /Kids [2 0 R 5 0 R 2 0 R] /Parent 2 0 R /Count 2000000 >>"
    return pdf_of([CATALOG, pages, FONT, stream(_TEXT), page()])


def only_loops() -> bytes:
    return pdf_of([CATALOG, b"<< /Type /Pages /Kids [2 0 R] /Parent 2 0 R /Count 1 >>"])


def looping_form() -> bytes:
    """A drawing that draws itself."""
    resources = b"/Resources << /XObject << /X 5 0 R >> >>"
    form = stream(b"/X Do /X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 99 99] " + resources)
    drawn = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R %s >>"
    pages = b"<< /Type /Pages /Kids [6 0 R] /Count 1 >>"
    return pdf_of([CATALOG, pages, FONT, stream(b"/X Do"), form, drawn % resources])


def looping_cross_references() -> bytes:
    """The list of objects names itself as the one before."""
    content = many_pages(1)
    start = content.rindex(b"xref\n0 ")
    return content.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % start)


def odd_box(box: bytes) -> bytes:
    pages = b"<< /Type /Pages /Kids [5 0 R] /Count 1 >>"
    return pdf_of([CATALOG, pages, FONT, stream(_TEXT), page(box=box)])


def encrypted(password: str) -> bytes:
    """A PDF encrypted with RC4 of 40 bits; an empty ``password`` lets everybody read."""
    owner, user = (_padded(word) for word in ("chu", password))
    identity = hashlib.md5(b"id").digest()
    owner_key = _rc4(hashlib.md5(owner).digest()[:5], user)
    rights = (-44).to_bytes(4, "little", signed=True)
    key = hashlib.md5(user + owner_key + rights + identity).digest()[:5]

    def sealed(number: int, data: bytes) -> bytes:
        salt = number.to_bytes(3, "little") + b"\0\0"
        return _rc4(hashlib.md5(key + salt).digest()[:10], data)

    lock = b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -44 >>" % (
        owner_key.hex().encode(),
        _rc4(key, _PADDING).hex().encode(),
    )
    pages = b"<< /Type /Pages /Kids [5 0 R] /Count 1 >>"
    objects = [CATALOG, pages, FONT, stream(sealed(4, _TEXT)), page(), lock]
    name = identity.hex().encode()
    return pdf_of(objects, b"/Encrypt 6 0 R /ID [<%s> <%s>]" % (name, name))


def _padded(password: str) -> bytes:
    return (password.encode("latin-1") + _PADDING)[:32]


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    sealed = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        sealed.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(sealed)


def word_with(change: Callable[[str], str]) -> bytes:
    """A Word file whose text is another than the one python-docx wrote."""
    document = Document()
    document.add_paragraph("Số: 15/QĐ-UBND")
    before, after = io.BytesIO(), io.BytesIO()
    document.save(before)
    with zipfile.ZipFile(before) as old, zipfile.ZipFile(after, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            data = old.read(member)
            if member.filename == "word/document.xml":
                data = change(data.decode()).encode()
            new.writestr(member.filename, data)
    return after.getvalue()


def word_bomb(megabytes: int, filler: str = "<w:p/>") -> bytes:
    """A Word file of so many megabytes of empty paragraphs."""
    more = filler * (megabytes * 1_000_000 // len(filler))
    return word_with(lambda xml: xml.replace("<w:body>", f"<w:body>{more}", 1))


def word_of_entities() -> bytes:
    """Nine names, each of ten of the one before: a thousand million letters."""
    names = [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9)]
    kind = f'<!DOCTYPE w [<!ENTITY e0 "lol">{"".join(names)}]>'

    def change(xml: str) -> str:
        head, _, rest = xml.partition("?>")
        return f"{head}?>{kind}{rest}".replace("15/QĐ-UBND", "&e8;")

    return word_with(change)
