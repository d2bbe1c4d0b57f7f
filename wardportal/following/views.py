"""How to follow the portal: feeds, the podcast, the calendar."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from organization.identity.metadata import Metadata, absolute_url, breadcrumbs_node

HEADING = "Nhận tin mới"


@require_safe
def follow_news(request: HttpRequest) -> HttpResponse:
    """Explain feeds and the calendar, each with its address. No query of its own."""
    path = reverse("follow_news")
    calendar = reverse("calendar_file")
    context = {
        "webcal_url": f"webcal://{urlsplit(settings.SITE_URL).netloc}{calendar}",
        "calendar_url": absolute_url(calendar),
        "rss_url": absolute_url(reverse("rss")),
        "canonical_url": absolute_url(path),
        "metadata": Metadata(title=HEADING, nodes=(breadcrumbs_node((HEADING, path)),)),
    }
    return render(request, "wardportal/follow_news.html", context)
