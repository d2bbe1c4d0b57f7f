"""Registry of texts that the loudspeakers may read: apps of any floor offer theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from core.registries import Registry


@dataclass(frozen=True)
class BroadcastText:
    """A text that the loudspeakers may read: plain, a line for each paragraph.

    ``kind`` is one of ``broadcasts.states.ItemKind``; ``is_marked``: proposed without being asked
    for, in ``plays`` bulletins from ``air_from`` to ``air_until``. ``url`` is its public page, ""
    without one. ``version`` changes with the text.
    """

    pk: int
    version: int
    kind: str
    title: str
    text: str
    air_from: date
    air_until: date
    plays: int = 1
    unit_id: int | None = None
    author: str = ""
    url: str = ""
    is_marked: bool = False
    is_urgent: bool = False


def _public_already(pks: Iterable[int]) -> dict[int, datetime]:
    return {}


@dataclass(frozen=True)
class BroadcastSource:
    """Items of one kind that the loudspeakers may read.

    ``name`` begins their keys ("article:12"). ``versions(pks)`` returns those of ``pks`` that may
    still be read, with their versions, in one query; ``texts(pks)`` their texts; ``offered(day)``
    the keys of what may be read on air on ``day``, the newest first, at most ``MAX_OFFERED``.
    ``public_from(pks)`` returns when those of ``pks`` become public that are not yet, in one query:
    nothing is read on air before.
    """

    name: str
    label: str
    versions: Callable[[Iterable[int]], dict[int, int]]
    texts: Callable[[Iterable[int]], list[BroadcastText]]
    offered: Callable[[date], list[int]]
    public_from: Callable[[Iterable[int]], dict[int, datetime]] = _public_already

    MAX_OFFERED = 30


broadcast_sources: Registry[BroadcastSource] = Registry()
