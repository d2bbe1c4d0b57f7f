"""Admin of incoming documents and of the users of the ward's document software."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from core.generics import InlineFormSet, ModelForm
from core.workflow.classified import RejectsClassifiedMixin
from documents.admin.registers import RegisterFilter
from documents.models import IncomingDocument, IncomingUnit, UserActivity
from documents.numbering import keeps_register
from documents.permissions import DOCUMENT_READERS, may_edit_documents
from documents.register_import.rules import PAST_DAYS, entry_problems
from documents.states import Direction, IncomingState
from organization.admin.role_access import RoleAccessMixin
from organization.assignments.units import unit_problem
from organization.requests import staff_user
from organization.roles import Role

_KEEPS = "keeps_register"  # on the request


class _DaysForm(RejectsClassifiedMixin, ModelForm):
    """Form whose days and numbers must fit each other, as in an imported list."""

    def stored_values(self) -> dict[str, Any]:
        return {}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        today = timezone.localdate()
        for name, sentence in entry_problems(self.stored_values() | data, today=today):
            if name in self.fields:
                self.add_error(name, f"{sentence[0].upper()}{sentence[1:]}")
        return data


class IncomingRegisterFilter(RegisterFilter):
    direction = Direction.INCOMING


class IncomingDocumentForm(_DaysForm):
    """Form of a document; it must have a number, or an arrival number."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "arrived_on" in self.fields:
            self.fields["arrived_on"].required = True
            self.fields["arrived_on"].error_messages["required"] = "Xin ghi ngày đến."

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("number") and not data.get("notation") and not data.get("arrival_number"):
            self.add_error("number", "Xin ghi số, ký hiệu, hoặc ít nhất là số đến.")
        return data

    def _get_validation_exclusions(self) -> set[str]:
        """The keys come from the form's own fields, and decide whether the document is there."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded - {"code_key", "agency_key", "state", "is_repeat"}


class IncomingUnitForm(_DaysForm):
    """Form of what a unit has to do with the document."""

    def stored_values(self) -> dict[str, Any]:
        entry = self.instance.entry if self.instance.entry_id or self.instance.pk else None
        entry = entry or getattr(self, "parent", None)
        return {name: getattr(entry, name) for name in PAST_DAYS if hasattr(entry, name)}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        unit, day = (
            data.get("unit"),
            data.get("passed_on") or self.stored_values().get("arrived_on"),
        )
        if unit and day and "unit" in self.changed_data and (problem := unit_problem(unit, day)):
            self.add_error("unit", problem)
        return data


class IncomingUnitFormSet(InlineFormSet):
    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form: Any = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        form.parent = self.instance
        return form


class IncomingUnitInline(RoleAccessMixin, admin.TabularInline):
    model = IncomingUnit
    form = IncomingUnitForm
    formset = IncomingUnitFormSet
    edit_roles = (Role.CLERK,)
    view_roles = DOCUMENT_READERS
    extra = 1
    fields = [
        *("unit", "is_lead", "person", "passed_on", "due_on"),
        *("first_opened_on", "finished_on", "state"),
    ]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A unit named by mistake is taken off."""
        return self.has_change_permission(request)


