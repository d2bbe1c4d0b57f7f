"""Stored files over HTTP: reading one, and the editor's picture upload."""

from __future__ import annotations

import re

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core import files
from core.models import StoredFile

# Whatever a file should manage to contain, it is not a page of ours: no script, no form, no frame, no session.
_PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
# In a sandbox the PDF viewers of older browsers stay shut.
_DOCUMENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"
_MARK = re.compile(r"[0-9a-f]{32}")


@require_safe
def stored_file(request: HttpRequest, key: str, extension: str) -> HttpResponseBase:
    """Serve a file to those who may read an item that uses it, or preview it; to others it does not exist.

    A public file is answered without asking who asks: its answer sets and varies on no cookie.
    """
    file = get_object_or_404(StoredFile, key=key, extension=extension)
    if files.is_public(file):
        access = {"Cache-Control": "public, max-age=0, must-revalidate"}
    elif files.is_opened_by(file, request.GET.get(files.PREVIEW_PARAMETER, "")):
        access = files.UNLISTED
    elif files.is_readable_by(file, request.user):
        access = {"Cache-Control": "private, no-store"}
    else:
        raise Http404
    headers = {
        "Content-Security-Policy": _PICTURE_POLICY if file.kind == StoredFile.Kind.PICTURE else _DOCUMENT_POLICY,
        "ETag": quote_etag(file.sha256),
        "X-Content-Type-Options": "nosniff",
        **access,
    }
    unchanged = HttpResponse(headers=headers)
    answer = get_conditional_response(request, etag=headers["ETag"], response=unchanged)
    if answer is not None and answer is not unchanged:
        return answer
    try:
        stream = files.path_of(file).open("rb")
    except FileNotFoundError:
        files.logger.error("file %s is not on disk", file.key)
        raise Http404 from None
    is_shown_inline = file.kind == StoredFile.Kind.PICTURE or file.extension == "pdf"
    return FileResponse(
        stream,
        as_attachment=not is_shown_inline,
        filename=file.name,
        content_type=file.content_type,
        headers=headers,
    )


@never_cache
@require_POST
def file_upload(request: HttpRequest) -> JsonResponse:
    """Take a picture dropped into the editor; it belongs to its uploader until an article uses it.

    CKEditor shows the sentence of a refusal only when it comes with status 200. A sender that repeats itself after a
    lost answer marks each picture with ``sent_as``, 32 hexadecimal digits of its own choice.
    """
    if not (request.user.is_active and request.user.is_staff):
        return _refusal("Phiên làm việc đã hết: xin đăng nhập lại ở thẻ khác rồi tải ảnh lên lần nữa.", status=403)
    upload = request.FILES.get("upload")
    if upload is None:
        return _refusal("Chưa có tệp nào: xin chọn một tệp ảnh.")
    sent_as = request.POST.get("sent_as", "")
    if sent_as and not _MARK.fullmatch(sent_as):
        return _refusal("Ảnh gửi lên thiếu dấu nhận: xin tải lại trang rồi gửi lần nữa.", status=400)
    try:
        file = files.store_once(upload, uploader=request.user, kind=StoredFile.Kind.PICTURE, sent_as=sent_as)
    except files.RefusedFile as refused:
        return _refusal(str(refused.message))
    return JsonResponse(
        {"uploaded": 1, "fileName": file.name, "url": file.url, "width": file.width, "height": file.height}
    )


def _refusal(sentence: str, status: int = 200) -> JsonResponse:
    return JsonResponse({"uploaded": 0, "error": {"message": sentence}}, status=status)
