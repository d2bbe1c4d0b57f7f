"""Keyset pagination: page five hundred costs what page one does.

Links name the row after or before which a page starts (``?trang=3&sau=812``, ``&truoc=``), so that
the database starts there; the page number is for people. A bare ``?trang=3``, typed or bookmarked,
still works: the rows before it are skipped in the index alone. A row that was withdrawn is still a
valid anchor.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, QueryDict
from django.utils import timezone

from core.http.params import int_param

DIGITS = 19  # of the smallest number that is no valid key in Postgres


@dataclass
class KeysetPage:
    """One page, for ``_pagination.html``; an address is empty where there is no such page."""

    object_list: list[Any]
    number: int
    count: int  # of pages
    previous_address: str = ""
    next_address: str = ""

    def __iter__(self) -> Iterator[Any]:
        return iter(self.object_list)


@dataclass(frozen=True)
class KeysetPaginator:
    """A list of ``total`` rows, newest first by ``at`` and key, in pages of ``size``.

    ``path`` is the address of its first page, ``query`` the parameters that all pages keep
    (``loai=1&``). ``anchors`` are the rows from which a page may start.
    """

    rows: QuerySet[Any]
    anchors: QuerySet[Any]
    total: int
    path: str
    size: int = 20
    at: str = "published_at"
    query: str = ""

    def page(self, params: QueryDict) -> KeysetPage:
        """Return the requested page; raise Http404 for one that does not exist."""
        number = page_number(params)
        rows, has_next = self._rows(number, after=_key(params, "sau"), before=_key(params, "truoc"))
        if number > 1 and not rows:
            raise Http404
        return KeysetPage(
            rows,
            number,
            max(self._pages, number + has_next),
            self._address(number - 1, f"truoc={rows[0].pk}") if number > 1 else "",
            self._address(number + 1, f"sau={rows[-1].pk}") if has_next else "",
        )

    @property
    def _pages(self) -> int:
        return max(1, -(-self.total // self.size))

    def _rows(
        self, number: int, *, after: int | None, before: int | None
    ) -> tuple[list[Any], bool]:
        """Return the rows of a page and whether more follow."""
        newest_first = self.rows.order_by(f"-{self.at}", "-pk")
        if number == 1:
            found = newest_first
        elif after is not None:
            at = self._time(after)
            found = newest_first.filter(
                Q(**{f"{self.at}__lt": at}) | Q(pk__lt=after), **{f"{self.at}__lte": at}
            )
        elif before is not None:
            at = self._time(before)
            nearest = self.rows.order_by(self.at, "pk").filter(
                Q(**{f"{self.at}__gt": at}) | Q(pk__gt=before), **{f"{self.at}__gte": at}
            )
            return list(nearest[: self.size])[::-1], True
        elif number <= self._pages:
            start = (number - 1) * self.size
            found = newest_first.filter(
                pk__in=newest_first.values("pk")[start : start + self.size + 1]
            )
        else:
            raise Http404
        rows = list(found[: self.size + 1])
        return rows[: self.size], len(rows) > self.size

    def _time(self, key: int) -> Any:
        """Return the time of the anchor with this key, which may have been withdrawn."""
        times = self.anchors.filter(pk=key, **{f"{self.at}__lte": timezone.now()}).values_list(
            self.at, flat=True
        )
        if not times:
            raise Http404
        return times[0]

    def _address(self, number: int, anchor: str) -> str:
        return self.path if number == 1 else f"?{self.query}trang={number}&{anchor}"


def page_number(params: QueryDict) -> int:
    """Return the number of ``?trang=``, 1 without one; raise Http404 for an invalid one."""
    number = _key(params, "trang")
    if number == 0:
        raise Http404
    return 1 if number is None else number


def _key(params: QueryDict, name: str) -> int | None:
    """Return an integer parameter, None without one; raise Http404 for an invalid one."""
    text = params.get(name)
    if text is None:
        return None
    number = int_param(text)
    if number is None:
        raise Http404
    return number
