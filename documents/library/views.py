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
from core.http.pagination import CompiledRows, KeysetPaginator
from core.http.params import MAX_BIGINT, PAGINATION, query_parameters
from core.http.view_counts import mark_viewed
from core.search.item_addresses import redirect_cut_off, redirect_to_item
from documents.library.articles import articles_of
from documents.library.filters import FILTER_PARAMETERS, MAX_COUNTED, DocumentFilters
from documents.library.metadata import document_metadata
from documents.models import Amendment, DocumentFile, PublicDocument
from documents.querysets import (
    DocumentFileQuerySet,
    PublicDocumentQuerySet,
    names_replacement,
)
from documents.states import HAS_AMENDMENTS, Validity, ValidityToday
from organization.identity.metadata import Metadata, absolute_url, breadcrumbs_node

DOCUMENTS = "Văn bản"


def _published_rows(*, now: datetime) -> PublicDocumentQuerySet:
    return PublicDocument.objects.published(now=now).for_list()


@query_parameters(*FILTER_PARAMETERS, *PAGINATION)
@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    """List the published documents, newest first, by type, year, authority, topic and validity."""
    filters = DocumentFilters.of(request.GET)
    published = PublicDocument.objects.published()
    rows = filters.apply(published.for_list())
    is_filtered = bool(filters.parameters)
    choices = site_context(request)["document_choices"]
    # Common words are in most documents: to count them all takes longer than the page.
    counted = rows.order_by()[: MAX_COUNTED + 1] if filters.query else rows.order_by()
    count = counted.count() if is_filtered else choices.total
    has_more = bool(filters.query) and count > MAX_COUNTED
    path = reverse("documents")
    first = f"{path}?{filters.parameters}".rstrip("?&")
    listed = rows if is_filtered else CompiledRows(_published_rows, {"now": timezone.now()})
    page = KeysetPaginator(
        listed, published, count, first, at="issued_on", query=filters.parameters
    ).page(request.GET)
    context = {
        "page_obj": page,
        "documents_count": count if is_filtered else None,
        "has_more": has_more,
        "filters": filters,
        "choices": choices,
        "validities": ValidityToday.choices,
        "heading": DOCUMENTS,
        "canonical_url": absolute_url(path if page.number == 1 else f"{path}?trang={page.number}"),
        "is_filtered": is_filtered,
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
    changing = _changing(document=pk, now=now)
    amending = [other for other in changing if other.pk != document.replaced_by_id]
    changed = _changed(document=pk, now=now)
    replacement = next((one for one in changing if one.pk == document.replaced_by_id), None)
    words = document.validity_words if replacement else document.validity_words_alone
    note = words if document.validity_note else ""
    context = {
        "document": document,
        "feedback_item": document,
        "files": _public_files(document=pk),
        "amending": amending,
        "replacement": replacement,
        "validity_words": words,
        "note": "" if amending and note == Validity.AMENDED.label else note,
        "amended": [other for other in changed if other.replaced_by_id != pk],
        "replaced": [other for other in changed if other.replaced_by_id == pk],
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
def _changing(*, document: int, now: datetime) -> PublicDocumentQuerySet:
    """Return the documents that amended this one and the one that replaces it, oldest first."""
    replaced = PublicDocument.objects.filter(names_replacement(), pk=document).order_by()
    amended = Amendment.objects.filter(document=document, document__validity__in=HAS_AMENDMENTS)
    keys = replaced.values("replaced_by").union(amended.values("by"))
    return PublicDocument.objects.published(now=now).for_list().filter(pk__in=keys).oldest_first()


@compiled_query
def _changed(*, document: int, now: datetime) -> PublicDocumentQuerySet:
    """Return the documents that this one amended or replaces, newest first."""
    replaced = PublicDocument.objects.filter(names_replacement(), replaced_by=document).order_by()
    amended = Amendment.objects.filter(by=document, document__validity__in=HAS_AMENDMENTS)
    keys = replaced.values("pk").union(amended.values("document"))
    return PublicDocument.objects.published(now=now).for_list().filter(pk__in=keys)
