"""A stored body as HTML of public pages."""

import re
from collections.abc import Mapping
from html import unescape

from django.utils.safestring import SafeString, mark_safe

from core.files.storage import files_by_key
from core.models import StoredFile
from core.rendering.pictures import picture
from core.richtext.allowed import PICTURE
from core.richtext.sanitizer import image_keys
from core.text.facts.typography import linked_html

# Without script a wide table can only scroll inside a box; the box must be focusable and have a
# name.
_TABLE_START = (
    '<div class="table-scroll" role="group" aria-label="Bảng, cuộn ngang để xem hết"'
    ' tabindex="0"><table>'
)
# As the sanitiser writes them.
_IMAGE = re.compile(r'<img((?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
# A picture is never wider than the text: 42 of our rem, 714 pixels.
_TEXT_WIDTH = 714


def prose(body: str, pictures: Mapping[str, StoredFile] | None = None) -> SafeString:
    """Render a sanitised body: tables in scrollable boxes, pictures in several sizes, lazily
    loaded, numbers to call as links, words that belong together on one line.

    ``pictures`` are the stored files by key, if the caller has read them; else they cost one query.
    """
    if pictures is None:
        pictures = files_by_key(image_keys(body)) if "<img" in body else {}
    body = linked_html(body)
    body = body.replace("<table>", _TABLE_START).replace("</table>", "</table></div>")
    return mark_safe(_IMAGE.sub(lambda image: _rendered_picture(image, pictures), body))  # noqa: S308


def _rendered_picture(image: re.Match[str], pictures: Mapping[str, StoredFile]) -> str:
    """Return one picture of the text in its chosen width; without its file, the tag as it is."""
    attributes = {name: unescape(value) for name, value in _ATTRIBUTE.findall(image[1])}
    address = PICTURE.fullmatch(attributes.get("src", ""))
    file = pictures.get(address[1]) if address else None
    if file is None or not file.width or not file.height:
        return f'<img{image[1]} loading="lazy" decoding="async">'
    width = int(attributes.get("width", file.width))
    sizes = f"(min-width: 60rem) {min(width, _TEXT_WIDTH)}px, calc(100vw - 2.125rem)"
    return picture(file, sizes=sizes, alt=attributes.get("alt", ""), width=width)
