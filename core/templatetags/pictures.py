"""Template tag of stored pictures: the browser selects size and format."""

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
    """Render a picture that is as wide as ``sizes`` says; ``is_first`` loads it eagerly, else
    lazily.

    In ``sizes`` a rem is the browser's default of 16 pixels, not the 17 of our pages. ``focus`` is
    for crops. The renditions follow from the row's width, so that no query is needed.
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
