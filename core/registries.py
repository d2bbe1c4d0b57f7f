"""The doors between rooms: a lower room owns a registry, higher rooms fill it from their
``apps.py``.

An entry is a frozen dataclass; a registry keeps them in order of registration.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Generic, TypeVar

from django.contrib.sitemaps import Sitemap
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

T = TypeVar("T")


class Registry(Generic[T]):
    """An ordered set of entries; the same entry registered twice counts once."""

    def __init__(self) -> None:
        self._entries: list[T] = []

    def register(self, entry: T) -> None:
        if entry not in self._entries:
            self._entries.append(entry)

    def __iter__(self) -> Iterator[T]:
        return iter(self._entries)


def render_panels(panels: Iterable[Any], subject: Any, request: HttpRequest) -> list[SafeString]:
    """Return the panels that have something for ``subject`` (a person, an article), rendered."""
    return _rendered(((panel.template, panel.context(subject)) for panel in panels), request)


def render_home_strips(request: HttpRequest) -> list[SafeString]:
    """Return the strips that have something to show, rendered, in order of their position."""
    strips = sorted(home_strips, key=lambda strip: strip.position)
    return _rendered(((strip.template, strip.context()) for strip in strips), request)


def _rendered(
    parts: Iterable[tuple[str, dict[str, Any] | None]], request: HttpRequest
) -> list[SafeString]:
    return [
        render_to_string(template, context, request=request)
        for template, context in parts
        if context is not None
    ]


@dataclass(frozen=True)
class DashboardPanel:
    """One panel on the dashboard after login, in order of ``position``.

    ``context(user)`` returns None when the user has no such panel.
    """

    template: str
    context: Callable[[Any], dict[str, Any] | None]
    position: int = 0


@dataclass(frozen=True)
class AdminMenuEntry:
    """An entry of the admin's menu, beneath the dashboard, in order of ``position``.

    ``url_name`` stands in an ``admin_urls`` module; people ``can_access(user)`` refuses do not see
    it.
    """

    label: str
    url_name: str
    can_access: Callable[[Any], bool]
    position: int = 0

    @property
    def url(self) -> str:
        return reverse(f"admin:{self.url_name}")


@dataclass(frozen=True)
class OffboardingCheck:
    """What a person leaves undone when their account is closed.

    ``sentence(person)`` says it, with a link to where it is settled, or returns None when nothing
    is left.
    """

    sentence: Callable[[Any], SafeString | None]


@dataclass(frozen=True)
class ArticlePanel:
    """What a higher room shows beneath a public article (a bulletin to listen to, the meeting it
    reports).

    ``context(article)`` returns None when there is nothing for this one.
    """

    template: str
    context: Callable[[Any], dict[str, Any] | None]


@dataclass(frozen=True)
class FeedbackTarget:
    """Public items of one kind that residents answer to: they report an error, or say whether the
    page helped.

    ``kind`` stands in addresses; ``published()`` are the items there are for residents. The board
    finds an item at ``admin_url``, sees it as residents do in a frame of ``frame_url`` and mends
    its error at ``correct_url``.
    """

    kind: str
    model: type[Model]
    published: Callable[[], QuerySet[Any]]
    admin_url: Callable[[Any], str]
    frame_url: Callable[[Any], str]
    correct_url: Callable[[Any], str]


@dataclass(frozen=True)
class SiteContextPart:
    """Something that stands around every public page (the ward's identity, the menu): ``name`` in
    its templates.

    ``read()`` asks the database for it; public pages ask once per generation, see
    ``core.http.context_processors``. The tables it is made of belong in a ``CacheDependency``.
    """

    name: str
    read: Callable[[], Any]


@dataclass(frozen=True)
class MenuEntry:
    """A room's own page in the menu, after the categories, in order of ``position``.

    ``address`` is the name of its URL. It reads like a category, so that one loop draws both.
    """

    menu_name: str
    address: str
    position: int = 0

    @property
    def name(self) -> str:
        return self.menu_name

    def get_absolute_url(self) -> str:
        return reverse(self.address)


@dataclass(frozen=True)
class HomeStrip:
    """What a room shows on the home page beneath the news, in order of ``position``.

    ``context()`` returns None when there is nothing to show; it may ask the database once.
    """

    template: str
    context: Callable[[], dict[str, Any] | None]
    position: int = 0


@dataclass(frozen=True)
class SitemapSection:
    """Public pages of one kind for search engines: ``pages`` is one of Django's sitemap classes."""

    name: str
    pages: type[Sitemap[Any]]


@dataclass(frozen=True)
class CacheDependency:
    """Tables that public pages are made of, and when what they show changes by itself.

    A statement that writes nothing but ``silent`` columns changes no page. ``times(now)`` are
    querysets of one value each: the nearest time after ``now`` at which an item appears, or goes.
    """

    models: tuple[type[Model], ...]
    times: Callable[[datetime], list[QuerySet[Any, Any]]] = lambda now: []
    silent: tuple[str, ...] = ()


@dataclass(frozen=True)
class FileOwner:
    """A model whose items carry files: what the public may see of it, and what a user may read of
    it.

    ``opened_by(token)`` returns what the token of a preview shows to whoever has it, account or
    not.
    """

    model: type[Model]
    published: Callable[[], QuerySet[Any]]
    readable_by: Callable[[Any], QuerySet[Any]]
    opened_by: Callable[[str], QuerySet[Any]] | None = None


@dataclass(frozen=True)
class PeriodicJob:
    """Work ``run_due`` does again and again: idempotent, returns a line for the log or nothing."""

    name: str
    run: Callable[[datetime], str | None]


class Tone(StrEnum):
    """How loud an entry of the calendar is: still to come, ending or due, already done."""

    AHEAD = "ahead"
    ENDING = "ending"
    DONE = "done"


@dataclass(frozen=True)
class CalendarEntry:
    """One thing on the board's calendar: at an aware moment, or on a whole day when ``at`` is a
    date.

    ``kind`` says in a word or two what happens, ``about`` whose it is; ``change_url`` leads to
    where its time is changed, for whoever may.
    """

    at: datetime | date
    kind: str
    title: str
    url: str
    about: str = ""
    tone: Tone = Tone.AHEAD
    change_url: str = ""

    @property
    def day(self) -> date:
        """Return the ward's day: half past eleven at night still belongs to it."""
        return timezone.localtime(self.at).date() if isinstance(self.at, datetime) else self.at

    @property
    def time(self) -> time | None:
        """Return the ward's time of day, None for a whole day."""
        return timezone.localtime(self.at).time() if isinstance(self.at, datetime) else None


@dataclass(frozen=True)
class CalendarSource:
    """What a room adds to the calendar.

    ``entries(user, starts_at, ends_at, now)`` returns what the user may read from one moment to
    before another.
    """

    name: str
    entries: Callable[[Any, datetime, datetime, datetime], Iterable[CalendarEntry]]


@dataclass(frozen=True)
class SearchKind:
    """A kind of content that a search can be narrowed to: ``?loai=<address>``, the rows with
    ``where``.
    """

    address: str
    label: str
    where: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class SearchHit:
    """One thing that was found.

    ``text`` is plain: an excerpt is cut from it; ``at`` may be unknown.
    """

    title: str
    url: str
    kind: str
    text: str = ""
    at: datetime | None = None
    category: str = ""


@dataclass(frozen=True)
class SearchSource:
    """What a room lets residents find.

    ``rows()`` is the ``published()`` of a model with two generated columns, ``search_vector``
    (``core.search.expressions.SearchVectorOf``) and ``title_words``
    (``core.search.expressions.FoldWords``); ``load(rows)`` makes of each row of a page, by its key,
    what is shown. ``at``, ``category`` and ``unit`` are lookups of a time, a slug and a key; a
    source without the last two is left out of a search that is narrowed by them. Kinds are offered
    in order of ``position``.
    """

    name: str
    kinds: tuple[SearchKind, ...]
    rows: Callable[[], QuerySet[Any]]
    load: Callable[[QuerySet[Any]], dict[Any, SearchHit]]
    at: str = "published_at"
    category: str = ""
    unit: str = ""
    position: int = 0


dashboard_panels: Registry[DashboardPanel] = Registry()
admin_menu: Registry[AdminMenuEntry] = Registry()
offboarding_checks: Registry[OffboardingCheck] = Registry()
article_panels: Registry[ArticlePanel] = Registry()
feedback_targets: Registry[FeedbackTarget] = Registry()
site_context_parts: Registry[SiteContextPart] = Registry()
menu_entries: Registry[MenuEntry] = Registry()
home_strips: Registry[HomeStrip] = Registry()
sitemaps: Registry[SitemapSection] = Registry()
cache_dependencies: Registry[CacheDependency] = Registry()
calendar_sources: Registry[CalendarSource] = Registry()
file_owners: Registry[FileOwner] = Registry()
search_sources: Registry[SearchSource] = Registry()
periodic_jobs: Registry[PeriodicJob] = Registry()
