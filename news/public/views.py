"""Public views of the news."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.db.models import BigIntegerField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.database.compiled_query import compiled_query
from core.files import storage
from core.http.context_processors import site_context
from core.http.pagination import CompiledRows
from core.http.view_counts import mark_viewed
from core.registries import article_panels, render_panels
from core.search.item_addresses import redirect_cut_off, redirect_to_item
from news.models import Article, Category, PreviewLink
from news.public.archive import ArticleListView
from news.public.metadata import article_metadata, page_description, withdrawn_metadata
from news.public.related import related_articles
from news.public.sharing import share_kit
from news.querysets.articles import ArticleQuerySet
from news.states import Withdrawal


@require_safe
def article_detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show a published item under its right address, or what became of a withdrawn one; 404 for
    anything else.
    """
    is_key = pk <= BigIntegerField.MAX_BIGINT
    found = _published(pk=pk, now=timezone.now()) if is_key else []
    if not found:
        return _not_published(request, slug, pk)
    article = found[0]
    if request.path != article.get_absolute_url():
        return redirect_to_item(request, slug, article.slug, article.get_absolute_url())
    context = article_context(article) | {
        "panels": render_panels(article_panels, article, request),
        "canonical_url": settings.SITE_URL + article.get_absolute_url(),
        "metadata": article_metadata(article),
        "share": share_kit(article),
        "summary": page_description(article),
    }
    response = render(request, "news/article_detail.html", context)
    mark_viewed(response, "news.article", pk)
    return response


@compiled_query
def _published(*, pk: int, now: datetime) -> ArticleQuerySet:
    return Article.objects.published(now=now).for_page().filter(pk=pk)


def article_context(article: Article) -> dict[str, Any]:
    """Return what the template of an item needs wherever it is shown: on the portal and in every
    preview.
    """
    return {"article": article, "related_articles": related_articles(article)}


def _not_published(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    withdrawn = Article.objects.withdrawn().filter(pk=pk).first()
    if not withdrawn or request.path != withdrawn.get_absolute_url():
        with suppress(Http404):
            return redirect_cut_off(request, slug)
    if withdrawn:
        return _withdrawn(request, withdrawn)
    if Article.objects.gone().filter(pk=pk).exists():
        return render(request, "410.html", status=410)
    raise Http404


def _withdrawn(request: HttpRequest, article: Article) -> HttpResponse:
    if article.withdrawal == Withdrawal.MOVED:
        return HttpResponseRedirect(article.withdrawal_url)
    if article.withdrawal == Withdrawal.GONE:
        return render(request, "410.html", status=410)
    # The words residents knew: what was written after reopening, nobody has approved.
    known = (
        article.history.filter(history_date__lte=article.withdrawn_at).order_by("-version").first()
        or article
    )
    article.title, article.category_id = known.title, known.category_id
    context = {
        "article": article,
        "canonical_url": settings.SITE_URL + article.get_absolute_url(),
        "metadata": withdrawn_metadata(article),
    }
    return render(request, "news/article_withdrawn.html", context)


def unlisted(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate a view so that caches, search engines and referrers do not keep its address."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        for name, value in storage.UNLISTED_HEADERS.items():
            answer[name] = value
        return answer

    return wrapped


@unlisted
@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show an unpublished item as it is now to whoever has the address of an active link; no
    account is needed.

    Once the item is public, every link that was not revoked leads to it. A dead link answers 410, a
    token we have not made 404; neither says what it led to.
    """
    links = PreviewLink.objects.of_token(token)
    article = PreviewLink.objects.articles_opened_by(token).for_page().first()
    if article:
        page = render(request, "news/article_preview.html", article_context(article))
        page.content = storage.with_token(page.content.decode(), token)
        return page
    article = (
        Article.objects.published().filter(preview_links__in=links.filter(revoked_at=None)).first()
    )
    if article:
        return redirect(article)
    return render(request, "news/preview_ended.html", status=410 if links.exists() else 404)


MAX_COMING = 10


def _news_of_category(*, now: datetime, category: int) -> ArticleQuerySet:
    return Article.objects.current(now=now).in_category(category).for_cards()


class CategoryView(ArticleListView):
    """The current items of one category, newest first, by pages (``?trang=``).

    Notices begin with what comes next; these are not repeated beneath on the first page.
    """

    template_name = "news/category_detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the list; lead from a category that was merged to the other one."""
        slug, menu = self.kwargs["slug"], site_context(request)["menu"]
        listed = next((category for category in menu if category.slug == slug), None)
        self.category = listed or get_object_or_404(Category, slug=slug)
        if target := self.category.merged_into:
            return redirect(target, permanent=True)
        answer: HttpResponse = super().get(request, *args, **kwargs)
        return answer

    def get_queryset(self) -> Any:
        self.path, self.total = (
            self.category.get_absolute_url(),
            self.published_counts.in_category(self.category),
        )
        self.heading = self.category.name
        self.breadcrumbs = [(self.heading, self.path)]
        return CompiledRows(
            _news_of_category, {"now": timezone.now(), "category": self.category.pk}
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item = None if self.category.is_hidden else self.category
        context = super().get_context_data(category=self.category, feedback_item=item, **kwargs)
        page = context["page_obj"]
        coming: list[Article] = []
        if self.category.is_for_notices and page.number == 1:
            listed = Article.objects.current().in_category(self.category.pk)
            coming = [one for one in listed.coming_first(MAX_COMING) if one.next_time]
        above = {one.pk for one in coming}
        rest = [one for one in page if one.pk not in above]
        return context | {"coming": coming, "rest": rest}
