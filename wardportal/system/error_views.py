"""Answers to errors nobody handled: what was typed comes back where a save failed."""

from __future__ import annotations

import logging
import re
import sys
from typing import cast
from urllib.parse import quote

from csp.decorators import csp_replace
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import is_valid_path, reverse
from django.views import defaults

from core.autosave.expired_session import has_typed_text, resubmit_page
from core.http import deadline
from core.http.disk_full import is_caused_by_full_disk
from core.text.characters import is_blank, storable
from wardportal.content_security import ADMIN_DIRECTIVES

DISK_FULL = (
    "Đĩa của máy chủ đã đầy nên chưa lưu được. Chữ quý vị vừa gõ còn nguyên ở trang này; xin báo"
    " cán bộ CNTT rồi bấm gửi lại."
)
TOO_LATE = (
    "Việc này mất quá nhiều thời gian nên máy chủ đã dừng lại, chưa lưu gì. Chữ quý vị vừa gõ còn"
    " nguyên ở trang này; xin thử lại sau ít phút, hoặc bớt nội dung."
)

# Behind an address within a sentence, in brackets or in quotes.
_PUNCTUATION = "/.,;:!?)]}>…'\"”’»"
# The number of an item at the end is no word; one behind "số", or with a zero before it, is.
_SLUG = re.compile(r"([a-z][a-z0-9]*(?:-[a-z0-9]+){0,30}?)(?:(?<!-so)-[1-9][0-9]*)?")

logger = logging.getLogger(__name__)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address there is not (``handler404``): within the admin a page of the admin, for
    who is logged in there.

    One that was copied with the punctuation or blanks behind it leads to the page without.
    """
    if page := _without_punctuation(request):
        return HttpResponseRedirect(page)
    is_staff_page = request.path.startswith(reverse("admin:index"))
    user = getattr(request, "user", None)
    if user is None or not is_staff_page or not admin.site.has_permission(request):
        context = {"wanted_words": _words_of(request.path)}
        return render(request, "404.html", context, status=404)
    return cast(HttpResponse, _staff_page_not_found(request))


def _without_punctuation(request: HttpRequest) -> str:
    """Return the address without what stands behind its end, "" if there is no such page."""
    if request.method not in ("GET", "HEAD"):
        return ""
    path = request.path_info.rstrip("/")
    while path and _stands_behind(path[-1]):
        path = path[:-1]
    if path == request.path_info.rstrip("/"):
        return ""
    path = f"{path.rstrip('/')}/"
    return quote(path) if is_valid_path(path) else ""


def _stands_behind(character: str) -> bool:
    """Return whether the character is no end of an address: punctuation, or not seen."""
    return character in _PUNCTUATION or bool(storable(character) and is_blank(character))


def _words_of(path: str) -> str:
    """Return the words of the last part of an address, to search for; "" where it has none."""
    last = path.rstrip("/").rpartition("/")[2]
    match = _SLUG.fullmatch(last)
    return match[1].replace("-", " ") if match else ""


@csp_replace(ADMIN_DIRECTIVES)
def _staff_page_not_found(request: HttpRequest) -> HttpResponse:
    context = admin.site.each_context(request) | {"title": "Không tìm thấy trang này"}
    return HttpResponse(render_to_string("core/admin/not_found.html", context, request), status=404)


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
