"""Showing a stored body to a reader."""

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# Without script a wide table can only scroll inside a box; the box must be reachable by keyboard and have a name.
_OPEN = '<div class="table-scroll" role="group" aria-label="Bảng, cuộn ngang để xem hết" tabindex="0"><table>'


@register.filter
def prose(body: str) -> SafeString:
    """Return a body, sanitised when it was saved, ready for the page: each table in a box of its own."""
    return mark_safe(body.replace("<table>", _OPEN).replace("</table>", "</table></div>"))  # noqa: S308
