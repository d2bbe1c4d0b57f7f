"""Panels on an article's page in the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from core.papers.model import shown
from news.editorial.attachments import unseen_in
from news.honoraria.services import payee_of
from news.models import Article, Honorarium
from news.permissions import is_writer, may_share_preview
from news.public.previews import is_previewable
from news.states import ArticleState
from organization.models import ErrorReport, Rating
from organization.permissions import may_answer_all_reports
from organization.requests import staff_user
from organization.roles import BOARD

if TYPE_CHECKING:
    from news.admin.article.admin import ArticleAdmin

REPORTS_SHOWN = 5

Content = tuple[str, dict[str, Any]] | None


def withdrawal_panel(model_admin: ArticleAdmin, request: HttpRequest, article: Article) -> Content:
    """What readers find at the address of an item that was withdrawn."""
    is_live = article.state == ArticleState.PUBLISHED and not article.is_scheduled
    if not article.withdrawal or is_live:
        return None
    return "news/admin/article/_withdrawal_panel.html", {"article": article}


def unseen_panel(model_admin: ArticleAdmin, request: HttpRequest, article: Article) -> Content:
    """Attachments that carry more than they show, before the item is public. One query."""
    if article.state not in (ArticleState.DRAFT, ArticleState.IN_REVIEW):
        return None
    sentences = unseen_in(article)
    return (
        ("news/admin/article/_unseen_panel.html", {"sentences": sentences}) if sentences else None
    )


def preview_panel(model_admin: ArticleAdmin, request: HttpRequest, article: Article) -> Content:
    """Valid preview links, for whoever may share them."""
    if not (may_share_preview(article, staff_user(request)) and is_previewable(article)):
        return None
    return "news/admin/article/_preview_panel.html", {
        "item": article,
        "links": article.preview_links.active().select_related("created_by"),
        "may_edit": model_admin.has_change_permission(request, article),
    }


def readers_panel(model_admin: ArticleAdmin, request: HttpRequest, article: Article) -> Content:
    """Ratings and error reports of an article that was ever public. Two queries."""
    if article.published_at is None or not model_admin.may_see_history(request, article):
        return None
    return "news/admin/article/_readers_panel.html", {
        "ratings": Rating.objects.of(article).counts(),
        "reports": ErrorReport.objects.of(article).order_by("-received_at", "-pk")[:REPORTS_SHOWN],
        "may_answer": may_answer_all_reports(staff_user(request)),
    }


def sendings_panel(model_admin: ArticleAdmin, request: HttpRequest, article: Article) -> Content:
    """Sendings to the higher portal. One query for an article that was ever public."""
    if article.published_at is None or not article.all_sendings:
        return None
    return "news/admin/article/_upstream_panel.html", {"sendings": article.all_sendings}


def honorarium_panel(model_admin: ArticleAdmin, request: HttpRequest, article: Article) -> Content:
    """What is paid for an article that was public, and what was set before; the board alone sees
    it. Two queries.
    """
    was_public = article.published_at is not None or article.withdrawal
    if not was_public or not staff_user(request).has_role(*BOARD):
        return None
    changes = list(
        Honorarium.history.filter(article=article)
        .select_related("limit", "history_user")
        .order_by("-history_date", "-history_id")
    )
    if not changes:
        return None
    honoraria = Honorarium.objects.filter(article=article)
    honoraria = honoraria.select_related("limit", "set_by", "payee_account", "payee_unit")
    honorarium = honoraria.first()
    return "news/admin/article/_honorarium_panel.html", {
        "honorarium": honorarium,
        "coefficient": shown(honorarium.coefficient) if honorarium else "",
        "unit_value": shown(honorarium.unit_value) if honorarium else "",
        "amount": shown(honorarium.amount) if honorarium else "",
        "payee": payee_of(article, honorarium.payee) if honorarium else "",
        "changes": [(row, shown(row.coefficient), payee_of(article, row.payee)) for row in changes],
    }


def copy_panel(model_admin: ArticleAdmin, request: HttpRequest, article: Article) -> Content:
    """The button that copies an article into a new draft."""
    is_offered = model_admin.may_see_history(request, article)
    if not (is_writer(staff_user(request)) and is_offered):
        return None
    return "news/admin/article/_copy_panel.html", {
        "address": model_admin.address("copy", article.pk)
    }
