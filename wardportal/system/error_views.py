"""Answers to errors nobody handled: what was typed comes back where a save failed."""

from __future__ import annotations

import logging
import sys

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

from core.autosave.expired_session import has_typed_text, resubmit_page
from core.http import deadline
from core.http.disk_full import is_caused_by_full_disk

DISK_FULL = (
    "Đĩa của máy chủ đã đầy nên chưa lưu được. Chữ quý vị vừa gõ còn nguyên ở trang này; xin báo"
    " cán bộ CNTT rồi bấm gửi lại."
)
TOO_LATE = (
    "Việc này mất quá nhiều thời gian nên máy chủ đã dừng lại, chưa lưu gì. Chữ quý vị vừa gõ còn"
    " nguyên ở trang này; xin thử lại sau ít phút, hoặc bớt nội dung."
)

logger = logging.getLogger(__name__)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer an unexpected error (``handler500``): 503 for a full disk or a late query."""
    error = sys.exc_info()[1]
    if is_caused_by_full_disk(error):
        page = HttpResponse(render_to_string("disk_full.html"), status=503)
        return _with_typed_text(request, DISK_FULL) or page
    if deadline.is_late_query(error):
        return late_request(request)
    return defaults.server_error(request)


def late_request(request: HttpRequest) -> HttpResponse:
    """Answer a request that was ended (``settings.LATE_REQUEST_VIEW``)."""
    return _with_typed_text(request, TOO_LATE) or deadline.too_late()


def _with_typed_text(request: HttpRequest, sentence: str) -> HttpResponse | None:
    """Return a page that gives typed text back; None without any, or when even that fails."""
    try:
        if has_typed_text(request):
            return resubmit_page(request, sentence, status=503, may_resend=True)
    except Exception:
        logger.exception("the page with the typed text could not be made")
    return None
