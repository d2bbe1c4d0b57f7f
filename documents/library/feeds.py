"""RSS feed of the newest documents."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import escape

from documents.models import PublicDocument
from organization.identity.feeds import FullTextFeed
from organization.models import Ward

ITEMS = 30


class DocumentFeed(Feed):
    """The newest published documents; addresses are absolute, whatever host was asked."""

    feed_type = FullTextFeed
    language = "vi"
    description_template = title_template = None
    item_guid_is_permalink = False

    def title(self) -> str:
        return f"Văn bản | {Ward.current().agency_name}"

    def description(self) -> str:
        return f"Văn bản mới trên cổng thông tin của {Ward.current().agency_name}"

    def link(self) -> str:
        return settings.SITE_URL + reverse("documents")

    def feed_url(self) -> str:
        return settings.SITE_URL + reverse("document_feed")

    def items(self) -> QuerySet[PublicDocument]:
        published = PublicDocument.objects.published().for_list()
        return published.order_by("-published_at", "-pk")[:ITEMS]

    def item_title(self, item: PublicDocument) -> str:
        return item.title

    def item_description(self, item: PublicDocument) -> str:
        return item.subject

    def item_link(self, item: PublicDocument) -> str:
        return settings.SITE_URL + item.get_absolute_url()

    def item_guid(self, item: PublicDocument) -> str:
        """Return a name that stays when the subject, and with it the address, is corrected."""
        return f"{settings.SITE_URL}/van-ban/{item.pk}"

    def item_pubdate(self, item: PublicDocument) -> datetime | None:
        return item.published_at

    def item_author_name(self, item: PublicDocument) -> str:
        return item.authority.name if item.authority else ""

    def item_categories(self, item: PublicDocument) -> list[str]:
        return [item.type.name] if item.type else []

    def item_extra_kwargs(self, item: PublicDocument) -> dict[str, str]:
        return {"content": f"<p>{escape(item.subject)}</p>"}
