"""Middleware: a request too large for any form at its address is refused in words, before it is
read.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.http import escape_leading_slashes

from core.files.storage import MAX_REQUEST_BYTES
from core.http.params import int_param

# What the longest field of those forms takes, in letters.
MAX_PUBLIC_TEXT = 2000
# Of addresses that anybody may post to: their forms take some thousand letters, of nine bytes each
# at most.
MAX_PUBLIC_REQUEST_BYTES = 100 * 1024
_STAFF = "/quan-tri/"
_OPEN_TO_ALL = ("/quan-tri/login/", "/quan-tri/quen-mat-khau/")


def refuse_large_requests(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 413 to a request whose stated length exceeds ``MAX_REQUEST_BYTES``, outside the admin
    ``MAX_PUBLIC_REQUEST_BYTES``.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        stated = int_param(str(request.META.get("CONTENT_LENGTH") or ""))
        if stated is None or stated <= _limit(request.path):
            return get_response(request)
        context = {
            "is_text": stated <= MAX_REQUEST_BYTES,
            "most": MAX_PUBLIC_TEXT,
            "way_back": escape_leading_slashes(request.path),
        }
        return HttpResponse(render_to_string("core/too_large.html", context), status=413)

    return middleware


def _limit(path: str) -> int:
    is_staff = path.startswith(_STAFF) and not path.startswith(_OPEN_TO_ALL)
    return MAX_REQUEST_BYTES if is_staff else MAX_PUBLIC_REQUEST_BYTES
