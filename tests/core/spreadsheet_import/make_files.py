"""Spreadsheets made in memory: workbooks, and their parts changed afterwards."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook


def workbook(
    *sheets: Iterable[Iterable[Any]], change: Callable[[Workbook], None] | None = None
) -> bytes:
    """Return an XLSX file with these rows, a sheet each."""
    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"Trang {number}")
        for row in rows:
            sheet.append(list(row))
    if change:
        change(book)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def rewritten(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return the package with one part changed."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text) if name == part else text)
    return made.getvalue()


def with_cached(content: bytes, values: dict[str, str]) -> bytes:
    """Return the workbook with these results of formulas, as Excel stores them."""

    def change(text: bytes) -> bytes:
        for cell, value in values.items():
            pattern = rf'(<c r="{cell}"[^>]*><f>[^<]*</f>)<v\s*/?>(?:</v>)?'
            text = re.sub(pattern.encode(), rf"\1<v>{value}</v>".encode(), text)
        return text

    return rewritten(content, "xl/worksheets/sheet1.xml", change)


def upload(content: bytes, name: str = "bang.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
