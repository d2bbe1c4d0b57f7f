"""Responses with the content of a file on disk: whole, a range of bytes, or unchanged.

Byte ranges are those of RFC 9110: one range of a GET is answered with 206, one beyond the end with
416. Who may read a file is decided by the view.
"""

from __future__ import annotations

import logging
import os
import re
from pathlib import Path
from typing import IO, Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

logger = logging.getLogger(__name__)

# Longer numbers are no position in a file.
_RANGE = re.compile(r"bytes[ \t]*=[ \t]*(\d{0,18})[ \t]*-[ \t]*(\d{0,18})[ \t]*", re.ASCII | re.I)


class Unsatisfiable(Exception):
    """The range begins behind the end."""


def requested_range(request: HttpRequest, *, size: int, etag: str) -> range | None:
    """Return the positions that are asked for; None for the whole content.

    Several ranges, a malformed one, another method than GET, and an ``If-Range`` that is not the
    content's strong ETag mean the whole. Raises Unsatisfiable.
    """
    match = _RANGE.fullmatch(request.headers.get("Range", ""))
    if request.method != "GET" or not match or match.group(1, 2) == ("", ""):
        return None
    if request.headers.get("If-Range", etag) != etag:
        return None
    first, last = match.group(1, 2)
    if not first:
        start, stop = max(size - int(last), 0), size
    else:
        start, stop = int(first), min(int(last or size) + 1, size)
        if last and int(last) < start:
            return None
    if start >= size:
        raise Unsatisfiable
    return range(start, stop)


def partial_response(
    stream: IO[bytes], positions: range, *, size: int, **options: Any
) -> FileResponse:
    """Return a 206 response that streams these positions; the response closes the stream.

    ``options`` are those of FileResponse.
    """
    stream.seek(positions.start)
    response = FileResponse(_Part(stream, len(positions)), status=206, **options)
    response["Content-Length"] = str(len(positions))
    response["Content-Range"] = f"bytes {positions.start}-{positions.stop - 1}/{size}"
    return response


def unsatisfiable_response(size: int, headers: dict[str, str]) -> HttpResponse:
    """Return a 416 response that names the size."""
    sentence = "Tệp không có phần được yêu cầu."
    response = HttpResponse(
        sentence, status=416, content_type="text/plain; charset=utf-8", headers=headers
    )
    response["Content-Range"] = f"bytes */{size}"
    return response


class _Part:
    """A reader of the next ``left`` bytes of a stream."""

    def __init__(self, stream: IO[bytes], left: int) -> None:
        self._stream = stream
        self._left = left

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(data)
        return data

    def close(self) -> None:
        self._stream.close()


def not_modified(request: HttpRequest, headers: dict[str, str]) -> HttpResponse | None:
    """Return a 304 response if the client's copy is current, else None."""
    full = HttpResponse(headers=headers)
    response = get_conditional_response(request, etag=headers["ETag"], response=full)
    return None if response is full else response


def content_response(
    request: HttpRequest,
    path: Path,
    *,
    name: str,
    content_type: str,
    headers: dict[str, str],
    is_attachment: bool,
) -> HttpResponseBase:
    """Return the content as a stream, or the part of it that is asked for; Http404 without one.

    ``headers`` hold the ETag; ``name`` is that of the file when it is saved.
    """
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        logger.error("file %s is not on disk", path.name)
        raise Http404 from None
    options: dict[str, Any] = {
        "as_attachment": is_attachment,
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
