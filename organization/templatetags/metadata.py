"""Tags of the base template: the page's own words kept for more than one place, and its
metadata.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.encoding import iri_to_uri
from django.utils.safestring import SafeString, mark_safe

from organization.identity.metadata import (
    Metadata,
    SharePicture,
    absolute_url,
    graph_json,
    organization_node,
)

register = template.Library()

# For pages without a picture of their own, in the size that Open Graph asks for.
DEFAULT_PICTURE = ("public/og-default.png", 1200, 630)


@register.simple_block_tag(takes_context=True)
def keep_as(context: template.Context, content: SafeString, name: str) -> str:
    """Keep what is rendered inside, as one line, under ``name``; a block cannot stand in a template
    twice.
    """
    # Made of rendered, escaped text alone.
    context[name] = mark_safe(" ".join(content.split()))  # noqa: S308
    return ""


@register.inclusion_tag("_metadata.html", takes_context=True)
def page_metadata(context: template.Context) -> dict[str, Any]:
    """Draw canonical address, Dublin Core, Open Graph and JSON-LD of any public page, none of it
    empty.

    A page without ``canonical_url`` stands under its own path.
    """
    ward, said = context["ward"], context.get("metadata") or Metadata()
    picture = said.picture
    if picture is None:
        file, width, height = DEFAULT_PICTURE
        picture = SharePicture(absolute_url(static(file)), width, height)
    return {
        "said": said,
        "title": said.title or context["page_title"],
        "description": context["page_description"],
        "agency": ward.agency_name,
        "address": iri_to_uri(
            context.get("canonical_url") or absolute_url(context["request"].path)
        ),
        "picture": picture,
        "graph": graph_json([organization_node(ward), *said.nodes]),
    }
