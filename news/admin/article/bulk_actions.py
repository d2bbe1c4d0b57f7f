"""Taking, passing and publishing several articles of a list at once: a page shows each, then each
has its own transition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.http.params import int_param
from core.workflow.engine import TransitionRefused, perform, refusals
from news import permissions
from news.editorial.forms import WardDateTimeInput
from news.models import Article
from news.querysets import SEARCH_COLUMNS
from news.states import ArticleState
from organization.admin.changelist import ListAdmin
from organization.models import User

MAX_SELECTED = 100
NAMED = 10  # refused items named in the message afterwards; the page before named all


@dataclass(frozen=True)
class BulkTransition:
    """A transition that may be taken for many; ``done`` and ``failed`` are verbs of the summary."""

    name: str
    label: str
    permission: Callable[[Any, User], bool]
    done: str
    failed: str


BULK_TRANSITIONS = (
    BulkTransition(
        "take", "Nhận bài", permissions.by_editor_or_approver, "Đã nhận", "không nhận được"
    ),
    BulkTransition(
        "pass", "Thông qua", permissions.by_editor, "Đã thông qua", "không thông qua được"
    ),
    BulkTransition(
        "publish",
        "Đăng hoặc hẹn giờ đăng",
        permissions.by_approver,
        "Đã cho đăng",
        "không đăng được",
    ),
)


@dataclass(frozen=True)
class SelectedArticle:
    """One chosen article with the version the person was shown, and what stands in the way."""

    article: Article
    version: int
    refusals: list[str]


@dataclass(frozen=True)
class BulkResult:
    done: int
    refused: list[tuple[Article, str]]


class ScheduleForm(forms.Form):
    """One time for all, or one after the other."""

    published_at = forms.DateTimeField(
        label="Bài đầu tiên đăng lúc",
        required=False,
        widget=WardDateTimeInput,
        help_text="Để trống: đăng ngay.",
    )
    minutes_apart = forms.IntegerField(
        label="Mỗi bài cách nhau (phút)",
        required=False,
        min_value=0,
        max_value=7 * 24 * 60,
        help_text=(
            "Để trống hoặc 0: các bài đăng cùng lúc. Ví dụ 30: bài sau đăng sau bài trước 30 phút."
        ),
    )

    def clean_published_at(self) -> datetime | None:
        at = self.cleaned_data["published_at"]
        if at and at < timezone.now().replace(second=0, microsecond=0):
            raise forms.ValidationError(
                "Giờ đăng đã qua; xin chọn giờ sau này, hoặc để trống để đăng ngay."
            )
        return at


class BulkTransitionsAdmin(ListAdmin):
    """The list's actions, each by whoever may take its transition; the page between and the
    carrying out.
    """

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_bulk"
        return [
            path("hang-loat/<slug:transition>/", self._posted(self.bulk_view), name=name),
            *super().get_urls(),
        ]

    def get_actions(self, request: HttpRequest) -> dict[str, tuple[Any, str, str]]:
        if IS_POPUP_VAR in request.GET:
            return {}
        return {
            f"bulk_{transition.name}": (
                partial(_ask, transition=transition),
                f"bulk_{transition.name}",
                f"{transition.label}…",
            )
            for transition in BULK_TRANSITIONS
            if transition.permission(None, request.user)
        }

    def action_checkbox(self, obj: Article) -> SafeString:
        """Draw the tick box with the version the row shows."""
        box = super().action_checkbox(obj)
        return format_html(
            '{}<input type="hidden" name="version-{}" value="{}">', box, obj.pk, obj.version
        )

    def bulk_view(self, request: HttpRequest, transition: str) -> HttpResponse:
        """Carry the transition out for each posted article, or show the page again when the time is
        not right.
        """
        wanted = next((known for known in BULK_TRANSITIONS if known.name == transition), None)
        if wanted is None or not wanted.permission(None, request.user):
            raise Http404
        asked = (int_param(pk) for pk in request.POST.getlist("bai"))
        pks = [pk for pk in asked if pk is not None]
        query = request.POST.get("query", "")
        if not 0 < len(pks) <= MAX_SELECTED:
            return self._back_to_list(
                request, query, f"Xin chọn từ 1 đến {MAX_SELECTED} bài mỗi lần."
            )
        chosen = self._chosen_for(request, wanted, self.get_queryset(request).filter(pk__in=pks))
        chosen.sort(key=lambda one: pks.index(one.article.pk))
        form = ScheduleForm(request.POST) if transition == "publish" else None
        if form is not None and not form.is_valid():
            return self.bulk_page(request, wanted, chosen, query, form)
        outcome = _carry_out(wanted, chosen, request.user, form.cleaned_data if form else {})
        is_scheduled = form is not None and form.cleaned_data["published_at"] is not None
        done = "Đã hẹn giờ đăng" if is_scheduled else wanted.done
        if outcome.done:
            self.message_user(request, f"{done} {outcome.done} bài.", messages.SUCCESS)
        if outcome.refused:
            self.message_user(request, _summary(wanted, outcome), messages.WARNING)
        if len(chosen) < len(pks):
            gone = f"{len(pks) - len(chosen)} bài không còn trong danh sách của quý vị."
            self.message_user(request, gone, messages.WARNING)
        return HttpResponseRedirect(self.list_address(request, query))

    def bulk_page(
        self,
        request: HttpRequest,
        transition: BulkTransition,
        chosen: list[SelectedArticle],
        query: str,
        form: forms.Form | None,
    ) -> HttpResponse:
        context = self.admin_site.each_context(request) | {
            "title": f"{transition.label}: {len(chosen)} bài đã chọn",
            "opts": self.opts,
            "transition": transition,
            "chosen": chosen,
            "possible": sum(1 for one in chosen if not one.refusals),
            "form": form,
            "query": query,
            "list_address": self.list_address(request, query),
        }
        return TemplateResponse(
            request,
            "news/admin/article/bulk.html",
            context,
            status=409 if form and form.errors else 200,
        )

    def _chosen_for(
        self, request: HttpRequest, transition: BulkTransition, articles: QuerySet[Article]
    ) -> list[SelectedArticle]:
        rows = articles.select_related("category", "unit", "holder").defer(*SEARCH_COLUMNS)
        return [_look_at(article, transition, request) for article in rows]

    def _back_to_list(self, request: HttpRequest, query: str, sentence: str) -> HttpResponse:
        self.message_user(request, sentence, messages.ERROR)
        return HttpResponseRedirect(self.list_address(request, query))


def _ask(
    model_admin: BulkTransitionsAdmin,
    request: HttpRequest,
    queryset: QuerySet[Article],
    *,
    transition: BulkTransition,
) -> HttpResponse:
    """Show what was chosen on the list and what can be done with each, before anything is done."""
    query = request.GET.urlencode()
    # One more than may be done at once tells enough; "all pages" may be the whole archive.
    pks = list(queryset.values_list("pk", flat=True)[: MAX_SELECTED + 1])
    if len(pks) > MAX_SELECTED:
        sentence = (
            f"Mỗi lần làm được nhiều nhất {MAX_SELECTED} bài. Xin lọc hẹp lại hoặc chọn ít hơn."
        )
        return model_admin._back_to_list(request, query, sentence)
    chosen = model_admin._chosen_for(
        request, transition, model_admin.get_queryset(request).filter(pk__in=pks)
    )
    chosen.sort(key=lambda one: pks.index(one.article.pk))
    form = ScheduleForm() if transition.name == "publish" else None
    return model_admin.bulk_page(request, transition, chosen, query, form)


def _look_at(article: Article, transition: BulkTransition, request: HttpRequest) -> SelectedArticle:
    shown = int_param(request.POST.get(f"version-{article.pk}"))
    # Chosen from pages that were not opened: the page between is the first to show it.
    version = article.version if shown is None else shown
    if article.state != ArticleState.IN_REVIEW:
        return SelectedArticle(
            article,
            version,
            [f"Bài không ở trạng thái chờ duyệt: {article.get_state_display().lower()}."],
        )
    return SelectedArticle(
        article, version, refusals(article, transition.name, actor=request.user, version=version)
    )


def _carry_out(
    transition: BulkTransition, chosen: Iterable[SelectedArticle], actor: User, plan: dict[str, Any]
) -> BulkResult:
    """Perform the transition on each article in a transaction of its own; only what succeeds takes
    up a time.
    """
    done, refused = 0, []
    apart = timedelta(minutes=plan.get("minutes_apart") or 0)
    for one in chosen:
        data = {}
        if plan.get("published_at") or (apart and done):
            data["published_at"] = (plan["published_at"] or timezone.now()) + apart * done
        try:
            perform(one.article, transition.name, actor=actor, version=one.version, data=data)
        except TransitionRefused as refusal:
            refused.append((one.article, " ".join(one.refusals or refusal.reasons)))
        else:
            done += 1
    return BulkResult(done, refused)


def _summary(transition: BulkTransition, outcome: BulkResult) -> SafeString:
    named = format_html_join("", "<li>“{}”: {}</li>", outcome.refused[:NAMED])
    rest = len(outcome.refused) - NAMED
    more = format_html("<li>và {} bài nữa</li>", rest) if rest > 0 else ""
    return format_html(
        "{} bài {}:<ul>{}{}</ul>", len(outcome.refused), transition.failed, named, more
    )
