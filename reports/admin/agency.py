"""ModelAdmins of criteria sets and their criteria; what a confirmed month was scored by is read
only.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.generics import ModelForm
from core.sorting import PositionedFormSet, place_last
from core.text.forms import NormalizedModelForm, NormalizedTextMixin
from organization.admin.role_access import RoleAccessMixin
from organization.models import Block
from organization.roles import BOARD, Role
from reports.agency.criteria.measuring import OWN, measurable_figures
from reports.agency.criteria.sets import LOCKED, is_locked
from reports.models import (
    CriteriaGroup,
    CriteriaSet,
    Criterion,
    CriterionThreshold,
    RatingLevel,
)
from reports.models.agency import Measure
from reports.permissions import AGENCY_VERIFIERS


def set_of(item: Any) -> CriteriaSet | None:
    """Return the set of a set or of one of its criteria; None for a new one."""
    if isinstance(item, CriteriaSet):
        return item if item.pk else None
    return item.group.criteria_set if isinstance(item, Criterion) and item.pk else None


class _CriteriaAccessMixin(RoleAccessMixin):
    """Access to what belongs to a set: a locked one is not changed."""

    edit_roles = AGENCY_VERIFIERS
    view_roles = (*BOARD, Role.HEAD)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if not super().has_change_permission(request, obj):
            return False
        found = set_of(obj)
        return found is None or not is_locked(found)


class _InlineMixin(_CriteriaAccessMixin):
    extra = 1

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)


class GroupInline(_InlineMixin, admin.TabularInline):
    model = CriteriaGroup
    form = NormalizedModelForm
    formset = PositionedFormSet


class RatingInline(_InlineMixin, admin.TabularInline):
    model = RatingLevel
    form = NormalizedModelForm


class ThresholdInline(_InlineMixin, admin.TabularInline):
    model = CriterionThreshold
    form = NormalizedModelForm


@admin.register(CriteriaSet)
class CriteriaSetAdmin(_CriteriaAccessMixin, admin.ModelAdmin):
    form = NormalizedModelForm
    inlines = [GroupInline, RatingInline]
    fields = ["name", "legal_basis", "valid_from", "sample", "criteria", "adding", "copying"]
    readonly_fields = ["sample", "criteria", "adding", "copying"]
    list_display = ["name", "valid_from", "legal_basis", "is_sample"]
    sortable_by = ()
    actions = None

    def get_fields(self, request: HttpRequest, obj: CriteriaSet | None = None) -> Any:
        """Return the fields; readers are not led to what they may not do."""
        hidden = set()
        if not self.has_add_permission(request):
            hidden = {"adding", "copying"}
        elif obj is None or is_locked(obj):
            hidden = {"adding"}
        return [name for name in super().get_fields(request, obj) if name not in hidden]

    @admin.display(description="Loại")
    def sample(self, one: CriteriaSet) -> str:
        if not one.pk or not one.is_sample:
            return "Bộ của phường"
        return "Mẫu tham khảo: không phải văn bản của cấp trên; phường sao ra rồi sửa cho mình."

    @admin.display(description="Các tiêu chí")
    def criteria(self, one: CriteriaSet) -> SafeString | str:
        """Return the criteria with links, and the sum of their points."""
        if not one.pk:
            return "Lưu bộ và các nhóm trước, rồi thêm tiêu chí."
        rows = list(Criterion.objects.filter(group__criteria_set=one).select_related("group"))
        items = format_html_join(
            "",
            '<li><a href="{}">{} {}</a> <small>{}, tối đa {} điểm, {}</small></li>',
            (
                (
                    reverse("admin:reports_criterion_change", args=[row.pk]),
                    row.code,
                    row.text,
                    row.group.name,
                    row.points,
                    row.get_measure_display().lower(),
                )
                for row in rows
            ),
        )
        total = sum(row.points for row in rows)
        return format_html(
            '<div><p>{} tiêu chí, cộng {} điểm.</p><ul class="todo">{}</ul></div>',
            len(rows),
            total,
            items,
        )

    @admin.display(description="Thêm")
    def adding(self, one: CriteriaSet) -> SafeString:
        return format_html(
            '<a class="btn" href="{}?bo={}">Thêm tiêu chí</a>',
            reverse("admin:reports_criterion_add"),
            one.pk,
        )

    @admin.display(description="Sao")
    def copying(self, one: CriteriaSet) -> SafeString | str:
        if not one.pk:
            return "Chưa lưu."
        link = format_html(
            '<a class="btn" href="{}">Sao thành bộ mới</a>',
            reverse("admin:criteria_set_copy", args=[one.pk]),
        )
        return format_html("<div><p>{}</p>{}</div>", LOCKED, link) if is_locked(one) else link


class CriterionForm(NormalizedTextMixin, ModelForm):
    """Form of a criterion: figures by their names, blocks by taps."""

    blocks = forms.MultipleChoiceField(
        label="Áp dụng cho khối",
        choices=Block,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Không chọn khối nào: áp dụng cho mọi đơn vị.",
    )
    figure = forms.ChoiceField(label="Số liệu hệ thống lấy", required=False)
    base_figures = forms.MultipleChoiceField(
        label="Tính phần trăm trên tổng của",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Không chọn: chấm theo chính con số, không theo tỷ lệ.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, one.label) for code, one in sorted(measurable_figures().items())]
        fields: Any = self.fields
        if "figure" not in fields:  # the page of somebody who only reads
            return
        known = {code for code, _ in choices}
        stored = [self.instance.figure, *self.instance.base_figures]
        # What an app no longer counts stays visible until somebody chooses another.
        choices += [(code, code) for code in dict.fromkeys(stored) if code and code not in known]
        fields["figure"].choices = [("", "Không"), *choices]
        fields["base_figures"].choices = choices

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        group = data.get("group")
        if group and is_locked(group.criteria_set):
            raise ValidationError(LOCKED)
        if data.get("measure") != Measure.SYSTEM:
            data["figure"], data["base_figures"] = "", []
        elif "figure" in data and not data["figure"]:
            self.add_error("figure", "Xin chọn số liệu mà hệ thống lấy để tính.")
        elif data.get("figure", "").startswith(OWN):
            self.add_error("figure", "Điểm cơ quan điện tử không dùng để chấm chính nó.")
        return data


@admin.register(Criterion)
class CriterionAdmin(_CriteriaAccessMixin, admin.ModelAdmin):
    form = CriterionForm
    inlines = [ThresholdInline]
    list_display = ["code", "text", "points", "measure", "of_set"]
    list_display_links = ["code", "text"]
    list_filter = ["group__criteria_set", "measure"]
    list_select_related = ["group__criteria_set"]
    search_fields = ["code", "text"]
    sortable_by = ()
    actions = None
    fields = [
        *("group", "code", "text", "points", "blocks", "measure"),
        *("needs_evidence", "may_not_apply", "position"),
        *("figure", "base_figures", "is_lower_better", "when_nothing"),
    ]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What nobody was scored by may go; the admin refuses what a check names."""
        if obj is None or not self.has_change_permission(request, obj):
            return False
        return not obj.scores.exists()

    def save_model(self, request: HttpRequest, obj: Criterion, form: Any, change: bool) -> None:
        if not change:
            place_last(obj, obj.group.criteria.all())
        super().save_model(request, obj, form, change)

    @admin.display(description="Bộ tiêu chí")
    def of_set(self, one: Criterion) -> str:
        return str(one.group.criteria_set)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the groups with their sets."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "group" and field is not None:
            choice: Any = field
            choice.queryset = CriteriaGroup.objects.select_related("criteria_set").order_by(
                "-criteria_set__valid_from", "position", "pk"
            )
            choice.label_from_instance = lambda group: f"{group.criteria_set}: {group.name}"
        return field

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Choose the first group of the set of ``?bo=``."""
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        number = initial.pop("bo", "")
        if number.isascii() and number.isdecimal() and len(number) < 10:
            group = CriteriaGroup.objects.filter(criteria_set=int(number)).first()
            initial["group"] = group.pk if group else None
        return initial
