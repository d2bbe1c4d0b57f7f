"""Validation of uploads by content, before anything is stored; names and declared types are
ignored.

Pictures are re-encoded by ``core.files.pictures``. Documents are stored
unchanged, after their structure was read; nothing is ever unpacked to disk.
"""

from __future__ import annotations

import logging
import re
import struct
import zipfile
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree

import pypdfium2 as pdfium
from django.core.files import File

from core.files.contents.numbers import identity_words
from core.files.contents.properties import package_properties, pdf_properties
from core.files.pictures import reencoded
from core.files.uploads import (
    WHOLE_PICTURE,
    InvalidUpload,
    PictureView,
    UnknownType,
    ValidatedUpload,
)

__all__ = ["InvalidUpload", "ValidatedUpload", "validate_upload"]

logger = logging.getLogger(__name__)

MEGABYTE = 1024 * 1024
MAX_PICTURE_BYTES = 20 * MEGABYTE
MAX_DOCUMENT_BYTES = 50 * MEGABYTE

_OOXML = "application/vnd.openxmlformats-officedocument."
# Content type of a package's main part; extension and content type of such a file.
_OFFICE_PARTS = {
    f"{_OOXML}wordprocessingml.document.main+xml": ("docx", f"{_OOXML}wordprocessingml.document"),
    f"{_OOXML}spreadsheetml.sheet.main+xml": ("xlsx", f"{_OOXML}spreadsheetml.sheet"),
    f"{_OOXML}presentationml.presentation.main+xml": (
        "pptx",
        f"{_OOXML}presentationml.presentation",
    ),
}
_OPEN_DOCUMENT = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_MAX_MEMBERS = 20_000
_MAX_UNPACKED = 500 * MEGABYTE
_MAX_RATIO = 200
_MAX_DESCRIPTION = MEGABYTE
# What a directory of that many members takes.
_MAX_DIRECTORY = 4 * MEGABYTE
_DIRECTORY_END = b"PK\x05\x06"
_DIRECTORY_END_64 = b"PK\x06\x07"

