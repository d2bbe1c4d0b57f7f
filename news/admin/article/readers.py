"""What readers said of an item, on its page in the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.admin.workflow import WorkflowAdmin
from organization.models import ErrorReport, Rating
from organization.permissions import may_answer_reports

SHOWN = 5

# Django's admin is mixed in where this is used; typed for what it calls of it.
_Base = WorkflowAdmin if TYPE_CHECKING else object


class ReadersAdmin(_Base):
    """Mixed into the admin of articles: two questions to the database for an item that was ever
    public, else none.
    """

    def panels(self, request: HttpRequest, item: Any) -> list[SafeString]:
        drawn = super().panels(request, item)
        if item.published_at is None:
            return drawn
        context = {
            "ratings": Rating.objects.of(item).counts(),
            "reports": ErrorReport.objects.of(item).order_by("-received_at", "-pk")[:SHOWN],
            "may_answer": may_answer_reports(request.user),
        }
        return [
            *drawn,
            render_to_string("news/admin/article/_readers_panel.html", context, request=request),
        ]
