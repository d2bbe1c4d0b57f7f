"""Middleware: whoever uploaded a file is told what is lost of it, or goes out with it unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.core.files import File
from django.http import HttpRequest, HttpResponse

from core.files.contents.numbers import is_about_numbers
from core.files.contents.properties import PROPERTIES
from core.files.uploads import ValidatedUpload
from core.text.vietnamese import clean_line
from core.workflow.confirmations import Confirmation

ANIMATED = "“{}” là ảnh động: cổng chỉ giữ lại hình đầu tiên."


UNSEEN = "“{}” có {} mà ai tải tệp về cũng đọc được: nếu không định công bố, {}."
_WAY_OUT = "xin bỏ đi rồi tải tệp lên lại, hoặc đăng bản PDF"
# A PDF made of the file has its properties too.
_WAY_OUT_OF_PROPERTIES = (
    "xin bỏ đi (trong Word, Excel: Tệp, Thông tin, Kiểm tra tài liệu) rồi tải tệp lên lại"
)
_WAY_OUT_OF_NUMBERS = "xin xóa hoặc che những chỗ ấy rồi tải tệp lên lại"
_WAY_OUT_OF_PDF = "xin bỏ đi ở tệp gốc trước khi ký, xuất lại PDF rồi tải lên"

INTERNAL = "is_internal"  # set on an upload that is never public, and stays as it was sent
UNSEEN_LABEL = "Tôi đã xem trong tệp: những chỗ ấy công bố được"


def upload_notices(uploads: Iterable[File[Any]]) -> list[str]:
    """Return a sentence on each of these uploads that ``store`` found to be animated, or to carry
    what it does not show.
    """
    return list(_notices(uploads))


def _notices(uploads: Iterable[File[Any]]) -> Iterator[str]:
    for upload in uploads:
        content: ValidatedUpload | None = getattr(upload, "content", None)
        if content is None:
            continue
        name = clean_line(upload.name or "Tệp")
        if content.is_animated:
            yield ANIMATED.format(name)
        if content.unseen and not getattr(upload, INTERNAL, False):
            yield unseen_sentence(name, content.unseen)


def unseen_sentence(name: str, unseen: Iterable[str]) -> str:
    """Return the sentence on a document of this name that carries what it does not show."""
    parts = list(unseen)
    words = ", ".join(parts)
    way_out = _WAY_OUT_OF_PROPERTIES if PROPERTIES in words else _WAY_OUT
    if any(map(is_about_numbers, parts)):
        way_out = _WAY_OUT_OF_NUMBERS
    if name.lower().endswith(".pdf"):
        way_out = _WAY_OUT_OF_PDF
    return UNSEEN.format(name, words, way_out)


def unseen_confirmations(sentences: Iterable[str], *, way_out: str = "") -> Iterable[Confirmation]:
    """Return what to confirm of files with these sentences: one, or none."""
    words = " ".join(sentences)
    return [Confirmation("accepts_unseen", words, UNSEEN_LABEL, way_out)] if words else []


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
