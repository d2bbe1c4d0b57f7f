"""Access check of admin pages that belong to no model."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def staff_page(can_access: Callable[[Any], bool]) -> Callable[[View], View]:
    """Return a decorator: the page does not exist (404) for people ``can_access(user)`` refuses.

    Views decorated so stand in the ``admin_urls`` of their app; the admin site asks for a log-in.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not can_access(request.user):
                raise Http404
            return view(request, *args, **kwargs)

        return checked

    return decorate
