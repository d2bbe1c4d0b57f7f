"""Registries: a lower app owns one, higher apps fill it from their ``registrations``.

An entry is a frozen dataclass; a registry preserves the order of registration.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache, partial
from typing import Any, Generic, TypeVar

from django.contrib.sitemaps import Sitemap
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from core.failsafe import guard

T = TypeVar("T")

_address = cache(reverse)  # each page names those of all menu entries


class Registry(Generic[T]):
    """An ordered set of entries; registering an entry twice has no effect."""

    def __init__(self) -> None:
        self._entries: list[T] = []

    def register(self, entry: T) -> None:
        if entry not in self._entries:
            self._entries.append(entry)

    def __iter__(self) -> Iterator[T]:
        return iter(self._entries)


def render_panels(panels: Iterable[Any], subject: Any, request: HttpRequest) -> list[SafeString]:
    """Return the panels that apply to ``subject`` (a user, an article), rendered."""
    return _rendered(
        ((panel.template, partial(panel.context, subject)) for panel in panels), request
    )


def render_dashboard(
    panels: Iterable[DashboardPanel], request: HttpRequest, *, is_folded: bool
) -> list[SafeString]:
    """Return the panels of the dashboard that apply to the user, rendered, in order.

    ``is_folded``: those with a ``fold_title`` are folded, but for the first on the page.
    """
    shown: list[SafeString] = []
    for panel in sorted(panels, key=lambda panel: panel.position):
        for html in render_panels([panel], request.user, request):
            content = {"title": panel.fold_title, "html": html}
            is_open = not (is_folded and shown and panel.fold_title)
            shown.append(
                html if is_open else render_to_string("core/admin/_folded_panel.html", content)
            )
    return shown


def render_home_strips(request: HttpRequest, *, on_top: bool = False) -> list[SafeString]:
    """Return the strips with content, rendered, in order of their position: those beside the
    notices, or those beneath the news.
    """
    chosen = [strip for strip in home_strips if strip.is_on_top == on_top]
    strips = sorted(chosen, key=lambda strip: strip.position)
    return _rendered(((strip.template, strip.context) for strip in strips), request)


def _rendered(
    parts: Iterable[tuple[str, Callable[[], dict[str, Any] | None]]], request: HttpRequest
) -> list[SafeString]:
    """Return the parts with content, rendered; one that fails is left out."""
    rendered = [
        guard(f"Khung: {template}", partial(_render, template, context, request), None)
        for template, context in parts
    ]
    return [html for html in rendered if html is not None]


def _render(
    template: str, context: Callable[[], dict[str, Any] | None], request: HttpRequest
) -> SafeString | None:
    found = context()
    return None if found is None else render_to_string(template, found, request=request)


def reachable_menu_entries() -> list[MenuEntry]:
    """Return the entries of the public menu in order, without one whose address fails."""
    return [
        entry
        for entry in sorted(menu_entries, key=lambda entry: entry.position)
        if guard(f"Thực đơn: {entry.menu_name}", entry.get_absolute_url, "")
    ]


@dataclass(frozen=True)
class DashboardPanel:
    """One panel on the dashboard after login, in order of ``position``.

    ``context(user)`` returns None when the user has no such panel. ``fold_title`` is what a phone
    shows of the panel while it is folded; a panel without one is never folded.
    """

    template: str
    context: Callable[[Any], dict[str, Any] | None]
    position: int = 0
    fold_title: str = ""


@dataclass(frozen=True)
class AdminMenuEntry:
    """An entry of the admin's menu, beneath the dashboard, in order of ``position``.

    ``url_name`` is declared in an ``admin_urls`` module; users whom ``can_access(user)`` refuses do
    not see the entry.
    """

    label: str
    url_name: str
    can_access: Callable[[Any], bool]
    position: int = 0

    @property
    def url(self) -> str:
        return _address(f"admin:{self.url_name}")


@dataclass(frozen=True)
class OffboardingCheck:
    """A check of unfinished work when a user's account is closed.

    ``sentence(person)`` returns a sentence with a link to resolve it, or None when nothing is left.
    """

    sentence: Callable[[Any], SafeString | None]


@dataclass(frozen=True)
class ArticlePanel:
    """A panel beneath a public article, of a higher app (a bulletin to listen to, the meeting it
    reports).

    ``context(article)`` returns None when there is nothing for this one.
    """

    template: str
    context: Callable[[Any], dict[str, Any] | None]


@dataclass(frozen=True)
class FeedbackTarget:
    """Public items of one kind that accept feedback: error reports and votes on usefulness.

    ``kind`` is part of URLs; ``published()`` are the public items. Staff find an item at
    ``admin_url``, see it as the public does in a frame of ``frame_url`` and correct it at
    ``correct_url``; each may be "". Users with a role of ``answered_by`` answer error reports of
    these items, and of the generated pages that the views ``pages`` show, beside those who answer
    all.
    """

    kind: str
    model: type[Model]
    published: Callable[[], QuerySet[Any]]
    admin_url: Callable[[Any], str]
    frame_url: Callable[[Any], str] = lambda item: ""
    correct_url: Callable[[Any], str] = lambda item: ""
    answered_by: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()


@dataclass(frozen=True)
class SiteContextPart:
    """A part of the site context (the ward's identity, the menu): ``name`` in templates.

    ``read()`` queries the database; public pages do so once per cache version, see
    ``core.http.context_processors``. Its tables belong in a ``CacheDependency``. ``fallback()`` is
    what templates and views get when reading fails.
    """

    name: str
    read: Callable[[], Any]
    fallback: Callable[[], Any] = list


@dataclass(frozen=True)
class MenuEntry:
    """A page in the public menu, after the categories, in order of ``position``.

    ``address`` is the name of its URL. It has the attributes of a category, so that one loop
    renders both. ``about`` and ``also_called`` are for the search: what is there, and what
    residents call it.
    """

    menu_name: str
    address: str
    position: int = 0
    about: str = ""
    also_called: str = ""

    @property
    def name(self) -> str:
        return self.menu_name

    def get_absolute_url(self) -> str:
        return _address(self.address)


@dataclass(frozen=True)
class HomeStrip:
    """A strip on the home page in order of ``position``: beneath the news, or beside the notices.

    ``context()`` returns None when there is nothing to show; it may run few queries.
    """

    template: str
    context: Callable[[], dict[str, Any] | None]
    position: int = 0
    is_on_top: bool = False


@dataclass(frozen=True)
class SitemapSection:
    """Public pages of one kind for search engines: ``pages`` is one of Django's sitemap classes."""

    name: str
    pages: type[Sitemap[Any]]


@dataclass(frozen=True)
class CacheDependency:
    """Tables that public pages depend on, and the times at which these pages change without a
    write.

    A statement that writes ``silent`` columns only changes no page. ``times(now)`` are querysets of
    one value each: the nearest time after ``now`` at which an item appears or expires, but for
    midnight, when all pages change. They are compiled once a day: beside ``now`` itself they may
    depend on its day alone.
    """

    models: tuple[type[Model], ...]
    times: Callable[[datetime], list[QuerySet[Any, Any]]] = lambda now: []
    silent: tuple[str, ...] = ()


@dataclass(frozen=True)
class FileOwner:
    """A model whose items use files: which items are public, and which a user may read.

    ``opened_by(token)`` returns the items that a preview token opens, for users with or without an
    account. ``on_opened(file, user)`` is called when a user opens a file that such an item uses
    and that is not public. ``shared_uses(user)`` is the condition of uses that the user may read
    without reading the whole item.
    """

    model: type[Model]
    published: Callable[[], QuerySet[Any]]
    readable_by: Callable[[Any], QuerySet[Any]]
    opened_by: Callable[[str], QuerySet[Any]] | None = None
    on_opened: Callable[[Any, Any], None] | None = None
    shared_uses: Callable[[Any], Q] | None = None


@dataclass(frozen=True)
class PeriodicJob:
    """A job that ``run_due`` runs every minute: idempotent, returns a line for the log or None.

    One that ``deletes`` by age waits while the clock is in doubt, see ``core.jobs.clock``.
    """

    name: str
    run: Callable[[datetime], str | None]
    deletes: bool = False


@dataclass(frozen=True)
class RetentionRule:
    """Rows of one table that end ``period`` after ``since``, a lookup of a time.

    ``only`` returns the rows that may end at all; None all of them.
    """

    model: type[Model]
    since: str
    period: timedelta
    only: Callable[[], Q] | None = None

    def over(self, now: datetime) -> QuerySet[Any]:
        """Return the rows whose time is over."""
        rows = self.model._base_manager.filter(**{f"{self.since}__lt": now - self.period})
        return rows.filter(self.only()) if self.only else rows


class Tone(StrEnum):
    """Emphasis of a calendar entry: to come, ending or due, done."""

    AHEAD = "ahead"
    ENDING = "ending"
    DONE = "done"


@dataclass(frozen=True)
class CalendarEntry:
    """One entry of the board's calendar: at an aware time, or on a whole day when ``at`` is a date.

    ``kind`` names the event in a word or two, ``about`` its subject; ``change_url`` is the page to
    change its time, for users who may.
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
        """Return the day in the ward's time zone."""
        return timezone.localtime(self.at).date() if isinstance(self.at, datetime) else self.at

    @property
    def time(self) -> time | None:
        """Return the time of day in the ward's time zone, None for a whole day."""
        return timezone.localtime(self.at).time() if isinstance(self.at, datetime) else None


@dataclass(frozen=True)
class CalendarSource:
    """Calendar entries of an app.

    ``entries(user, starts_at, ends_at, now)`` returns those the user may read, the end exclusive.
    """

    name: str
    entries: Callable[[Any, datetime, datetime, datetime], Iterable[CalendarEntry]]


@dataclass(frozen=True)
class SearchKind:
    """A kind of content as a search filter: ``?loai=<address>``, the rows with ``where``."""

    address: str
    label: str
    where: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class SearchHit:
    """One search result.

    ``text`` is plain: the snippet is cut from it; ``at`` may be unknown. ``note`` says what a
    reader must know before opening it ("Đã hết hiệu lực"), ``when`` its own time, shown in the
    place of ``at``.
    """

    title: str
    url: str
    kind: str
    text: str = ""
    at: datetime | None = None
    category: str = ""
    note: str = ""
    when: str = ""


@dataclass(frozen=True)
class SearchSource:
    """A searchable model of an app.

    ``rows(now)`` is the ``published()`` of a model with two generated columns, ``search_vector``
    (``core.search.expressions.SearchVectorOf``) and ``title_words``
    (``core.search.expressions.FoldWords``). ``listed(rows)`` returns them with what ``hit(row)``
    shows; it is compiled once, so that it must not ask the clock. ``at``, ``category`` and
    ``unit`` are lookups of a time, a slug and a key; a source without the last two is excluded
    from a search filtered by them. ``ends_at`` is the lookup of a time until which an item is in
    force; then it comes before other news of a place. Kinds are offered in order of ``position``.
    """

    name: str
    kinds: tuple[SearchKind, ...]
    rows: Callable[[datetime], QuerySet[Any]]
    listed: Callable[[QuerySet[Any]], QuerySet[Any]]
    hit: Callable[[Any], SearchHit]
    at: str = "published_at"
    ends_at: str = ""
    category: str = ""
    unit: str = ""
    position: int = 0


@dataclass(frozen=True)
class Fact:
    """A fact that residents ask for: who leads a unit, its phone, a day of reception, a page.

    ``words`` are what residents call it beside the words of ``title`` and ``text``; ``unit`` is the
    key of the unit it belongs to.
    """

    title: str
    url: str
    text: str = ""
    words: str = ""
    unit: int | None = None


@dataclass(frozen=True)
class FactSource:
    """Facts of an app in the search; ``read()`` returns at most some hundreds.

    It is called once per cache version: its tables belong in a ``CacheDependency``. Kinds are
    offered in order of ``position``, with those of the ``SearchSource``s.
    """

    name: str
    kind: SearchKind
    read: Callable[[], Iterable[Fact]]
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
fact_sources: Registry[FactSource] = Registry()
periodic_jobs: Registry[PeriodicJob] = Registry()
retention_rules: Registry[RetentionRule] = Registry()
