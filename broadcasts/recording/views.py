"""Admin pages of recordings: the recorder of an item, the voice of the machine, joining."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from broadcasts.audio.synthesis import voice_name
from broadcasts.models import AirItem, Bulletin, RecordingTake
from broadcasts.permissions import may_announce
from broadcasts.recording import takes
from broadcasts.recording.forms import RecordingForm, VoiceConsentForm
from broadcasts.recording.services import request_join
from broadcasts.recording.states import TakeState, state_of
from broadcasts.sources.locks import sound_lock
from broadcasts.states import ItemKind
from broadcasts.timing import expected_seconds, length_warning, syllable_rate
from core.admin.staff_page import staff_page
from core.http.params import int_param
from organization.requests import StaffRequest

View = Callable[..., HttpResponse]
RECEIVED = "Máy chủ đã nhận bản ghi và đang xử lý."
OUTDATED = (
    "Máy chủ đã nhận bản ghi, nhưng lời đọc đã sửa trong lúc ghi: bản ghi này là của lời đọc cũ,"
    " xin xem lại lời đọc và ghi âm lại."
)
_LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")


def with_microphone(view: View) -> View:
    """Allow the microphone on this page alone, which the middleware bars elsewhere, and what was
    recorded to be listened to.
    """

    @wraps(view)
    def allowed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Permissions-Policy"] = "microphone=(self)"
        return response

    return cast(View, csp_update({"media-src": [SELF, "blob:"]})(allowed))


@staff_page(may_announce)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@with_microphone
def record_item(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the recorder of an item with its neighbours in ``?ban-tin=``; receive a recording.

    The script of the page is answered in JSON, a form with the page.
    """
    item = get_object_or_404(AirItem.objects.select_related("recording", "recorded_by"), pk=pk)
    bulletin = _bulletin(request)
    form = RecordingForm(initial={"reading": takes.reading_hash(item)})
    if request.method == "POST":
        form = RecordingForm(request.POST, request.FILES)
        take = _received(item, form, request)
        if is_script(request):
            return _script_answer(form, take)
        if take:
            is_outdated = take.reading != item.reading
            tell = messages.warning if is_outdated else messages.success
            tell(request, OUTDATED if is_outdated else RECEIVED)
            return HttpResponseRedirect(request.get_full_path())
    context = admin.site.each_context(request) | _page(request, item, bulletin) | {"form": form}
    status = 400 if form.errors else 200
    return TemplateResponse(request, "broadcasts/admin/record.html", context, status=status)


def is_script(request: HttpRequest) -> bool:
    return "X-Requested-With" in request.headers


def _received(item: AirItem, form: RecordingForm, request: StaffRequest) -> RecordingTake | None:
    if not form.is_valid():
        return None
    sent = form.cleaned_data
    try:
        return takes.receive(
            item, sent["recording"], request.user, key=sent["take"], read=sent["reading"]
        )
    except takes.Refused as error:
        form.add_error("recording", str(error))
        return None


def _script_answer(form: RecordingForm, take: RecordingTake | None) -> JsonResponse:
    if take is None:
        sentences = [str(one) for errors in form.errors.values() for one in errors]
        return JsonResponse({"is_received": False, "sentence": " ".join(sentences)}, status=400)
    is_outdated = take.reading != take.item.reading
    return JsonResponse(
        {"is_received": True, "sentence": OUTDATED if is_outdated else RECEIVED, "take": take.pk}
    )


def _bulletin(request: HttpRequest) -> Bulletin | None:
    """Return the bulletin of ``?ban-tin=``; raises Http404 for one that there is not."""
    if "ban-tin" not in request.GET:
        return None
    pk = int_param(request.GET["ban-tin"])
    return get_object_or_404(Bulletin.objects.select_related("slot"), pk=pk)


