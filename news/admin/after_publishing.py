"""What became of a published item elsewhere, on its page in the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.admin import WorkflowAdmin
from news.models import Article

# Django's admin is mixed in where this is used; typed for what it calls of it.
_Base = WorkflowAdmin if TYPE_CHECKING else object


class AfterPublishingAdmin(_Base):
    """Mixed into the admin of articles: one question to the database for an item that was ever public."""

    def panels(self, request: HttpRequest, item: Article) -> list[SafeString]:
        drawn = super().panels(request, item)
        if item.published_at and item.all_sendings:
            context = {"sendings": item.all_sendings}
            drawn.append(render_to_string("news/admin/_upstream_panel.html", context, request=request))
        return drawn
