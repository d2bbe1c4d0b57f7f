"""Targets of redirects and of items that moved: one rule for where readers are sent."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.urls import resolve

from organization import redirects
from organization.models import Redirect
from organization.querysets import RedirectQuerySet

INVALID = "Xin ghi địa chỉ bắt đầu bằng / trên trang này, hoặc bắt đầu bằng https:// ở nơi khác."
UNKNOWN = "Cổng không có trang nào ở địa chỉ này."
CIRCLE = "Địa chỉ này dẫn vòng trở lại địa chỉ cũ."
# Pages of the board and of one person are no targets for readers.
_CLOSED_PREFIXES = ("/quan-tri/", "/xem-truoc/", "/phat/", "/healthz", "/readyz")
_GONE = 400


def local_address(address: str) -> str:
    """Return the address without the portal's own host, so that it is checked as a page of it."""
    text = address.strip()
    try:
        parts, own = urlsplit(text), urlsplit(settings.SITE_URL)
    except ValueError:
        return text
    if parts.scheme not in ("http", "https") or parts.netloc.lower() != own.netloc.lower():
        return text
    rest = parts._replace(scheme="", netloc="").geturl()
    return rest if rest.startswith("/") else f"/{rest}"


def target_problem(
    target: str, *, is_own: Callable[[str], bool], excluded_redirect: int | None = None
) -> str:
    """Return why readers cannot be sent to the address; "" if they can.

    An address of the portal must be followed, through redirects and items that moved, to a page
    that is there; none on the way may be the one that is to be left, which ``is_own`` tells.
    """
    address = local_address(target)
    if not redirects.is_target(address):
        return INVALID
    for _ in range(RedirectQuerySet.MAX_HOPS):
        if not address.startswith("/"):
            return ""
        if is_own(address):
            return CIRCLE
        if address.startswith(_CLOSED_PREFIXES):
            return UNKNOWN
        answer = visit(address)
        if answer is not None and 300 <= answer.status_code < _GONE:
            following = answer["Location"]
        elif answer is not None and answer.status_code < 300:
            return ""
        elif answer is not None:
            return UNKNOWN
        else:
            others = Redirect.objects.exclude(pk=excluded_redirect or 0)
            following = others.next_target(address) or ""
        if not following:
            return UNKNOWN
        address = local_address(following)
    return CIRCLE


def visit(address: str) -> HttpResponseBase | None:
    """Return what the portal answers a visitor without an account; None if it has no page there."""
    path, _, query = address.partition("#")[0].partition("?")
    request = HttpRequest()
    request.method = "GET"
    request.path = unquote(path)
    request.path_info = request.path
    request.GET = QueryDict(query)
    request.META = {"SERVER_NAME": "localhost", "SERVER_PORT": "80", "QUERY_STRING": query}
    request.user = AnonymousUser()
    try:
        match = resolve(request.path)
        response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    except (Http404, BadRequest):
        return None
    return None if response.status_code == 404 else response
