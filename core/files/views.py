"""Views of stored files: download, renditions, and the editor's picture upload."""

from __future__ import annotations

import logging
import os
import re
from pathlib import Path
from typing import Any

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
)
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.files import renditions, storage
from core.files.upload_notices import upload_notices
from core.http.byte_ranges import (
    Unsatisfiable,
    partial_response,
    requested_range,
    unsatisfiable_response,
)
from core.models import StoredFile

logger = logging.getLogger(__name__)

# Whatever a file may contain, it is no page of ours: no script, no form, no frame, no session.
_PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
# In a sandbox the PDF viewers of older browsers do not open.
_DOCUMENT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"
)
_IDEMPOTENCY_KEY = re.compile(r"[0-9a-f]{32}")


@require_safe
def stored_file(request: HttpRequest, key: str, extension: str) -> HttpResponseBase:
    """Serve a file to users who may read or preview an item that uses it; to others it does not
    exist.

    A public file is served without a look at the user: its response sets and varies on no cookie.
    """
    file = get_object_or_404(StoredFile, key=key, extension=extension)
    headers = _headers(request, file, file.sha256)
    return _not_modified(request, headers) or _content(
        request, file, storage.path_of(file), file.content_type, headers
    )


@require_safe
def rendition(request: HttpRequest, key: str, name: str) -> HttpResponseBase:
    """Serve a rendition of a picture to those who may read the picture.

    If it cannot be made, the stored picture is served instead.
    """
    file = get_object_or_404(StoredFile, key=key, kind=StoredFile.Kind.PICTURE)
    if name not in renditions.names(file):
        raise Http404
    headers = _headers(request, file, f"{file.sha256}-{name}")
    if response := _not_modified(request, headers):
        return response
    if path := renditions.made(file, name):
        content_type = renditions.CONTENT_TYPES[path.suffix[1:]]
        return _content(request, file, path, content_type, headers)
    headers["ETag"] = quote_etag(file.sha256)
    return _content(request, file, storage.path_of(file), file.content_type, headers)


def _headers(request: HttpRequest, file: StoredFile, etag: str) -> dict[str, str]:
    """Return the headers of a response with this content; raise Http404 without access.

    A public file may be withdrawn: caches revalidate each time, which costs two short queries and
    no body.
    """
    if storage.is_public(file):
        access = {"Cache-Control": "public, max-age=0, must-revalidate"}
    elif storage.is_opened_by(file, request.GET.get(storage.PREVIEW_PARAMETER, "")):
        access = storage.UNLISTED_HEADERS
    elif storage.is_readable_by(file, request.user):
        if request.method == "GET":
            storage.tell_opened(file, request.user)
        access = {"Cache-Control": "private, no-store"}
    else:
        raise Http404
    return _content_headers(file, etag, access)


def _content_headers(file: StoredFile, etag: str, access: dict[str, str]) -> dict[str, str]:
    return {
        "Content-Security-Policy": _PICTURE_POLICY
        if file.kind == StoredFile.Kind.PICTURE
        else _DOCUMENT_POLICY,
        "ETag": quote_etag(etag),
        "Accept-Ranges": "bytes",
        "X-Content-Type-Options": "nosniff",
        **access,
    }


def _not_modified(request: HttpRequest, headers: dict[str, str]) -> HttpResponse | None:
    """Return a 304 response if the client's copy is current, else None."""
    full = HttpResponse(headers=headers)
    response = get_conditional_response(request, etag=headers["ETag"], response=full)
    return None if response is full else response


def send_file(request: HttpRequest, file: StoredFile, access: dict[str, str]) -> HttpResponseBase:
    """Return a file to a request that may read it, or the part of it that is asked for; ``access``
    are the headers that say for whom it is.
    """
    headers = _content_headers(file, file.sha256, access)
    return _not_modified(request, headers) or _content(
        request, file, storage.path_of(file), file.content_type, headers
    )


def _content(
    request: HttpRequest, file: StoredFile, path: Path, content_type: str, headers: dict[str, str]
) -> HttpResponseBase:
    """Return the content as a stream, or the part of it that is asked for."""
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        logger.error("file %s is not on disk", path.name)
        raise Http404 from None
    is_shown_inline = file.kind == StoredFile.Kind.PICTURE or file.extension == "pdf"
    name = file.name.removesuffix(f".{file.extension}") + path.suffix
    options: dict[str, Any] = {
        "as_attachment": not is_shown_inline,
        "filename": name,
        "content_type": content_type,
        "headers": headers,
    }
    size = os.fstat(stream.fileno()).st_size
    try:
        positions = requested_range(request, size=size, etag=headers["ETag"])
    except Unsatisfiable:
        stream.close()
        return unsatisfiable_response(size, headers)
    if positions is None:
        return FileResponse(stream, **options)
    return partial_response(stream, positions, size=size, **options)


@never_cache
@require_POST
def file_upload(request: HttpRequest) -> JsonResponse:
    """Store a picture dropped into the editor; only its uploader may read it until an article uses
    it.

    CKEditor shows the sentence of a refusal only when it comes with status 200. A client that
    retries after a lost response marks each picture with ``idempotency_key``, 32 hexadecimal digits
    of its own choice.
    """
    if not (request.user.is_active and request.user.is_staff):
        return _refusal(
            "Phiên làm việc đã hết: xin đăng nhập lại ở thẻ khác rồi tải ảnh lên lần nữa.",
            status=403,
        )
    upload = request.FILES.get("upload")
    if upload is None:
        return _refusal("Chưa có tệp nào: xin chọn một tệp ảnh.")
    idempotency_key = request.POST.get("idempotency_key", "")
    if idempotency_key and not _IDEMPOTENCY_KEY.fullmatch(idempotency_key):
        return _refusal(
            "Ảnh gửi lên thiếu dấu nhận: xin tải lại trang rồi gửi lần nữa.", status=400
        )
    try:
        file = storage.store_once(
            upload,
            uploader=request.user,
            kind=StoredFile.Kind.PICTURE,
            idempotency_key=idempotency_key,
        )
    except storage.InvalidUpload as refused:
        return _refusal(str(refused.message))
    answer: dict[str, Any] = {
        "uploaded": 1,
        "fileName": file.name,
        "url": file.url,
        "width": file.width,
        "height": file.height,
    }
    if notices := upload_notices([upload]):
        answer["error"] = {"message": " ".join(notices)}  # the editor shows it as a warning
    return JsonResponse(answer)


def _refusal(sentence: str, status: int = 200) -> JsonResponse:
    return JsonResponse({"uploaded": 0, "error": {"message": sentence}}, status=status)
