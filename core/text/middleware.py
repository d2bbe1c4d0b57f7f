"""Middleware: query and posted texts hold only what can be stored, and are empty when nobody sees
anything of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

from core.text.characters import is_blank, storable


class NormalizedInputMiddleware:
    """Normalise ``request.GET`` and ``request.POST`` before the view.

    Letters and visible words stay as typed: forms normalise them once more, by field. It comes
    after the CSRF check, so that a refused post is not read.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        request.GET = _normalized(request.GET)  # type: ignore[assignment]
        if request.method == "POST":
            request.POST = _normalized(request.POST)  # type: ignore[assignment]


def _normalized(data: QueryDict) -> QueryDict:
    """Return the data itself when nothing changes."""
    changed = {
        name: texts
        for name, values in data.lists()
        if "password" not in name and (texts := [_text(value) for value in values]) != values
    }
    if not changed:
        return data
    normalized = data.copy()
    for name, values in changed.items():
        normalized.setlist(name, values)
    normalized._mutable = False
    return normalized


def _text(value: str) -> str:
    """Return the storable text; one of plain blanks, or with a NUL, is left to its field.

    A NUL is sent by no browser: keys and marks that hold one are refused as malformed.
    """
    if "\0" in value:
        return value
    text = storable(value)
    return "" if not text.isspace() and is_blank(text) else text
