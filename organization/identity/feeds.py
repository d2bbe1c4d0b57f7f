"""RSS 2.0 feeds of the portal: full text, well-formed whatever a stored row holds.

Written as text: a feed has hundreds of elements, and each answer of Django's own classes looks up
every one of them by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.http import http_date

from core.models import StoredFile
from core.text.characters import storable
from organization.identity.metadata import absolute_url

STYLESHEET = "public/css/feed.css"
NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xhtml": "http://www.w3.org/1999/xhtml",
}


@dataclass(frozen=True)
class Channel:
    """A feed: ``link`` is the page it belongs to, ``address`` its own; both are absolute.

    ``elements`` are further elements as XML, in ``namespaces`` by prefix.
    """

    title: str
    description: str
    link: str
    address: str
    elements: str = ""
    namespaces: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Entry:
    """One item of a feed.

    ``guid`` stays when the title, and with it ``link``, is corrected; ``description`` is text,
    ``content`` HTML with absolute addresses, ``elements`` further elements as XML.
    """

    title: str
    link: str
    guid: str
    description: str
    content: str
    published_at: datetime | None
    author: str = ""
    category: str = ""
    enclosure: StoredFile | None = None
    enclosure_url: str = ""
    elements: str = ""


def element(name: str, text: str = "", **attributes: str) -> str:
    """Return an XML element of text."""
    return group(name, [escape(text)], **attributes)


def group(name: str, elements: Iterable[str], **attributes: str) -> str:
    """Return an XML element of other elements."""
    written = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{written}>{''.join(elements)}</{name}>"


def feed_response(channel: Channel, entries: Sequence[Entry]) -> HttpResponse:
    """Return the feed, dated as its newest entry; a browser shows it as a page with links."""
    dates = [entry.published_at for entry in entries if entry.published_at]
    namespaces = {**NAMESPACES, **dict(channel.namespaces)}
    declared = "".join(f' xmlns:{name}="{address}"' for name, address in namespaces.items())
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>\n',
        f'<?xml-stylesheet href="{static(STYLESHEET)}" media="screen" type="text/css"?>',
        f'<rss version="2.0"{declared}><channel>',
        element("title", channel.title),
        element("link", channel.link),
        element("description", channel.description),
        element("atom:link", href=channel.address, rel="self"),
        element("language", "vi"),
        element("lastBuildDate", _date(max(dates, default=timezone.now()))),
        channel.elements,
        element(
            "xhtml:a",
            "Đây là nguồn tin (RSS). Xem cách nhận tin mới",
            href=absolute_url(reverse("follow_news")),
        ),
        *(group("item", _elements(entry)) for entry in entries),
        "</channel></rss>",
    ]
    kind = "application/rss+xml; charset=utf-8"
    return HttpResponse(storable("".join(parts)), content_type=kind)


def _elements(entry: Entry) -> Iterable[str]:
    yield element("title", entry.title)
    yield element("link", entry.link)
    # Readers take it for HTML, browsers for text: only what would begin an element is escaped.
    yield element("description", entry.description.replace("<", "&lt;"))
    if entry.author:
        yield element("dc:creator", entry.author)
    if entry.published_at:
        yield element("pubDate", _date(entry.published_at))
    yield element("guid", entry.guid, isPermaLink="false")
    if file := entry.enclosure:
        address = entry.enclosure_url or absolute_url(file.url)
        yield element("enclosure", url=address, length=str(file.size), type=file.content_type)
    if entry.category:
        yield element("category", entry.category)
    yield entry.elements
    yield element("xhtml:a", "Mở trang", href=entry.link)
    yield element("content:encoded", entry.content)


def _date(at: datetime) -> str:
    """Return the moment as RFC 2822 writes it."""
    return http_date(at.timestamp()).replace("GMT", "+0000")
