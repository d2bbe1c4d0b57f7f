"""The ModelAdmin of articles."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from core.admin.comments import ReviewCommentsAdminMixin, comments_panel
from core.admin.live_lint import LiveLintAdmin
from core.http.params import int_param
from core.models import ReviewComment
from core.revisions.concurrent_admin import ConcurrentAdminMixin
from core.text.messages import LintMessage
from core.workflow.engine import Transition
from news.admin.article.bulk_actions import BULK_URL
from news.admin.article.changelist import ArticleListAdmin
from news.admin.article.copying import COPY_URL
from news.admin.article.docx_import import DOCX_IMPORT_URL, OLD_WORD_URL
from news.admin.article.forms import ArticleForm, AttachmentInline
from news.admin.article.panels import (
    copy_panel,
    honorarium_panel,
    preview_panel,
    readers_panel,
    sendings_panel,
    unseen_panel,
    withdrawal_panel,
)
from news.admin.article.plan_line import attach_to_asked_line, initial_from_line, line_context
from news.admin.article.preview import PREVIEW_URLS
from news.admin.article.resubmission import answer_again, page_token
from news.editorial.comments import notify_of_comment, quotable, transition_hints
from news.editorial.guards import no_approver_left, publishing_problems
from news.editorial.lint import lint_article, times_question
from news.editorial.revisions import unconfirmed_changes
from news.editorial.services import save_text
from news.importing.idempotency import made_by, record_made
from news.models import Article, Category
from news.models.articles import TEXT_FIELDS
from news.permissions import (
    accepts_comments,
    by_editor,
    by_editor_or_approver,
    by_unit,
    is_writer,
    may_answer_comments,
    may_edit_text,
    may_see_history,
)
from news.querysets.articles import SEARCH_COLUMNS, ArticleQuerySet
from news.states import ArticleState
from organization.models import Unit, User
from organization.requests import staff_user
from organization.roles import ARTICLE_READERS, Role

UNPUBLISHED = (ArticleState.DRAFT, ArticleState.IN_REVIEW)


@admin.register(Article)
class ArticleAdmin(ConcurrentAdminMixin, ArticleListAdmin, ReviewCommentsAdminMixin, LiveLintAdmin):
    """Articles in the admin: list, form, comments, panels and extra pages.

    Which articles a person reads is decided by ``get_queryset``, who may write a text by
    ``may_edit_text``; everything else is a transition of ``ARTICLE_WORKFLOW``.
    """

    form = ArticleForm
    change_form_template = "news/admin/article/change_form.html"
    inlines = [AttachmentInline]
    linted_transitions = ("publish", "publish_urgently")
    ends_editing = (*linted_transitions, "pass", "return", "return_uncounted", "ask_head")
    shown_before = ("confirm", "discard")
    restored_fields = TEXT_FIELDS
    panels = (
        withdrawal_panel,
        unseen_panel,
        comments_panel,
        preview_panel,
        readers_panel,
        sendings_panel,
        honorarium_panel,
        copy_panel,
    )
    extra_urls = (DOCX_IMPORT_URL, OLD_WORD_URL, BULK_URL, COPY_URL, *PREVIEW_URLS)
    change_list_template = "news/admin/article/change_list.html"
    default_transition = "submit"
    handing_in = ("submit", "submit_on_behalf")

    # Who

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and staff_user(request).has_role(*ARTICLE_READERS)

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Which items is the queryset's word: what is not readable is not found."""
        return self.has_module_permission(request)

    def may_see_history(self, request: HttpRequest, item: Article) -> bool:
        return may_see_history(item, staff_user(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_writer(staff_user(request))

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return (
            is_writer(staff_user(request))
            if obj is None
            else may_edit_text(obj, staff_user(request))
        )

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        articles = cast(ArticleQuerySet, super().get_queryset(request))
        readable = articles.readable_by(staff_user(request))
        return readable.with_pass().defer(*SEARCH_COLUMNS)

    # The form

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        if obj and not self.has_change_permission(request, obj):
            return [(None, {"fields": ["reading_view"]})]
        classification = ["category", "is_for_portal", "is_for_loudspeaker", "supporting_units"]
        if self._chooses_unit(request):
            classification[1:1] = ["unit", "author"]
        return [
            (None, {"fields": ["seen_version", "title", "kind", "lead", "body"]}),
            ("Khi nào, ở đâu (thông báo)", {"fields": ["times"]}),
            (
                "Ảnh chính",
                {
                    "fields": [
                        "picture",
                        "picture_focus",
                        "picture_alt",
                        "picture_is_decorative",
                        "picture_credit",
                    ]
                },
            ),
            ("Phân loại", {"fields": classification}),
            (
                "Bút danh, nguồn",
                {
                    "classes": ["collapse"],
                    "fields": ["byline", "source_name", "source_url", "original_author"],
                },
            ),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> list[str]:
        return ["reading_view"] if obj and not self.has_change_permission(request, obj) else []

    def get_inlines(self, request: HttpRequest, obj: Article | None) -> list[Any]:
        return [] if obj and not self.has_change_permission(request, obj) else self.inlines

    def get_form(
        self, request: HttpRequest, obj: Article | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = cast(type[ArticleForm], super().get_form(request, obj, change, **kwargs))
        form.actor = staff_user(request)
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        writer = staff_user(request)
        return {"unit": writer.unit_id, "author": writer.pk} | initial_from_line(request)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "author":
            kwargs["queryset"] = User.objects.filter(is_active=True).select_related("unit")
        if db_field.name == "category":
            match = request.resolver_match
            key = int_param(match.kwargs.get("object_id") if match else None)
            stands = Q(pk__in=Article.objects.filter(pk=key or 0).values("category"))
            kwargs["queryset"] = Category.objects.filter(Q(is_hidden=False) | stands)
        if db_field.name == "unit":
            kwargs["queryset"] = Unit.objects.valid(on=timezone.localdate())
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["queryset"] = Unit.objects.valid(on=timezone.localdate())
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def _chooses_unit(self, request: HttpRequest) -> bool:
        """A contributor writes for the own unit; the board also enters what others sent."""
        return staff_user(request).has_role(Role.EDITOR, Role.APPROVER)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Answer a page that made an article before with that one, whatever it sends now."""
        token = page_token(request) if request.method == "POST" else None
        if token is None:
            return super().add_view(request, form_url, extra_context)
        with transaction.atomic():
            if made := made_by(staff_user(request), token):
                return self.refused_before_reading(request) or answer_again(self, request, made)
            return super().add_view(request, form_url, extra_context)

    def store(self, request: HttpRequest, item: Article, *, reason: str = "") -> None:
        self._own(request, item)
        is_new = item.pk is None
        save_text(item, actor=staff_user(request), reason=reason)
        if is_new:
            if token := page_token(request):
                record_made(staff_user(request), token, item)
            attach_to_asked_line(request, item)

    def _own(self, request: HttpRequest, item: Article) -> None:
        if item.pk is None and not self._chooses_unit(request):
            item.unit, item.author = staff_user(request).unit, staff_user(request)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Article | None = None,
    ) -> HttpResponse:
        context |= line_context(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_after_save(self, request: HttpRequest, item: Article) -> HttpResponse:
        """Lead to the preview after *Lưu và xem trước*: a button of the form, so that what was
        typed is stored first.
        """
        if "_preview" in request.POST:
            self.message_user(request, "Đã lưu.", messages.SUCCESS)
            return HttpResponseRedirect(self.address("preview", item.pk))
        if request.POST.get("_transition") == "submit" and self._is_of_others(request, item):
            self.message_user(
                request, "Đã lưu bản nháp. Bài không của đơn vị quý vị: xin ghi nhận từ ai."
            )
            return HttpResponseRedirect(self.address("transition", item.pk, "submit_on_behalf"))
        return super().response_after_save(request, item)

    def blockers(self, request: HttpRequest, item: Article) -> list[str]:
        if item.state in UNPUBLISHED:
            return publishing_problems(item)
        return no_approver_left(item) if item.mark else []

    def _is_of_others(self, request: HttpRequest, item: Article) -> bool:
        """Return whether an editor entered what others wrote and hand in through the board."""
        actor = staff_user(request)
        return by_editor(item, actor) and not by_unit(item, actor)

    def saved_words(self, item: Article) -> str:
        return "Đã lưu bản nháp" if item.state == ArticleState.DRAFT else "Đã lưu"

    def warning(self, request: HttpRequest, item: Article, name: str) -> str:
        """Name the holder whose work the transition ends; say what discarding does, and whether
        nobody will be left to confirm.
        """
        if name == "discard":
            return "Bản nháp rời các danh sách. Quý vị lấy lại được trong 30 ngày."
        if name in ("correct", "publish_urgently"):
            lonely = no_approver_left(item, besides=staff_user(request))
            if lonely:
                return (
                    "Sau bước này không còn người duyệt nào xác nhận được bài: mọi người duyệt đều"
                    " đã có phần trong bài. Nếu được, xin để người duyệt chưa sửa bài làm bước này."
                )
        is_handed_over = name in ("take", "release")
        if not (is_handed_over or name in self.ends_editing):
            return ""
        if item.holder_id in (None, request.user.pk):
            return ""
        consequence = {
            "take": "Nếu nhận thay",
            "release": "Nếu thôi giữ thay, bài chờ người khác nhận",
        }.get(name, "Sau bước này")
        told = " và nhận thông báo" if is_handed_over else ""
        return (
            f"{item.holder} đang giữ bài này. {consequence}, {item.holder} không sửa tiếp được"
            f"{told}; chữ đang gõ dở được giữ riêng cho người gõ."
        )

    def lint(self, request: HttpRequest, item: Article) -> list[LintMessage]:
        self._own(request, item)
        return lint_article(item) if item.state in UNPUBLISHED else []

    # Comments

    def quotable(self, item: Article) -> dict[str, str]:
        return quotable(item)

    def may_comment(self, request: HttpRequest, item: Article) -> bool:
        return by_editor_or_approver(item, staff_user(request))

    def may_answer(self, request: HttpRequest, item: Article) -> bool:
        return may_answer_comments(item, staff_user(request))

    def accepts_comments(self, item: Article) -> bool:
        return accepts_comments(item)

    def after_comment(self, comment: ReviewComment) -> None:
        notify_of_comment(comment)

    def transition_hints(self, request: HttpRequest, item: Article, name: str) -> list[str]:
        hints = transition_hints(item, name)
        if name in self.handing_in:
            hints += times_question(item)
        return hints

    def lost_sentence(self, request: HttpRequest, item: Article) -> str:
        if (
            item.state == ArticleState.IN_REVIEW
            and item.holder
            and item.holder != staff_user(request)
        ):
            return f"{item.holder} đã nhận thay bài này, nên chưa lưu được nữa."
        return super().lost_sentence(request, item)

    # What is shown

    def transition_panel(
        self, request: HttpRequest, item: Article, name: str, *, is_stale: bool
    ) -> SafeString | str:
        """Show what a confirmation confirms, each correction apart, and when a notice that is to
        be published says things happen.
        """
        if name in self.linted_transitions:
            return render_to_string("news/_article_times.html", {"article": item})
        if name == "set_coefficient" and (panel := honorarium_panel(self, request, item)):
            return render_to_string(*panel)
        if name != "confirm":
            return ""
        context = {
            "article": item,
            "corrections": unconfirmed_changes(item),
            "worth_a_look": [one for one in lint_article(item) if not one.is_error],
        }
        return render_to_string("news/admin/article/_confirm_panel.html", context)

    def success_message(self, transition: Transition, item: Article) -> str:
        if transition.name == "publish" and item.is_scheduled:
            return f"Đã hẹn đăng lúc {timezone.localtime(item.published_at):%H:%M ngày %d/%m/%Y}."
        return super().success_message(transition, item)

    @admin.display(description="Nội dung")
    def reading_view(self, article: Article) -> SafeString:
        """Show the item as a reader would, for those who may read but not write it now."""
        context = {"article": article, "parts": self.marked_parts(article)}
        return render_to_string("news/admin/article/reading_view.html", context)
