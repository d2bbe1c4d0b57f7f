"""CSRF protection of cookieless public forms: the origin that the browser states is checked.

A token protects a user's session against a page of another site. These forms have no session: their
views use no cookie and no user, and a handwritten request could as well open the page. What is left
to refuse is a foreign page that sends its visitors' browsers here, and a browser states the page a
form came from in headers that no script can write: ``Sec-Fetch-Site`` (all since 2023, over https),
``Origin`` (all since 2020), ``Referer`` (our own policy limits it to the site). A request without
any of them is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponse]


def is_same_origin(request: HttpRequest) -> bool:
    """Return whether the browser states that a page of this site sent the request."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    if origin is None:
        origin = _origin_of(request.headers.get("Referer", ""))
    return origin in {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}


def _origin_of(address: str) -> str:
    """Return scheme and host of a URL; for an invalid one a value that equals no origin."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"


def check_origin(*, foreign: View) -> Callable[[View], View]:
    """Exempt the view from the CSRF token; ``foreign`` handles a POST from another origin.

    The view must be anonymous: it may not read ``request.user`` or the session.
    """

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def wrapped(request: HttpRequest, **captured: object) -> HttpResponse:
            if request.method == "POST" and not is_same_origin(request):
                return foreign(request, **captured)
            return view(request, **captured)

        return wrapped

    return decorate
