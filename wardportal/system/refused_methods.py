"""Middleware: what a person sees at an address that does not take the method."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse


def explain_refused_methods(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Give the empty answer 405 words where a browser shows it as a page.

    An address of the admin that takes forms alone is opened again after a refused form: it leads
    to the page above it, mostly that of the item.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        # A script asks for anything ("*/*"), and reads the status.
        if response.status_code != 405 or "text/html" not in request.headers.get("Accept", ""):
            return response
        is_read = request.method in ("GET", "HEAD")
        index = reverse("admin:index")
        is_staff_page = request.path_info.startswith(index)
        if is_read and is_staff_page:
            return HttpResponseRedirect(page_above(request.path_info))
        context = {
            "is_form": not is_read,
            "is_staff_page": is_staff_page,
            "way_back": index if is_staff_page else reverse("home"),
        }
        headers = {"Allow": response.headers.get("Allow", "")}
        return HttpResponse(render_to_string("405.html", context), status=405, headers=headers)

    return middleware


def page_above(path: str) -> str:
    """Return the nearest address above one of the admin that leads to a page, at last its index."""
    index = reverse("admin:index")
    while path.startswith(index) and path != index:
        path = f"{path.rstrip('/').rpartition('/')[0]}/"
        if _is_routed(path):
            return quote(path)
    return index


def _is_routed(path: str) -> bool:
    """Return whether the address is routed: by name, or as that of an item of a ModelAdmin."""
    try:
        match = resolve(path)
    except Resolver404:
        return False
    return bool(match.url_name) or "/" not in match.kwargs.get("object_id", "/")
