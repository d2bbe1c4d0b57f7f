"""Tags of the base template: captured blocks and the metadata of the page."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.safestring import SafeString, mark_safe

from core.caching.version_store import VersionStore
from organization.feedback import items as feedback
from organization.identity.metadata import (
    Metadata,
    absolute_url,
    default_picture,
    graph_json,
    organization_node,
)

register = template.Library()
_marked_paths = VersionStore()


@register.simple_block_tag(takes_context=True)
def keep_as(context: template.Context, content: SafeString, name: str) -> str:
    """Store the rendered content, as one line, in the context variable ``name``.

    Needed where a template uses the content of a block twice.
    """
    # Made of rendered, escaped text alone.
    context[name] = mark_safe(" ".join(content.split()))  # noqa: S308
    return ""


@register.inclusion_tag("_metadata.html", takes_context=True)
def page_metadata(context: template.Context) -> dict[str, Any]:
    """Render canonical URL, Dublin Core, Open Graph and JSON-LD of a public page, none of it empty.

    ``canonical_url`` defaults to the path of the request.
    """
    ward = context["ward"]
    metadata = context.get("metadata") or Metadata()
    picture = metadata.picture or default_picture()
    return {
        "metadata": metadata,
        "title": metadata.title or context["page_title"],
        "description": context["page_description"],
        "agency": ward.agency_name,
        "address": iri_to_uri(
            context.get("canonical_url") or absolute_url(context["request"].path)
        ),
        "picture": picture,
        "graph": graph_json([organization_node(ward), *metadata.nodes]),
    }


@register.simple_tag(takes_context=True)
def current_menu_path(context: template.Context) -> str:
    """Return the path of the page if the frame marks or leaves out its link, else ""."""
    path: str = context["request"].path
    version = getattr(context["request"], "cache_version", None)
    kept = {} if version is None else _marked_paths.of(version)
    if "paths" not in kept:
        listed = (*context["menu"], *context["rooms"], *context["menu_pages"])
        kept["paths"] = {"/", reverse("search"), *(item.get_absolute_url() for item in listed)}
    return path if path in kept["paths"] else ""


@register.inclusion_tag("organization/_page_feedback.html", takes_context=True)
def page_feedback(context: template.Context) -> dict[str, Any]:
    """Render "Trang này có hữu ích?" and "Báo sai sót" beneath a public page: of ``feedback_item``
    in the context, else of the page that the view generates; nothing on other pages.
    """
    match = context["request"].resolver_match
    found = (
        feedback.page_feedback(context.get("feedback_item"), match.url_name or "")
        if match
        else None
    )
    return {"panel": found, **(found or {})}
