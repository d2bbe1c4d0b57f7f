"""Responses with the content of a file on disk: whole, a range of bytes, or unchanged.

Who may read it is decided by the view.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

from core.http.byte_ranges import (
    Unsatisfiable,
    partial_response,
    requested_range,
    unsatisfiable_response,
)

logger = logging.getLogger(__name__)


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
