"""The play-out page of a station, beneath the token of its link, and what it asks for."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from broadcasts.models import PlayoutLink, PlayoutReport
from broadcasts.playout.audio import audio_problem, gone_items, playable_file
from broadcasts.playout.links import find_link
from broadcasts.playout.plan import milliseconds, plan_of, planned_bulletins
from broadcasts.playout.reports import (
    MalformedReport,
    log_cut,
    log_cut_here,
    log_played,
    read_message,
    receive,
)
from core.dates import day_start
from core.files.storage import UNLISTED_HEADERS
from core.files.views import send_file
from core.http.origin_check import check_origin
from core.text.vietnamese import clean_line

M3U_TYPE = "audio/x-mpegurl; charset=utf-8"
FOREIGN = "Trang phát chỉ nhận tin từ chính nó."
MALFORMED = "Trang phát gửi tin không đúng mẫu: xin tải lại trang."

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)
LinkView = Callable[Concatenate[HttpRequest, PlayoutLink, str, P], R]


def of_station(view: LinkView[P, R]) -> Callable[..., R]:
    """Give the view the link of the token in its address, and the token; 404 for an unknown or
    revoked one.

    No answer is kept by a cache, found by a search engine or told to another site.
    """

    @wraps(view)
    def checked(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> R:
        link = find_link(token)
        if link is None:
            raise Http404
        response = view(request, link, token, *args, **kwargs)
        for name, value in UNLISTED_HEADERS.items():
            response[name] = value
        return response

    return checked


@csp_update({"media-src": [SELF, "blob:"]})
@require_safe
@of_station
def playout_page(request: HttpRequest, link: PlayoutLink, token: str) -> HttpResponse:
    """Show the page; its script does the rest."""
    return render(request, "broadcasts/playout.html", {"link": link, "token": token})


@require_safe
@of_station
def playout_plan(request: HttpRequest, link: PlayoutLink, token: str) -> HttpResponse:
    """Return what is to be played, and the server's time."""
    return _plan_response(link, token)


def _foreign(request: HttpRequest, **captured: object) -> HttpResponse:
    return JsonResponse({"error": FOREIGN}, status=403)


@check_origin(foreign=_foreign)
@require_POST
@of_station
def playout_report(request: HttpRequest, link: PlayoutLink, token: str) -> HttpResponse:
    """Receive what the page reports, and return what is to be played.

    The token is the secret: without a session there is no CSRF token. 400: malformed.
    """
    try:
        message = read_message(json.loads(request.body))
    except (ValueError, RecursionError, MalformedReport):
        return JsonResponse({"error": MALFORMED}, status=400)
    now = timezone.now()
    is_active = receive(link, message, now=now)
    reports = PlayoutReport.objects.filter(
        link=link, bulletin__in=[one.bulletin for one in message.played if one.ended_at]
    )
    cut = {one.bulletin for one in message.played if one.is_cut}
    for report in reports.select_related("bulletin"):
        log = log_cut if report.bulletin_id in cut else log_played
        log(report.bulletin, now=now)
    log_cut_here(link, message, now=now)
    return _plan_response(link, token, is_active=is_active)


def _plan_response(link: PlayoutLink, token: str, **more: Any) -> JsonResponse:
    now = timezone.now()
    plan = plan_of(link, now=now)
    for entry in plan:
        if entry["audio"]:
            entry["audio"]["url"] = _audio_address(token, entry["id"])
    return JsonResponse({"now": milliseconds(timezone.now()), "bulletins": plan, **more})


@require_safe
@of_station
def playout_audio(request: HttpRequest, link: PlayoutLink, token: str, pk: int) -> HttpResponseBase:
    """Return the file of an approved bulletin, or the part of it that is asked for.

    404 for one that may not be played: not approved, or with an item withdrawn since.
    """
    file = playable_file(pk)
    if file is None:
        raise Http404
    return send_file(request, file, UNLISTED_HEADERS)


@require_safe
@of_station
def playout_m3u(request: HttpRequest, link: PlayoutLink, token: str) -> HttpResponse:
    """Return the approved bulletins of today for an ordinary player."""
    first = day_start(timezone.localdate())
    lines = ["#EXTM3U"]
    bulletins = planned_bulletins(first, first + timedelta(days=1))
    gone = gone_items(place for one in bulletins for place in one.places.all())
    for bulletin in bulletins:
        if audio_problem(bulletin, bulletin.places.all(), gone):
            continue
        begins = timezone.localtime(bulletin.starts_at)
        title = clean_line(f"{begins:%H:%M} {bulletin}")
        lines.append(f"#EXTINF:{round(bulletin.audio_seconds or -1)},{title}")
        lines.append(request.build_absolute_uri(_audio_address(token, bulletin.pk)))
    return HttpResponse("\n".join(lines) + "\n", content_type=M3U_TYPE)


def _audio_address(token: str, pk: int) -> str:
    return reverse("playout_audio", args=[token, pk])
