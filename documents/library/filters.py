"""Filters of the public list of documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.search import SearchQuery
from django.db.models import QuerySet
from django.http import QueryDict

from core.http.params import int_param
from core.search.parser import parse_query
from core.text.vietnamese import clean_line
from documents.models import Authority, DocumentTopic, DocumentType, PublicDocument
from documents.querysets import PublicDocumentQuerySet
from documents.states import Validity

MAX_QUERY = 200


@dataclass(frozen=True)
class FilterChoices:
    """Choices of the filters: what published documents have. Four queries."""

    types: list[DocumentType]
    authorities: list[Authority]
    topics: list[DocumentTopic]
    years: list[int]

    @classmethod
    def load(cls) -> FilterChoices:
        published = PublicDocument.objects.published().order_by()
        years = published.filter(issued_on__isnull=False).dates("issued_on", "year", order="DESC")
        return cls(
            _used(DocumentType, published.values("type")),
            _used(Authority, published.values("authority")),
            _used(DocumentTopic, published.values("topic")),
            [day.year for day in years],
        )


def _used(model: Any, keys: QuerySet[Any, Any]) -> list[Any]:
    return list(model.objects.filter(pk__in=keys))


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
            validity=validity if validity in Validity.values else "",
        )

    def apply(self, documents: PublicDocumentQuerySet) -> PublicDocumentQuerySet:
        """Return the documents of the filters.

        A number in any spelling finds its documents alone, not those that mention it.
        """
        chosen: dict[str, Any] = {
            "type": self.type,
            "authority": self.authority,
            "topic": self.topic,
            "issued_on__year": self.year or None,
            "validity": self.validity or None,
        }
        documents = documents.filter(**{k: v for k, v in chosen.items() if v is not None})
        if not self.query:
            return documents
        numbered = documents.numbered(self.query)
        if numbered.exists():
            return numbered
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
