"""Access check of admin pages that belong to no model."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def staff_page(can_access: Callable[[Any], bool]) -> Callable[[View], View]:
    """Return a decorator that raises Http404 for users whom ``can_access(user)`` refuses.

    Decorated views are routed in the ``admin_urls`` of their app; the admin site requires the
    log-in.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not can_access(request.user):
                raise Http404
            return view(request, *args, **kwargs)

        return checked

    return decorate
