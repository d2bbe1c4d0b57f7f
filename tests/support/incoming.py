"""Lists of incoming documents as other software exports them, and stored entries."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management import call_command

from documents.models import IncomingDocument, IncomingUnit
from documents.states import EntrySource
from organization.models import Unit
from tests.core.spreadsheet_import.make_files import workbook

HEAD = [
    *("Số đến", "Ngày đến", "Số ký hiệu", "Cơ quan ban hành", "Ngày văn bản", "Trích yếu"),
    *("Đơn vị xử lý", "Người xử lý", "Hạn xử lý", "Ngày mở/xem", "Ngày hoàn thành", "Trạng thái"),
]


def line(unit: Unit | str = "", **given: Any) -> list[Any]:
    """A line beneath ``HEAD`` with nothing wrong."""
    values = {
        "number": 12,
        "arrived": date(2026, 7, 6),
        "code": "15/KH-UBND",
        "agency": "UBND thành phố",
        "issued": date(2026, 7, 3),
        "subject": "Kế hoạch ra quân vệ sinh môi trường",
        "unit": unit,
        "person": "Đoàn Thị Thu Ngân",
        "due": date(2026, 7, 20),
        "opened": date(2026, 7, 7),
        "finished": None,
        "state": "Đang xử lý",
    }
    cells = values | given
    cells["unit"] = getattr(cells["unit"], "name", cells["unit"])
    return list(cells.values())


def import_rows(path: Path, *rows: list[Any], dry_run: bool = False) -> dict[str, Any]:
    """Write the rows into a workbook and import it by the command; return what it prints."""
    path.write_bytes(workbook(rows))
    return import_path(path, dry_run=dry_run)


def import_path(path: Path, *, dry_run: bool = False) -> dict[str, Any]:
    out = io.StringIO()
    call_command("import_register", path, dry_run=dry_run, stdout=out)
    report: dict[str, Any] = json.loads(out.getvalue())
    return report


def make_incoming(unit: Unit, **given: Any) -> IncomingUnit:
    """A stored document for one unit; columns of the entry and of the unit by their names."""
    of_entry = {"agency", "issued_on", "arrived_on", "subject", "arrival_number", "number"}
    number = given.get("number") or str(IncomingDocument.objects.count() + 1)
    entry = IncomingDocument(
        **{
            "notation": "KH-UBND",
            "agency": "UBND thành phố",
            "arrived_on": given.get("arrived_on", date(2026, 7, 6)),
            "subject": "Kế hoạch ra quân vệ sinh môi trường",
            "source": EntrySource.IMPORTED,
        }
        | {name: value for name, value in given.items() if name in of_entry}
        | {"number": number}
    )
    entry.save()
    own = {name: value for name, value in given.items() if name not in of_entry}
    row = IncomingUnit(entry=entry, unit=unit, source=EntrySource.IMPORTED, **own)
    row.save()
    return row
