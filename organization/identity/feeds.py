"""Format of the portal's RSS feeds: full text, well-formed whatever a stored row holds."""

from __future__ import annotations

from typing import Any

from django.utils.feedgenerator import Rss201rev2Feed

from core.text.characters import storable


class FullTextFeed(Rss201rev2Feed):
    """RSS 2.0 with the text of each item as ``content:encoded``.

    Well-formed whatever a stored row holds: a feed reader drops a feed for one wrong character.
    """

    def write(self, outfile: Any, encoding: str) -> None:
        self.feed = _storable(self.feed)
        self.items = _storable(self.items)
        super().write(outfile, encoding)

    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/"
        }

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
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
