"""Admin pages of spreadsheet imports: upload, columns, preview and result, template.

Each is open to those whom the target's ``can_import`` allows; a table to who uploaded it.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from core.files.uploads import InvalidUpload
from core.models import SpreadsheetImport
from core.reporting.spreadsheets import Column, Sheet, xlsx_response
from core.spreadsheet_import import services
from core.spreadsheet_import.fields import Kind, recognise
from core.spreadsheet_import.table import Table, cell_text
from core.spreadsheet_import.targets import (
    ImportRefused,
    ImportTarget,
    Outcome,
    PlannedRow,
    digest,
    import_targets,
    repeated,
)
from core.text.forms import NormalizedTextMixin

MAX_SHOWN = 200
_EXAMPLE = 40


class UploadForm(NormalizedTextMixin, forms.Form):
    file = forms.FileField(
        label="Tệp Excel hoặc CSV",
        error_messages={
            "required": "Xin chọn một tệp Excel (.xlsx) hoặc CSV.",
            "invalid": "Xin chọn một tệp Excel (.xlsx) hoặc CSV.",
            "empty": "Tệp trống (0 byte): xin kiểm tra lại tệp trên máy rồi tải lên.",
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )


class ColumnsForm(NormalizedTextMixin, forms.Form):
    """A choice of column for each field of the target."""

    def __init__(
        self, target: ImportTarget, table: Table, columns: dict[str, int], **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.target, self.table = target, table
        choices = [("", "Không có trong bảng")]
        choices += [(str(index), _described(table, index)) for index in range(len(table.heads))]
        for field in target.fields:
            self.fields[f"cot-{field.name}"] = forms.ChoiceField(
                label=field.label,
                choices=choices,
                required=field.is_required,
                initial=str(columns.get(field.name, "")),
                error_messages={"required": f"Xin chọn cột cho “{field.label}”."},
            )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        taken: dict[str, str] = {}
        for field in self.target.fields:
            name = f"cot-{field.name}"
            index = data.get(name)
            if index and index in taken:
                self.add_error(name, f"Cột này đã được chọn cho “{taken[index]}”.")
            elif index:
                taken[index] = field.label
        return data

    @property
    def columns(self) -> dict[str, int]:
        chosen = {
            field.name: self.cleaned_data[f"cot-{field.name}"] for field in self.target.fields
        }
        return {name: int(index) for name, index in chosen.items() if index}


def _described(table: Table, index: int) -> str:
    """Return a column as a person finds it: letter, head, first value."""
    from openpyxl.utils import get_column_letter  # slow to import, seldom needed

    values = (cell_text(row.cell(index)) for row in table.rows)
    example = next(filter(None, values), "")[:_EXAMPLE]
    head = table.heads[index] or "không tên"
    return f"{get_column_letter(index + 1)}: {head}" + (f" (ví dụ: {example})" if example else "")


def _target(request: HttpRequest, name: str) -> ImportTarget:
    """Return the target; Http404 for an unknown one and for who may not import it."""
    found = next((one for one in import_targets if one.name == name), None)
    if found is None or not found.can_import(request.user):
        raise Http404
    return found


def _batch(request: HttpRequest, target: ImportTarget, key: UUID) -> SpreadsheetImport:
    return get_object_or_404(
        SpreadsheetImport, pk=key, target=target.name, uploaded_by=request.user
    )


def _address(name: str, batch: SpreadsheetImport) -> str:
    return reverse(f"admin:{name}", args=[batch.target, batch.pk])


def _page(
    request: HttpRequest, template: str, target: ImportTarget, status: int = 200, **context: Any
) -> HttpResponse:
    shared = {
        "title": f"Nhập {target.label} từ bảng tính",
        "target": target,
        "list_url": reverse(target.list_url),
    }
    return TemplateResponse(
        request,
        f"core/admin/spreadsheet_import/{template}.html",
        admin.site.each_context(request) | shared | context,
        status=status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def upload_page(request: HttpRequest, target: str) -> HttpResponse:
    """Take a spreadsheet; one of a known source goes on to the preview at once."""
    chosen = _target(request, target)
    form = UploadForm(request.POST or None, request.FILES or None, label_suffix="")
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES, label_suffix="")
        if form.is_valid():
            try:
                batch = services.start(form.cleaned_data["file"], chosen, request.user)
            except InvalidUpload as error:
                form.add_error("file", error)
            else:
                step = "spreadsheet_preview" if batch.columns else "spreadsheet_columns"
                return HttpResponseRedirect(_address(step, batch))
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    return _page(request, "upload", chosen, status, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def columns_page(request: HttpRequest, target: str, key: UUID) -> HttpResponse:
    """Show which column was recognised as which field; the person confirms or chooses."""
    chosen = _target(request, target)
    batch = _batch(request, chosen, key)
    if batch.imported_at:
        return HttpResponseRedirect(_address("spreadsheet_preview", batch))
    table = Table.from_json(batch.table)
    recognition = recognise(table.heads, chosen.fields)
    form = ColumnsForm(
        chosen,
        table,
        batch.columns or recognition.columns,
        data=request.POST if request.method == "POST" else None,
        label_suffix="",
    )
    if form.is_bound and form.is_valid():
        services.confirm_columns(batch, form.columns, user=request.user)
        return HttpResponseRedirect(_address("spreadsheet_preview", batch))
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    return _page(
        request,
        "columns",
        chosen,
        status,
        form=form,
        batch=batch,
        table=table,
        doubled=[
            (chosen.field(name).label, [_described(table, index) for index in columns])
            for name, columns in recognition.doubled.items()
        ],
        unknown=[table.heads[index] for index in recognition.unknown],
    )


@dataclass(frozen=True)
class Group:
    """Rows of one outcome in the preview; ``more`` are not shown."""

    heading: str
    rows: list[PlannedRow]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


@require_http_methods(["GET", "HEAD", "POST"])
def preview_page(request: HttpRequest, target: str, key: UUID) -> HttpResponse:
    """Show what each row will do, import on POST, and show the result from then on."""
    chosen = _target(request, target)
    batch = _batch(request, chosen, key)
    sentences: tuple[str, ...] = ()
    if request.method == "POST" and batch.columns is not None:
        try:
            services.run(
                batch,
                chosen,
                request.user,
                seen=request.POST.get("seen", ""),
                skips_refused=request.POST.get("skip") == "1",
                confirmed=_confirmed(request),
                now=timezone.now(),
            )
        except ImportRefused as refused:
            sentences = refused.sentences
        else:
            messages.success(request, f"Đã nhập {chosen.label}.")
            return HttpResponseRedirect(_address("spreadsheet_preview", batch))
    if batch.imported_at:
        return _page(request, "result", chosen, batch=batch, result=batch.result)
    if batch.columns is None:
        return HttpResponseRedirect(_address("spreadsheet_columns", batch))
    status = HTTPStatus.BAD_REQUEST if sentences else HTTPStatus.OK
    return _page(
        request, "preview", chosen, status, **_preview(request, batch, chosen), sentences=sentences
    )


def _confirmed(request: HttpRequest) -> set[int]:
    texts = request.POST.getlist("confirm")
    return {int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 9}


def _preview(
    request: HttpRequest, batch: SpreadsheetImport, target: ImportTarget
) -> dict[str, Any]:
    planned = services.plan(batch, target, request.user)
    by_outcome = {
        outcome: [row for row in planned if row.outcome == outcome] for outcome in Outcome
    }
    refused = by_outcome[Outcome.REFUSED]
    asked = [row for row in planned if row.is_stored and row.confirmations]
    stored = sum(row.is_stored for row in planned)
    again = repeated(planned)
    return {
        "batch": batch,
        "notes": Table.from_json(batch.table).notes,
        "remembered": services.remembered(batch),
        "refused": Group("Dòng có lỗi", refused, len(refused)),
        "asked": asked,
        "confirmed": _confirmed(request),
        "skips": request.POST.get("skip") == "1",
        "new": _group("Mới", by_outcome[Outcome.NEW]),
        "changed": _group("Thay đổi", by_outcome[Outcome.CHANGED]),
        "unchanged": len(by_outcome[Outcome.UNCHANGED]) - len(again),
        "repeated": again,
        "stored": stored,
        "seen": digest(planned),
    }


def _group(heading: str, rows: list[PlannedRow]) -> Group:
    return Group(heading, rows[:MAX_SHOWN], len(rows))


@require_safe
def template_file(request: HttpRequest, target: str) -> HttpResponse:
    """Return an empty workbook with the heads of the target, and a sheet that explains them."""
    chosen = _target(request, target)
    columns = [Column(field.label, 22) for field in chosen.fields]
    blank = Sheet(f"Nhập {chosen.label}", f"Danh sách {chosen.label}", columns, [])
    lines = [
        [field.label, "bắt buộc" if field.is_required else "", _how_to_fill(field)]
        for field in chosen.fields
    ]
    explained = Sheet(
        "Cách điền",
        f"Cách điền bảng {chosen.label}",
        [Column("Cột", 24), Column("Cần có", 12), Column("Điền thế nào", 90)],
        lines,
    )
    return xlsx_response(f"mau-nhap-{chosen.name}", blank, explained)


def _how_to_fill(field: Any) -> str:
    words = [field.help] if field.help else []
    if field.kind == Kind.DATE:
        words.append("Ngày như 05/03/2026.")
    if field.kind == Kind.CHOICE:
        labels = ", ".join(choice[0] for choice in field.choices.values())
        words.append(f"Một trong: {labels}.")
    return " ".join(words)
