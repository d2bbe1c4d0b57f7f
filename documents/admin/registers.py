"""Admin of the registers of documents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from core.http.params import int_param
from core.workflow.engine import TransitionRefused
from documents.admin.vocabulary import VocabularyAdmin, VocabularyForm
from documents.models import Register, RegisterYear
from documents.numbering import set_first_number
from documents.outgoing.forms import own_notation
from documents.states import Direction
from organization.admin.changelist import ChoiceFilter


class RegisterFilter(ChoiceFilter):
    """Filter of a list of documents by the registers of its direction."""

    title = "sổ"
    parameter_name = "so"
    direction: Direction

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        registers = Register.objects.filter(direction=self.direction)
        return [(str(register.pk), register.name) for register in registers]

    def chosen(self, request: HttpRequest, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        pk = int_param(value)
        return queryset.filter(register=pk) if pk else queryset.none()


class RegisterForm(VocabularyForm):
    """Form of a register with the first number of the present year, while none was taken."""

    first_number = forms.IntegerField(
        label="Số đầu tiên của năm nay",
        required=False,
        min_value=1,
        max_value=999_999,
        help_text="Để trống là 1. Nếu năm nay đã dùng sổ giấy đến số 215, xin ghi 216; đã cấp số ở"
        " đây rồi thì không đổi được nữa.",
        error_messages={"min_value": "Số đầu tiên phải từ 1 trở lên."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = timezone.localdate().year
        self.row = (
            RegisterYear.objects.filter(register=self.instance.pk, year=self.year).first()
            if self.instance.pk
            else None
        )
        if self.row:
            self.initial["first_number"] = self.row.first
        if "direction" in self.fields and self.instance.pk and self.instance.years.exists():
            self.fields["direction"].disabled = True
        if self.row and self.row.last_on and "first_number" in self.fields:
            self.fields["first_number"].disabled = True

    def clean_notation(self) -> str:
        return own_notation(self.cleaned_data["notation"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("has_year_in_number") and data.get("direction") == Direction.INCOMING:
            self.add_error("has_year_in_number", "Chỉ sổ văn bản đi mới có số kèm năm.")
        return data


@admin.register(Register)
class RegisterAdmin(VocabularyAdmin):
    """Registers; the ward registers documents here as soon as one is in use."""

    form = RegisterForm
    change_list_template = "documents/admin/books/register_list.html"
    list_display = ["name", "direction", "notation", "validity", "used"]
    fields = [
        *("name", "direction", "notation", "has_year_in_number", "position"),
        *("valid_from", "valid_until", "first_number"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("years")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        is_empty = not Register.objects.exists()
        return super().changelist_view(
            request, (extra_context or {}) | {"has_no_register": is_empty}
        )

    @admin.display(description="Số đã cấp năm nay")
    def used(self, register: Register) -> str:
        year = timezone.localdate().year
        row = next((one for one in register.years.all() if one.year == year), None)
        if row is None or row.last_on is None:
            return f"chưa cấp, bắt đầu từ {row.first if row else 1}"
        return f"{row.last - row.first + 1} số (từ {row.first} đến {row.last})"

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        first = form.cleaned_data.get("first_number")
        if first is None or "first_number" not in form.changed_data:
            return
        try:
            set_first_number(obj, form.year, first)
        except TransitionRefused as refused:
            self.message_user(request, " ".join(refused.reasons), "ERROR")
