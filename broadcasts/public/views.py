"""Public pages of the loudspeakers: a week, and one aired bulletin with its chapters."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from broadcasts.models import Bulletin
from broadcasts.public.listening import AiredBulletin, aired_bulletins
from broadcasts.public.metadata import STATION, bulletin_metadata
from broadcasts.public.week import FIRST_YEAR, BroadcastDay, BroadcastWeek, days_of
from core.http.params import query_parameters
from organization.identity.metadata import Metadata, absolute_url, breadcrumbs_node


@query_parameters("tuan")
@require_safe
def broadcast_week(request: HttpRequest) -> HttpResponse:
    """Show the sessions of a week (``?tuan=2026-W48``, default the present one) and what was aired.

    404 for a malformed week, one before ``FIRST_YEAR`` or after the next one. Seven queries at
    most.
    """
    now = timezone.now()
    present = BroadcastWeek.of(timezone.localdate(now))
    week = _requested_week(request, present)
    is_present = week == present
    has_earlier = Bulletin.objects.published().filter(day__lt=week.monday).exists()
    path = reverse("broadcasts")
    title = f"{STATION} tuần {week.label}"
    days = days_of(week, now)
    context = {
        "heading": STATION,
        "title": title,
        "week": week,
        "days": days,
        "newest": _newest_recorded(days) if is_present else None,
        "is_present": is_present,
        "previous": week.previous if has_earlier and week.monday.year > FIRST_YEAR else None,
        "next": week.next if week <= present else None,
        "podcast_url": absolute_url(reverse("podcast")),
        "canonical_url": absolute_url(path if is_present else week.url),
        "metadata": Metadata(
            title=title, dated=week.monday, nodes=(breadcrumbs_node((STATION, path)),)
        ),
    }
    return render(request, "broadcasts/broadcast_week.html", context)


def _newest_recorded(days: list[BroadcastDay]) -> AiredBulletin | None:
    """Return the newest bulletin of the week that can be listened to and is not over."""
    sessions = (session for day in reversed(days) for session in reversed(day.sessions))
    aired = (session.aired for session in sessions if session.aired)
    return next((one for one in aired if one.audio and not one.over_words), None)


def _requested_week(request: HttpRequest, present: BroadcastWeek) -> BroadcastWeek:
    try:
        week = BroadcastWeek.parse(request.GET["tuan"]) if "tuan" in request.GET else present
    except ValueError:
        raise Http404 from None
    if week.monday.year < FIRST_YEAR or week > present.next:
        raise Http404
    return week


@require_safe
def bulletin_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an aired bulletin: what was read, to listen again; 404 for any other."""
    aired = _aired_or_404(pk, with_text=True)
    context = {
        "aired": aired,
        "bulletin": aired.bulletin,
        "feedback_item": aired.bulletin,
        "title": aired.title,
        "canonical_url": absolute_url(aired.url),
        "metadata": bulletin_metadata(aired),
    }
    return render(request, "broadcasts/bulletin_detail.html", context)


@require_safe
def bulletin_chapters(request: HttpRequest, pk: int) -> JsonResponse:
    """Return the chapters of the audio for podcast apps (Podcasting 2.0), those within browsers
    too; 404 without audio.
    """
    aired = _aired_or_404(pk)
    if aired.audio is None:
        raise Http404
    chapters = [
        {"startTime": round(one.start or 0, 2), "title": one.item.title}
        | ({"url": absolute_url(one.url)} if one.url else {})
        for one in aired.chapters
    ]
    return JsonResponse(
        {"version": "1.2.0", "chapters": chapters},
        content_type="application/json+chapters",
        headers={"Access-Control-Allow-Origin": "*"},
        json_dumps_params={"ensure_ascii": False},
    )


def _aired_or_404(pk: int, *, with_text: bool = False) -> AiredBulletin:
    found = aired_bulletins(Bulletin.objects.published().filter(pk=pk), with_text=with_text)
    if not found:
        raise Http404
    return found[0]
