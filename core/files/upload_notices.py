"""Middleware: whoever uploaded an animation is told that only its first frame is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.core.files import File
from django.http import HttpRequest, HttpResponse

from core.text.vietnamese import clean_line

ANIMATED = "“{}” là ảnh động: cổng chỉ giữ lại hình đầu tiên."


def upload_notices(uploads: Iterable[File[Any]]) -> list[str]:
    """Return a sentence on each of these uploads that ``store`` found to be animated."""
    return [
        ANIMATED.format(clean_line(upload.name or "Ảnh"))
        for upload in uploads
        if getattr(upload, "is_animated", False)
    ]


def tell_uploader(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Add the notices on a form's uploads as messages of the next page.

    A JSON response holds its own.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if request.method == "POST" and is_page:
            uploads = [upload for _, sent in request.FILES.lists() for upload in sent]
            for sentence in upload_notices(uploads):
                messages.warning(request, sentence)
        return response

    return middleware
