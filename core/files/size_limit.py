"""Middleware: a request too large for any form of ours is refused in words, before it is read."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from core.files.storage import MAX_REQUEST_BYTES
from core.http.params import int_param


def refuse_large_uploads(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 413 to a request whose stated length exceeds ``MAX_REQUEST_BYTES``."""

    def middleware(request: HttpRequest) -> HttpResponse:
        stated = int_param(str(request.META.get("CONTENT_LENGTH") or ""))
        if stated is None or stated <= MAX_REQUEST_BYTES:
            return get_response(request)
        return HttpResponse(render_to_string("core/too_large.html"), status=413)

    return middleware
