"""Admin of fixed pages, with optimistic locking and revisions; of common tasks and hotlines.

Editors and the IT officer edit them.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.http.params import int_param
from core.revisions.forms import OptimisticLockForm
from core.revisions.timeline import field_changes
from core.sorting import next_position
from core.text.forms import NormalizedTextMixin
from organization.admin.role_access import RoleAccessMixin
from organization.models import CommonTask, Hotline, Page
from organization.pages.services import store_page
from organization.redirect_targets import target_problem
from organization.requests import staff_user
from organization.roles import PAGE_EDITORS, PAGE_VIEWERS

MAX_REVISIONS = 30


class PageForm(OptimisticLockForm):
    class Meta:
        model = Page
        fields = ["title", "slug", "body", "is_public", "is_in_footer", "position"]


@admin.register(Page)
class PageAdmin(RoleAccessMixin, admin.ModelAdmin):
    """Rows are locked while a form is saved, so that the compared version is the replaced one."""

    edit_roles = PAGE_EDITORS
    view_roles = PAGE_VIEWERS
    form = PageForm
    change_form_template = "organization/admin/page_form.html"
    list_display = ["title", "address", "status", "updated"]
    actions = None
    view_on_site = False

    @admin.display(description="Địa chỉ", ordering="slug")
    def address(self, page: Page) -> str:
        return page.get_absolute_url()

    @admin.display(description="Trên cổng")
    def status(self, page: Page) -> str:
        if not page.is_public:
            return "đang ẩn"
        return (
            "đang hiện, có ở chân trang" if page.is_in_footer else "đang hiện, không ở chân trang"
        )

    @admin.display(description="Cập nhật", ordering="updated_at")
    def updated(self, page: Page) -> str:
        return f"Cập nhật {timezone.localtime(page.updated_at):%d/%m/%Y | %H:%M}"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.restore_view))
        return [
            path("<int:pk>/khoi-phuc/<int:history_id>/", view, name="organization_page_restore"),
            *super().get_urls(),
        ]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"position": next_position(Page.objects.all())}

    def get_readonly_fields(self, request: HttpRequest, obj: Page | None = None) -> list[str]:
        return ["slug"] if obj else []

    def get_form(
        self, request: HttpRequest, obj: Page | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        if obj:
            kwargs["help_texts"] = {
                "slug": "Không đổi được nữa, để liên kết đã có ở nơi khác còn dùng được."
            }
        return super().get_form(request, obj, change, **kwargs)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Page | None:
        page = super().get_object(request, object_id, from_field)
        return _locked(page.pk) if page and request.method == "POST" else page

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        form = context["adminform"].form
        is_conflict = any(form.has_error(NON_FIELD_ERRORS, code) for code in ("stale", "merged"))
        if is_conflict and set(form.errors) == {NON_FIELD_ERRORS}:
            # The conflict panel shows it, and no field is invalid.
            context["errors"] = []
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Page, form: Any, change: bool) -> None:
        if form.has_changed() or not change:
            store_page(obj, actor=staff_user(request), now=timezone.now())

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the revisions of a page, newest first, each with its changes."""
        page = self.get_object(request, object_id)
        if page is None or not self.has_view_permission(request, page):
            raise Http404
        rows = list(
            page.history.select_related("history_user").order_by("-version", "-history_id")[
                : MAX_REVISIONS + 1
            ]
        )
        older_rows = [*rows[1:], None]
        context = self.admin_site.each_context(request) | {
            "title": f"Các bản đã lưu: {page}",
            "opts": self.opts,
            "item": page,
            "item_url": reverse("admin:organization_page_change", args=[page.pk]),
            "texts": [
                (row, field_changes(older, row, only=PageForm.Meta.fields) if older else [])
                for row, older in zip(rows, older_rows, strict=True)
            ][:MAX_REVISIONS],
            "may_restore": self.has_change_permission(request, page),
        }
        return TemplateResponse(
            request, "organization/admin/page_history.html", context | (extra_context or {})
        )

    def restore_view(self, request: HttpRequest, pk: int, history_id: int) -> HttpResponse:
        """Revert title and text to a revision; refuse if the page changed since it was shown."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        with transaction.atomic():
            get_object_or_404(Page, pk=pk)
            page = _locked(pk)
            row = get_object_or_404(page.history, pk=history_id)
            is_current = int_param(request.POST.get("version")) == page.version
            if is_current:
                page.title = row.title
                page.body = row.body
                store_page(
                    page,
                    actor=staff_user(request),
                    now=timezone.now(),
                    reason=f"Lấy lại bản {row.version}",
                )
        if is_current:
            self.message_user(request, f"Đã lấy lại bản {row.version}.", messages.SUCCESS)
        else:
            self.message_user(
                request,
                "Trang vừa được sửa ở nơi khác; xin xem lại rồi bấm lần nữa.",
                messages.ERROR,
            )
        return HttpResponseRedirect(reverse("admin:organization_page_history", args=[pk]))


def _locked(pk: int) -> Page:
    return Page.objects.select_for_update().get(pk=pk)


class CommonTaskForm(NormalizedTextMixin, forms.ModelForm):
    """Form of a common task: at most ``CommonTask.MAX_TASKS``, and a link that leads to a page."""

    class Meta:
        model = CommonTask
        fields = ["kind", "label", "url", "position"]

    def clean(self) -> dict[str, Any]:
        with connection.cursor() as cursor:  # two people adding the eighth at once make no ninth
            cursor.execute(f"LOCK TABLE {CommonTask._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
        others = CommonTask.objects.exclude(pk=self.instance.pk).count()
        if others >= CommonTask.MAX_TASKS:
            raise forms.ValidationError(
                f"Đã có {CommonTask.MAX_TASKS} việc thường làm. Xin xóa hoặc sửa một việc đang có."
            )
        return super().clean() or self.cleaned_data

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # django-stubs lacks the hook
        url = self.instance.url
        is_own_page = url.startswith("/") and not self.errors
        problem = target_problem(url, is_own=lambda address: False) if is_own_page else ""
        if problem:
            self.add_error("url", problem)


class FrontPartAdmin(RoleAccessMixin, admin.ModelAdmin):
    """Short rows of public pages; no official record, so that a wrong one is deleted."""

    edit_roles = PAGE_EDITORS
    view_roles = PAGE_VIEWERS
    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"position": next_position(self.get_queryset(request))}


@admin.register(CommonTask)
class CommonTaskAdmin(FrontPartAdmin):
    form = CommonTaskForm
    list_display = ["label", "kind", "position"]


class HotlineForm(NormalizedTextMixin, forms.ModelForm):
    class Meta:
        model = Hotline
        fields = ["name", "unit", "phone", "note", "position"]


@admin.register(Hotline)
class HotlineAdmin(FrontPartAdmin):
    form = HotlineForm
    list_display = ["name", "number", "note", "position"]
    list_select_related = ["unit"]

    @admin.display(description="Số điện thoại")
    def number(self, hotline: Hotline) -> str:
        return hotline.number
