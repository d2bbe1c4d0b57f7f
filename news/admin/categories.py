"""ModelAdmin of categories, for editors and the IT officer."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.forms import ModelChoiceField
from django.http import HttpRequest
from django.urls import reverse

from core.admin.confirmation import ConfirmedAdminMixin, ConfirmedForm, Question
from core.sorting import next_position
from news.models import Article, Category
from organization.admin.role_access import RoleAccessMixin
from organization.models import Redirect
from organization.roles import Role


def merge(category: Category, into: Category) -> int:
    """Move every article to the other category; return how many. Figures of confirmed reports are
    frozen, revisions go on naming the old one.
    """
    return Article.objects.filter(category=category).update(category=into)


class CategoryForm(ConfirmedForm):
    def question(self) -> Question | None:
        """Ask before a merge moves items."""
        category: Category = self.instance
        target = category.merged_into
        number = category.articles.count() if target else 0
        if target is None or not number:
            return None
        sentence = (
            f"Lưu xong thì {number} bài chuyển ngay sang chuyên mục {target} và không tự trở lại"
            " được. Xin đánh dấu ô này rồi lưu lần nữa."
        )
        return Question(sentence, str(target.pk))


@admin.register(Category)
class CategoryAdmin(ConfirmedAdminMixin, RoleAccessMixin, admin.ModelAdmin):
    form = CategoryForm
    view_on_site = False
    view_roles = (Role.EDITOR, Role.APPROVER)
    edit_roles = (Role.IT_OFFICER, Role.EDITOR)
    list_select_related = ["merged_into"]
    list_display = ["name", "short_name", "holds", "shown", "articles_in"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(article_count=Count("articles"))

    @admin.display(description="Hiện hay ẩn", ordering="is_hidden")
    def shown(self, category: Category) -> str:
        if category.merged_into:
            return f"đã gộp vào {category.merged_into}"
        return "ẩn" if category.is_hidden else "hiện"

    @admin.display(description="Số bài")
    def articles_in(self, category: Any) -> int:
        return int(category.article_count)

    def has_delete_permission(self, request: HttpRequest, obj: Category | None = None) -> bool:
        """Only what no article ever stood in: of others a revision would miss it. The last one of
        its kind stays.
        """
        if obj is None or not self.has_change_permission(request, obj) or obj.is_last_of_kind():
            return False
        was_used = Article.history.model.objects.filter(category_id=obj.pk)
        return not (obj.articles.exists() or was_used.exists() or obj.merged.exists())

    @admin.display(description="Dành cho", ordering="is_for_notices")
    def holds(self, category: Category) -> str:
        return "thông báo" if category.is_for_notices else "tin, bài chuyên sâu"

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"position": next_position(Category.objects.all())}

    def get_form(
        self, request: HttpRequest, obj: Category | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Offer to merge into the others that are not merged themselves, or the chosen one. A new
        category needs no address.
        """
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is None and "slug" in form.base_fields:
            address = form.base_fields["slug"]
            address.required = False
            address.help_text = f"{address.help_text} Để trống thì lấy theo tên chuyên mục."
        field = form.base_fields.get("merged_into")
        if isinstance(field, ModelChoiceField):
            categories = Category.objects.filter(merged_into=None)
            if obj:
                categories |= Category.objects.filter(merged=obj.pk)
                categories = categories.exclude(pk=obj.pk)
            field.queryset = categories.distinct()
        return form

    def save_model(self, request: HttpRequest, obj: Category, form: Any, change: bool) -> None:
        """A changed address goes on leading here, its feed too; one that led elsewhere is this
        category's now.
        """
        if obj.merged_into:
            obj.is_hidden = True
        super().save_model(request, obj, form, change)
        if obj.merged_into and (moved := merge(obj, obj.merged_into)):
            self.message_user(request, f"Đã chuyển {moved} bài sang {obj.merged_into}.")
        if not change or "slug" in form.changed_data:
            old = form.initial["slug"] if change else obj.slug
            for name in ("category", "category_rss"):
                Redirect.objects.rename(reverse(name, args=[old]), reverse(name, args=[obj.slug]))
