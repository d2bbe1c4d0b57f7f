"""The home page, and what a monitor asks."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.views import PasswordResetView
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from news.models import Article, Category
from organization.models import Ward

NEWEST = 5
IN_STRIP = 3
IN_NOTICES = 4


@dataclass(frozen=True)
class Strip:
    """One category on the home page with its newest items."""

    category: Category
    articles: list[Article]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the lead story, the newest, and a strip per category that has anything."""
    published = Article.objects.published().newest_first().for_list()
    lead = published.filter(picture__isnull=False).exclude(kind="notice").first() or published.first()
    newest = list(published.exclude(pk=lead.pk)[:NEWEST]) if lead else []
    strips = [_strip(category, lead) for category in Category.objects.all()] if lead else []
    context = {
        "lead": lead,
        "newest": newest,
        "strips": [strip for strip in strips if strip.articles],
        "canonical_url": settings.SITE_URL + "/",
    }
    return render(request, "wardportal/home.html", context)


def _strip(category: Category, lead: Article) -> Strip:
    count = IN_NOTICES if category.is_for_notices else IN_STRIP
    published = Article.objects.published().in_category(category).exclude(pk=lead.pk).newest_first().for_list()
    return Strip(category, list(published[:count]))


class PasswordReset(PasswordResetView):
    """Django's reset by mail, signed by the ward and not by an address."""

    def form_valid(self, form: PasswordResetForm) -> HttpResponse:
        self.extra_email_context = {"site_name": Ward.current().agency_name}
        return super().form_valid(form)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that the process lives."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")
