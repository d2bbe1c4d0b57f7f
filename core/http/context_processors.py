"""What stands around every page: read at most once per page, on public pages once per generation
and process.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core.registries import SiteContextPart, site_context_parts

# The generation the values belong to, and the values by name; replaced as a whole, so that threads
# need no lock.
_kept: tuple[Any, dict[str, Any]] = (None, {})


def site_context(request: HttpRequest) -> dict[str, Any]:
    """Add every part by its name; a part costs nothing where no template asks for it."""
    generation = getattr(request, "cache_version", None)
    return {
        part.name: SimpleLazyObject(partial(_read, part, generation)) for part in site_context_parts
    }


def _read(part: SiteContextPart, generation: Any) -> Any:
    """Return the part; ``generation`` None (a page of a logged-in person) is answered afresh."""
    global _kept
    if generation is None:
        return part.read()
    if _kept[0] != generation:
        _kept = (generation, {})
    values = _kept[1]
    if part.name not in values:
        values[part.name] = part.read()
    return values[part.name]
