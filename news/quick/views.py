"""Views of quick entry: for oneself, on behalf of others, and the confirmation."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from core.admin.staff_page import staff_page
from core.date_fields import CONFIRM_SUFFIX
from core.files.forms import PICTURE_TYPES
from core.http.params import int_param
from core.richtext.sanitizer import image_keys
from core.workflow.classified import CLASSIFIED_MESSAGE
from core.workflow.engine import TransitionRefused, available
from news.editorial.forms.review import OnBehalfForm
from news.editorial.lint import private_data
from news.models import Article, PlanLine, QuickEntry
from news.permissions import is_editor, is_writer
from news.planning.assignment import line_named, unit_of
from news.planning.line_status import (
    deadline_of_line,
    handed_in_at,
    is_late,
    other_kind_words,
)
from news.planning.placement import period_of
from news.querysets.planning import PlanLineQuerySet
from news.quick.drafts import QuickDraft, quick_draft
from news.quick.entry import DraftChanged, IdempotencyConflict, QuickSubmission, submit_entry
from news.quick.forms import EntryForm, OnBehalfEntryForm
from news.quick.photos import MAX_PHOTOS, Photos
from news.states import RETURNING, ArticleState
from organization.requests import StaffRequest

if TYPE_CHECKING:
    from django import forms

    from organization.models import User

SENT_COOKIE = "quick_sent"
SENT_SHOWN = 30 * 60  # seconds
DRAFT_CHANGED = (
    "Bài này vừa được sửa hoặc gửi ở nơi khác, nên chưa lưu. Xin chép lại phần cần giữ rồi mở bài"
    " ấy từ bàn làm việc."
)
_ARTICLE_FIELDS = ("title", "kind", "category", "times", "unit", "author")


@staff_page(is_writer)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def quick(request: StaffRequest) -> HttpResponse:
    """Take a text with photos from whoever writes: handed in for review, or put aside as a
    draft.
    """
    return QuickPage(request).answer()


@staff_page(is_editor)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def on_behalf(request: StaffRequest) -> HttpResponse:
    """Take what came by Zalo, mail or on paper: the time it was received counts as the time it was
    handed in.
    """
    return OnBehalfPage(request).answer()


@staff_page(is_writer)
@never_cache
@require_safe
def done(request: StaffRequest, pk: int) -> HttpResponse:
    """Say what became of a sending, to the person who sent it and as long as they may read the
    item.
    """
    entry = get_object_or_404(
        QuickEntry.objects.select_related("article"), pk=pk, person=request.user
    )
    articles = Article.objects.readable_by(request.user).with_last_transition()
    article: Any = get_object_or_404(articles, pk=entry.article_id)
    is_draft = article.state == ArticleState.DRAFT
    is_returned = is_draft and article.last_transition in RETURNING
    title = "Bài bị trả lại" if is_returned else "Đã lưu bản nháp" if is_draft else "Đã nộp bài"
    is_for_others = bool(article.received_from)
    context = admin.site.each_context(request) | {
        "title": title,
        "is_returned": is_returned,
        "entry": entry,
        "article": article,
        "draft_key": (OnBehalfPage if is_for_others else QuickPage).draft_key(request.user),
        "again_url": reverse("admin:on_behalf" if is_for_others else "admin:quick"),
        "is_for_others": is_for_others,
        "may_recall": any(
            option.transition.name == "recall" and not option.refusals
            for option in available(article, request.user)
        ),
        "other_kind": other_kind_words(article, article.plan_line) if article.plan_line else "",
        "missed_day": None if is_draft else _missed_day(article),
        "period": None if is_draft else period_of(article),
        "photo_count": bool(article.picture_id) + len(image_keys(article.body)),
        "is_described": (
            bool(article.picture_alt or not article.picture) and 'alt=""' not in article.body
        ),
    }
    return TemplateResponse(request, "news/admin/quick/done.html", context)


def _missed_day(article: Article) -> date | None:
    """Return the deadline of the article's line, if it came too late for it."""
    at, line = handed_in_at(article), article.plan_line
    if at is None or line is None:
        return None
    deadline = deadline_of_line(line)
    return deadline if is_late(deadline, at, now=at) else None


def _seal(sentences: list[str]) -> str:
    """Return a mark of these warnings: a new one is asked about anew."""
    return hashlib.sha256("\n".join(sentences).encode()).hexdigest()


