"""Middleware: permissions of pages, refusal of NUL characters, redirects of legacy URLs."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve

from meetings.models import Meeting
from news.models import Article
from organization.models import Redirect
from organization.redirects import RESERVED_PREFIXES


def permissions_policy(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Bar the microphone on every page whose view does not allow it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", "microphone=()")
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
        if target is None or names_hidden_item(target):
            return response
        return HttpResponsePermanentRedirect(target)

    return middleware


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
