"""Open data at ``/du-lieu/``: a page for people, paginated JSON and CSV, OpenAPI description.

Responses are cached by the page cache with the pages they repeat; view counts may lag behind.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.http.params import int_param, query_parameters
from core.reporting.spreadsheets import csv_bytes
from organization.identity.metadata import Metadata, absolute_url, breadcrumbs_node
from wardportal.open_data.data_sets import BY_NAME, DATA_SETS, DataField, DataSet

MAX_ROWS = 500
MAX_LONG_ROWS = 100  # rows with full text
DEFAULT_ROWS = 100
MAX_ID = 2**63 - 1
TITLE = "Dữ liệu mở"
_OPENAPI = json.loads((Path(__file__).parent / "openapi.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class DataFile:
    """One CSV file of a long table: URL, first and last row, counted from 1."""

    url: str
    first: int
    last: int


class InvalidParameter(ValueError):
    """An invalid parameter; the message is one sentence."""


@dataclass(frozen=True)
class DataPage:
    """A page of a table in order of ``id``, and the URL of the next one; "" at the end."""

    fields: tuple[DataField, ...]
    rows: list[Any]
    next: str

    def values(self) -> list[list[Any]]:
        return [[field.read(row) for field in self.fields] for row in self.rows]


def open_to_all(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Allow cross-origin reads: the response is the same for all users."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except InvalidParameter as error:
            response = _json({"error": str(error)}, status=400)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "Link"
        return response

    return wrapped


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Show the available tables, the licence, and how a program reads them."""
    path = reverse("open_data")
    context = {
        "data_sets": [(data_set, _parts(data_set)) for data_set in DATA_SETS],
        "most": MAX_ROWS,
        "most_long": MAX_LONG_ROWS,
        "usual": DEFAULT_ROWS,
        "canonical_url": absolute_url(path),
        "metadata": Metadata(title=TITLE, nodes=(breadcrumbs_node((TITLE, path)),)),
    }
    return render(request, "wardportal/open_data.html", context)


@query_parameters("day-du", "moi-trang", "sau")
@open_to_all
@require_safe
def as_json(request: HttpRequest, name: str) -> HttpResponse:
    """Return a page of the table with the URL of the next."""
    page = _page(request, _data_set(name), with_long=request.GET.get("day-du") == "1")
    names = [field.name for field in page.fields]
    content = {
        "license_url": absolute_url(reverse("open_data") + "#giay-phep"),
        "next": page.next or None,
        "items": [dict(zip(names, values, strict=True)) for values in page.values()],
    }
    return _linked(_json(content), page)


@query_parameters("moi-trang", "sau")
@open_to_all
@require_safe
def as_csv(request: HttpRequest, name: str) -> HttpResponse:
    """Return a page of the table as CSV; the next one is in the ``Link`` header."""
    page = _page(request, _data_set(name))
    content = csv_bytes([field.name for field in page.fields], page.values())
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return _linked(response, page)


@open_to_all
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """Return the OpenAPI description."""
    return _json(_OPENAPI | {"servers": [{"url": absolute_url("/").rstrip("/")}]})


def _parts(data_set: DataSet) -> list[DataFile]:
    """Return the CSV files of the whole table; one for an empty table."""
    # Without an order an index-only scan is enough.
    ids = sorted(data_set.rows().order_by().values_list("pk", flat=True))
    parts = []
    for start in range(0, max(len(ids), 1), MAX_ROWS):
        query = {"moi-trang": MAX_ROWS} | ({"sau": ids[start - 1]} if start else {})
        url = reverse("open_data_csv", args=[data_set.name]) + f"?{urlencode(query)}"
        parts.append(DataFile(url, start + 1, min(start + MAX_ROWS, len(ids))))
    return parts


def _data_set(name: str) -> DataSet:
    if name not in BY_NAME:
        raise Http404
    return BY_NAME[name]


def _page(request: HttpRequest, data_set: DataSet, *, with_long: bool = False) -> DataPage:
    """Return the rows after the key ``sau``: page one hundred costs what page one does."""
    maximum = MAX_LONG_ROWS if with_long else MAX_ROWS
    size = _number(
        request, "moi-trang", default=min(DEFAULT_ROWS, maximum), minimum=1, maximum=maximum
    )
    after = _number(request, "sau", default=0, minimum=0, maximum=MAX_ID)
    rows_after = data_set.rows().order_by("pk").filter(pk__gt=after)
    if data_set.long and not with_long:
        rows_after = rows_after.defer("body")
    rows = list(rows_after[: size + 1])
    following = ""
    if len(rows) > size:
        rows.pop()
        parameters = {"sau": rows[-1].pk, "moi-trang": size} | ({"day-du": 1} if with_long else {})
        following = f"{absolute_url(request.path)}?{urlencode(parameters)}"
    data_set.prepare(rows)
    return DataPage(data_set.fields + (data_set.long if with_long else ()), rows, following)


def _number(request: HttpRequest, name: str, *, default: int, minimum: int, maximum: int) -> int:
    number = int_param(request.GET.get(name, str(default)), maximum=maximum)
    if number is None or number < minimum:
        raise InvalidParameter(f"Tham số {name} phải là số từ {minimum} đến {maximum}.")
    return number


def _json(content: dict[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False})


def _linked(response: HttpResponse, page: DataPage) -> HttpResponse:
    if page.next:
        response["Link"] = f'<{page.next}>; rel="next"'
    return response
