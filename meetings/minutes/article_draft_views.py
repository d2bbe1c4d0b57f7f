"""Admin view “Viết tin”: creates one article draft from the approved minutes of a meeting."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.admin.staff_page import staff_page
from meetings.minutes.article_draft import article_about
from meetings.models import Meeting, MeetingArticle
from news.editorial.services import save_text
from news.models import Article
from news.permissions import is_writer
from news.states import ArticleState
from organization.models import User
from organization.requests import StaffRequest

CONFIRM_MESSAGE = "Cuộc họp này là nội bộ: xin đánh dấu xác nhận trước khi viết tin."


@staff_page(is_writer)
@require_http_methods(["GET", "HEAD", "POST"])
def write_news(request: StaffRequest, pk: int) -> HttpResponse:
    """Preview and create the draft; redirect to an existing one.

    404 for a meeting that the person may not read or whose minutes are not approved; 409 if an
    internal meeting is not confirmed.
    """
    meeting = get_object_or_404(Meeting.objects.readable_by(request.user).for_list(), pk=pk)
    if not meeting.is_approved:
        raise Http404
    refused = ""
    if request.method == "POST":
        if meeting.is_public or request.POST.get("noi_bo"):
            return _redirect_to(request, _get_or_create_draft(meeting, actor=request.user))
        refused = CONFIRM_MESSAGE
    elif article := _existing_draft(meeting):
        return _redirect_to(request, article)
    context = admin.site.each_context(request) | {
        "title": "Viết tin về cuộc họp",
        "meeting": meeting,
        "article": article_about(meeting),
        "refused": refused,
    }
    return TemplateResponse(
        request, "meetings/admin/write_news.html", context, status=409 if refused else 200
    )


def _existing_draft(meeting: Meeting) -> Article | None:
    """Return the article of the meeting unless it was discarded."""
    link = MeetingArticle.objects.filter(meeting=meeting).select_related("article").first()
    if link is None or link.article.state == ArticleState.DISCARDED:
        return None
    return link.article


@transaction.atomic
def _get_or_create_draft(meeting: Meeting, *, actor: User) -> Article:
    """Return the draft of the meeting; the lock makes concurrent requests create one."""
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    if article := _existing_draft(meeting):
        return article
    article = article_about(meeting)
    article.author = actor
    article.unit = actor.unit
    save_text(article, actor=actor, reason=f"Viết tin từ cuộc họp số {meeting.pk}")
    MeetingArticle.objects.update_or_create(meeting=meeting, defaults={"article": article})
    return article


def _redirect_to(request: StaffRequest, article: Article) -> HttpResponse:
    """Redirect to the article, or to the dashboard with its author if it is not readable."""
    if Article.objects.readable_by(request.user).filter(pk=article.pk).exists():
        return HttpResponseRedirect(reverse("admin:news_article_change", args=[article.pk]))
    messages.info(
        request, f"Tin về cuộc họp này đang do {article.signed_by or article.created_by} viết."
    )
    return HttpResponseRedirect(reverse("admin:index"))
