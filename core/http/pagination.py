"""Keyset pagination: page five hundred costs what page one does.

Links name the row after or before which a page starts (``?trang=3&sau=812``, ``&truoc=``), so that
the database starts there; the page number is for people. A bare ``?trang=3``, typed or bookmarked,
still works: the rows before it are skipped in the index alone. A row that was withdrawn is still a
valid anchor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, QueryDict
from django.utils import timezone

from core.database.compiled_query import compiled_query
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


class Start(Enum):
    """Where a page begins, or for ``BEFORE`` ends."""

    NEWEST = "newest"
    AFTER = "after"
    BEFORE = "before"


def page_rows(rows: QuerySet[Any], at: str, count: int, start: Start, **anchor: Any) -> Any:
    """Return the first rows of a page as a queryset, newest first; with ``BEFORE`` the nearest
    first. ``time`` and ``key`` are those of the anchor.
    """
    newest_first = rows.order_by(f"-{at}", "-pk")
    if start is Start.NEWEST:
        return newest_first[:count]
    if start is Start.AFTER:
        beyond = Q(**{f"{at}__lt": anchor["time"]}) | Q(pk__lt=anchor["key"])
        return newest_first.filter(beyond, **{f"{at}__lte": anchor["time"]})[:count]
    beyond = Q(**{f"{at}__gt": anchor["time"]}) | Q(pk__gt=anchor["key"])
    nearest = rows.order_by(at, "pk").filter(beyond, **{f"{at}__gte": anchor["time"]})
    return nearest[:count]


@dataclass(frozen=True)
class CompiledRows:
    """The rows ``build(**given)`` of a list, whose SQL is compiled once for each ``Start``: see
    ``core.database.compiled_query``.

    ``build`` is a function of a module, so that there are few.
    """

    build: Callable[..., QuerySet[Any]]
    given: dict[str, Any]

    @property
    def queryset(self) -> QuerySet[Any]:
        return self.build(**self.given)

    def page(self, at: str, count: int, start: Start, **anchor: Any) -> list[Any]:
        return _compiled_page(self.build, at, count, start, **self.given, **anchor)


@compiled_query
def _compiled_page(
    build: Callable[..., QuerySet[Any]],
    at: str,
    count: int,
    start: Start,
    /,
    *,
    time: Any = None,
    key: int | None = None,
    **given: Any,
) -> QuerySet[Any]:
    rows: QuerySet[Any] = page_rows(build(**given), at, count, start, time=time, key=key)
    return rows


@dataclass(frozen=True)
class KeysetPaginator:
    """A list of ``total`` rows, newest first by ``at`` and key, in pages of ``size``.

    ``path`` is the address of its first page, ``query`` the parameters that all pages keep
    (``loai=1&``). ``anchors`` are the rows from which a page may start.
    """

    rows: QuerySet[Any] | CompiledRows
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
        if number == 1:
            rows = self._read(self.size + 1, Start.NEWEST)
        elif after is not None:
            rows = self._read(self.size + 1, Start.AFTER, time=self._time(after), key=after)
        elif before is not None:
            nearest = self._read(self.size, Start.BEFORE, time=self._time(before), key=before)
            return nearest[::-1], True
        elif number <= self._pages:
            rows = self._skipped((number - 1) * self.size)
        else:
            raise Http404
        return rows[: self.size], len(rows) > self.size

    def _read(self, count: int, start: Start, **anchor: Any) -> list[Any]:
        if isinstance(self.rows, CompiledRows):
            return self.rows.page(self.at, count, start, **anchor)
        return list(page_rows(self.rows, self.at, count, start, **anchor))

    def _skipped(self, start: int) -> list[Any]:
        """Return the rows from a place on, where no anchor is named."""
        rows = self.rows.queryset if isinstance(self.rows, CompiledRows) else self.rows
        newest_first = rows.order_by(f"-{self.at}", "-pk")
        keys = newest_first.values("pk")[start : start + self.size + 1]
        return list(newest_first.filter(pk__in=keys))

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