@admin.register(IncomingDocument)
class IncomingDocumentAdmin(RoleAccessMixin, admin.ModelAdmin):
    """Incoming documents; one that stands in a register has a page of its own, and is changed
    there alone.
    """

    form = IncomingDocumentForm
    edit_roles = (Role.CLERK,)
    view_roles = DOCUMENT_READERS
    change_list_template = "organization/admin/importable_list.html"
    import_target = "van-ban-den"
    inlines = [IncomingUnitInline]
    actions = None
    list_display = [
        "arrival_number",
        "arrived_on",
        "code_shown",
        "agency",
        "subject_shown",
        "standing",
    ]
    list_display_links = ["code_shown", "subject_shown"]
    list_filter = ["source", ("arrived_on", admin.DateFieldListFilter)]
    search_fields = ["words"]  # by get_search_results
    search_help_text = (
        "Số đến, số và ký hiệu, trích yếu, cơ quan, người ký, độ khẩn; có dấu hay không đều được."
    )
    shows_full_result_count = False
    fields = [
        *("arrival_number", "arrived_on", "number", "number_year", "notation"),
        *("agency", "issued_on", "subject"),
    ]

    def get_list_filter(self, request: HttpRequest) -> Any:
        """Offer register, urgency and state where a register is kept here. One query a request."""
        if not hasattr(request, _KEEPS):
            setattr(request, _KEEPS, keeps_register())
        own = ["state", "urgency", IncomingRegisterFilter] if getattr(request, _KEEPS) else []
        return [*own, *super().get_list_filter(request)]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_registered = obj is not None and obj.state != IncomingState.LISTED
        return not is_registered and super().has_change_permission(request, obj)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        """A ward with a register enters documents there."""
        if self.has_add_permission(request) and keeps_register():
            return HttpResponseRedirect(reverse("admin:incoming_entry"))
        return super().add_view(request, form_url, extra_context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        entry = self.get_object(request, object_id)
        if entry and entry.state != IncomingState.LISTED and self.has_view_permission(request):
            return HttpResponseRedirect(entry.address)
        return super().change_view(request, object_id, form_url, extra_context)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Numbers are found in any spelling, words of subject, agency and signer without marks."""
        found: Any = queryset
        return (found.search(search_term) if search_term.strip() else found), False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        mark_typed(form)
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for one in formset.forms:
            if one.has_changed():
                mark_typed(one)
        super().save_formset(request, form, formset, change)
        entry = form.instance
        if entry.arrived_on:
            entry.units.filter(passed_on=None).update(received_on=entry.arrived_on)

    @admin.display(description="Số, ký hiệu", ordering="code_key")
    def code_shown(self, entry: IncomingDocument) -> str:
        return entry.code or "–"

    @admin.display(description="Trích yếu", ordering="subject")
    def subject_shown(self, entry: IncomingDocument) -> str:
        if entry.state == IncomingState.CANCELLED:
            return format_html("<del>{}</del>", entry.subject)
        if entry.urgency:
            badge = '<span class="badge badge--priority">{}</span> {}'
            return format_html(badge, entry.get_urgency_display(), entry.subject)
        return entry.subject

    @admin.display(description="Nguồn, trạng thái", ordering="source")
    def standing(self, entry: IncomingDocument) -> str:
        if entry.state == IncomingState.LISTED:
            return entry.source_words
        return entry.get_state_display()


def mark_typed(form: Any) -> None:
    """Record which columns a person wrote: an import does not change them."""
    item = form.instance
    typed = {name for name in form.changed_data if name in form.fields and hasattr(item, name)}
    item.typed_fields = sorted({*item.typed_fields, *typed} - {"DELETE"})
    item.differences = {name: said for name, said in item.differences.items() if name not in typed}


@admin.register(UserActivity)
class UserActivityAdmin(RoleAccessMixin, admin.ModelAdmin):
    edit_roles = (Role.CLERK,)
    view_roles = DOCUMENT_READERS
    change_list_template = "documents/admin/incoming/activity_list.html"
    import_target = "dang-nhap"
    actions = None
    list_display = ["full_name", "username", "unit", "last_login_on", "seen_on"]
    list_filter = [("seen_on", admin.DateFieldListFilter)]
    list_select_related = ["unit"]
    search_fields = ["full_name", "username"]
    # The page of a unit is not for all who read this.
    fields = ["full_name", "username", "unit_name", "last_login_on", "seen_on"]
    readonly_fields = ["unit_name"]

    @admin.display(description="đơn vị")
    def unit_name(self, row: UserActivity) -> str:
        return str(row.unit)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        may_import = may_edit_documents(staff_user(request))
        return super().changelist_view(request, (extra_context or {}) | {"may_import": may_import})

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Rows come from lists alone."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
