"""Articles in the admin: the form of a text and its steps; the list stands in ``lists.py``."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.contenttypes.admin import GenericTabularInline
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from core.admin.live_lint import LiveLintAdmin
from core.admin.workflow import OptimisticLockForm
from core.comments.admin import ReviewCommentsAdminMixin
from core.files.forms import AttachmentFormSet, PictureFocusField, StoredFileField, bind_files
from core.models import FileUse, ReviewComment, StoredFile
from core.text.messages import LintMessage
from core.workflow.engine import Transition
from news.admin.article.changelist import ArticleListAdmin
from news.admin.article.copying import CopyingAdmin
from news.admin.article.docx_import import FromWord
from news.admin.article.panels import AfterPublishingAdmin
from news.admin.article.plan_line import LineAdmin
from news.admin.article.preview import PreviewAdmin
from news.admin.article.readers import ReadersAdmin
from news.editorial.comments import quotable, tell_of_comment, transition_hints
from news.editorial.guards import publishing_problems
from news.editorial.lint import lint_article
from news.editorial.services import save_text
from news.models import Article
from news.permissions import (
    accepts_comments,
    by_editor_or_approver,
    is_writer,
    may_answer_comments,
    may_edit_text,
)
from news.querysets import SEARCH_COLUMNS
from news.states import ArticleState
from organization.models import Unit, User
from organization.roles import ARTICLE_READERS, Role

UNPUBLISHED = (ArticleState.DRAFT, ArticleState.IN_REVIEW)


class ArticleForm(OptimisticLockForm):
    """The text as its unit or its holder writes it.

    A draft may be incomplete; only the title is asked for.
    """

    actor: User
    picture = StoredFileField(label="Ảnh chính", kind=StoredFile.Kind.PICTURE, required=False)
    picture_focus = PictureFocusField(of="picture")

    class Meta:
        model = Article
        fields = "__all__"
        widgets = {
            "title": forms.TextInput(attrs={"class": "vLargeTextField"}),
            "lead": forms.Textarea(attrs={"rows": 3}),
            "supporting_units": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bind_files(self, user=self.actor, item=self.instance)


class AttachmentForm(forms.ModelForm):
    file = StoredFileField(label="Tệp", kind=StoredFile.Kind.DOCUMENT)

    class Meta:
        model = FileUse
        fields = ["file", "title"]


class AttachmentInline(GenericTabularInline):
    model = FileUse
    form = AttachmentForm
    formset = AttachmentFormSet
    ct_fk_field = "object_id"
    extra = 1
    verbose_name = "tệp đính kèm"
    verbose_name_plural = "tệp đính kèm (PDF, Word, Excel, ảnh)"

    def get_queryset(self, request: HttpRequest) -> QuerySet[FileUse]:
        return (
            super()
            .get_queryset(request)
            .filter(role=FileUse.Role.ATTACHMENT)
            .select_related("file")
        )

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.user = request.user
        return formset

    # Whoever may write the text may change its attachments; the inline is not shown to anybody
    # else.
    def has_add_permission(self, request: HttpRequest, obj: Any) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True


@admin.register(Article)
class ArticleAdmin(
    FromWord,
    ArticleListAdmin,
    LineAdmin,
    ReviewCommentsAdminMixin,
    CopyingAdmin,
    AfterPublishingAdmin,
    ReadersAdmin,
    PreviewAdmin,
    LiveLintAdmin,
):
    form = ArticleForm
    change_form_template = "news/admin/article/change_form.html"
    inlines = [AttachmentInline]
    linted_transitions = ("publish", "publish_urgently")
    restored_fields = (
        "kind",
        "title",
        "lead",
        "body",
        "category",
        "byline",
        "source_name",
        "source_url",
        "original_author",
        "picture",
        "picture_alt",
        "picture_is_decorative",
        "picture_credit",
        "picture_focus",
        "is_for_portal",
        "is_for_loudspeaker",
    )
    default_transition = "submit"
    handing_in = ("submit", "submit_on_behalf")

    # Who

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and request.user.has_role(*ARTICLE_READERS)

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Which items is the queryset's word: what is not readable is not found."""
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_writer(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return is_writer(request.user) if obj is None else may_edit_text(obj, request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return (
            super()
            .get_queryset(request)
            .readable_by(request.user)
            .with_pass()
            .defer(*SEARCH_COLUMNS)
        )

    # The form

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        if obj and not self.has_change_permission(request, obj):
            return [(None, {"fields": ["reading_view"]})]
        classification = ["category", "is_for_portal", "is_for_loudspeaker", "supporting_units"]
        if self._chooses_unit(request):
            classification[1:1] = ["unit", "author"]
        return [
            (None, {"fields": ["seen_version", "title", "kind", "lead", "body"]}),
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
        form = super().get_form(request, obj, change, **kwargs)
        form.actor = request.user
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        own = {"unit": request.user.unit_id, "author": request.user.pk}
        return own | self.proposed_by_line(request)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "author":
            kwargs["queryset"] = User.objects.filter(is_active=True).select_related("unit")
        if db_field.name == "unit":
            kwargs["queryset"] = Unit.objects.valid(on=timezone.localdate())
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["queryset"] = Unit.objects.valid(on=timezone.localdate())
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def _chooses_unit(self, request: HttpRequest) -> bool:
        """A contributor writes for the own unit; the board also enters what others sent."""
        return request.user.has_role(Role.EDITOR, Role.APPROVER)

    def store(self, request: HttpRequest, item: Article, *, reason: str = "") -> None:
        self._own(request, item)
        is_new = item.pk is None
        save_text(item, actor=request.user, reason=reason)
        if is_new:
            self.attach_to_line(request, item)

    def _own(self, request: HttpRequest, item: Article) -> None:
        if item.pk is None and not self._chooses_unit(request):
            item.unit, item.author = request.user.unit, request.user

    def blockers(self, request: HttpRequest, item: Article) -> list[str]:
        return publishing_problems(item) if item.state in UNPUBLISHED else []

    def offers_default_transition(self, request: HttpRequest) -> bool:
        """Whose unit the item will be is known before it is saved only of those who cannot choose
        it.
        """
        return not self._chooses_unit(request)

    def warning(self, request: HttpRequest, item: Article, name: str) -> str:
        if name not in ("take", "release") or item.holder_id in (None, request.user.pk):
            return ""
        consequence = (
            "Nếu nhận thay" if name == "take" else "Nếu thôi giữ thay, bài chờ người khác nhận"
        )
        return (
            f"{item.holder} đang giữ bài này. {consequence}, {item.holder} không sửa tiếp được và"
            " nhận thông báo; chữ đang gõ dở được giữ riêng cho người gõ."
        )

    def lint(self, request: HttpRequest, item: Article) -> list[LintMessage]:
        self._own(request, item)
        return lint_article(item) if item.state in UNPUBLISHED else []

    # Comments

    def quotable(self, item: Article) -> dict[str, str]:
        return quotable(item)

    def may_comment(self, request: HttpRequest, item: Article) -> bool:
        return by_editor_or_approver(item, request.user)

    def may_answer(self, request: HttpRequest, item: Article) -> bool:
        return may_answer_comments(item, request.user)

    def accepts_comments(self, item: Article) -> bool:
        return accepts_comments(item)

    def after_comment(self, comment: ReviewComment) -> None:
        tell_of_comment(comment)

    def transition_hints(self, request: HttpRequest, item: Article, name: str) -> list[str]:
        return transition_hints(item, name)

    def lost_sentence(self, request: HttpRequest, item: Article) -> str:
        if item.state == ArticleState.IN_REVIEW and item.holder and item.holder != request.user:
            return (
                f"{item.holder} đã nhận thay bài này, nên chưa lưu được nữa. Chữ quý vị đang gõ còn"
                " được giữ."
            )
        return super().lost_sentence(request, item)

    # What is shown

    def success_message(self, transition: Transition, item: Article) -> str:
        if transition.name == "publish" and item.is_scheduled:
            return f"Đã hẹn đăng lúc {timezone.localtime(item.published_at):%H:%M ngày %d/%m/%Y}."
        return super().success_message(transition, item)

    @admin.display(description="Nội dung")
    def reading_view(self, article: Article) -> SafeString:
        """Show the item as a reader would, for those who may read but not write it now."""
        context = {"article": article, "parts": self.marked_parts(article)}
        return mark_safe(render_to_string("news/admin/article/reading_view.html", context))  # noqa: S308
