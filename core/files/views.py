"""Views of stored files: download, renditions, and the editor's picture upload."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.http import quote_etag
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.files import renditions, storage
from core.files.upload_notices import upload_notices
from core.http.file_responses import content_response, not_modified
from core.models import StoredFile

# Whatever a file may contain, it is no page of ours: no script, no form, no frame, no session.
_PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
# In a sandbox the PDF viewers of older browsers do not open.
_DOCUMENT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; media-src 'self';"
    " frame-ancestors 'self'"
)
PUBLIC_CACHE = "public, max-age=0, must-revalidate"
PICTURE_CACHE = "private, max-age=3600"
_IDEMPOTENCY_KEY = re.compile(r"[0-9a-f]{32}")


@require_safe
def stored_file(request: HttpRequest, key: str, extension: str) -> HttpResponseBase:
    """Serve a file to users who may read or preview an item that uses it; to others it does not
    exist.

    A public file is served without a look at the user: its response sets and varies on no cookie.
    """
    file = get_object_or_404(StoredFile, key=key, extension=extension)
    headers = _headers(request, file, file.sha256)
    return not_modified(request, headers) or _content(
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
    if response := not_modified(request, headers):
        return response
    if path := renditions.made(file, name):
        content_type = renditions.CONTENT_TYPES[path.suffix[1:]]
        return _content(request, file, path, content_type, headers)
    headers["ETag"] = quote_etag(file.sha256)
    return not_modified(request, headers) or _content(
        request, file, storage.path_of(file), file.content_type, headers
    )


def _headers(request: HttpRequest, file: StoredFile, etag: str) -> dict[str, str]:
    """Return the headers of a response with this content; raise Http404 without access.

    A public file may be withdrawn: caches revalidate each time, which costs two short queries and
    no body; but a reader's own browser keeps a picture for an hour.
    """
    is_picture = file.kind == StoredFile.Kind.PICTURE
    if storage.is_public(file):
        access = {"Cache-Control": PICTURE_CACHE if is_picture else PUBLIC_CACHE}
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


def send_file(request: HttpRequest, file: StoredFile, access: dict[str, str]) -> HttpResponseBase:
    """Return a file to a request that may read it, or the part of it that is asked for; ``access``
    are the headers that say for whom it is.
    """
    headers = _content_headers(file, file.sha256, access)
    return not_modified(request, headers) or _content(
        request, file, storage.path_of(file), file.content_type, headers
    )


def _content(
    request: HttpRequest, file: StoredFile, path: Path, content_type: str, headers: dict[str, str]
) -> HttpResponseBase:
    is_shown_inline = file.kind == StoredFile.Kind.PICTURE or file.extension in ("pdf", "mp3")
    return content_response(
        request,
        path,
        name=file.name.removesuffix(f".{file.extension}") + path.suffix,
        content_type=content_type,
        headers=headers,
        is_attachment=not is_shown_inline,
    )


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
