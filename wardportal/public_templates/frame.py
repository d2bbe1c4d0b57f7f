"""Functions of the base template: parts kept as text, metadata, menu, feedback."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.encoding import iri_to_uri
from jinja2 import pass_context
from jinja2.runtime import Context

from core.caching.version_store import VersionStore
from core.failsafe import failures
from organization.feedback import items as feedback
from organization.identity.metadata import (
    Metadata,
    absolute_url,
    default_picture,
    graph_json,
    organization_node,
)

# More than the frame of a page and the lists beside it ever are.
_MAX_FRAGMENTS = 500
_fragments = VersionStore()
_marked_paths = VersionStore()


@pass_context
def cached_fragment(context: Context, name: str, *vary_on: Any, caller: Callable[[], str]) -> str:
    """Keep a part of public pages as text while the cache version stays.

    ``{% call cached_fragment("site-foot") %}``: the name, and the values that it varies on besides
    the site context. Nothing else of the page may stand in it.
    """
    version = getattr(context.get("request"), "cache_version", None)
    if version is None:  # a page of somebody logged in
        return caller()
    fragments = _fragments.of(version)
    key = (name, *vary_on)
    fragment: str | None = fragments.get(key)
    if fragment is None:
        failed_before = failures()
        fragment = caller()
        if failures() == failed_before and len(fragments) < _MAX_FRAGMENTS:
            fragments[key] = fragment
    return fragment


@pass_context
def page_metadata(context: Context, title: str, description: str) -> dict[str, Any]:
    """Return canonical URL, Dublin Core, Open Graph and JSON-LD of a public page, none of it empty.

    ``canonical_url`` defaults to the path of the request.
    """
    ward = context["ward"]
    metadata = context.get("metadata") or Metadata()
    return {
        "metadata": metadata,
        "title": metadata.title or title,
        "description": description,
        "agency": ward.agency_name,
        "address": iri_to_uri(
            context.get("canonical_url") or absolute_url(context["request"].path)
        ),
        "picture": metadata.picture or default_picture(),
        "graph": graph_json([organization_node(ward), *metadata.nodes]),
    }


@pass_context
def current_menu_path(context: Context) -> str:
    """Return the path of the page if the frame marks or leaves out its link, else ""."""
    path: str = context["request"].path
    version = getattr(context["request"], "cache_version", None)
    kept = {} if version is None else _marked_paths.of(version)
    if "paths" not in kept:
        listed = (*context["menu"], *context["rooms"], *context["menu_pages"])
        kept["paths"] = {"/", reverse("search"), *(item.get_absolute_url() for item in listed)}
    return path if path in kept["paths"] else ""


@pass_context
def page_feedback(context: Context) -> dict[str, Any] | None:
    """Return "Trang này có hữu ích?" and "Báo sai sót" beneath a public page: of ``feedback_item``
    in the context, else of the page that the view generates; None on other pages.
    """
    match = context["request"].resolver_match
    item = context.get("feedback_item")
    return feedback.page_feedback(item, match.url_name or "") if match else None