class QuickPage:
    """One request to the page.

    A posted page that cannot be stored comes back with all that was typed and sent.
    """

    name = "quick"
    title = "Nộp nhanh"
    form_class: type[EntryForm] = EntryForm
    has_drafts = True
    transition = "submit"

    def __init__(self, request: StaffRequest) -> None:
        self.request = request
        self.user: User = request.user
        self.at = timezone.now()
        self.sentences: list[str] = []
        self.other: QuickEntry | None = None
        self.warnings: list[str] = []
        self.article = self._named_draft()
        self.draft: QuickDraft | None = None

    @classmethod
    def draft_key(cls, user: User) -> str:
        """Return under what a browser keeps unsent pages: nobody else on the same phone is shown
        them.
        """
        return f"{cls.name}:{user.pk}:"

    def answer(self) -> HttpResponse:
        if self.article:
            self.draft = quick_draft(self.article, self.user)
            if self.draft is None and self.request.method != "POST":
                return HttpResponseRedirect(
                    reverse("admin:news_article_change", args=[self.article.pk])
                )
        if self.request.method != "POST":
            photos = Photos(self.user)
            photos.photos = self.draft.photos if self.draft else []
            return self._page(self._forms(None, initial=self._of_draft()), photos)
        data = self.request.POST
        photos = Photos(self.user, data, self.request.FILES)
        if data.get("do") == "photos":
            typed = {name: data[name] for name in data if not name.startswith(("alt-", "photo"))}
            return self._page(self._forms(None, initial=typed), photos)
        forms = self._forms(data)
        verdicts = [
            form.is_valid() for form in forms
        ]  # each is asked, so that all mistakes are shown at once
        is_sound = all(verdicts) and photos.is_valid() and self._is_confirmed(forms[0], photos)
        if is_sound and (entry := self._enter(forms, photos)):
            return self._done(entry, forms[0].cleaned_data["token"])
        if "token" in forms[0].errors:
            cast(EntryForm, forms[0]).renew_token()
        return self._page(forms, photos)

    def _forms(self, data: Any, **options: Any) -> list[Any]:
        is_draft = self.has_drafts and data is not None and data.get("do") == "draft"
        return [self.form_class(data, user=self.user, is_draft=is_draft, **options)]

    def _done(self, entry: QuickEntry, token: UUID) -> HttpResponse:
        """Lead to what became of it; the phone's Back finds the page marked as sent."""
        if entry.token != token:
            at = timezone.localtime(entry.made_at)
            sentence = f"Bài này đã gửi lúc {at:%H:%M, %d/%m/%Y}, nên không gửi lần thứ hai."
            if entry.made_at < self.at:
                messages.info(self.request, sentence)
        response = HttpResponseRedirect(reverse("admin:quick_done", args=[entry.pk]))
        response.set_cookie(
            SENT_COOKIE,
            str(entry.pk),
            max_age=SENT_SHOWN,
            path=reverse(f"admin:{self.name}"),
            samesite="Lax",
            httponly=True,
        )
        return response

    def _just_sent(self) -> QuickEntry | None:
        """Return what this browser sent a moment ago; no query where it sent nothing."""
        pk = int_param(self.request.COOKIES.get(SENT_COOKIE))
        if pk is None or self.request.method == "POST" or self.article:
            return None
        return QuickEntry.objects.filter(pk=pk, person=self.user).select_related("article").first()

    def _is_confirmed(self, form: EntryForm, photos: Photos) -> bool:
        """Ask once about what looks like personal data in a text that is handed in."""
        if self.request.POST.get("do") == "draft":
            return True
        values = form.cleaned_data
        texts = {"title": values["title"], "body": values["text"]}
        texts |= {f"alt-{photo.file.key}": photo.alt for photo in photos}
        found = list(dict.fromkeys(one.sentence for one in private_data(texts)))
        if not found or self.request.POST.get("confirmed") == _seal(found):
            return True
        self.warnings = found
        return False

    def _named_draft(self) -> Article | None:
        """Return the draft that the address names (``?bai=12``); raise Http404 for any other."""
        if not self.has_drafts or "bai" not in self.request.GET:
            return None
        pk = int_param(self.request.GET["bai"])
        return get_object_or_404(Article.objects.readable_by(self.user), pk=pk)

    def _of_draft(self) -> dict[str, Any]:
        if self.draft is None:
            return self._of_line()
        article = self.draft.article
        return {
            "title": article.title,
            "text": self.draft.text,
            "kind": article.kind,
            "category": article.category_id,
            "times": article.times,
            "line": article.plan_line_id,
        }

    def _of_line(self) -> dict[str, Any]:
        """Return what the line of the plan proposes that the address names (``?dong=12``)."""
        line = line_named(self.request.GET.get("dong", ""), self._lines())
        return {"line": line.pk, "title": line.topic, "kind": line.kind} if line else {}

    def _lines(self) -> PlanLineQuerySet:
        return PlanLine.objects.open_to(self.user.unit_id, self.user.pk)

    def _fields(self, values: dict[str, Any]) -> dict[str, Any]:
        own = {} if self.article else {"unit": self.user.unit, "author": self.user}
        return own | {name: values[name] for name in _ARTICLE_FIELDS if name in values}

    def _enter(self, forms: list[forms.Form], photos: Photos) -> QuickEntry | None:
        values = forms[0].cleaned_data
        is_draft = self.has_drafts and self.request.POST.get("do") == "draft"
        sending = QuickSubmission(
            token=values["token"],
            fields=self._fields(values),
            text=values["text"],
            photos=photos.photos,
            transition="" if is_draft else self.transition,
            transition_data=self._transition_data(forms),
            line=values["line"],
            draft=self.article,
            version=int_param(self.request.POST.get("version")),
        )
        try:
            return submit_entry(sending, actor=self.user, now=self.at)
        except IdempotencyConflict as other:
            self.other = other.entry
            cast(EntryForm, forms[0]).renew_token()
        except DraftChanged:
            self.sentences.append(DRAFT_CHANGED)
        except TransitionRefused as refused:
            self._take_refusal(refused, forms)
        return None

    def _take_refusal(self, refused: TransitionRefused, forms: list[Any]) -> None:
        """Say why it was refused; what a field of the transition asks stands at that field."""
        errors = refused.form.errors if refused.form and len(forms) > 1 else {}
        asked = list(errors.get("note", ()))
        self.sentences += [reason for reason in refused.reasons if reason not in asked]
        if asked:
            forms[1].show_reason()
            forms[1].add_error("note", asked)

    def _transition_data(self, forms: list[forms.Form]) -> dict[str, Any]:
        return {}

    def _draft_key(self) -> str:
        """A reopened draft has texts of its own on the phone."""
        return (
            f"bai{self.article.pk}:{self.user.pk}:" if self.article else self.draft_key(self.user)
        )

    def _page(self, forms: list[Any], photos: Photos) -> HttpResponse:
        context = admin.site.each_context(self.request) | {
            "title": self.title,
            "page": self,
            "form": forms[0],
            "receipt": forms[1] if len(forms) > 1 else None,
            "photos": photos,
            "most_photos": MAX_PHOTOS,
            "picture_types": PICTURE_TYPES,
            "draft_key": self._draft_key(),
            "version": self.request.POST.get("version") or getattr(self.article, "version", ""),
            "just_sent": self._just_sent(),
            "seal": _seal(self.warnings) if self.warnings else "",
            "came_back": self.request.method == "POST",
            "is_secret": any(
                form.has_error(NON_FIELD_ERRORS, CLASSIFIED_MESSAGE) for form in forms
            ),
            "has_errors": bool(
                photos.problems
                or self.sentences
                or self.other
                or any(form.errors for form in forms)
            ),
        }
        return TemplateResponse(self.request, "news/admin/quick/form.html", context)


class OnBehalfPage(QuickPage):
    """The same with from whom, how and when. Only handed in: a draft could not keep those."""

    name = "on_behalf"
    title = "Nhập hộ"
    form_class = OnBehalfEntryForm
    has_drafts = False
    transition = "submit_on_behalf"

    def _forms(self, data: Any, **options: Any) -> list[Any]:
        receipt = OnBehalfForm(data, item=None, actor=self.user, at=self.at, **options)
        return [*super()._forms(data, **options), receipt]

    def _lines(self) -> PlanLineQuerySet:
        return PlanLine.objects.open()

    def _of_line(self) -> dict[str, Any]:
        line = line_named(self.request.GET.get("dong", ""), self._lines())
        return super()._of_line() | (
            {"unit": unit_of(line), "author": line.person_id} if line else {}
        )

    def _transition_data(self, forms: list[forms.Form]) -> dict[str, Any]:
        names = [*forms[1].fields, f"received_at{CONFIRM_SUFFIX}"]
        return {name: self.request.POST.get(name, "") for name in names}
