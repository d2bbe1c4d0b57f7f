"""Forms on public pages: no token and no cookie, so what a browser says of a request's origin
decides.

A token guards a person's session against a page of another site. These forms have no session to
guard: their views look at no cookie and no user, and whoever writes a request by hand could as well
open the page. What is left to refuse is a foreign page that sends its visitors' browsers here, and
a browser names the page a form came from in headers that no script can write: ``Sec-Fetch-Site``
(all since 2023, over https), ``Origin`` (all since 2020), ``Referer`` (our own policy keeps it
within the site). One that says nothing at all is refused.
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
    """Tell whether the browser says that a page of ours sent this."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    if origin is None:
        origin = _origin_of(request.headers.get("Referer", ""))
    return origin in {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}


def _origin_of(address: str) -> str:
    """Return scheme and host of an address; of what is none, nothing that any origin equals."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"


def check_origin(*, foreign: View) -> Callable[[View], View]:
    """Free the view of the token; a POST that no page of ours sent is answered by ``foreign``
    instead.

    The view must act for nobody: it may not look at ``request.user`` or the session.
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
