"""Template filter for plain texts of people on public pages."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from core.text.facts.typography import linked_text

register = template.Library()


@register.filter
def linked(text: str) -> SafeString:
    """Render plain text, its telephone numbers as links, what belongs together on one line."""
    return mark_safe(linked_text(text or ""))  # noqa: S308  (escaped there)
