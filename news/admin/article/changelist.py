"""The list of articles: its columns, filters, search and order."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import SEARCH_VAR
from django.db.models import QuerySet, Value
from django.db.models.functions import NullIf, StrIndex
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core.search.expressions import query_words
from core.sorting import PersonOrder
from news.admin.article import filters
from news.admin.article.bulk_actions import bulk_actions
from news.editorial.dashboard import next_to_take
from news.models import Article
from news.querysets.articles import REVIEW_ORDER, SEARCH_COLUMNS
from news.states import ArticleState
from organization.admin.changelist import FilteredList, ListAdmin
from organization.models import User
from organization.work.waiting import WaitingItem

# An empty cell; rows that are cards leave it out.
NOTHING = mark_safe('<span class="cell-none">–</span>')


class ArticleList(FilteredList):
    def get_queryset(
        self, request: HttpRequest, exclude_parameters: Any = None
    ) -> QuerySet[Article]:
        """Return the rows without their texts."""
        return super().get_queryset(request, exclude_parameters).defer("body", *SEARCH_COLUMNS)


class ArticleListAdmin(ListAdmin):
    """The change list of articles: columns, filters, search, order, bulk actions."""

    list_display = [
        "title",
        "facts",
        "state_badges",
        "author_name",
        "holder_name",
        "submitted",
        "published",
    ]
    list_filter = [
        filters.StateFilter,
        filters.PeriodFilter,
        filters.SinceFilter,
        filters.UntilFilter,
        filters.UnitFilter,
        filters.AuthorFilter,
        filters.CategoryFilter,
        filters.KindFilter,
        filters.HolderFilter,
        filters.MarkFilter,
        filters.ReviewPlanFilter,
        filters.UpstreamFilter,
    ]
    list_select_related = ["category", "unit", "author", "holder"]
    list_per_page = 50
    search_fields = [
        "title"
    ]  # makes the search line appear; get_search_results says what is searched
    search_help_text = (
        "Có dấu hay không dấu đều được; tìm trong tiêu đề, sapo, nội dung, bút danh và tên tác giả."
    )

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ArticleList]:
        return ArticleList

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return bulk_actions(request)

    def action_checkbox(self, obj: Article) -> SafeString:
        """Render the check box with the version the row shows."""
        box = super().action_checkbox(obj)
        return format_html(
            '{}<input type="hidden" name="version-{}" value="{}">', box, obj.pk, obj.version
        )

    def next_waiting(self, user: User, item: Any, now: datetime) -> WaitingItem | None:
        """Return what waits for the person, else what nobody has taken up yet."""
        if item.state == ArticleState.IN_REVIEW and item.holder_id == user.pk:
            return None
        return super().next_waiting(user, item, now) or next_to_take(user, item)

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        return (queryset.matching(search_term) if search_term.strip() else queryset), False

    def get_ordering(self, request: HttpRequest) -> Any:
        """Show what waits as it is to be taken up, else what was searched for by where its words
        stand together.
        """
        waits = request.GET.get(filters.StateFilter.parameter_name) == ArticleState.IN_REVIEW
        if waits:
            return REVIEW_ORDER
        if typed := query_words(request.GET.get(SEARCH_VAR, "")):
            together = StrIndex("search_words", Value(" " + " ".join(typed)))
            return (NullIf(together, Value(0)).asc(nulls_last=True), "-pk")
        return super().get_ordering(request)

    @admin.display(description="Trạng thái", ordering="state")
    def state_badges(self, article: Article) -> SafeString:
        return render_to_string("news/admin/article/_list_state.html", {"article": article})

    @admin.display(description="Thể loại, chuyên mục, đơn vị", ordering="unit")
    def facts(self, article: Article) -> str:
        """Return kind, category and unit; they stand beneath the title, in small type."""
        names = [article.get_kind_display()]
        names += [article.category.menu_name] if article.category else []
        names += [article.unit.short_name] if article.unit else []
        return " · ".join(names)

    @admin.display(description="Tác giả", ordering=PersonOrder("author__full_name"))
    def author_name(self, article: Article) -> str:
        name = str(article.author or article.received_from or article.byline)
        return format_html('<span class="two-lines">{}</span>', name) if name else NOTHING

    @admin.display(description="Người giữ", ordering=PersonOrder("holder__full_name"))
    def holder_name(self, article: Article) -> SafeString:
        is_held = article.holder and article.state == ArticleState.IN_REVIEW
        return _labelled("Người giữ:", str(article.holder)) if is_held else NOTHING

    @admin.display(description="Nộp lúc", ordering="submitted_at")
    def submitted(self, article: Article) -> SafeString:
        """Return the last hand-in, and the first, which counts, where that was another."""
        if not article.submitted_at:
            return NOTHING
        last = _labelled("Nộp", ward_time(article.submitted_at))
        if first := article.earlier_submission:
            return format_html("{} <small>lần đầu {}</small>", last, ward_time(first))
        return last

    @admin.display(description="Đăng lúc", ordering="published_at")
    def published(self, article: Article) -> SafeString:
        if not article.published_at or article.state not in WAS_PUBLIC:
            return NOTHING
        at = ward_time(article.published_at)
        if article.state == ArticleState.PUBLISHED and not article.is_scheduled:
            at = format_html('<a href="{}">{}</a>', article.get_absolute_url(), at)
        return _labelled("Đăng", at)


WAS_PUBLIC = (ArticleState.PUBLISHED, ArticleState.WITHDRAWN)


def _labelled(word: str, value: str) -> SafeString:
    """Return a time with the word that says which, for rows that are cards without a head."""
    return format_html('<span class="cell-label">{} </span>{}', word, value)


def ward_time(at: datetime) -> str:
    return f"{timezone.localtime(at):%d/%m/%Y %H:%M}"
