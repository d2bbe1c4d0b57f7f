"""Format of the portal's RSS feeds: full text, well-formed whatever a stored row holds."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed, Stylesheet

from core.text.characters import storable
from organization.identity.metadata import absolute_url

STYLESHEET = "public/css/feed.css"


class FullTextFeed(Rss201rev2Feed):
    """RSS 2.0 with the text of each item as ``content:encoded``; a browser shows a page with links.

    Well-formed whatever a stored row holds: a feed reader drops a feed for one wrong character.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        options["stylesheets"] = [Stylesheet(static(STYLESHEET), mimetype="text/css")]
        super().__init__(*args, **options)

    def write(self, outfile: Any, encoding: str) -> None:
        self.feed = _storable(self.feed)
        self.items = _storable(self.items)
        super().write(outfile, encoding)

    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:xhtml": "http://www.w3.org/1999/xhtml",
        }

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        how = {"href": absolute_url(reverse("follow_news"))}
        handler.addQuickElement("xhtml:a", "Đây là nguồn tin (RSS). Xem cách nhận tin mới", how)

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("xhtml:a", "Mở trang", {"href": item["link"]})
        handler.addQuickElement("content:encoded", item["content"])


def _storable(value: Any) -> Any:
    """Return a tree of dictionaries and lists without characters that XML does not allow."""
    match value:
        case str():
            return storable(value)
        case dict():
            return {name: _storable(part) for name, part in value.items()}
        case list() | tuple():
            return [_storable(part) for part in value]
    return value
