"""What no request may carry."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse


def refuse_nul(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 400 to a NUL in query or cookies: no browser sends one, and Postgres takes none."""

    def middleware(request: HttpRequest) -> HttpResponse:
        values = [*request.COOKIES.values(), *(value for _, found in request.GET.lists() for value in found)]
        if any("\0" in value for value in values):
            raise BadRequest("NUL")
        return get_response(request)

    return middleware
