"""Reading of an uploaded spreadsheet: its type by content, its table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from django.core.files import File

from core.files.uploads import InvalidUpload
from core.files.validation import old_office_sentence, validate_upload
from core.spreadsheet_import.delimited import MAX_BYTES, NOT_A_TABLE, read_csv, refuse_legacy
from core.spreadsheet_import.fields import ImportField
from core.spreadsheet_import.heads import find_table
from core.spreadsheet_import.table import Sheet, Table

# What programs name a table that they write as text.
TEXT_SUFFIXES = (".csv", ".tsv", ".txt", ".xls", ".xlsx")
_EMPTY = "Tệp trống (0 byte): xin kiểm tra lại tệp trên máy rồi tải lên."
_TOO_LARGE = "Tệp lớn hơn 10 MB: xin chép riêng bảng cần nhập sang một tệp mới rồi tải lên."
_NO_TABLE = (
    "Không tìm thấy bảng nào trong tệp: xin để tên các cột trên một dòng, mỗi dòng sau là một mục."
)
_NO_ROWS = "Bảng chỉ có tên cột, chưa có dòng nào để nhập."


def read_table(upload: File[Any], fields: Sequence[ImportField]) -> Table:
    """Return the table of an uploaded XLSX or CSV file: of the first sheet whose head names fields.

    Raises InvalidUpload, whose sentence says what to do.
    """
    sheets = _sheets(upload)
    for sheet in sheets:
        refuse_legacy("\n".join(_line(sheet)))
    found = [one for sheet in sheets if (one := find_table(sheet, fields))]
    if not found:
        raise InvalidUpload(_NO_TABLE)
    recognised = [table for table, is_recognised in found if is_recognised]
    table = recognised[0] if recognised else found[0][0]
    if not table.rows:
        raise InvalidUpload(_NO_ROWS)
    return table


def _line(sheet: Sheet) -> list[str]:
    return [" ".join(cell for cell in row.cells if isinstance(cell, str)) for row in sheet.rows]


def _sheets(upload: File[Any]) -> list[Sheet]:
    if not upload.size:
        raise InvalidUpload(_EMPTY)
    if upload.size > MAX_BYTES:
        raise InvalidUpload(_TOO_LARGE)
    upload.seek(0)
    content: bytes = upload.read()
    if sentence := old_office_sentence(upload):
        raise InvalidUpload(sentence)
    if content.startswith(b"PK\x03\x04"):
        if validate_upload(upload, pictures_only=False).extension != "xlsx":
            raise InvalidUpload(NOT_A_TABLE)
        from core.spreadsheet_import.xlsx import read_xlsx  # openpyxl: 20 MB, seldom needed

        return read_xlsx(upload)
    if content.startswith((b"%PDF-", b"{\\rtf", b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"PK")):
        raise InvalidUpload(NOT_A_TABLE)
    if content.lstrip()[:15].lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        raise InvalidUpload(NOT_A_TABLE)
    # A text looks like any other: here the name decides.
    if PurePath(upload.name or "").suffix.lower() not in TEXT_SUFFIXES:
        raise InvalidUpload(NOT_A_TABLE)
    return [read_csv(content)]
