"""Bulk actions of the change list: take, pass or publish several articles.

A page between shows each article; then each is performed in a transaction of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.admin.parts import ExtraUrl
from core.autosave.presence import TypingNow, typing_questions
from core.comments.services import open_counts
from core.date_fields import DateTimeFormField
from core.dates import PUBLICATION
from core.http.params import int_param
from core.text.forms import NormalizedTextMixin
from core.workflow.engine import TransitionRefused, perform, refusals
from news import permissions
from news.editorial.attachments import unseen_by_article
from news.editorial.comments import open_sentence
from news.editorial.forms.publication import FarTimeMixin, questions_of
from news.editorial.lint import Known, lint_article, personal_sentences
from news.models import Article
from news.querysets.articles import SEARCH_COLUMNS
from news.states import ArticleState
from organization.models import User
from organization.requests import staff_user

if TYPE_CHECKING:
    from news.admin.article.admin import ArticleAdmin

MAX_SELECTED = 100
UNTICKED = "Quý vị chưa đánh dấu là đã xem: {}"
ASKS_APART = "Xin mở bài, xem lại và đánh dấu xác nhận ở bước “Đăng bài”."
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
    """One chosen article with the version the person was shown, and what stands in the way.

    ``notes`` are told; ``questions`` need a tick of their own before the step is taken.
    """

    article: Article
    version: int
    refusals: list[str]
    notes: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    typing: TypingNow | None = None
    is_ticked: bool = False

    @property
    def is_ready(self) -> bool:
        """Return whether nothing is left to answer."""
        return not self.refusals and (self.is_ticked or not self.questions)

    @property
    def seal(self) -> str:
        """Return what the tick posts; it counts for these questions alone."""
        return hashlib.sha256("\n".join(self.questions).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class BulkResult:
    done: int
    refused: list[tuple[Article, str]]


class ScheduleForm(NormalizedTextMixin, FarTimeMixin, forms.Form):
    """One time for all, or one after the other."""

    published_at = DateTimeFormField(
        label="Bài đầu tiên đăng lúc",
        required=False,
        bounds=PUBLICATION,
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
        self.refuse_wrong_time(at, timezone.now())
        return at

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.ask_about_far_time(data.get("published_at"), timezone.now())
        return data


def bulk_actions(request: HttpRequest) -> dict[str, tuple[Any, str, str]]:
    """Return the actions of the change list that the person may take, as ``get_actions`` does."""
    if IS_POPUP_VAR in request.GET:
        return {}
    actor = staff_user(request)
    return {
        f"bulk_{transition.name}": (
            partial(confirm_view, transition=transition),
            f"bulk_{transition.name}",
            f"{transition.label}…",
        )
        for transition in BULK_TRANSITIONS
        if transition.permission(None, actor)
    }


def confirm_view(
    model_admin: ArticleAdmin,
    request: HttpRequest,
    queryset: QuerySet[Article],
    *,
    transition: BulkTransition,
) -> HttpResponse:
    """Show what was selected on the list and what can be done with each, before it is done."""
    query = request.GET.urlencode()
    # One more than the limit tells enough; "all pages" may be the whole archive.
    pks = list(queryset.values_list("pk", flat=True)[: MAX_SELECTED + 1])
    if len(pks) > MAX_SELECTED:
        sentence = (
            f"Mỗi lần làm được nhiều nhất {MAX_SELECTED} bài. Xin lọc hẹp lại hoặc chọn ít hơn."
        )
        return _back_to_list(model_admin, request, query, sentence)
    selected = _selected(model_admin, request, transition, pks)
    form = ScheduleForm() if transition.name == "publish" else None
    return _bulk_page(model_admin, request, transition, selected, query, form)


def bulk_view(model_admin: ArticleAdmin, request: HttpRequest, transition: str) -> HttpResponse:
    """Perform the transition on each posted article.

    The page comes back when the time to publish is not valid.
    """
    wanted = next((known for known in BULK_TRANSITIONS if known.name == transition), None)
    if wanted is None or not wanted.permission(None, staff_user(request)):
        raise Http404
    posted = (int_param(pk) for pk in request.POST.getlist("bai"))
    pks = [pk for pk in posted if pk is not None]
    query = request.POST.get("query", "")
    if not 0 < len(pks) <= MAX_SELECTED:
        sentence = f"Xin chọn từ 1 đến {MAX_SELECTED} bài mỗi lần."
        return _back_to_list(model_admin, request, query, sentence)
    selected = _selected(model_admin, request, wanted, pks)
    form = ScheduleForm(request.POST) if transition == "publish" else None
    if form is not None and not form.is_valid():
        return _bulk_page(model_admin, request, wanted, selected, query, form)
    decided = [_unless_ticked(one) for one in selected]
    if form is not None:
        form.ask_about_over(_scheduled(decided, form.cleaned_data))
        if not form.is_valid():
            return _bulk_page(model_admin, request, wanted, selected, query, form)
    if any(not _is_answered(one, request) for one in selected):
        return _bulk_page(model_admin, request, wanted, selected, query, form, is_question=True)
    schedule = form.cleaned_data if form else {}
    result = _perform_each(wanted, decided, staff_user(request), schedule)
    done = "Đã hẹn giờ đăng" if schedule.get("published_at") else wanted.done
    if result.done:
        model_admin.message_user(request, f"{done} {result.done} bài.", messages.SUCCESS)
    if result.refused:
        model_admin.message_user(request, _summary(wanted, result), messages.WARNING)
    if len(selected) < len(pks):
        gone = f"{len(pks) - len(selected)} bài không còn trong danh sách của quý vị."
        model_admin.message_user(request, gone, messages.WARNING)
    return HttpResponseRedirect(model_admin.list_address(request, query))


BULK_URL = ExtraUrl("hang-loat/<slug:transition>/", "bulk", bulk_view, methods=("POST",))


def _bulk_page(
    model_admin: ArticleAdmin,
    request: HttpRequest,
    transition: BulkTransition,
    selected: list[SelectedArticle],
    query: str,
    form: forms.Form | None,
    *,
    is_question: bool = False,
) -> HttpResponse:
    context = model_admin.admin_site.each_context(request) | {
        "title": f"{transition.label}: {len(selected)} bài đã chọn",
        "opts": model_admin.opts,
        "transition": transition,
        "chosen": selected,
        "ready": sum(one.is_ready for one in selected),
        "asked": sum(not one.refusals and not one.is_ready for one in selected),
        "form": form,
        "query": query,
        "list_address": model_admin.list_address(request, query),
    }
    status = 409 if is_question or (form and form.errors) else 200
    return TemplateResponse(request, "news/admin/article/bulk.html", context, status=status)


def _back_to_list(
    model_admin: ArticleAdmin, request: HttpRequest, query: str, sentence: str
) -> HttpResponse:
    model_admin.message_user(request, sentence, messages.ERROR)
    return HttpResponseRedirect(model_admin.list_address(request, query))


def _selected(
    model_admin: ArticleAdmin, request: HttpRequest, transition: BulkTransition, pks: list[int]
) -> list[SelectedArticle]:
    """Return those of the articles that the person may read, in the order of ``pks``."""
    rows = model_admin.get_queryset(request).filter(pk__in=pks)
    related = ("category", "unit", "holder", "copied_from")
    rows = rows.select_related(*related).defer(*SEARCH_COLUMNS)
    selected = [_inspect(article, transition, request) for article in rows]
    if transition.name != "take":
        selected = _with_questions(selected, transition)
        selected = _with_findings(model_admin, request, selected, transition)
    if transition.name in model_admin.ends_editing:
        possible = [one.article for one in selected if not one.refusals]
        typing = typing_questions(staff_user(request), possible, now=timezone.now())
        selected = [replace(one, typing=typing.get(one.article.pk)) for one in selected]
    selected = [_with_tick(one, request) for one in selected]
    return sorted(selected, key=lambda one: pks.index(one.article.pk))


def _with_questions(
    selected: list[SelectedArticle], transition: BulkTransition
) -> list[SelectedArticle]:
    """Name what publishing asks a tick for: here nobody can give it, so that the item waits for
    its own page; who passes it on is told.
    """
    unseen = unseen_by_article(one.article for one in selected)
    found = []
    for one in selected:
        sentences = questions_of(one.article, unseen.get(one.article.pk, []))
        if not sentences or one.refusals:
            found.append(one)
        elif transition.name == "publish":
            found.append(replace(one, refusals=[*sentences, ASKS_APART]))
        else:
            found.append(replace(one, notes=sentences))
    return found


def _with_findings(
    model_admin: ArticleAdmin,
    request: HttpRequest,
    selected: list[SelectedArticle],
    transition: BulkTransition,
) -> list[SelectedArticle]:
    """Say of each article what its own page says before the step. To publish over open comments,
    personal data or another person's work needs a tick; the person's own unsaved words keep an
    article back.
    """
    possible = [one.article for one in selected if not one.refusals]
    undecided = model_admin.undecided_drafts(request, possible)
    comments = open_counts(possible)
    known = Known.read()
    found = []
    for one in selected:
        article = one.article
        if one.refusals:
            found.append(one)
        elif sentence := undecided.get(article.pk):
            found.append(replace(one, refusals=[sentence]))
        else:
            personal = personal_sentences(article, known.ward)
            warnings = [lint.sentence for lint in lint_article(article, known) if not lint.is_error]
            asked = [*personal]
            if number := comments.get(article.pk):
                asked.append(open_sentence(number))
            if held := model_admin.warning(request, article, transition.name):
                asked.append(held)
            told = [*one.notes, *(words for words in warnings if words not in personal)]
            if transition.name == "publish":
                told += _about_pass(article)
                found.append(replace(one, notes=told, questions=asked))
            else:
                found.append(replace(one, notes=[*asked, *told]))
    return found


def _about_pass(article: Any) -> list[str]:
    if article.passed_at is None:
        return ["Chưa biên tập viên nào thông qua bài này."]
    if article.is_changed_since_pass:
        return ["Chữ trong bài đã đổi sau khi được thông qua."]
    return []


def _with_tick(one: SelectedArticle, request: HttpRequest) -> SelectedArticle:
    ticked = request.POST.get(f"accepts-{one.article.pk}")
    return replace(one, is_ticked=bool(one.questions) and ticked == one.seal)


def _unless_ticked(one: SelectedArticle) -> SelectedArticle:
    """Keep an article back whose questions the person did not tick."""
    if one.refusals or one.is_ready:
        return one
    return replace(one, refusals=[UNTICKED.format(" ".join(one.questions))])


def _is_answered(one: SelectedArticle, request: HttpRequest) -> bool:
    answer = request.POST.get(f"accepts-typing-{one.article.pk}")
    return one.typing is None or one.typing.is_accepted(answer)


def _inspect(article: Article, transition: BulkTransition, request: HttpRequest) -> SelectedArticle:
    shown = int_param(request.POST.get(f"version-{article.pk}"))
    # Chosen from pages that were not opened: the page between is the first to show it.
    version = article.version if shown is None else shown
    if article.state != ArticleState.IN_REVIEW:
        return SelectedArticle(
            article,
            version,
            [f"Bài không ở trạng thái chờ duyệt: {article.state_words.lower()}."],
        )
    return SelectedArticle(
        article,
        version,
        refusals(article, transition.name, actor=staff_user(request), version=version),
    )


def _perform_each(
    transition: BulkTransition,
    selected: Iterable[SelectedArticle],
    actor: User,
    schedule: dict[str, Any],
) -> BulkResult:
    """Perform the transition on each article in a transaction of its own; only what succeeds takes
    up a time.
    """
    done = 0
    refused: list[tuple[Article, str]] = []
    apart = _apart(schedule)
    for one in selected:
        if one.refusals:
            refused.append((one.article, " ".join(one.refusals)))
            continue
        data: dict[str, Any] = {}
        if schedule.get("published_at") or (apart and done):
            data["published_at"] = (schedule["published_at"] or timezone.now()) + apart * done
            data |= {name: schedule[name] for name in ("accepts_far", "accepts_over")}
        try:
            perform(one.article, transition.name, actor=actor, version=one.version, data=data)
        except TransitionRefused as refusal:
            refused.append((one.article, " ".join(refusal.reasons)))
        else:
            done += 1
    return BulkResult(done, refused)


def _apart(schedule: dict[str, Any]) -> timedelta:
    return timedelta(minutes=schedule.get("minutes_apart") or 0)


def _scheduled(
    selected: list[SelectedArticle], schedule: dict[str, Any]
) -> list[tuple[Article, datetime]]:
    """Return the items that may be done with the time that each would take up, if all are done;
    none of those that appear at once.
    """
    first, apart = schedule.get("published_at"), _apart(schedule)
    possible = [one.article for one in selected if not one.refusals]
    times = [(first or timezone.now()) + apart * number for number in range(len(possible))]
    pairs = list(zip(possible, times, strict=True))
    return pairs if first else pairs[1:] if apart else []


def _summary(transition: BulkTransition, result: BulkResult) -> SafeString:
    named = format_html_join("", "<li>“{}”: {}</li>", result.refused[:NAMED])
    rest = len(result.refused) - NAMED
    more = format_html("<li>và {} bài nữa</li>", rest) if rest > 0 else ""
    return format_html(
        "{} bài {}:<ul>{}{}</ul>", len(result.refused), transition.failed, named, more
    )
