"""Filters of the public list of documents."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.utils import timezone

from core.http.params import int_param
from core.search.parser import parse_query
from core.text.vietnamese import clean_line, fold
from documents.models import Authority, DocumentTopic, DocumentType, PublicDocument
from documents.querysets import PublicDocumentQuerySet
from documents.states import DocumentState, ValidityToday

MAX_QUERY = 200
MAX_COUNTED = 1_000  # documents of a list; more are "hơn 1.000"


@dataclass(frozen=True)
class FilterChoices:
    """Choices of the filters: what published documents have, and how many there are. Five
    queries.
    """

    types: list[DocumentType] = field(default_factory=list)
    authorities: list[Authority] = field(default_factory=list)
    topics: list[DocumentTopic] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    total: int = 0

    @classmethod
    def load(cls) -> FilterChoices:
        return cls(
            _used(DocumentType, "type"),
            _used(Authority, "authority"),
            _used(DocumentTopic, "topic"),
            published_years(),
            PublicDocument.objects.published().count(),
        )


def _used(model: Any, name: str) -> list[Any]:
    """Return the rows that a published document has: the index is asked once for each."""
    published = PublicDocument.objects.published().filter(**{name: OuterRef("pk")})
    return list(model.objects.filter(Exists(published)))


def published_years() -> list[int]:
    """Return the years in which published documents were issued, the newest first.

    The index is asked once for each year, where Django's ``dates`` reads all rows.
    """
    table = connection.ops.quote_name(PublicDocument._meta.db_table)
    public = f"{table} WHERE state = %(state)s AND published_at <= %(now)s AND issued_on"
    newest = "ORDER BY issued_on DESC LIMIT 1"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH RECURSIVE found(day) AS (
                (SELECT issued_on FROM {public} IS NOT NULL {newest})
                UNION ALL
                SELECT (
                    SELECT issued_on FROM {public} < date_trunc('year', found.day)::date {newest}
                )
                FROM found WHERE found.day IS NOT NULL
            )
            SELECT extract(year FROM day)::int FROM found WHERE day IS NOT NULL
            """,  # noqa: S608  (the name of a table)
            {"state": DocumentState.PUBLISHED, "now": timezone.now()},
        )
        return [year for (year,) in cursor.fetchall()]


_OF_YEAR = re.compile(
    r"(?P<month>thang )?(?P<number>[0-9]{1,6})(?: ?[/.-] ?|(?(month)(?: nam)? |(?!)))"
    r"(?P<year>(?:19|20)[0-9]{2})"
)


def _of_year(documents: PublicDocumentQuerySet, text: str) -> PublicDocumentQuerySet:
    """Return the documents that "8/2026" as a whole text names: those of the month, and number 8
    of the year; those of the month alone for "tháng 8 năm 2026". None for other texts.
    """
    match = _OF_YEAR.fullmatch(fold(clean_line(text)))
    if match is None:
        return documents.none()
    number, year = int(match["number"]), int(match["year"])
    found = documents.none() if match["month"] else documents.of_number_and_year(number, year)
    return found | documents.of_month(year, number) if 1 <= number <= 12 else found


# The names that ``DocumentFilters`` reads.
FILTER_PARAMETERS = ("q", "loai", "co-quan", "linh-vuc", "nam", "hieu-luc")


@dataclass(frozen=True)
class DocumentFilters:
    """The chosen filters; what no choice offers is not applied."""

    query: str = ""
    type: int | None = None
    authority: int | None = None
    topic: int | None = None
    year: int | None = None
    validity: str = ""

    @classmethod
    def of(cls, params: QueryDict) -> DocumentFilters:
        validity = params.get("hieu-luc", "")
        return cls(
            query=clean_line(params.get("q", "")[:MAX_QUERY]),
            type=int_param(params.get("loai")),
            authority=int_param(params.get("co-quan")),
            topic=int_param(params.get("linh-vuc")),
            year=int_param(params.get("nam"), maximum=9999),
            validity=validity if validity in ValidityToday.values else "",
        )

    def apply(self, documents: PublicDocumentQuerySet) -> PublicDocumentQuerySet:
        """Return the documents of the filters.

        A number in any spelling finds its documents alone, not those that mention it; "8/2026" the
        month's and number 8 of the year.
        """
        chosen: dict[str, Any] = {
            "type": self.type,
            "authority": self.authority,
            "topic": self.topic,
            "issued_on__year": self.year or None,
        }
        if self.validity:
            documents = documents.with_validity(ValidityToday(self.validity))
        documents = documents.filter(**{k: v for k, v in chosen.items() if v is not None})
        if not self.query:
            return documents
        numbered = documents.numbered(self.query)
        if numbered.exists():
            return numbered
        of_year = _of_year(documents, self.query)
        if of_year.exists():
            return of_year
        tsqueries = parse_query(self.query).tsqueries
        if not tsqueries:
            return documents.none()
        return documents.filter(
            search_vector=SearchQuery(tsqueries[0], config="simple", search_type="raw")
        )

    @property
    def parameters(self) -> str:
        """Return the chosen filters for URLs, ``loai=1&``; empty without any."""
        named = {
            "q": self.query,
            "loai": self.type,
            "co-quan": self.authority,
            "linh-vuc": self.topic,
            "nam": self.year,
            "hieu-luc": self.validity,
        }
        chosen = urlencode({name: value for name, value in named.items() if value})
        return f"{chosen}&" if chosen else ""
