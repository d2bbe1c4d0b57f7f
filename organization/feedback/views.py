"""Public views of feedback: report an error, read the answer, rate a page.

Senders are not identified.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from core.files.storage import UNLISTED_HEADERS
from core.http.origin_check import check_origin
from core.http.params import query_parameters
from organization.feedback.forms import HONEYPOT_MESSAGE, ErrorReportForm
from organization.feedback.items import published_item, target_of
from organization.feedback.visitor_tokens import Purpose, Visitor
from organization.feedback.workflow import code_of, codes_in, receive
from organization.models import ErrorReport, Rating

RATE_LIMIT_MESSAGE = (
    "Trong giờ qua đã có quá nhiều lượt gửi từ nơi quý vị đang dùng hoặc từ cả phường, nên trang"
    " tạm ngừng nhận. Xin quý vị thử lại sau một giờ."
)
FOREIGN_ORIGIN_MESSAGE = (
    "Trang không rõ biểu mẫu này được gửi từ đâu nên chưa nhận. Xin quý vị xem lại rồi bấm gửi lần"
    " nữa ở trang này."
)
UNKNOWN_CODE_MESSAGE = "Không có báo sai sót nào mang mã này. Xin quý vị xem lại từng chữ của mã."
MAX_TYPED_CODE = 200
ANSWERS = {"co": True, "khong": False}
NOINDEX_HEADERS = {"X-Robots-Tag": "noindex, nofollow"}
_RETRY_AFTER_HOUR = {"Retry-After": "3600"}


# Báo sai sót


def _report_from_elsewhere(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    return _report_page(
        request,
        kind,
        published_item(kind, pk),
        ErrorReportForm(request.POST),
        FOREIGN_ORIGIN_MESSAGE,
        status=403,
    )


@check_origin(foreign=_report_from_elsewhere)
@require_http_methods(["GET", "HEAD", "POST"])
def report_error(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Receive an error report on a public item; a refused one is rendered again as posted.

    400: invalid, or with unconfirmed personal data. 429: rate limit exceeded.
    """
    item = published_item(kind, pk)
    if request.method != "POST":
        return _report_page(request, kind, item, ErrorReportForm())
    form = ErrorReportForm(request.POST)
    if not form.is_valid() or form.doubts:
        return _report_page(request, kind, item, form, status=400)
    texts = {name: form.cleaned_data[name] for name in ("text", "quote")}
    visitor = Visitor.of(request)
    code = code_of(visitor, item, **texts)
    is_known = ErrorReport.objects.filter(code=code).exists()
    if not is_known and not visitor.is_within_limits(Purpose.REPORT):
        return _report_page(request, kind, item, form, RATE_LIMIT_MESSAGE, status=429)
    return redirect(receive(item, code=code, **texts))


def _report_page(
    request: HttpRequest,
    kind: str,
    item: Any,
    form: ErrorReportForm,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"item": item, "kind": kind, "form": form, "refusal": refusal}
    page = render(request, "organization/feedback_report.html", context, status=status)
    for name, value in (NOINDEX_HEADERS | (_RETRY_AFTER_HOUR if status == 429 else {})).items():
        page[name] = value
    return page


@require_safe
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Show the state of a report to whoever has its code; name the item while it is public."""
    report = get_object_or_404(ErrorReport, code=code)
    target = target_of(report.item_model)
    item = target.published().filter(pk=report.object_id).first() if target else None
    return _private(
        render(request, "organization/feedback_receipt.html", {"report": report, "item": item})
    )


@query_parameters("ma")
@require_safe
def find_report(request: HttpRequest) -> HttpResponse:
    """Redirect from a typed code (``?ma=``) or the pasted address of a receipt to its report."""
    typed = request.GET.get("ma", "")[:MAX_TYPED_CODE]
    codes = codes_in(typed)
    if codes and (report := ErrorReport.objects.filter(code__in=codes).first()):
        return redirect(report)
    context = {
        "typed": typed,
        "most": MAX_TYPED_CODE,
        "refusal": UNKNOWN_CODE_MESSAGE if typed.strip() else "",
    }
    status = 404 if typed.strip() else 200
    return _private(render(request, "organization/feedback_find.html", context, status=status))


def _private(page: HttpResponse) -> HttpResponse:
    for name, value in UNLISTED_HEADERS.items():
        page[name] = value
    return page


# Trang này có hữu ích?


def _rate_from_elsewhere(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    return _rating_refused(
        request, kind, published_item(kind, pk), FOREIGN_ORIGIN_MESSAGE, status=403
    )


@check_origin(foreign=_rate_from_elsewhere)
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Count one vote per visitor, item and day; redirect a GET to the item."""
    item = published_item(kind, pk)
    if request.method != "POST":
        return redirect(item)
    answer = request.POST.get("answer", "")
    if answer not in ANSWERS:
        return _rating_refused(request, kind, item, "Xin quý vị chọn Có hoặc Không.", status=400)
    if request.POST.get("website"):
        return _rating_refused(request, kind, item, HONEYPOT_MESSAGE, status=400)
    visitor = Visitor.of(request)
    if not visitor.is_within_limits(Purpose.RATING):
        return _rating_refused(request, kind, item, RATE_LIMIT_MESSAGE, status=429)
    with transaction.atomic():
        if visitor.is_first_time("rating", kind, pk):
            Rating.objects.add(item, is_helpful=ANSWERS[answer], on=timezone.localdate(visitor.at))
    return HttpResponseRedirect(reverse("rated", args=[kind, pk, answer]))


@require_safe
def thanks(request: HttpRequest, kind: str, pk: int, answer: str) -> HttpResponse:
    """Show the thanks for a vote, after an unhelpful one with the form to report an error."""
    if answer not in ANSWERS:
        raise Http404
    return _rating_page(request, kind, published_item(kind, pk), is_helpful=ANSWERS[answer])


def _rating_refused(
    request: HttpRequest, kind: str, item: Any, refusal: str, *, status: int
) -> HttpResponse:
    page = _rating_page(request, kind, item, status=status, refusal=refusal)
    if status == 429:
        page["Retry-After"] = _RETRY_AFTER_HOUR["Retry-After"]
    return page


def _rating_page(
    request: HttpRequest, kind: str, item: Any, status: int = 200, **context: Any
) -> HttpResponse:
    context |= {"kind": kind, "pk": item.pk, "item": item}
    page = render(request, "organization/feedback_thanks.html", context, status=status)
    for name, value in NOINDEX_HEADERS.items():
        page[name] = value
    return page
