"""Addresses of items with another slug than today's: of a former title, or cut off within one."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from core.failsafe import guard
from core.registries import search_sources
from core.search.engine import ResultPage, find_hits
from core.search.parser import parse_query
from core.search.source_rows import Filters


def redirect_to_item(request: HttpRequest, asked: str, slug: str, address: str) -> HttpResponse:
    """Redirect an address with the slug ``asked`` to the item of its number, at ``address``.

    An address that was cut off within a title, as messengers and line breaks do, ends with another
    item's number: ``/van-ban/quyet-dinh-so-02`` of ``/van-ban/quyet-dinh-so-02-qd-ubnd-17/``. It
    leads to the item whose title goes on so. Raises Http404 if several do: then the reader chooses.
    """
    if asked and not _are_alike(set(asked.split("-")), set(slug.split("-"))):
        others = [url for url in _going_on(request.path) if url != address]
        if len(others) == 1:
            return redirect(others[0])
        if others:
            raise Http404
    return redirect(address, permanent=True)


def redirect_cut_off(request: HttpRequest, asked: str) -> HttpResponse:
    """Redirect an address with the slug ``asked`` and a number of no item, which was cut off within
    a title, to the item whose title goes on so. Raises Http404 unless exactly one does.
    """
    found = _going_on(request.path) if asked else []
    if len(found) != 1:
        raise Http404
    return redirect(found[0])


@require_safe
def cut_off(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer an address of an item that lost its number, as ``/tin/tam-ngung-cap-dien``."""
    return redirect_cut_off(request, slug)


def _going_on(path: str) -> list[str]:
    """Return the addresses of public items that begin with the address, in whole words.

    The words are searched for, without the numbers at their end where no title has them so: a title
    may write 22-00 as 22:00.
    """
    beginning = path.rstrip("/")
    words = beginning.rpartition("/")[2].replace("-", " ")
    for typed in dict.fromkeys((words, words.rstrip("0123456789 "))):
        find = partial(find_hits, search_sources, parse_query(typed), Filters())
        found = guard("Tìm kiếm: địa chỉ bị cắt", find, ResultPage([], 0))
        if urls := [hit.url for hit in found.hits if hit.url.startswith(f"{beginning}-")]:
            return urls
    return []


def _are_alike(words: set[str], others: set[str]) -> bool:
    """Return whether at least half of the words are the same."""
    return 2 * len(words & others) >= max(len(words), len(others))
