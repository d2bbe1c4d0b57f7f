"""The podcast of aired bulletins: RSS 2.0 with the tags of Apple and of Podcasting 2.0."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_safe

from broadcasts.models import Bulletin
from broadcasts.public.listening import AiredBulletin, HeardItem, aired_bulletins
from organization.identity.feeds import Channel, Entry, element, feed_response, group
from organization.identity.metadata import absolute_url
from organization.models import Ward

ITEMS = 50
COVER = "public/podcast.png"


NAMESPACES = (
    ("itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd"),
    ("podcast", "https://podcastindex.org/namespace/1.0"),
    ("psc", "http://podlove.org/simple-chapters"),
)


@require_safe
def podcast(request: HttpRequest) -> HttpResponse:
    """Return the newest bulletins that may be heard as they are."""
    ward = Ward.current()
    description = f"Bản tin phát trên loa của {ward.agency_name}, để nghe lại"
    channel = Channel(
        title=f"Truyền thanh {ward.name}",
        description=description,
        link=absolute_url(reverse("broadcasts")),
        address=absolute_url(reverse("podcast")),
        elements=_about(ward, description),
        namespaces=NAMESPACES,
    )
    recorded = Bulletin.objects.published().exclude(audio=None)
    newest = aired_bulletins(recorded.order_by("-starts_at", "-pk")[:ITEMS])
    return feed_response(channel, [_entry(one) for one in newest if one.audio])


def _about(ward: Ward, description: str) -> str:
    parts = [
        element("itunes:author", ward.agency_name),
        element("itunes:summary", description),
        element("itunes:type", "episodic"),
        element("itunes:explicit", "false"),
        element("itunes:category", text="Government"),
        element("itunes:image", href=absolute_url(static(COVER))),
    ]
    if ward.email:
        owner = (element("itunes:name", ward.agency_name), element("itunes:email", ward.email))
        parts.append(group("itunes:owner", owner))
    return "".join(parts)


def _entry(aired: AiredBulletin) -> Entry:
    """Return a bulletin."""
    return Entry(
        title=f"{aired.title} (đã hết hiệu lực)" if aired.over_words else aired.title,
        link=absolute_url(aired.url),
        guid=f"{settings.SITE_URL}/phat-thanh/{aired.bulletin.pk}",
        description="; ".join(one.item.title for one in aired.items) or aired.name,
        content=_show_notes(aired),
        published_at=aired.aired_at,
        enclosure=aired.audio,
        enclosure_url=absolute_url(aired.audio_url),
        elements=_episode(aired),
    )


def _episode(aired: AiredBulletin) -> str:
    """Return length and chapters, these as older and as newer apps read them."""
    parts = [
        element("itunes:duration", str(round(aired.seconds))),
        element("itunes:episodeType", "full"),
        element("itunes:explicit", "false"),
    ]
    if aired.chapters:
        address = absolute_url(reverse("bulletin_chapters", args=[aired.bulletin.pk]))
        chapters = [element("psc:chapter", **_chapter(one)) for one in aired.chapters]
        parts += [
            element("podcast:chapters", url=address, type="application/json+chapters"),
            group("psc:chapters", chapters, version="1.2"),
        ]
    return "".join(parts)


def _chapter(one: HeardItem) -> dict[str, str]:
    """Return a simple chapter of Podlove: "00:01:05.250"."""
    start = timedelta(milliseconds=round((one.start or 0) * 1000))
    shown = f"{datetime.min + start:%H:%M:%S.%f}"[:-3]
    found = {"start": shown, "title": one.item.title}
    return found | ({"href": absolute_url(one.url)} if one.url else {})


def _show_notes(aired: AiredBulletin) -> str:
    """Return the items as a list, with their starts and sources."""
    voice = "<p>Bản tin có mục đọc bằng giọng máy.</p>" if aired.is_synthetic else ""
    lines = format_html_join("", "<li>{}</li>", ((_note(one),) for one in aired.items))
    over = format_html("<p>{}.</p>", aired.over_words) if aired.over_words else ""
    left_out = "; ".join(aired.left_out)
    live = format_html("<p>Không có trong bản ghi: {}.</p>", left_out) if left_out else ""
    return f"{over}<ol>{lines}</ol>{live}{voice}"


def _note(one: HeardItem) -> str:
    start = f"{one.clock} " if one.start is not None else ""
    if not one.url:
        return f"{start}{one.item.title}"
    return format_html('{}<a href="{}">{}</a>', start, absolute_url(one.url), one.item.title)
