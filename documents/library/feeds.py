"""RSS feed of the newest documents."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.http import require_safe

from core.database.compiled_query import compiled_query
from documents.models import PublicDocument
from documents.querysets import PublicDocumentQuerySet
from organization.identity.feeds import Channel, Entry, feed_response
from organization.identity.metadata import absolute_url
from organization.models import Ward

ITEMS = 30


@require_safe
def document_feed(request: HttpRequest) -> HttpResponse:
    """Return the newest published documents."""
    ward = Ward.current()
    channel = Channel(
        title=f"Văn bản | {ward.agency_name}",
        description=f"Văn bản mới trên cổng thông tin của {ward.agency_name}",
        link=absolute_url(reverse("documents")),
        address=absolute_url(reverse("document_feed")),
    )
    return feed_response(channel, [_entry(one) for one in _newest(now=timezone.now())])


@compiled_query
def _newest(*, now: datetime) -> PublicDocumentQuerySet:
    published = PublicDocument.objects.published(now=now).for_list()
    return published.order_by("-published_at", "-pk")[:ITEMS]


def _entry(document: PublicDocument) -> Entry:
    note = document.validity_note
    mark = f" ({note})" if note else ""
    shown = f"<p>{escape(note)}</p>" if note else ""
    return Entry(
        title=f"{document.title}{mark}",
        link=absolute_url(document.get_absolute_url()),
        guid=f"{settings.SITE_URL}/van-ban/{document.pk}",
        description=f"{document.subject}{mark}",
        content=f"<p>{escape(document.subject)}</p>{shown}",
        published_at=document.published_at,
        author=document.authority.name if document.authority else "",
        category=document.type.name if document.type else "",
    )
