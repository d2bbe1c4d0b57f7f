"""A stored picture as HTML of public pages: the browser selects size and format."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.files import renditions
from core.models import StoredFile


def picture(
    file: StoredFile,
    *,
    sizes: str,
    alt: str = "",
    css: str = "",
    focus: str = "",
    is_first: bool = False,
    width: int | None = None,
) -> SafeString:
    """Render a picture that is as wide as ``sizes`` says; ``is_first`` loads it eagerly, else
    lazily.

    In ``sizes`` a rem is the browser's default of 16 pixels, not the 17 of our pages. ``focus`` is
    for crops, ``width`` the chosen one in pixels. The renditions follow from the row's width, so
    that no query is needed.
    """
    height = file.height
    if width and file.width and height:
        height = round(width * height / file.width)
    context = {
        "file": file,
        "sources": renditions.sources(file),
        "sizes": sizes,
        "alt": alt,
        "css": f"{css} focus-{focus}" if focus else css,
        "width": width or file.width,
        "height": height,
        "is_first": is_first,
    }
    return render_to_string("_picture.html", context)
