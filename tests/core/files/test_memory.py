"""What hostile uploads cost: the memory of the process that takes them stays bounded."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.support.files import EXCEL, PDF, office, package, picture, png_header

MAX_MEGABYTES = 400
CHECKOUT = Path(__file__).resolve().parents[3]

# A worker as the server has it: forked when Django and every app are loaded. It is told a file and
# what to take it for in a line, and answers with its peak in megabytes and what was said.
MASTER = """
import os
import sys
import django
django.setup()
import wardportal.urls
from django.core.files.uploadedfile import SimpleUploadedFile
from core.docx_import.convert import read_docx
from core.files.validation import InvalidUpload, validate_upload

def take(path, kind):
    with open(path, "rb") as file:
        upload = SimpleUploadedFile("x.docx", file.read())
    said = "taken"
    try:
        read_docx(upload) if kind == "docx" else validate_upload(upload, pictures_only=False)
    except InvalidUpload as refused:
        said = refused.message
    # Not ru_maxrss, which a process inherits from the one that started it.
    peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(int(peak.split()[1]) // 1024, said, flush=True)

for line in sys.stdin:
    path, _, kind = line.rstrip("\\n").rpartition(" ")
    worker = os.fork()
    if not worker:
        take(path, kind)
        os._exit(0)
    if os.waitpid(worker, 0)[1]:
        sys.exit("the worker has failed")
"""


@pytest.fixture(scope="module")
def master() -> Iterator[subprocess.Popen[str]]:
    settings = {"DJANGO_SETTINGS_MODULE": "wardportal.settings", "SECRET_KEY": "x" * 50}
    settings["DATABASE_URL"] = "postgres://x@localhost/x"
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-c", MASTER],
        env=os.environ | settings,
        cwd=CHECKOUT,
        stdin=pipe,
        stdout=pipe,
        text=True,
    ) as process:
        yield process
        process.stdin.close()


def bomb(width: int, height: int, *, depth: int = 8, colour: int = 2) -> bytes:
    """A PNG of one colour that really unpacks."""
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    row = b"\0" * (1 + (width * depth * channels + 7) // 8)
    packer = zlib.compressobj(1)
    many = max(1, 1_000_000 // len(row))
    blocks = [row * many] * (height // many) + [row * (height % many)]
    data = b"".join(packer.compress(block) for block in blocks) + packer.flush()

    def chunk(name: bytes, content: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + checksum

    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    palette = chunk(b"PLTE", bytes(range(256)) * 3) if colour == 3 else b""
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + palette
    return start + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def animation(form: str, frames: int = 15, mode: str = "RGB", **options: int) -> bytes:
    """Frames of 2000 x 2000, each of a colour of its own."""
    colours = [f"#{16 * number:02x}5a09" for number in range(frames)]
    pictures = [Image.new(mode, (2000, 2000), colour) for colour in colours]
    target = io.BytesIO()
    pictures[0].save(
        target, form, save_all=True, append_images=pictures[1:], duration=50, **options
    )
    return target.getvalue()


def large(mode: str, form: str, **options: object) -> bytes:
    return picture(mode, (8000, 5000), form, **options)


def huge_exif() -> bytes:
    block = b"\xff\xe1" + struct.pack(">H", 65535) + b"Exif\0\0" + b"\x41" * (65533 - 6)
    jpeg = picture()
    return jpeg[:2] + block * 250 + jpeg[2:]


def word(paragraphs: int) -> bytes:
    body = b"<w:p><w:r><w:t>a</w:t></w:r></w:p>" * paragraphs
    return office(more={"word/document.xml": _document(body)})


def word_of_many_parts() -> bytes:
    names = ("styles", "numbering", "footnotes", "endnotes", "comments")
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = "".join(
        f'<Relationship Id="r{name}" Type="{relation}/{name}" Target="{name}.xml"/>'
        for name in names
    )
    part = _document(b"<w:a/>" * 260_000)
    return office(
        more={
            "word/document.xml": _document(b"<w:p><w:r><w:t>a</w:t></w:r></w:p>"),
            "word/_rels/document.xml.rels": f"<Relationships>{relations}</Relationships>",
            **{f"word/{name}.xml": part for name in names},
        }
    )


def _document(body: bytes) -> bytes:
    name = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return b'<w:document xmlns:w="%s"><w:body>%s</w:body></w:document>' % (name, body)


def many_members() -> bytes:
    """A zip of 100,000 empty members, written at once."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("0" * 200, b"")
    one = target.getvalue()
    directory = one.index(b"PK\1\2")
    member, entry = one[:directory], one[directory : one.index(b"PK\5\6")]
    names = [b"%0200d" % number for number in range(100_000)]
    members = b"".join(member.replace(b"0" * 200, name) for name in names)
    # Each entry says where its member begins.
    entries = b"".join(
        entry[:42] + struct.pack("<L", number * len(member)) + name
        for number, name in enumerate(names)
    )
    # Beyond 65,535 members their number stands in the end of Zip64 alone.
    sizes = (len(names), len(names), len(entries), len(members))
    zip64 = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, *sizes)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, len(members) + len(entries), 1)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, len(entries), len(members), 0)
    return members + entries + zip64 + locator + end


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "one column": (lambda: bomb(1, 40_000_000, depth=1, colour=0), "cạnh dài hơn 20.000"),
    "one row": (lambda: bomb(40_000_000, 1, depth=1, colour=0), "cạnh dài hơn 20.000"),
    "narrow": (lambda: bomb(2000, 20_000), "taken"),
    "wide": (lambda: bomb(20_000, 2000), "taken"),
    "bomb": (lambda: bomb(30_000, 30_000, depth=1, colour=0), "40 triệu"),
    "square bomb": (lambda: bomb(19_000, 19_000, depth=1, colour=0), "40 triệu"),
    "said size": (lambda: png_header(6000, 6000), "hỏng"),
    "transparent": (lambda: bomb(8000, 5000, colour=6), "taken"),
    "16 bits": (lambda: bomb(8000, 5000, depth=16, colour=0), "taken"),
    "16 bits of three": (lambda: bomb(8000, 5000, depth=16, colour=2), "taken"),
    "palette": (lambda: bomb(8000, 5000, colour=3), "taken"),
    "JPEG": (lambda: large("RGB", "JPEG"), "taken"),
    "photo of a phone": (lambda: picture("RGB", (10_000, 8_000)), "taken"),
    "large progressive": (lambda: picture("L", (8660, 5774), progressive=True), "40 triệu"),
    "progressive": (lambda: large("RGB", "JPEG", progressive=True, subsampling=0), "taken"),
    "CMYK": (lambda: large("CMYK", "JPEG"), "taken"),
    "WebP": (lambda: picture("RGBA", (4000, 4000), "WEBP", method=0), "taken"),
    "large WebP": (lambda: large("RGB", "WEBP", method=0), "16 triệu"),
    "AVIF": (lambda: picture("RGBA", (4000, 4000), "AVIF", speed=10), "taken"),
    "large AVIF": (lambda: large("RGB", "AVIF", speed=10), "16 triệu"),
    "GIF": (lambda: large("P", "GIF"), "taken"),
    "animated GIF": (lambda: animation("GIF", mode="L"), "taken"),
    "animated WebP": (lambda: animation("WEBP", method=0), "taken"),
    "animated PNG": (lambda: animation("PNG", compress_level=1), "taken"),
    "animated AVIF": (lambda: animation("AVIF", frames=5, speed=10), "taken"),
    "EXIF": (huge_exif, "taken"),
    "TIFF": (lambda: picture(form="TIFF"), "TIFF"),
    "SVG": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>" * 1000, "SVG"),
    "PDF": (lambda: PDF[:-6] + b"\n" * 40_000_000 + b"%%EOF\n", "taken"),
    "zip bomb": (lambda: office(more={"word/a.xml": b"a" * 400_000_000}), "bung ra lớn"),
    "members": (many_members, "bung ra lớn"),
    "Excel": (lambda: office(EXCEL, "xl/workbook.xml"), "taken"),
    "zip": (lambda: package({"a.txt": b"a" * 100}), "zip"),
}
WORD_FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "paragraphs": (lambda: word(1_000_000), "bung ra lớn"),
    "many paragraphs": (lambda: word(60_000), "quá dài"),
    "parts": (word_of_many_parts, "quá dài"),
}
CASES = {name: ("file", *case) for name, case in HOSTILE.items()} | {
    name: ("docx", *case) for name, case in WORD_FILES.items()
}


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_a_hostile_upload_takes_less_than_400_megabytes(
    name: str, tmp_path: Path, master: subprocess.Popen[str]
) -> None:
    kind, make, wanted = CASES[name]

    path = tmp_path / "upload"
    path.write_bytes(make())
    master.stdin.write(f"{path} {kind}\n")
    master.stdin.flush()
    megabytes, _, sentence = master.stdout.readline().partition(" ")
    assert wanted in sentence
    assert int(megabytes) < MAX_MEGABYTES
