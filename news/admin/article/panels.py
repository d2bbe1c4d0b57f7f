"""What became of a published item elsewhere, on its page in the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.admin.workflow import WorkflowAdmin
from core.papers.model import shown
from news.models import Article, Honorarium
from organization.roles import BOARD

# Django's admin is mixed in where this is used; typed for what it calls of it.
_Base = WorkflowAdmin if TYPE_CHECKING else object


class AfterPublishingAdmin(_Base):
    """Mixed into the admin of articles: two questions to the database for an item that was ever
    public.
    """

    def panels(self, request: HttpRequest, item: Article) -> list[SafeString]:
        drawn = super().panels(request, item)
        if item.published_at and item.all_sendings:
            context = {"sendings": item.all_sendings}
            drawn.append(
                render_to_string(
                    "news/admin/article/_upstream_panel.html", context, request=request
                )
            )
        if item.published_at and request.user.has_role(*BOARD):
            drawn += self._honorarium(request, item)
        return drawn

    def _honorarium(self, request: HttpRequest, item: Article) -> list[SafeString]:
        """What is paid for the item is the board's business alone."""
        honorarium = (
            Honorarium.objects.filter(article=item).select_related("limit", "set_by").first()
        )
        if honorarium is None:
            return []
        numbers = {
            name: shown(getattr(honorarium, name))
            for name in ("coefficient", "unit_value", "amount")
        }
        context = {"honorarium": honorarium, **numbers}
        return [
            render_to_string("news/admin/article/_honorarium_panel.html", context, request=request)
        ]
