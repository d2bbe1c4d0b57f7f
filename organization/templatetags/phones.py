"""Telephone numbers in templates: of several in one text each has its own link."""

from __future__ import annotations

from django import template

from organization.models import phones as model

register = template.Library()


@register.filter
def phones(text: str) -> list[model.Phone]:
    """Return the numbers of a text: ``{% for phone in ward.phone|phones %}``."""
    return model.phones(text or "")
