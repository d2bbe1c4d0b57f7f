"""Public pages of the library: list with filters, one document."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.database.compiled_query import compiled_query
from core.http.context_processors import site_context
from core.http.pagination import KeysetPaginator
from core.http.params import MAX_BIGINT, PAGINATION, query_parameters
from core.http.view_counts import mark_viewed
from core.search.item_addresses import redirect_cut_off, redirect_to_item
from documents.library.articles import articles_of
from documents.library.filters import FILTER_PARAMETERS, MAX_COUNTED, DocumentFilters
from documents.library.metadata import document_metadata
from documents.models import DocumentFile, PublicDocument
from documents.querysets import (
    DocumentFileQuerySet,
    PublicDocumentQuerySet,
    is_changed_by_another,
)
from documents.states import ValidityToday
from organization.identity.metadata import Metadata, absolute_url, breadcrumbs_node

DOCUMENTS = "Văn bản"


@query_parameters(*FILTER_PARAMETERS, *PAGINATION)
@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    """List the published documents, newest first, by type, year, authority, topic and validity."""
    filters = DocumentFilters.of(request.GET)
    published = PublicDocument.objects.published()
    rows = filters.apply(published.for_list())
    # Common words are in most documents: to count them all takes longer than the page.
    counted = rows.order_by()[: MAX_COUNTED + 1] if filters.query else rows.order_by()
    count = counted.count()
    has_more = bool(filters.query) and count > MAX_COUNTED
    path = reverse("documents")
    first = f"{path}?{filters.parameters}".rstrip("?&")
    page = KeysetPaginator(
        rows, published, count, first, at="issued_on", query=filters.parameters
    ).page(request.GET)
    context = {
        "page_obj": page,
        "documents_count": count if filters.parameters else None,
        "has_more": has_more,
        "filters": filters,
        "choices": site_context(request)["document_choices"],
        "validities": ValidityToday.choices,
        "heading": DOCUMENTS,
        "canonical_url": absolute_url(path if page.number == 1 else f"{path}?trang={page.number}"),
        "is_filtered": bool(filters.parameters),
        "metadata": Metadata(
            title=DOCUMENTS,
            dated=max((row.issued_on for row in page if row.issued_on), default=None),
            nodes=(breadcrumbs_node((DOCUMENTS, path)),),
        ),
    }
    return render(request, "documents/document_list.html", context)


@require_safe
def document_detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show a published document with its files and their text, or say that it was withdrawn;
    redirect to its canonical URL.
    """
    now = timezone.now()
    found = _published(pk=pk, now=now) if pk <= MAX_BIGINT else []
    if not found:
        return _not_published(request, slug, pk)
    document = found[0]
    path = document.get_absolute_url()
    if request.path != path:
        return redirect_to_item(request, slug, document.slug, path)
    context = {
        "document": document,
        "feedback_item": document,
        "files": _public_files(document=pk),
        "replacement": next(iter(_replacing(document=pk, now=now)), None),
        "replaced": _replaced_by(document=pk, now=now),
        "articles": articles_of(document),
        "canonical_url": absolute_url(path),
        "metadata": document_metadata(document),
    }
    response = render(request, "documents/document_detail.html", context)
    mark_viewed(response, "documents.publicdocument", pk)
    return response


def _not_published(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Answer 410, without a word of the document, for one that residents could read before, unless
    the number is that of a title where the address was cut off.
    """
    withdrawn = PublicDocument.objects.withdrawn().filter(pk=pk).first()
    if not withdrawn or request.path != withdrawn.get_absolute_url():
        with suppress(Http404):
            return redirect_cut_off(request, slug)
    if withdrawn:
        return render(request, "documents/document_withdrawn.html", status=HTTPStatus.GONE)
    raise Http404


@compiled_query
def _published(*, pk: int, now: datetime) -> PublicDocumentQuerySet:
    rows = PublicDocument.objects.published(now=now).for_list()
    return rows.select_related("type", "authority", "topic").filter(pk=pk)


@compiled_query
def _public_files(*, document: int) -> DocumentFileQuerySet:
    return DocumentFile.objects.public().select_related("file").filter(document=document)


@compiled_query
def _replacing(*, document: int, now: datetime) -> PublicDocumentQuerySet:
    rows = PublicDocument.objects.published(now=now).for_list()
    return rows.filter(is_changed_by_another("replaces__"), replaces=document)[:1]


@compiled_query
def _replaced_by(*, document: int, now: datetime) -> PublicDocumentQuerySet:
    rows = PublicDocument.objects.published(now=now).for_list()
    return rows.filter(is_changed_by_another(), replaced_by=document)
