"""The newsroom's public pages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe
from django.views.generic import ListView

from core.registries import article_panels, draw
from news.archive import canonical
from news.models import Article, Category
from news.states import Withdrawal

SIBLINGS = 4


@require_safe
def article_detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show a published item under its right address, or what became of a withdrawn one; 404 for anything else."""
    published = Article.objects.published()
    article = published.select_related("category", "unit", "author", "picture").filter(pk=pk).first()
    if article is None:
        return _withdrawn(request, get_object_or_404(Article.objects.withdrawn(), pk=pk))
    if request.path != article.get_absolute_url():
        return redirect(article, permanent=True)
    siblings = published.in_category(article.category).exclude(pk=pk).newest_first().for_list()
    context = {
        "article": article,
        "siblings": siblings[:SIBLINGS] if article.category_id else [],
        "panels": draw(article_panels, article, request),
        "canonical_url": settings.SITE_URL + article.get_absolute_url(),
    }
    response = render(request, "news/article_detail.html", context)
    response.viewed = ("news.article", pk)  # counted for each reader, kept page or not
    return response


def _withdrawn(request: HttpRequest, article: Article) -> HttpResponse:
    if article.withdrawal == Withdrawal.MOVED:
        return HttpResponseRedirect(article.withdrawal_url)
    if article.withdrawal == Withdrawal.GONE:
        return render(request, "410.html", status=410)
    # The words residents knew: what was written after reopening, nobody has approved.
    known = article.history.filter(history_date__lte=article.withdrawn_at).order_by("-version").first() or article
    article.title, article.category_id = known.title, known.category_id
    return render(request, "news/article_withdrawn.html", {"article": article})


class CategoryView(ListView):
    """The published items of one category, newest first, by pages (``?trang=``)."""

    http_method_names = ["get", "head"]
    template_name = "news/category_detail.html"
    paginate_by = 20
    page_kwarg = "trang"

    def get_queryset(self) -> Any:
        self.category = get_object_or_404(Category, slug=self.kwargs["slug"])
        return Article.objects.published().in_category(self.category).newest_first().for_list()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(category=self.category, **kwargs)
        address = canonical(self.category.get_absolute_url(), context["page_obj"].number)
        return context | {"canonical_url": address}
