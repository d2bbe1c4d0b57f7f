"""The podcast of aired bulletins: RSS 2.0 with the tags of Apple and of Podcasting 2.0."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.feedgenerator import Enclosure
from django.utils.html import escape, format_html, format_html_join

from broadcasts.models import Bulletin
from broadcasts.public.listening import AiredBulletin, HeardItem, aired_bulletins
from organization.identity.feeds import FullTextFeed
from organization.identity.metadata import absolute_url
from organization.models import Ward

ITEMS = 50
COVER = "public/podcast.png"


class PodcastFormat(FullTextFeed):
    """RSS 2.0 with ``itunes:`` tags, and chapters as older and newer apps read them."""

    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {
            "xmlns:itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
            "xmlns:podcast": "https://podcastindex.org/namespace/1.0",
            "xmlns:psc": "http://podlove.org/simple-chapters",
        }

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("itunes:author", self.feed["author_name"])
        handler.addQuickElement("itunes:summary", self.feed["description"])
        handler.addQuickElement("itunes:type", "episodic")
        handler.addQuickElement("itunes:explicit", "false")
        handler.addQuickElement("itunes:category", attrs={"text": "Government"})
        handler.addQuickElement("itunes:image", attrs={"href": self.feed["cover"]})
        if email := self.feed["owner_email"]:
            handler.startElement("itunes:owner", {})
            handler.addQuickElement("itunes:name", self.feed["author_name"])
            handler.addQuickElement("itunes:email", email)
            handler.endElement("itunes:owner")

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("itunes:duration", item["duration"])
        handler.addQuickElement("itunes:episodeType", "full")
        handler.addQuickElement("itunes:explicit", "false")
        if item["chapters"]:
            where = {"url": item["chapters_url"], "type": "application/json+chapters"}
            handler.addQuickElement("podcast:chapters", attrs=where)
            handler.startElement("psc:chapters", {"version": "1.2"})
            for chapter in item["chapters"]:
                handler.addQuickElement("psc:chapter", attrs=chapter)
            handler.endElement("psc:chapters")


class Podcast(Feed):
    """The newest bulletins with audio; addresses are absolute, whatever host was asked."""

    feed_type = PodcastFormat
    language = "vi"
    description_template = title_template = None
    item_guid_is_permalink = False

    def get_object(self, request: HttpRequest) -> Ward:
        return Ward.current()

    def title(self, ward: Ward) -> str:
        return f"Truyền thanh {ward.name}"

    def description(self, ward: Ward) -> str:
        return f"Bản tin phát trên loa của {ward.agency_name}, để nghe lại"

    def author_name(self, ward: Ward) -> str:
        return ward.agency_name

    def link(self) -> str:
        return absolute_url(reverse("broadcasts"))

    def feed_url(self) -> str:
        return absolute_url(reverse("podcast"))

    def feed_extra_kwargs(self, ward: Ward) -> dict[str, str]:
        return {"cover": absolute_url(static(COVER)), "owner_email": ward.email}

    def items(self) -> list[AiredBulletin]:
        """Return the newest bulletins that may be heard as they are."""
        recorded = Bulletin.objects.published().exclude(audio=None)
        newest = recorded.order_by("-starts_at", "-pk")[:ITEMS]
        return [one for one in aired_bulletins(newest) if one.audio]

    def item_title(self, item: AiredBulletin) -> str:
        return item.title

    def item_description(self, item: AiredBulletin) -> str:
        """Return the titles, escaped: apps read a description as HTML."""
        return escape("; ".join(one.item.title for one in item.items) or item.name)

    def item_link(self, item: AiredBulletin) -> str:
        return absolute_url(item.url)

    def item_guid(self, item: AiredBulletin) -> str:
        return f"{settings.SITE_URL}/phat-thanh/{item.bulletin.pk}"

    def item_pubdate(self, item: AiredBulletin) -> datetime:
        return item.bulletin.starts_at

    def item_enclosures(self, item: AiredBulletin) -> list[Enclosure]:
        file = item.audio
        if file is None:
            return []
        return [Enclosure(absolute_url(item.audio_url), str(file.size), file.content_type)]

    def item_extra_kwargs(self, item: AiredBulletin) -> dict[str, Any]:
        return {
            "content": _show_notes(item),
            "duration": str(round(item.seconds)),
            "chapters": [_chapter(one) for one in item.chapters],
            "chapters_url": absolute_url(reverse("bulletin_chapters", args=[item.bulletin.pk])),
        }


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
    return f"<ol>{lines}</ol>{voice}"


def _note(one: HeardItem) -> str:
    start = f"{one.clock} " if one.start is not None else ""
    if not one.url:
        return f"{start}{one.item.title}"
    return format_html('{}<a href="{}">{}</a>', start, absolute_url(one.url), one.item.title)
