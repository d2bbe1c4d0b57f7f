"""Pages of the registers: what books there are, and each as a spreadsheet or PDF."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from core.admin.staff_page import staff_page
from core.dates import RECEIVED, Bounds
from core.http.params import day_param, int_param
from core.papers.sheet_pdf import sheet_pdf
from core.text.vietnamese import slug
from documents.books.sheets import (
    FOLLOW_UP,
    MAX_ROWS,
    REGISTER,
    TITLES,
    Book,
    Span,
    TooManyRows,
    book_of,
)
from documents.books.usual import create_usual_registers
from documents.models import Register
from documents.permissions import may_edit_documents, may_edit_registers, may_read_documents
from documents.states import Direction
from organization.identity.spreadsheet_head import ward_xlsx_response
from organization.models import Ward
from organization.requests import StaffRequest

_DAYS = Bounds(first_year=RECEIVED.first_year, years_ahead=1)
_BAD_DAYS = "Khoảng ngày chưa đúng: xin ghi ngày đầu và ngày cuối, ngày cuối không trước ngày đầu."


@staff_page(may_read_documents)
@require_safe
def books_page(request: StaffRequest) -> HttpResponse:
    """List the registers with their years; without any, say what opening one means."""
    registers = list(Register.objects.prefetch_related("years"))
    today = timezone.localdate()
    context = admin.site.each_context(request) | {
        "title": "Sổ văn bản",
        "registers": [_shown(register) for register in registers],
        "is_in_use": any(one.direction == Direction.INCOMING for one in registers),
        "may_edit": may_edit_documents(request.user),
        "today": today,
        "most": MAX_ROWS,
    }
    return TemplateResponse(request, "documents/admin/books/books.html", context)


def _shown(register: Register) -> dict[str, Any]:
    """Return a register as the page draws it."""
    kinds = [REGISTER, FOLLOW_UP] if register.direction == Direction.INCOMING else [REGISTER]
    years = [
        {"year": one.year, "first": one.first, "last": one.last, "count": one.last - one.first + 1}
        for one in register.years.all()
        if one.last_on
    ]
    kind_labels = [(kind, TITLES[Direction(register.direction), kind]) for kind in kinds]
    return {"register": register, "kinds": kind_labels, "years": years}


@staff_page(may_edit_registers)
@require_POST
def open_usual_registers(request: StaffRequest) -> HttpResponse:
    """Create the usual three registers by one click, and lead to them."""
    made = create_usual_registers()
    if made:
        names = "; ".join(str(one) for one in made)
        messages.success(request, f"Đã mở {len(made)} sổ: {names}. Từ nay văn bản vào sổ ở đây.")
    else:
        messages.info(request, "Phường đã có sổ: xin thêm từng sổ nếu cần.")
    return HttpResponseRedirect(reverse("admin:documents_register_changelist"))


@staff_page(may_read_documents)
@require_safe
def book_file(request: StaffRequest, pk: int, kind: str, form: str) -> HttpResponse:
    """Return a book of a year (``?nam=``) or of a range of days (``?tu=``, ``?den=``).

    404 for a kind or form that there is not; a range that is wrong or too long is told on the page
    of the books.
    """
    register = get_object_or_404(Register, pk=pk)
    if (register.direction, kind) not in TITLES or form not in MAX_ROWS:
        raise Http404
    span = _span(request)
    if span is None:
        return _refused(request, _BAD_DAYS)
    try:
        book = book_of(register, kind, span, today=timezone.localdate(), most=MAX_ROWS[form])
    except TooManyRows as found:
        return _refused(
            request,
            f"Khoảng này có {found.count} văn bản; mỗi lần in nhiều nhất {MAX_ROWS[form]} văn bản:"
            " xin chọn khoảng ngày ngắn hơn rồi in thành nhiều quyển.",
        )
    if form == "xlsx":
        return ward_xlsx_response(book.filename, book.sheet, now=timezone.now())
    return _pdf_response(book)


def _span(request: StaffRequest) -> Span | None:
    year = int_param(request.GET.get("nam", ""), maximum=RECEIVED.last_year)
    if year is not None:
        return Span.of_year(year) if year >= RECEIVED.first_year else None
    first = day_param(request.GET.get("tu", ""), _DAYS)
    last = day_param(request.GET.get("den", ""), _DAYS)
    return Span(first, last) if first and last and first <= last else None


def _refused(request: StaffRequest, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    return HttpResponseRedirect(reverse("admin:document_books"))


def _pdf_response(book: Book) -> HttpResponse:
    now = timezone.localtime()
    sheet = replace(
        book.sheet,
        agency=Ward.current().agency_name,
        taken=f"In lúc {now:%H:%M, ngày %d/%m/%Y}",
    )
    response = HttpResponse(sheet_pdf(sheet), content_type="application/pdf")
    disposition = content_disposition_header(False, f"{slug(book.filename)}.pdf")
    response["Content-Disposition"] = disposition or "inline"
    response["Cache-Control"] = "private, no-store"
    return response
