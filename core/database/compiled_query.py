"""Querysets whose SQL is compiled once per process, and then executed with other parameters.

Building and compiling a queryset of Django takes longer than Postgres takes to answer it. A
function that builds one is decorated::

    @compiled_query
    def newest(count: int, /, *, now: datetime) -> ArticleQuerySet:
        return Article.objects.current(now=now).newest_first()[:count]

    newest(5, now=timezone.now())  # list[Article]

Positional arguments may decide about the SQL: each combination is compiled by itself. Keyword
arguments are dates, times, whole numbers and lists of these (for ``any_of``) that stand in the SQL
as parameters only.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Container, Hashable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import update_wrapper
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from django.db import connections
from django.db.models import QuerySet
from psycopg2.extensions import AsIs

Row = TypeVar("Row")

# No row has these values: they show where a parameter stands in the compiled SQL.
_FIRST_DAY = date(1000, 1, 1)
_FIRST_NUMBER = 2_147_480_000  # fits in every integer column
_TYPES = {datetime: "timestamptz", date: "date", int: "bigint", list: "bigint[]"}
_numbers = itertools.count(1)
# The statements that each session of Postgres has planned.
_prepared: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Parameters:
    """The parameters of a compiled statement: values that stay, and by position the names of those
    that are filled in.
    """

    values: tuple[Any, ...]
    names: dict[int, str]

    @classmethod
    def of(
        cls, values: Sequence[Any], markers: dict[str, Any], *, optional: Container[str] = ()
    ) -> Parameters:
        """Find the markers among the values.

        Raises ValueError for a marker that is missing and not ``optional``, and for a date or time
        that would stay: most likely the builder asked the clock itself.
        """
        names = {
            position: name
            for position, value in enumerate(values)
            for name, marker in markers.items()
            if type(value) is type(marker) and value == marker
        }
        missing = {name for name in markers if name not in optional} - set(names.values())
        if missing:
            raise ValueError(f"no parameter of the SQL is {', '.join(sorted(missing))}")
        for position, value in enumerate(values):
            if isinstance(value, date) and position not in names:
                raise ValueError(f"{value!r} would stay in the compiled SQL")
        return cls(tuple(values), names)

    def numbered(self, order: Sequence[str]) -> tuple[Any, ...]:
        """Return the values, with ``$1`` and so on for those that are filled in."""
        values = list(self.values)
        for position, name in self.names.items():
            values[position] = AsIs(f"${order.index(name) + 1}")
        return tuple(values)

    def filled(self, given: dict[str, Any]) -> tuple[Any, ...]:
        values = list(self.values)
        for position, name in self.names.items():
            values[position] = given[name]
        return tuple(values)


@dataclass(frozen=True)
class CompiledSql:
    """The SQL of a queryset, for a statement that is written around it."""

    sql: str
    parameters: Parameters

    @classmethod
    def of(
        cls,
        build: Callable[..., QuerySet[Any, Any]],
        given: dict[str, Any],
        *,
        optional: Container[str] = (),
    ) -> CompiledSql:
        """Compile ``build(**given)`` for any values; see ``compiled_query``."""
        markers = markers_like(given)
        sql, values = build(**markers).query.sql_with_params()
        return cls(sql, Parameters.of(values, markers, optional=optional))


def markers_like(given: dict[str, Any]) -> dict[str, Any]:
    """Return a marker for each value, by name."""
    return {name: marker_like(value, number) for number, (name, value) in enumerate(given.items())}


def marker_like(value: Any, number: int) -> Any:
    """Return a marker of the value's type; the numbers tell markers apart."""
    if isinstance(value, datetime):
        day = _FIRST_DAY + timedelta(days=number)
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    if isinstance(value, date):
        return _FIRST_DAY + timedelta(days=number)
    if type(value) is int:
        return _FIRST_NUMBER + number
    if type(value) is list:
        return [_FIRST_NUMBER + number]
    raise TypeError(f"{value!r} cannot be a parameter of a compiled query")


class _Statement(Generic[Row]):
    """The compiled SQL of one shape of a queryset."""

    def __init__(
        self, queryset: QuerySet[Any, Row], markers: dict[str, Any], optional: Container[str]
    ) -> None:
        self._queryset = queryset
        self._compiler = queryset.query.get_compiler(using=queryset.db)
        self._sql, values = self._compiler.as_sql()
        self._parameters = Parameters.of(values, markers, optional=optional)
        self._types = {name: _TYPES[type(marker)] for name, marker in markers.items()}
        self._name = f"compiled_{next(_numbers)}"
        places = ", ".join(["%s"] * len(markers))
        self._execute = f"EXECUTE {self._name} ({places})" if markers else f"EXECUTE {self._name}"
        fields = [column[0] for column in self._compiler.select[: self._compiler.col_count]]
        self._converters = self._compiler.get_converters(fields)

    def fetch(self, given: dict[str, Any]) -> list[Row]:
        queryset = self._queryset.all()
        # What the iterables of Django ask for; its own methods do all the rest.
        compiler: Any = copy(self._compiler)
        compiler.connection = connection = connections[queryset.db]
        self._prepare(connection)
        values = [given[name] for name in self._types]
        compiler.as_sql = lambda *_, **__: (self._execute, values)
        compiler.get_converters = lambda _: self._converters
        query: Any = queryset.query
        query.get_compiler = lambda *_, **__: compiler
        return list(queryset)

    def _prepare(self, connection: Any) -> None:
        """Let Postgres plan the statement, once on each connection."""
        connection.ensure_connection()
        session = connection.connection
        names = _prepared.setdefault(session, set())
        if self._name in names:
            return
        types = f" ({', '.join(self._types.values())})" if self._types else ""
        # Not through Django's cursor: it would count as a query of the page.
        with connection.wrap_database_errors, session.cursor() as cursor:
            sql = cursor.mogrify(self._sql, self._parameters.numbered([*self._types])).decode()
            cursor.execute(f"PREPARE {self._name}{types} AS {sql}")
        names.add(self._name)


class CompiledQuery(Generic[Row]):
    """See the module; calling it returns the rows. The SQL may lack ``optional`` parameters."""

    def __init__(
        self, build: Callable[..., QuerySet[Any, Row]], *, optional: Container[str] = ()
    ) -> None:
        self._build = build
        self._optional = optional
        self._statements: dict[Hashable, _Statement[Row]] = {}
        update_wrapper(self, build)

    def __call__(self, *shape: Hashable, **given: Any) -> list[Row]:
        """Return the rows. Raises TypeError, ValueError for what cannot be a parameter."""
        statement = self._statements.get(shape)
        if statement is None:
            markers = markers_like(given)
            statement = _Statement(self._build(*shape, **markers), markers, self._optional)
            self._statements[shape] = statement
        return statement.fetch(given)


def compiled_query(build: Callable[..., QuerySet[Any, Row]]) -> CompiledQuery[Row]:
    return CompiledQuery(build)