def _page(request: StaffRequest, item: AirItem, bulletin: Bulletin | None) -> dict[str, Any]:
    state, rate = state_of(item), syllable_rate()
    is_voice_offered = bool(voice_name()) and not (
        item.is_recording_current and not item.is_synthetic
    )
    unread_voice = item.is_synthetic and item.listened_by_id is None and item.recording_id
    return {
        "title": item.title,
        "item": item,
        "bulletin": bulletin,
        "neighbours": _neighbours(item, bulletin),
        "query": f"?ban-tin={bulletin.pk}" if bulletin else "",
        "reading_hash": takes.reading_hash(item),
        "expected_seconds": round(expected_seconds(item, rate)),
        "take": state,
        "length_warning": length_warning(item, rate),
        "is_outdated": item.recording_id and not _is_of_text(item),
        "has_microphone": request.is_secure() or _host(request) in _LOCAL_HOSTS,
        "is_voice_offered": is_voice_offered,
        "has_voice": bool(voice_name()),
        "locked": sound_lock(item),
        "consent": VoiceConsentForm(initial={"recording": item.recording_id})
        if unread_voice
        else None,
    }


def _is_of_text(item: AirItem) -> bool:
    return item.kind == ItemKind.RELAYED or item.recorded_reading == item.reading


def _host(request: HttpRequest) -> str:
    host = request.get_host()
    return host if host.endswith("]") else host.rsplit(":", 1)[0]


def _neighbours(item: AirItem, bulletin: Bulletin | None) -> dict[str, Any]:
    """Return number, count, and the items before and after this one in the bulletin."""
    if bulletin is None:
        return {}
    items = [
        place.item
        for place in bulletin.places.airable().select_related("item").order_by("position", "pk")
    ]
    if item not in items:
        return {"count": len(items)}
    at = items.index(item)
    return {
        "number": at + 1,
        "count": len(items),
        "before": items[at - 1] if at else None,
        "after": items[at + 1] if at + 1 < len(items) else None,
    }


@staff_page(may_announce)
@require_safe
@never_cache
def recording_state(request: StaffRequest, pk: int) -> HttpResponse:
    """Return how far the newest take of an item is, for the script of its page."""
    state = state_of(get_object_or_404(AirItem, pk=pk))
    return JsonResponse(
        {"state": state.name, "sentence": state.sentence, "percent": state.percent}
        if state
        else {"state": TakeState.NONE, "sentence": "", "percent": None}
    )


@staff_page(may_announce)
@require_POST
def read_by_machine(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask for a preview of an item by the voice of the machine."""
    item = get_object_or_404(AirItem, pk=pk)
    try:
        takes.request_synthesis(item, request.user)
        messages.success(
            request,
            "Máy đang đọc. Bản đọc chỉ để nghe thử, đến khi có người nghe hết và đồng ý cho phát.",
        )
    except takes.Refused as error:
        messages.error(request, str(error))
    return _back(request, item)


@staff_page(may_announce)
@require_POST
def agree_to_voice(request: StaffRequest, pk: int) -> HttpResponse:
    """Let the voice of the machine go on air after a person has listened."""
    item = get_object_or_404(AirItem, pk=pk)
    form = VoiceConsentForm(request.POST)
    if not form.is_valid():
        sentences = [str(one) for errors in form.errors.values() for one in errors]
        messages.error(request, " ".join(sentences))
        return _back(request, item)
    try:
        takes.agree_to_voice(item, request.user, recording=form.cleaned_data["recording"])
        messages.success(request, "Đã ghi nhận: mục này được phát bằng giọng máy.")
    except takes.Refused as error:
        messages.error(request, str(error))
    return _back(request, item)


def _back(request: StaffRequest, item: AirItem) -> HttpResponse:
    bulletin = _bulletin(request)
    query = f"?ban-tin={bulletin.pk}" if bulletin else ""
    return HttpResponseRedirect(takes.recorder_url(item.pk) + query)


@staff_page(may_announce)
@require_POST
def join_now(request: StaffRequest, pk: int) -> HttpResponse:
    """Join what is recorded of a bulletin, to listen; leads to the progress of the job."""
    bulletin = get_object_or_404(Bulletin.objects.select_related("slot"), pk=pk)
    key = request_join(bulletin, request.user)
    if key is None:
        raise Http404
    return HttpResponseRedirect(reverse("admin:job", args=[key]))
