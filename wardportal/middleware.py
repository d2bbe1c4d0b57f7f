"""Middleware: permissions of pages, refusal of NUL characters, redirects of legacy URLs."""

import re
from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve
from django.utils.encoding import iri_to_uri

from meetings.models import Meeting
from news.models import Article
from organization.models import Redirect
from organization.redirect_targets import target_problem
from organization.redirects import RESERVED_PREFIXES

PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        *("accelerometer", "browsing-topics", "camera", "display-capture", "geolocation"),
        *("gyroscope", "magnetometer", "microphone", "midi", "payment", "usb"),
    )
)


def permissions_policy(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Bar what no page needs, and the microphone but where a view allows it.

    Policies of documents stand on documents alone.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        else:  # a rule for documents, which pictures and styles carry for nothing
            response.headers.pop("Cross-Origin-Opener-Policy", None)
        return response

    return middleware


def refuse_nul(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 400 to a NUL in query or cookies: no browser sends one, and Postgres accepts none."""

    def middleware(request: HttpRequest) -> HttpResponse:
        values = [
            *request.COOKIES.values(),
            *(value for _, found in request.GET.lists() for value in found),
        ]
        if any("\0" in value for value in values):
            raise BadRequest("NUL")
        return get_response(request)

    return middleware


def redirect_legacy_urls(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Redirect a formerly public URL that is not found; other responses cost no query."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if (
            response.status_code != 404
            or request.method not in ("GET", "HEAD")
            or request.path.startswith(RESERVED_PREFIXES)
        ):
            return response
        target = Redirect.objects.target_of(request.get_full_path())
        if target is None:
            target = tidied_address(request)
        if target is None or names_hidden_item(target):
            return response
        return HttpResponsePermanentRedirect(target)

    return middleware


def tidied_address(request: HttpRequest) -> str | None:
    """Return the page that the address means but for doubled slashes, capitals and a missing slash
    at the end; None where that is no page for readers.
    """
    path = re.sub(r"/{2,}", "/", request.path).lower()
    if "." not in path.rpartition("/")[2] and not path.endswith("/"):
        path += "/"
    if path == request.path or target_problem(path, is_own=lambda address: False):
        return None
    query = request.META.get("QUERY_STRING", "")
    return iri_to_uri(path) + (f"?{query}" if query else "")


def names_hidden_item(target: str) -> bool:
    """Return whether the target is the address of an article or a meeting without a page: its slug
    is the title, which only readers of a page may learn.
    """
    try:
        match = resolve(target.partition("?")[0].partition("#")[0])
    except Resolver404:
        return False
    pk: int = match.kwargs.get("pk", 0)
    if match.url_name == "article":
        articles = Article.objects.filter(pk=pk)
        return not (articles.published().exists() or articles.withdrawn().exists())
    return match.url_name == "meeting" and not Meeting.objects.published().filter(pk=pk).exists()
