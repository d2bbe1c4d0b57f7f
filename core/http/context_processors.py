"""Context processor: site context of every page, cached per cache version and process on public
pages.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core.registries import SiteContextPart, site_context_parts

# The cache version the values belong to, and the values by name; replaced as a whole, so that
# threads need no lock.
_cached: tuple[Any, dict[str, Any]] = (None, {})


def site_context(request: HttpRequest) -> dict[str, Any]:
    """Add every part by its name, lazily: a part costs nothing where no template uses it."""
    version = getattr(request, "cache_version", None)
    return {
        part.name: SimpleLazyObject(partial(_read, part, version)) for part in site_context_parts
    }


def _read(part: SiteContextPart, version: Any) -> Any:
    """Return the part's value; ``version`` None (a page of a logged-in user) is not cached."""
    global _cached
    if version is None:
        return part.read()
    if _cached[0] != version:
        _cached = (version, {})
    values = _cached[1]
    if part.name not in values:
        values[part.name] = part.read()
    return values[part.name]
