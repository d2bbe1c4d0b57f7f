"""List of honoraria of a period as page, spreadsheet and signed paper."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.http import require_POST, require_safe

from core.admin.staff_page import staff_page
from core.models import TransitionLog
from core.papers.model import Paper, Paragraph, Signature, Table, shown
from core.papers.response import paper_response
from core.reporting.spreadsheets import Column, Sheet
from core.text.number_words import amount_in_words
from core.workflow.engine import available, log_of
from core.workflow.http import run_transition
from news.honoraria.closing import CLOSING_WORKFLOW, Standing, digest_of, signed
from news.honoraria.services import (
    HonorariumList,
    alike_payees,
    honorarium_list,
    proposed_payee,
    unknown_payees,
)
from news.models import Honorarium, HonorariumClosing, Tariff
from news.permissions import by_honorarium_closer, may_see_honoraria
from organization.calendar.periods import period_at
from organization.identity.paper_head import ward_head
from organization.identity.spreadsheet_head import ward_xlsx_response
from organization.models import ReportingPeriod, Ward
from organization.requests import StaffRequest

SHOWN_WITHOUT = 100
_BY_AUTHOR = (
    Column("TT", 5, is_number=True),
    Column("Người nhận", 28),
    Column("Đơn vị", 22),
    Column("Số bài", 9, is_number=True),
    Column("Hệ số", 9, is_number=True),
    Column("Thành tiền (đồng)", 16, is_number=True),
    Column("Ký nhận", 18),
)
_BY_ITEM = (
    Column("Ngày đăng", 12),
    Column("Tiêu đề", 60),
    Column("Người nhận", 26),
    Column("Thể loại", 18),
    Column("Hệ số", 9, is_number=True),
    Column("Đơn giá (đồng)", 14, is_number=True),
    Column("Thành tiền (đồng)", 16, is_number=True),
    Column("Ghi chú", 28),
)
_WITHOUT = (
    Column("Ngày đăng", 12),
    Column("Tiêu đề", 60),
    Column("Tác giả", 26),
    Column("Đơn vị", 22),
)


_AFTER_CLOSING = (
    Column("Tiêu đề", 38),
    Column("Người nhận", 24),
    Column("Thay đổi", 26),
    Column("Khi chốt (đồng)", 18, is_number=True),
    Column("Nay (đồng)", 18, is_number=True),
    Column("Chênh lệch (đồng)", 20, is_number=True),
)
_DIFFERENCES = (
    Column("TT", 5, is_number=True),
    Column("Người nhận", 34),
    Column("Chênh lệch (đồng)", 18, is_number=True),
    Column("Ký nhận", 22),
)


def _page(
    request: StaffRequest,
    *,
    period: ReportingPeriod | None = None,
    refused: list[str] | None = None,
    note: str = "",
    status: int = 200,
) -> HttpResponse:
    period = period or _period(request)
    found = honorarium_list(period, now=timezone.now()) if period else None
    standing = Standing.of(found) if found else None
    context = admin.site.each_context(request) | {
        "title": f"Nhuận bút {period}" if period else "Nhuận bút",
        "period": period,
        "found": found,
        "parts": _shown_parts(found, standing) if found and standing else [],
        "standing": standing,
        "closed_amount": shown(standing.closed_amount) if standing else "",
        "later": _shown_changes(standing) if standing else [],
        "later_sum": signed(standing.difference) if standing else "",
        "options": available(standing.closing, request.user) if standing else [],
        "seen": digest_of(found) if found else "",
        "refusals": refused or [],
        "note": note,
        "log": _log(standing) if standing else [],
        "sums": _shown_sums(found) if found else {},
        "alike": alike_payees(found) if found else [],
        "unknown": unknown_payees(found, request.user) if found else "",
        "unit_values": _unit_values(found) if found else "",
        "window": _window(found) if found else "",
        "without": found.without[:SHOWN_WITHOUT] if found else [],
        "previous": period.previous if period else None,
        "next": period.next if period else None,
    }
    return TemplateResponse(request, "news/admin/honoraria/list.html", context, status=status)


@staff_page(may_see_honoraria)
@require_safe
def honoraria(request: StaffRequest) -> HttpResponse:
    """Show the list of a period (``?ky=2016-07``, else the present one); 404 for what is no period
    of the ward.
    """
    return _page(request)


@staff_page(may_see_honoraria)
@require_POST
def take_transition(request: StaffRequest, code: str, name: str) -> HttpResponse:
    """Close the list as the person saw it, or undo that; a refusal shows the page with the reasons.
    404 for what is no period of the ward, 403 for who sets no coefficients.
    """
    period = period_at(code) if code else None
    if period is None:
        raise Http404
    if not by_honorarium_closer(HonorariumClosing(period=period), request.user):
        raise PermissionDenied
    closing, _ = HonorariumClosing.objects.get_or_create(period=period)
    result = run_transition(request, closing, name)
    if result.refused:
        return _page(request, period=period, refused=result.reasons, note=result.note, status=409)
    messages.success(request, result.transition.success_message)
    return HttpResponseRedirect(f"{reverse('admin:honoraria')}?ky={period.code}")


@staff_page(may_see_honoraria)
@require_safe
def as_xlsx(request: StaffRequest) -> HttpResponse:
    """Answer with the workbook: by author, by item, and what has no coefficient; 409 with the page
    while nobody knows whom to pay for an item.
    """
    found = _found(request)
    if found.unknown:
        return _page(request, status=409)
    standing = Standing.of(found)
    title = f"Danh sách chi trả nhuận bút {found.period}"
    by_item = [
        [
            one.published_on,
            one.article.title,
            author.name,
            one.limit.genre,
            one.coefficient,
            one.unit_value,
            one.amount,
            _remarks(one, standing),
        ]
        for part in (found.of_items(withdrawn=False), found.of_items(withdrawn=True))
        for author in part.authors
        for one in author.honoraria
    ]
    sums = ["Cộng", None, None, None, found.coefficient, None, found.amount, None]
    without = [
        [
            timezone.localdate(item.published_at),
            item.title,
            proposed_payee(item) or "Chưa rõ trả tiền cho ai",
            str(item.unit or ""),
        ]
        for item in found.without
    ]
    published, withdrawn = (found.of_items(withdrawn=is_so) for is_so in (False, True))
    window = f"{_window(found)} {capfirst(standing.words)}"
    paid = f"Tổng số tiền chi trả: {shown(found.amount)} đồng"
    apart = ""
    if withdrawn.authors:
        apart = (
            f" Trang này chưa gồm bài đã gỡ sau khi chấm: {shown(withdrawn.amount)} đồng, ở trang"
            " “Bài đã gỡ”."
        )
    gone = "Đã gồm bài đã gỡ sau khi chấm. " if withdrawn.authors else ""
    sheets = [
        Sheet(
            "Theo tác giả",
            title,
            _BY_AUTHOR,
            _rows(published),
            subtitle=f"{window}{apart} {paid}.",
            totals=_sums(published),
            frozen_columns=2,
        )
    ]
    if withdrawn.authors:
        sheets.append(
            Sheet(
                "Bài đã gỡ",
                f"{title}: bài đã gỡ sau khi chấm",
                _BY_AUTHOR,
                _rows(withdrawn),
                subtitle=f"{window} Công đã làm, vẫn được chi trả. {paid}.",
                totals=_sums(withdrawn),
                frozen_columns=2,
            )
        )
    sheets += [
        Sheet(
            "Theo bài",
            title,
            _BY_ITEM,
            by_item,
            subtitle=f"{window} {gone}{paid}, bằng chữ: {amount_in_words(found.amount)}.",
            totals=sums,
            frozen_columns=2,
        ),
        *_changes_sheet(standing, title),
        Sheet("Chưa có hệ số", f"Tin bài chưa có hệ số, {found.period}", _WITHOUT, without),
    ]
    return ward_xlsx_response(f"nhuan-but-{found.period.code}", *sheets, now=timezone.now())


@staff_page(may_see_honoraria)
@require_safe
def as_pdf(request: StaffRequest) -> HttpResponse:
    return _paper(request, "pdf")


@staff_page(may_see_honoraria)
@require_safe
def as_docx(request: StaffRequest) -> HttpResponse:
    return _paper(request, "docx")


def honorarium_paper(found: HonorariumList, standing: Standing, *, today: date) -> Paper:
    """Return the list as the paper each author signs and the ward's head approves, with what
    changed since it was closed.
    """
    tariff = Tariff.objects.in_force(on=found.period.ends_on)
    values = _unit_values(found)
    published, withdrawn = (found.of_items(withdrawn=is_so) for is_so in (False, True))
    apart: list[Paragraph | Table] = [
        Paragraph("công đã làm, vẫn trong danh sách.", label="Bài đã gỡ sau khi chấm:"),
        Table(_BY_AUTHOR, _rows(withdrawn), totals=_sums(withdrawn)),
    ]
    apart = apart if withdrawn.authors else []
    if standing.changes:
        apart += [
            Paragraph(
                "đã gồm trong các bảng trên, trừ bài bỏ khỏi danh sách.",
                label="Thay đổi sau khi chốt:",
            ),
            Table(
                _AFTER_CLOSING,
                [[*row[:-1], signed(row[-1])] for row in _change_rows(standing)],
                totals=[*_change_sums(standing)[:-1], signed(standing.difference)],
            ),
            *_signed_differences(standing),
        ]
    return Paper(
        head=ward_head(day=today),
        kind="Danh sách",
        subject=f"Chi trả nhuận bút {found.period}",
        blocks=[
            Paragraph(_window(found), label="Kỳ chi trả:"),
            *([Paragraph(f"{tariff.legal_basis}.", label="Căn cứ:")] if tariff else []),
            *([Paragraph(f"{values}.", label="Giá trị một đơn vị hệ số:")] if values else []),
            Paragraph(standing.words, label="Tình trạng:"),
            *_signed_before(standing),
            Table(_BY_AUTHOR, _rows(published), totals=_sums(published)),
            *apart,
            Paragraph(f"{shown(found.amount)} đồng.", label="Tổng số tiền:"),
            Paragraph(f"{amount_in_words(found.amount)}.", label="Bằng chữ:"),
        ],
        signatures=[
            Signature("Người lập danh sách", hint="(Ký, ghi rõ họ tên)"),
            Signature(
                "Chủ tịch", authority="TM. Ủy ban nhân dân", hint="(Ký, ghi rõ họ tên, đóng dấu)"
            ),
        ],
        has_end_mark=False,
    )


def _paper(request: StaffRequest, kind: Literal["docx", "pdf"]) -> HttpResponse:
    found = _found(request)
    if found.unknown:
        return _page(request, status=409)
    paper = honorarium_paper(found, Standing.of(found), today=timezone.localdate())
    return paper_response(f"nhuan-but-{found.period.code}", paper, kind)


def _period(request: StaffRequest) -> ReportingPeriod | None:
    return period_at(request.GET.get("ky", ""))


def _found(request: StaffRequest) -> HonorariumList:
    period = _period(request)
    if period is None:
        raise Http404
    return honorarium_list(period, now=timezone.now())


def _rows(found: HonorariumList) -> list[list[object]]:
    return [
        [
            number,
            author.name,
            author.unit,
            len(author.honoraria),
            author.coefficient,
            author.amount,
            None,
        ]
        for number, author in enumerate(found.authors, start=1)
    ]


def _remarks(row: Honorarium, standing: Standing) -> str | None:
    withdrawn = "đã gỡ" if row.is_withdrawn else ""
    return capfirst("; ".join(filter(None, (withdrawn, standing.note_on(row.article_id))))) or None


def _change_rows(standing: Standing) -> list[list[Any]]:
    return [
        [one.title, one.payee, one.words, one.before, one.now, one.difference]
        for one in standing.changes
    ]


def _change_sums(standing: Standing) -> list[Any]:
    before = sum(one.before for one in standing.changes)
    now = sum(one.now for one in standing.changes)
    return ["Cộng", None, None, before, now, standing.difference]


def _signed_before(standing: Standing) -> list[Paragraph]:
    """Say above the list what nobody signs twice."""
    if not standing.changes:
        return []
    words = "danh sách đã chốt được ký trước; bảng dưới đây ghi số liệu hiện nay"
    words += (
        ", lần này chỉ ký phần chênh lệch ở bảng “Ký nhận chênh lệch”."
        if standing.differences
        else ", không có chênh lệch phải ký."
    )
    return [Paragraph(words, label="Ký nhận:")]


def _signed_differences(standing: Standing) -> list[Paragraph | Table]:
    """What those sign who were paid by the closed list already."""
    rows: list[list[object]] = [
        [number, payee, signed(amount), None]
        for number, (payee, amount) in enumerate(standing.differences, start=1)
    ]
    if not rows:
        return []
    return [
        Paragraph(
            "phần chi thêm hoặc thu lại so với danh sách đã chốt.", label="Ký nhận chênh lệch:"
        ),
        Table(_DIFFERENCES, rows, totals=[None, "Cộng", signed(standing.difference), None]),
    ]


def _changes_sheet(standing: Standing, title: str) -> list[Sheet]:
    if not standing.changes:
        return []
    return [
        Sheet(
            "Sau khi chốt",
            f"{title}: thay đổi sau khi chốt",
            _AFTER_CLOSING,
            _change_rows(standing),
            subtitle=capfirst(standing.words),
            totals=_change_sums(standing),
        )
    ]


def _shown_changes(standing: Standing) -> list[dict[str, object]]:
    return [
        {
            "change": one,
            "before": shown(one.before),
            "now": shown(one.now),
            "difference": signed(one.difference),
        }
        for one in standing.changes
    ]


def _log(standing: Standing) -> list[tuple[str, TransitionLog]]:
    """The steps of the list with their names, the last first."""
    if standing.closing.pk is None:
        return []
    steps = log_of(standing.closing).reverse()
    labels = {one.name: one.label for one in CLOSING_WORKFLOW.transitions}
    return [(labels.get(entry.name, entry.name), entry) for entry in steps]


def _shown_parts(found: HonorariumList, standing: Standing) -> list[dict[str, object]]:
    """The list as the page writes it: what is on the portal, then apart what was withdrawn."""
    named = (("", False), ("Bài đã gỡ sau khi chấm", True))
    parts = ((label, found.of_items(withdrawn=is_so)) for label, is_so in named)
    return [
        {"label": label, "rows": _shown_rows(part, standing), "sums": _shown_sums(part)}
        for label, part in parts
        if part.authors
    ]


def _shown_sums(found: HonorariumList) -> dict[str, str]:
    return {
        "coefficient": shown(found.coefficient),
        "amount": shown(found.amount),
        "words": amount_in_words(found.amount),
    }


def _shown_rows(found: HonorariumList, standing: Standing) -> list[dict[str, object]]:
    """The list as the page writes it: numbers as people here do."""
    return [
        {
            "name": author.name,
            "unit": author.unit,
            "coefficient": shown(author.coefficient),
            "amount": shown(author.amount),
            "lines": [
                {
                    "article": one.article,
                    "published_on": one.published_on,
                    "is_withdrawn": one.is_withdrawn,
                    "later": standing.note_on(one.article_id),
                    "genre": one.limit.genre,
                    "coefficient": shown(one.coefficient),
                    "amount": shown(one.amount),
                }
                for one in author.honoraria
            ],
        }
        for author in found.authors
    ]


def _sums(found: HonorariumList) -> list[object]:
    return [None, "Cộng", None, len(found.honoraria), found.coefficient, found.amount, None]


def _unit_values(found: HonorariumList) -> str:
    """What one coefficient was worth; two amounts where the tariff changed within the period."""
    return ", ".join(f"{shown(value)} đồng" for value in found.unit_values)


def _window(found: HonorariumList) -> str:
    """Which items are on the list: by the day of publication, a line's item by its line."""
    period = found.period
    words = f"từ ngày {period.counts_from:%d/%m/%Y} đến hết ngày {period.ends_on:%d/%m/%Y}"
    if Ward.current().counts_lines_in_their_period:
        words += f" theo ngày đăng; bài gắn định hướng theo kỳ của định hướng ({period})"
    return f"{words}."
