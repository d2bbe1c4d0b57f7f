"""“Viết tin”: from approved minutes to a draft of whoever writes about the meeting.

It is begun once.
"""

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

ASK = "Cuộc họp này là nội bộ: xin đánh dấu xác nhận trước khi viết tin."


@staff_page(is_writer)
@require_http_methods(["GET", "HEAD", "POST"])
def write_news(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what the draft will say and make it; where it was made, lead to it.

    404 for a meeting one does not read or whose minutes are not approved; 409 where confirming was
    forgotten.
    """
    meeting = get_object_or_404(Meeting.objects.readable_by(request.user).for_list(), pk=pk)
    if not meeting.is_approved:
        raise Http404
    refused = ""
    if request.method == "POST":
        if meeting.is_public or request.POST.get("noi_bo"):
            return _lead_to(request, _begin(meeting, actor=request.user))
        refused = ASK
    elif article := _begun(meeting):
        return _lead_to(request, article)
    context = admin.site.each_context(request) | {
        "title": "Viết tin về cuộc họp",
        "meeting": meeting,
        "article": article_about(meeting),
        "refused": refused,
    }
    return TemplateResponse(
        request, "meetings/admin/write_news.html", context, status=409 if refused else 200
    )


def _begun(meeting: Meeting) -> Article | None:
    """Return the item that was begun and not thrown away."""
    link = MeetingArticle.objects.filter(meeting=meeting).select_related("article").first()
    return link.article if link and link.article.state != ArticleState.DISCARDED else None


@transaction.atomic
def _begin(meeting: Meeting, *, actor: User) -> Article:
    """Return the draft about the meeting, a new one where there is none; two clicks at once make
    one.
    """
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    if article := _begun(meeting):
        return article
    article = article_about(meeting)
    article.author, article.unit = actor, actor.unit
    save_text(article, actor=actor, reason=f"Viết tin từ cuộc họp số {meeting.pk}")
    MeetingArticle.objects.update_or_create(meeting=meeting, defaults={"article": article})
    return article


def _lead_to(request: StaffRequest, article: Article) -> HttpResponse:
    """Lead to the item, or say whose it is to those who do not read it."""
    if Article.objects.readable_by(request.user).filter(pk=article.pk).exists():
        return HttpResponseRedirect(reverse("admin:news_article_change", args=[article.pk]))
    messages.info(
        request, f"Tin về cuộc họp này đang do {article.signed_by or article.created_by} viết."
    )
    return HttpResponseRedirect(reverse("admin:index"))