# Pages that take no PDF say these sentences too.
_NO_MACROS = (
    "Tệp có macro nên không nhận: xin lưu lại thành .docx, .xlsx hoặc .pptx không có macro rồi tải"
    " lên."
)
_NO_PASSWORD = "Tệp có mật khẩu nên không ai đọc được: xin bỏ mật khẩu, lưu lại rồi tải lên."  # noqa: S105
OLD_WORD = (
    "Tệp Word kiểu cũ (.doc): xin mở bằng Word, chọn Lưu thành, loại “Word Document (.docx)”, rồi"
    " tải tệp mới lên."
)
OLD_EXCEL = (
    "Tệp Excel kiểu cũ (.xls): xin mở bằng Excel, chọn Lưu thành, loại “Excel Workbook (.xlsx)”,"
    " rồi tải tệp mới lên."
)
_OLD_POWERPOINT = (
    "Tệp PowerPoint kiểu cũ (.ppt): xin mở bằng PowerPoint, chọn Lưu thành, loại .pptx hoặc PDF,"
    " rồi tải tệp mới lên."
)
_OLD_OFFICE = (
    "Tệp Word, Excel, PowerPoint kiểu cũ hoặc có mật khẩu: xin bỏ mật khẩu, lưu lại thành .docx,"
    " .xlsx hoặc .pptx rồi tải lên."
)
_NO_ARCHIVE = (
    "Tệp nén (.zip, .rar, .7z) không nhận: xin giải nén trên máy rồi tải lên từng tệp bên trong."
)
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh")
# The container of Word, Excel and PowerPoint before 2007, and of encrypted files of today.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Streams that tell what is in it, and what is said of it.
_OLE_STREAMS = (
    ("EncryptedPackage", _NO_PASSWORD),
    ("WordDocument", OLD_WORD),
    ("Workbook", OLD_EXCEL),
    ("PowerPoint Document", _OLD_POWERPOINT),
)
_TOO_LARGE_UNPACKED = (
    "Tệp bung ra lớn bất thường nên không nhận: xin mở trên máy, bớt ảnh và trang, lưu thành tệp"
    " mới rồi tải lên."
)
_BROKEN_DOCUMENT = (
    "Tệp bị hỏng hoặc chưa tải lên trọn vẹn: xin mở lại trên máy, lưu lại rồi tải lên."
)
_LOCKED_PDF = "Tệp PDF có mật khẩu mở tệp: xin bỏ mật khẩu, lưu lại rồi tải lên."
# What whoever downloads a document can read, although its pages do not show it.
_TEXT_PARTS = re.compile(
    r"(?:word/(?:document|comments)|xl/workbook|xl/worksheets/[^/]+|content)\.xml"
)
_COMMENTS, _CHANGES = "lời bình (comment)", "chỗ sửa chưa chấp nhận (Track Changes)"
_EXCEL_COMMENTS = re.compile(r"xl/(?:comments|threadedComments)")
_UNSEEN_MARKS = (
    (
        re.compile(
            rb'<w:vanish(?: w:val="(?:1|true|on)")? ?/>[^\n]{0,900}?</w:rPr>\s{0,9}<w:t[ >]'
        ),
        "chữ ẩn",
    ),
    (re.compile(rb"<w:comment "), _COMMENTS),
    (re.compile(rb"<w:(?:del|ins|moveFrom) |<text:tracked-changes[ >]"), _CHANGES),
    (re.compile(rb"<office:annotation[ >]"), _COMMENTS),
    (
        re.compile(rb'<sheet [^>]*state="(?:hidden|veryHidden)"|table:display="false"'),
        "trang tính ẩn",
    ),
    (
        # Not what only ends the sheet: empty rows, all columns up to the last.
        re.compile(
            rb'<col (?![^>]*max="16384")[^>]*hidden="(?:1|true)"'
            rb'|<row [^>]*hidden="(?:1|true)"[^>/]*>'
            rb'|<table:table-(?:row|column) (?![^>]*repeated="[0-9]{4})[^>]*'
            rb'table:visibility="(?:collapse|filter)"'
        ),
        "hàng hoặc cột ẩn",
    ),
)
_MAX_SCANNED = 64 * MEGABYTE
_PICTURES_ONLY = "Ở đây chỉ nhận ảnh JPEG, PNG, WebP, GIF hoặc AVIF: xin chọn một tệp ảnh."
_KNOWN_TYPES = (
    "Chỉ nhận PDF, .docx, .xlsx, .pptx, .odt, .ods và ảnh: xin lưu lại thành một loại đó rồi tải"
    " lên."
)
_SUFFIXES = (
    *(".pdf", ".docx", ".xlsx", ".pptx", ".odt", ".ods"),
    *(".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"),
)
_NOT_WHAT_IT_SAYS = (
    "Tên tệp kết thúc bằng {} nhưng bên trong không phải loại ấy, hoặc tệp đã hỏng: xin mở lại"
    " trên máy, lưu lại rồi tải lên."
)


def validate_upload(
    upload: File[Any], *, pictures_only: bool, view: PictureView = WHOLE_PICTURE
) -> ValidatedUpload:
    """Return the type of ``upload`` by its first bytes and structure, with a picture re-encoded:
    what ``view`` shows of it.

    Raises InvalidUpload for a file that is not certainly of an accepted type.
    """
    if not upload.size:
        raise InvalidUpload("Tệp trống (0 byte): xin kiểm tra lại tệp trên máy rồi tải lên.")
    head = _head(upload)
    if _is_picture(head):
        if upload.size > MAX_PICTURE_BYTES:
            raise InvalidUpload("Ảnh lớn hơn 20 MB: xin thu nhỏ hoặc nén ảnh rồi tải lên.")
        upload.seek(0)
        return reencoded(upload.read(), view)
    is_pdf = head.startswith(b"%PDF-")
    is_package = head.startswith(b"PK\x03\x04")
    if sentence := old_office_sentence(upload):
        raise InvalidUpload(sentence)
    if not is_pdf and not is_package:
        _refuse_by_type(head)
        if suffix := _misleading_suffix(upload.name):
            raise UnknownType(_NOT_WHAT_IT_SAYS.format(suffix))
    if pictures_only:
        raise InvalidUpload(_PICTURES_ONLY)
    if not is_pdf and not is_package:
        raise UnknownType(_KNOWN_TYPES)
    if upload.size > MAX_DOCUMENT_BYTES:
        raise InvalidUpload(
            "Tệp lớn hơn 50 MB: xin nén ảnh trong tệp hoặc chia thành nhiều tệp rồi tải lên."
        )
    return _pdf(upload) if is_pdf else _package(upload)


def _misleading_suffix(name: str | None) -> str:
    """Return the ending of the name if it is one of an accepted type; "" for others."""
    suffix = Path(name or "").suffix.lower()
    return suffix if suffix in _SUFFIXES else ""


