"""The audio of aired bulletins and of their items, for residents; before that for staff alone."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from broadcasts.models import AirItem, Bulletin
from broadcasts.permissions import may_see_bulletins
from broadcasts.public.listening import aired_bulletins
from broadcasts.public.source_pages import is_heard, source_pages
from core.files.storage import path_of, safe_name
from core.http.file_responses import content_response, not_modified
from core.models import StoredFile
from organization.models import User

# A browser shows a sound file in a page of its own, which plays it and nothing else.
_POLICY = "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"


@require_safe
def bulletin_audio(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Serve the audio of an aired bulletin, also in ranges, while all in it may be heard.

    Any other only to who may see bulletins; 404 for everybody else.
    """
    rows = Bulletin.objects.filter(pk=pk)
    found = aired_bulletins(rows.published())
    file = found[0].audio if found else None
    if file is not None:
        return _audio(request, file, found[0].title, is_public=True)
    bulletin = rows.select_related("audio", "slot").exclude(audio=None).first()
    if bulletin is None or bulletin.audio is None or not _is_staff(request):
        raise Http404
    return _audio(request, bulletin.audio, str(bulletin), is_public=False)


@require_safe
def item_audio(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Serve the recording of an item that was aired and may be heard by itself; see
    ``bulletin_audio``.
    """
    rows = AirItem.objects.select_related("recording")
    item = rows.heard().filter(pk=pk).first()
    if item is not None and item.recording and is_heard(item, source_pages([item])):
        return _audio(request, item.recording, item.title, is_public=True)
    item = rows.exclude(recording=None).filter(pk=pk).first()
    if item is None or item.recording is None or not _is_staff(request):
        raise Http404
    return _audio(request, item.recording, item.title, is_public=False)


def _is_staff(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and may_see_bulletins(request.user)


def _audio(
    request: HttpRequest, file: StoredFile, name: str, *, is_public: bool
) -> HttpResponseBase:
    """Return the file; a public one may be withdrawn, so caches ask again each time."""
    headers = {
        "Content-Security-Policy": _POLICY,
        "ETag": quote_etag(file.sha256),
        "Accept-Ranges": "bytes",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "public, max-age=0, must-revalidate" if is_public else "private, no-store",
    }
    return not_modified(request, headers) or content_response(
        request,
        path_of(file),
        name=safe_name(name.replace("/", "-"), file.extension),
        content_type=file.content_type,
        headers=headers,
        is_attachment=False,
    )
