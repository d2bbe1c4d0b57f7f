"""Downloads of the ward's tables: agency, time of the figures and the day in the file's name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.http import HttpResponse
from django.utils import timezone

from core.reporting.spreadsheets import Sheet, xlsx_response
from organization.models import Ward


def ward_xlsx_response(
    filename: str, *sheets: Sheet, now: datetime, as_of: date | None = None
) -> HttpResponse:
    """Return the workbook with the agency and the time of its figures on each sheet.

    ``as_of`` is the day of figures of the past. One query.
    """
    agency = Ward.current().agency_name
    on_day = f"Số liệu đến hết ngày {as_of:%d/%m/%Y}" if as_of else ""
    taken = on_day or f"Số liệu lúc {timezone.localtime(now):%H:%M, ngày %d/%m/%Y}"
    day = as_of or timezone.localdate(now)
    headed = (replace(sheet, agency=agency, taken=taken) for sheet in sheets)
    return xlsx_response(f"{filename}-ngay-{day:%d-%m-%Y}", *headed)
