"""Admin of documents: facts, files with what was read in them, workflow."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core.admin.workflow import OptimisticLockForm, WorkflowAdmin
from documents.admin.bulk_publish import PUBLISH_URL, publish_action
from documents.admin.panels import articles_panel, files_panel, page_picture_panel
from documents.guards import document_problems
from documents.library.services import store_document
from documents.models import Authority, DocumentTopic, DocumentType, PublicDocument
from documents.models.vocabulary import create_own_authority
from documents.permissions import may_edit_documents, may_read_documents
from documents.publication.dependents import hidden_sentences
from documents.publication.duplicates import duplicates_of
from documents.publication.rules import ValidityFacts, validity_problems
from documents.querysets import PublicDocumentQuerySet
from documents.reading.names import SignerFormMixin
from documents.states import DocumentState, ValidityToday
from organization.admin.changelist import ChoiceFilter, ListAdmin
from organization.requests import staff_user

FACTS = [
    "type",
    "authority",
    "number",
    "number_year",
    "notation",
    "issued_on",
    "effective_on",
    "expires_on",
    "validity",
    "amended_by",
    "replaced_by",
    "topic",
    "subject",
    "signer",
    "signer_title",
    "covers_personal_data",
]


class DocumentForm(SignerFormMixin, OptimisticLockForm):
    class Meta:
        model = PublicDocument
        fields = FACTS

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        facts = ValidityFacts(
            validity=data.get("validity"),
            effective_on=data.get("effective_on"),
            expires_on=data.get("expires_on"),
            issued_on=data.get("issued_on"),
            replaced_by=data.get("replaced_by"),
            amended_by=list(data.get("amended_by") or ()),
        )
        for problem in validity_problems(self.instance, facts):
            self.add_error(problem.field, problem.sentence)
        return data


class StateFilter(ChoiceFilter):
    title = "tình trạng"
    parameter_name = "tinh-trang"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return list(DocumentState.choices)

    def chosen(
        self, request: HttpRequest, queryset: QuerySet[PublicDocument], value: str
    ) -> QuerySet[PublicDocument]:
        return queryset.filter(state=value)


class ValidityFilter(ChoiceFilter):
    title = "hiệu lực hôm nay"
    parameter_name = "hieu-luc"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return list(ValidityToday.choices)

    def chosen(
        self, request: HttpRequest, queryset: QuerySet[PublicDocument], value: str
    ) -> QuerySet[PublicDocument]:
        documents = cast(PublicDocumentQuerySet, queryset)
        return documents.with_validity(ValidityToday(value))


@admin.register(PublicDocument)
class PublicDocumentAdmin(ListAdmin, WorkflowAdmin):
    ends_editing = ("publish",)
    form = DocumentForm
    change_list_template = "documents/admin/change_list.html"
    change_form_template = "documents/admin/document_form.html"
    panels = (page_picture_panel, files_panel, articles_panel)
    extra_urls = (PUBLISH_URL,)
    restored_fields = tuple(FACTS)
    list_display = ["subject", "code_shown", "issued_on", "validity_today", "status"]
    list_filter = [StateFilter, ValidityFilter]
    list_select_related = ["type", "authority"]
    search_fields = ["title_words"]  # by get_search_results
    search_help_text = "Số và ký hiệu, loại, trích yếu; có dấu hay không đều được."
    autocomplete_fields = ["amended_by", "replaced_by"]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_read_documents(staff_user(request)) if request.user.is_authenticated else False

    def has_view_permission(self, request: HttpRequest, obj: PublicDocument | None = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and may_edit_documents(staff_user(request))

    def has_change_permission(
        self, request: HttpRequest, obj: PublicDocument | None = None
    ) -> bool:
        return self.has_add_permission(request) and (
            obj is None or obj.state == DocumentState.DRAFT
        )

    def has_delete_permission(
        self, request: HttpRequest, obj: PublicDocument | None = None
    ) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[PublicDocument]:
        documents = cast(PublicDocumentQuerySet, super().get_queryset(request))
        return documents.readable_by(staff_user(request)).for_list()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """A number is found in any spelling, words of the subject without marks."""
        found = cast(PublicDocumentQuerySet, queryset)
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            found = found.present()  # a discarded document changes no other
        return (found.search(search_term) if search_term.strip() else found), False

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return publish_action(request)

    @admin.display(description="Hiệu lực")
    def validity_today(self, obj: PublicDocument) -> str:
        return obj.validity_words

    def action_checkbox(self, obj: PublicDocument) -> SafeString:
        """Render the check box with the version the row shows."""
        box = super().action_checkbox(obj)
        return format_html(
            '{}<input type="hidden" name="version-{}" value="{}">', box, obj.pk, obj.version
        )

    def get_fieldsets(self, request: HttpRequest, obj: PublicDocument | None = None) -> Any:
        if obj and not self.has_change_permission(request, obj):
            return [(None, {"fields": ["facts"]})]
        return [
            (None, {"fields": ["seen_version", *FACTS[:6], "subject", "signer", "signer_title"]}),
            ("Hiệu lực", {"fields": FACTS[6:11]}),
            ("Công khai", {"fields": ["topic", "covers_personal_data"]}),
        ]

    def get_readonly_fields(
        self, request: HttpRequest, obj: PublicDocument | None = None
    ) -> list[str]:
        return ["facts"] if obj and not self.has_change_permission(request, obj) else []

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.related_model is Authority and not hasattr(request, "seen_item"):
            create_own_authority()
        if db_field.related_model in (DocumentType, Authority, DocumentTopic):
            rows = db_field.related_model.objects
            offered = rows.valid(timezone.localdate())
            # What a document has stays, in use or not.
            seen = getattr(request, "seen_item", None)
            own = getattr(seen, db_field.attname, None)
            kwargs["queryset"] = offered | rows.filter(pk=own) if own else offered
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer a relation whose rows have nothing but their two documents."""
        widget = AutocompleteSelectMultiple(db_field, self.admin_site)
        rows = PublicDocument.objects.for_list()
        return db_field.formfield(widget=widget, queryset=rows, **kwargs)

    def store(self, request: HttpRequest, item: PublicDocument, *, reason: str = "") -> None:
        store_document(item, actor=staff_user(request), reason=reason)

    def blockers(self, request: HttpRequest, item: PublicDocument) -> list[str]:
        if item.state not in (DocumentState.DRAFT, DocumentState.IN_REVIEW):
            return hidden_sentences(item)
        return [*document_problems(item), *duplicates_of([item])[item.pk]]

    @admin.display(description="Văn bản")
    def facts(self, document: PublicDocument) -> SafeString:
        amending = document.amended_by.for_list().oldest_first()
        context = {"document": document, "amending": amending}
        html = render_to_string("documents/admin/_facts.html", context)
        return mark_safe(html)  # noqa: S308  (rendered by a template)

    @admin.display(description="Số, ký hiệu", ordering="number")
    def code_shown(self, document: PublicDocument) -> str:
        return document.code or "–"

    @admin.display(description="Tình trạng", ordering="state")
    def status(self, document: PublicDocument) -> SafeString:
        return format_html(
            '<span class="badge badge--plain">{}</span>', document.get_state_display()
        )
