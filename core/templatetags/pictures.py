"""Stored pictures on a page: the browser takes the size and the format it needs."""

from typing import Any

from django import template

from core.files import renditions
from core.models import StoredFile

register = template.Library()


@register.inclusion_tag("_picture.html")
def picture(
    file: StoredFile,
    *,
    sizes: str,
    alt: str = "",
    css: str = "",
    focus: str = "",
    is_first: bool = False,
) -> dict[str, Any]:
    """Draw a picture in a place as wide as ``sizes`` says; with ``is_first`` before everything
    else, else when near.

    In ``sizes`` a rem is the browser's own 16 pixels, not the 17 of our pages. ``focus`` is for
    places that show a part of the picture only. The row's width says which files there are: nothing
    is asked of the database.
    """
    return {
        "file": file,
        "sources": renditions.sources(file),
        "sizes": sizes,
        "alt": alt,
        "css": f"{css} focus-{focus}" if focus else css,
        "width": file.width,
        "height": file.height,
        "is_first": is_first,
    }
