"""Context processor: site context of every page, cached per cache version and process on public
pages.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core.caching.version_store import VersionStore
from core.failsafe import failures, guard
from core.registries import SiteContextPart, site_context_parts

_FAILED: Any = object()
_values = VersionStore()


def site_context(request: HttpRequest) -> dict[str, Any]:
    """Add every part by its name, lazily: a part costs nothing where no template uses it."""
    version = getattr(request, "cache_version", None)
    known = {} if version is None else _values.of(version)
    return {
        part.name: known[part.name]
        if part.name in known
        else SimpleLazyObject(partial(_read, part, version))
        for part in site_context_parts
    }


def _read(part: SiteContextPart, version: Any) -> Any:
    """Return the part's value; ``version`` None (a page of a logged-in user) is not cached."""
    if version is None:
        return _guarded(part)
    values = _values.of(version)
    if part.name not in values:
        failed_before = failures()
        value = _guarded(part)
        if failures() != failed_before:
            return value
        values[part.name] = value
    return values[part.name]


def _guarded(part: SiteContextPart) -> Any:
    """Return the part's value; its fallback when reading fails."""
    value = guard(f"Khung: {part.name}", part.read, _FAILED)
    return part.fallback() if value is _FAILED else value
