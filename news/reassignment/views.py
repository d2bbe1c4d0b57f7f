"""Views of reassignment: users with open articles, and one user's articles with check boxes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_safe

from core.admin.staff_page import staff_page
from core.http.params import int_param
from core.workflow.engine import refusals
from news.models import Article
from news.permissions import may_reassign
from news.reassignment.services import (
    ReassignmentResult,
    SelectedVersion,
    drafts_of,
    held_articles,
    reassign,
    receivers_for,
    reviews_of,
)
from news.states import RETURNING
from organization.models import User
from organization.requests import StaffRequest
from organization.roles import BOARD

MAX_ITEMS = 100
NAMED = 10  # titles in the answer


@staff_page(may_reassign)
@require_safe
def people(request: StaffRequest) -> HttpResponse:
    context = admin.site.each_context(request) | {
        "title": "Bàn giao",
        "held_articles": held_articles(),
    }
    return TemplateResponse(request, "news/admin/reassignment/people.html", context)


@staff_page(may_reassign)
@require_http_methods(["GET", "HEAD", "POST"])
def of_person(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what one person has in hand; POST hands the ticked items over."""
    person = get_object_or_404(User.objects.select_related("unit"), pk=pk)
    receivers = receivers_for(person)
    if request.method == "POST":
        problem, receiver = _problem(request, receivers)
        if not problem:
            return _hand_over(request, person, receiver)
        return _page(request, person, receivers, problem)
    return _page(request, person, receivers)


def _hand_over(request: StaffRequest, person: User, receiver: User | None) -> HttpResponse:
    done = reassign(
        person,
        drafts=_ticked(request, "nhap"),
        receiver=receiver,
        reviews=_ticked(request, "giu"),
        actor=request.user,
    )
    for level, sentence in _summary(done, receiver):
        messages.add_message(request, level, sentence)
    return HttpResponseRedirect(reverse("admin:reassignment_person", args=[person.pk]))


def _problem(request: StaffRequest, receivers: list[User]) -> tuple[str, User | None]:
    receiver = next(
        (one for one in receivers if str(one.pk) == request.POST.get("nguoi-nhan")), None
    )
    drafts, reviews = _ticked(request, "nhap"), _ticked(request, "giu")
    if not drafts and not reviews:
        return "Xin đánh dấu ít nhất một bài.", receiver
    if len(drafts) + len(reviews) > MAX_ITEMS:
        return f"Mỗi lần bàn giao được nhiều nhất {MAX_ITEMS} bài.", receiver
    if drafts and receiver is None:
        return "Xin chọn người nhận các bản nháp.", receiver
    return "", receiver


def _page(
    request: StaffRequest, person: User, receivers: list[User], problem: str = ""
) -> HttpResponse:
    drafts = (
        drafts_of(person)
        .for_list()
        .with_last_transition()
        .order_by("-created_at", "-pk")[:MAX_ITEMS]
    )
    reviews = reviews_of(person).for_list().in_order_of_review()[:MAX_ITEMS]
    for review in reviews:
        review.holder = person  # one person, whose roles are asked for once
    context = admin.site.each_context(request) | {
        "title": f"Bàn giao của {person}",
        "person": person,
        "drafts": _marked(request, "nhap", drafts),
        "reviews": [
            (one, ticked, _why_not(one, request.user))
            for one, ticked in _marked(request, "giu", reviews)
        ],
        "receivers": receivers,
        "chosen_receiver": request.POST.get("nguoi-nhan", ""),
        "may_read": request.user.has_role(*BOARD),
        "problem": problem,
        "returning": RETURNING,
    }
    return TemplateResponse(
        request, "news/admin/reassignment/person.html", context, status=409 if problem else 200
    )


def _marked(
    request: StaffRequest, name: str, articles: Iterable[Article]
) -> list[tuple[Article, bool]]:
    """Return the articles with whether they are ticked: those that were posted."""
    ticked = set(request.POST.getlist(name))
    return [(one, str(one.pk) in ticked) for one in articles]


def _why_not(article: Article, user: User) -> str:
    return " ".join(refusals(article, "release", actor=user, version=article.version))


def _ticked(request: StaffRequest, name: str) -> list[SelectedVersion]:
    selected = []
    for posted in dict.fromkeys(request.POST.getlist(name)):
        pk = int_param(posted)
        version = int_param(request.POST.get(f"version-{posted}"))
        if pk is not None and version is not None:
            selected.append(SelectedVersion(pk, version))
    return selected


def _summary(done: ReassignmentResult, receiver: User | None) -> list[tuple[int, SafeString]]:
    said: list[tuple[int, SafeString]] = []
    if done.drafts:
        sentence = format_html("Đã bàn giao {} bản nháp cho {}:", len(done.drafts), receiver)
        said.append((messages.SUCCESS, sentence + _titles(done.drafts)))
    if done.reviews:
        sentence = format_html(
            "Đã thôi giữ {} bài chờ duyệt; người khác nhận được ngay:", len(done.reviews)
        )
        said.append((messages.SUCCESS, sentence + _titles(done.reviews)))
    if done.refused:
        named = format_html_join("", "<li>“{}”: {}</li>", done.refused[:NAMED])
        said.append(
            (
                messages.WARNING,
                format_html("{} bài chưa bàn giao:<ul>{}</ul>", len(done.refused), named),
            )
        )
    return said


def _titles(articles: list[Article]) -> SafeString:
    named = format_html_join("", "<li>“{}”</li>", ((one.title,) for one in articles[:NAMED]))
    more = len(articles) - NAMED
    left = format_html("<li>và {} bài khác</li>", more) if more > 0 else ""
    return format_html("<ul>{}{}</ul>", named, left)


def offboarding_sentence(person: Any) -> SafeString | None:
    """Say what a person whose account was closed still has in hand, with the way to hand it
    over.
    """
    counts = [
        (drafts_of(person).count(), "bản nháp"),
        (reviews_of(person).count(), "bài đang giữ để duyệt"),
    ]
    left = " và ".join(f"{count} {what}" for count, what in counts if count)
    if not left:
        return None
    address = reverse("admin:reassignment_person", args=[person.pk])
    return format_html('{} còn {}. <a href="{}">Bàn giao cho người khác</a>', person, left, address)
