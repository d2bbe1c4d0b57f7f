"""Panels and extra pages of a ModelAdmin, declared as data instead of mixins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

# ``panel(model_admin, request, item)`` returns a template and its context, or None.
Panel = Callable[[Any, HttpRequest, Any], tuple[str, dict[str, Any]] | None]


@dataclass(frozen=True)
class ExtraUrl:
    """A page of a model's admin: ``view(model_admin, request, **captured)`` at ``route``.

    Its URL name is ``admin:<app>_<model>_<name>``; other methods than ``methods`` are refused. The
    view checks access itself.
    """

    route: str
    name: str
    view: Callable[..., HttpResponse]
    methods: tuple[str, ...] = ("GET", "HEAD")
