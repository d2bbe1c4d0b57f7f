"""The attributes that this project sets on a request."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest


class PortalRequest(HttpRequest):
    """A request with our attributes: type only, no request is an instance of it.

    An attribute that was not set is missing; ``getattr`` with a default reads it.
    """

    added_item: Any  # the row that an add form made
    cache_version: tuple[Any, ...]  # set by the page cache on anonymous requests
    is_storing: bool  # a POST whose form is being stored: the row is locked as it is read
    seen_item: Any  # the item that the change form read
    sensitive_post_parameters: str  # read by Django's error reports


def portal_request(request: HttpRequest) -> PortalRequest:
    """Return the request, typed so that our attributes can be set."""
    return cast(PortalRequest, request)