def old_office_sentence(upload: File[Any]) -> str:
    """Return what is said of a file of Word, Excel or PowerPoint before 2007, or an encrypted one;
    "" for others.
    """
    upload.seek(0)
    if upload.read(len(_OLE)) != _OLE or upload.size > MAX_DOCUMENT_BYTES:
        return ""
    content = upload.read()
    found = (sentence for name, sentence in _OLE_STREAMS if name.encode("utf-16-le") in content)
    return next(found, _OLD_OFFICE)


def _head(upload: File[Any]) -> bytes:
    upload.seek(0)
    head: bytes = upload.read(4096)
    return head


def _is_picture(head: bytes) -> bool:
    return (
        head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a"))
        or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")
        or (head[4:8] == b"ftyp" and head[8:12] in (b"avif", b"avis"))
    )


def _refuse_by_type(head: bytes) -> None:
    """Refuse common unsupported types with a sentence of their own."""
    if b"<svg" in head.lower():
        raise InvalidUpload(
            "Ảnh SVG có thể chứa mã chạy được nên không nhận: xin xuất ảnh thành PNG rồi tải lên."
        )
    if head[4:8] == b"ftyp" and head[8:12] in (
        b"heic",
        b"heix",
        b"heim",
        b"heis",
        b"hevc",
        b"mif1",
        b"msf1",
    ):
        raise InvalidUpload(
            "Ảnh HEIC của điện thoại chưa đọc được: xin lưu lại thành JPEG rồi tải lên. Trên"
            " iPhone, mở Cài đặt, Camera, Định dạng, chọn “Tương thích nhất” thì ảnh chụp sau là"
            " JPEG."
        )
    if head.startswith((b"BM", b"II*\x00", b"MM\x00*")):
        raise InvalidUpload(
            "Ảnh BMP và TIFF không nhận: xin lưu lại thành JPEG hoặc PNG rồi tải lên."
        )
    if head.startswith(_ARCHIVES):
        raise InvalidUpload(_NO_ARCHIVE)
    if head.startswith(b"{\\rtf"):
        raise InvalidUpload(
            "Tệp .rtf không nhận: xin mở bằng Word, lưu lại thành .docx rồi tải lên."
        )


# Documents


def _pdf(upload: File[Any]) -> ValidatedUpload:
    if zipfile.is_zipfile(upload):
        raise InvalidUpload(
            "Tệp PDF này chứa thêm một tệp nén giấu bên trong: xin in lại thành PDF mới rồi tải"
            " lên."
        )
    upload.seek(max(0, upload.size - 2048))
    if b"%%EOF" not in upload.read():
        raise InvalidUpload(_BROKEN_DOCUMENT)
    upload.seek(0)
    data = upload.read()
    _refuse_locked(data)
    return ValidatedUpload("pdf", "application/pdf", unseen=tuple(pdf_properties(data)))


def _refuse_locked(data: bytes) -> None:
    """Refuse a PDF that wants a password to be read; one whose password is empty opens."""
    if b"/Encrypt" not in data:
        return
    try:
        pdfium.PdfDocument(data).close()
    except pdfium.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise InvalidUpload(_LOCKED_PDF if locked else _BROKEN_DOCUMENT) from None


def _package(upload: File[Any]) -> ValidatedUpload:
    """Return the type of a Word, Excel, PowerPoint or OpenDocument file, by what its zip
    declares.
    """
    _check_directory(upload)
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as package:
            _check_members(package)
            names = set(package.namelist())
            if len(names) != len(package.namelist()):
                # Programs disagree which of two members with one name to read.
                raise InvalidUpload(_BROKEN_DOCUMENT)
            if "[Content_Types].xml" in names:
                return _office(package, names)
            if "mimetype" in names:
                return _open_document(package, names)
    except InvalidUpload:
        raise
    except Exception as error:  # zipfile raises six unrelated kinds of errors
        logger.info("a document was refused: %r", error)
        raise InvalidUpload(_BROKEN_DOCUMENT) from None
    raise InvalidUpload(_NO_ARCHIVE)


