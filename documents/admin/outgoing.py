"""Admin of outgoing documents: drafts, signature, number, dispatch, files."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core.admin.workflow import WorkflowAdmin
from core.http.params import int_param
from core.workflow.engine import Transition
from documents.admin.registers import RegisterFilter
from documents.models import DocumentType, IncomingDocument, OutgoingDocument, Register
from documents.numbering import registers_in_use
from documents.outgoing.attachments import MAX_FILES, attachments
from documents.outgoing.forms import OutgoingForm
from documents.outgoing.permissions import (
    may_attach,
    may_draft,
    may_edit_draft,
    may_enter_dispatch,
)
from documents.outgoing.services import (
    DISPATCH_FIELDS,
    is_cancelled_in_public,
    store_outgoing,
)
from documents.permissions import may_edit_documents, may_read_documents
from documents.querysets import OutgoingDocumentQuerySet
from documents.states import Direction, OutgoingState
from organization.admin.changelist import ChoiceFilter, ListAdmin
from organization.models import Unit
from organization.requests import staff_user

DRAFT_FIELDS = [
    *("type", "notation", "subject", "unit", "urgency"),
    *("signer", "signer_title", "answers", "register", "goes_public"),
]
# Parameters of the add page that name the incoming document.
ANSWER, COPY = "tra-loi", "sao-y"


class OutgoingStateFilter(ChoiceFilter):
    title = "tình trạng"
    parameter_name = "tinh-trang"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return list(OutgoingState.choices)

    def chosen(
        self, request: HttpRequest, queryset: QuerySet[OutgoingDocument], value: str
    ) -> QuerySet[OutgoingDocument]:
        return queryset.filter(state=value)


class OutgoingRegisterFilter(RegisterFilter):
    direction = Direction.OUTGOING


def files_panel(
    model_admin: Any, request: HttpRequest, document: OutgoingDocument
) -> tuple[str, dict[str, Any]]:
    """Return the files with the forms to add and remove them, and the way into the library."""
    user = staff_user(request)
    uses = list(attachments(document))
    context = {
        "document": document,
        "uses": uses,
        "may_attach": may_attach(document, user) and len(uses) < MAX_FILES,
        "may_publish": may_edit_documents(user) and document.state == OutgoingState.ISSUED,
        "is_cancelled_in_public": is_cancelled_in_public(document),
    }
    return "documents/admin/outgoing/_files.html", context


@admin.register(OutgoingDocument)
class OutgoingDocumentAdmin(ListAdmin, WorkflowAdmin):
    ends_editing = ("sign", "issue")
    form = OutgoingForm
    panels = (files_panel,)
    restored_fields = ("subject", "recipients")
    list_display = ["code_shown", "issued_on", "subject", "unit_name", "status"]
    list_display_links = ["code_shown", "subject"]
    list_filter = [OutgoingStateFilter, OutgoingRegisterFilter]
    list_select_related = ["register", "unit"]
    search_fields = ["subject"]  # by get_search_results
    actions = None

    # Permissions

    def has_module_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return user.is_authenticated and (may_read_documents(user) or may_draft(user))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The queryset decides which documents: others are not found (404)."""
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and may_draft(staff_user(request))

    def has_change_permission(
        self, request: HttpRequest, obj: OutgoingDocument | None = None
    ) -> bool:
        if not request.user.is_authenticated:
            return False
        user = staff_user(request)
        if obj is None:
            return may_draft(user)
        return may_edit_draft(obj, user) or may_enter_dispatch(obj, user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutgoingDocument]:
        documents = cast(OutgoingDocumentQuerySet, super().get_queryset(request))
        return documents.readable_by(staff_user(request)).select_related(
            "register", "type", "unit", "answers", "copy_of"
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """A number is found in any spelling, words of subject and recipients without marks."""
        found = cast(OutgoingDocumentQuerySet, queryset)
        return (found.search(search_term) if search_term.strip() else found), False

    # The form

    def get_fieldsets(self, request: HttpRequest, obj: OutgoingDocument | None = None) -> Any:
        dispatch = ("Nơi nhận, gửi đi", {"fields": list(DISPATCH_FIELDS)})
        user = staff_user(request)
        if obj is None or may_edit_draft(obj, user):
            fields = list(DRAFT_FIELDS)
            if obj is None or obj.answers_id is None:
                fields.remove("answers")
            dispatch = ("Nơi nhận", {"fields": ["recipients", "copies", "remarks"]})
            return [(None, {"fields": ["seen_version", *fields]}), dispatch]
        facts: tuple[str | None, dict[str, Any]] = (None, {"fields": ["facts"]})
        if not may_enter_dispatch(obj, user):
            return [facts]
        return [(None, {"fields": ["facts", "seen_version"]}), dispatch]

    def get_readonly_fields(
        self, request: HttpRequest, obj: OutgoingDocument | None = None
    ) -> list[str]:
        if obj is None or may_edit_draft(obj, staff_user(request)):
            return ["answers"] if obj and obj.answers_id else []
        return ["facts"]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """An answer or a certified copy begins with what the incoming document says."""
        initial: dict[str, Any] = dict(super().get_changeform_initial_data(request))
        initial["unit"] = staff_user(request).unit_id
        if document := self._named_incoming(request, COPY):
            initial |= {"notation": "SY-UBND", "subject": f"Sao y {document}"[:500]}
            copies = [
                register
                for register in registers_in_use(Direction.OUTGOING)
                if register.notation.startswith("SY")
            ]
            initial["register"] = copies[0].pk if copies else None
        elif document := self._named_incoming(request, ANSWER):
            initial |= {
                "subject": f"V/v trả lời văn bản số {document.code}"[:500],
                "recipients": document.agency,
            }
        return initial

    def _named_incoming(self, request: HttpRequest, name: str) -> IncomingDocument | None:
        pk = int_param(request.GET.get(name))
        if pk is None:
            return None
        return IncomingDocument.objects.readable_by(staff_user(request)).filter(pk=pk).first()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        user = staff_user(request)
        # What a document has stays, in use or not.
        own = getattr(getattr(request, "seen_item", None), db_field.attname, None) or 0
        today = timezone.localdate()
        if db_field.related_model is DocumentType:
            offered = DocumentType.objects.valid(today)
            kwargs["queryset"] = offered | DocumentType.objects.filter(pk=own)
        elif db_field.related_model is Register:
            offered = Register.objects.valid(today).filter(direction=Direction.OUTGOING)
            kwargs["queryset"] = offered | Register.objects.filter(pk=own)
        elif db_field.related_model is Unit:
            units = Unit.objects.valid(on=today)
            mine = units if may_edit_documents(user) else units.filter(pk=user.unit_id or 0)
            kwargs["queryset"] = mine | Unit.objects.filter(pk=own)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def store(self, request: HttpRequest, item: OutgoingDocument, *, reason: str = "") -> None:
        if item.pk is None:
            item.answers = self._named_incoming(request, ANSWER)
            item.copy_of = self._named_incoming(request, COPY)
        store_outgoing(item, actor=staff_user(request), reason=reason)

    def transition_panel(
        self, request: HttpRequest, item: OutgoingDocument, name: str, *, is_stale: bool
    ) -> SafeString | str:
        """Tell whoever cancels a document that its copy stays in the library."""
        if name != "cancel" or item.public_document is None:
            return ""
        return render_to_string(
            "documents/admin/outgoing/_library_copy.html", {"document": item.public_document}
        )

    def success_message(self, transition: Transition, item: OutgoingDocument) -> str:
        if transition.name == "issue":
            return f"Đã cấp số {item.code}. Xin đóng dấu, gửi đi rồi thêm bản ký vào đây."
        return super().success_message(transition, item)

    # Columns

    @admin.display(description="Văn bản")
    def facts(self, document: OutgoingDocument) -> SafeString:
        html = render_to_string("documents/admin/outgoing/_facts.html", {"document": document})
        return mark_safe(html)  # noqa: S308  (rendered by a template)

    @admin.display(description="Số, ký hiệu", ordering="number")
    def code_shown(self, document: OutgoingDocument) -> str:
        return document.code or "(chưa có số)"

    @admin.display(description="Đơn vị soạn", ordering="unit")
    def unit_name(self, document: OutgoingDocument) -> str:
        return document.unit.short_name if document.unit else "–"

    @admin.display(description="Tình trạng", ordering="state")
    def status(self, document: OutgoingDocument) -> SafeString:
        return format_html(
            '<span class="badge badge--plain">{}</span>', document.get_state_display()
        )