def _check_directory(upload: File[Any]) -> None:
    """Refuse a directory that would fill the memory before its members can be counted."""
    upload.seek(max(0, upload.size - 66_000))
    tail = upload.read()
    end = tail.rfind(_DIRECTORY_END)
    if end < 0 or len(tail) < end + 22:
        raise InvalidUpload(_BROKEN_DOCUMENT)
    (size,) = struct.unpack_from("<I", tail, end + 12)
    # Only archives beyond 4 GB need the longer form.
    if size > _MAX_DIRECTORY or tail[max(end - 20, 0) : end].startswith(_DIRECTORY_END_64):
        raise InvalidUpload(_TOO_LARGE_UNPACKED)


def _check_members(package: zipfile.ZipFile) -> None:
    members = package.infolist()
    if any(member.flag_bits & 0x1 for member in members):
        raise InvalidUpload(_NO_PASSWORD)
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    is_bomb = unpacked > _MAX_UNPACKED or (
        unpacked > 10 * MEGABYTE and unpacked > _MAX_RATIO * packed
    )
    if is_bomb or len(members) > _MAX_MEMBERS:
        raise InvalidUpload(_TOO_LARGE_UNPACKED)


def _office(package: zipfile.ZipFile, names: set[str]) -> ValidatedUpload:
    types = _declared_types(package)
    kinds = {content_type for content_type, _ in types}
    has_macro_part = any(name.lower().endswith("vbaproject.bin") for name in names)
    if has_macro_part or any(
        mark in kind.lower() for kind in kinds for mark in ("macro", "vbaproject")
    ):
        raise InvalidUpload(_NO_MACROS)
    main_parts = [
        _OFFICE_PARTS[kind]
        for kind, part in types
        if kind in _OFFICE_PARTS and part.lstrip("/") in names
    ]
    if len(main_parts) != 1:
        raise InvalidUpload(_KNOWN_TYPES)
    extension, content_type = main_parts[0]
    return ValidatedUpload(extension, content_type, unseen=_unseen(package, names))


def _unseen(package: zipfile.ZipFile, names: set[str]) -> tuple[str, ...]:
    """Return what a Word, Excel, PowerPoint or OpenDocument file carries without showing it."""
    found = {_COMMENTS} if any(map(_EXCEL_COMMENTS.match, names)) else set()
    for name in filter(_TEXT_PARTS.fullmatch, names):
        left = [pair for pair in _UNSEEN_MARKS if pair[1] not in found]
        found |= _marks_in(package, name, left)
    told = (*package_properties(package, names), *identity_words(package, names))
    return (*sorted(found), *told)


def _marks_in(
    package: zipfile.ZipFile, name: str, marks: list[tuple[re.Pattern[bytes], str]]
) -> set[str]:
    """Return which marks stand in the first ``_MAX_SCANNED`` bytes of a member."""
    found: set[str] = set()
    stream: IO[bytes]
    with package.open(name) as stream:
        tail = b""
        for _ in range(_MAX_SCANNED // MEGABYTE):
            part = stream.read(MEGABYTE)
            if not part:
                break
            seen = tail + part
            found |= {what for pattern, what in marks if pattern.search(seen)}
            tail = seen[-2_000:]
    return found


def _declared_types(package: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Return the (content type, part) of everything the package declares."""
    text = _member(package, "[Content_Types].xml")
    root = ElementTree.fromstring(text)  # noqa: S314  (at most 1 MB, and expat bounds what entities may grow to)
    return [(element.get("ContentType", ""), element.get("PartName", "")) for element in root]


def _open_document(package: zipfile.ZipFile, names: set[str]) -> ValidatedUpload:
    content_type = _member(package, "mimetype").decode("ascii").strip()
    extension = _OPEN_DOCUMENT.get(content_type)
    if extension is None:
        raise InvalidUpload(_KNOWN_TYPES)
    if "content.xml" not in names:
        raise InvalidUpload(_BROKEN_DOCUMENT)
    if any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in names):
        raise InvalidUpload(_NO_MACROS)
    if "META-INF/manifest.xml" in names and b"encryption-data" in _member(
        package, "META-INF/manifest.xml"
    ):
        raise InvalidUpload(_NO_PASSWORD)
    return ValidatedUpload(extension, content_type, unseen=_unseen(package, names))


def _member(package: zipfile.ZipFile, name: str) -> bytes:
    """Return the bytes of one small member; the limit holds whatever size the zip declares."""
    stream: IO[bytes]
    with package.open(name) as stream:
        text = stream.read(_MAX_DESCRIPTION + 1)
    if len(text) > _MAX_DESCRIPTION:
        raise InvalidUpload(_BROKEN_DOCUMENT)
    return text
