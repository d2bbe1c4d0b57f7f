"""Admin of routings: made by decisions, changed by transitions alone."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from documents.models import IncomingDocument, Routing
from documents.permissions import may_read_documents
from documents.querysets import RoutingQuerySet
from documents.routing.days import record_member_opening, store_days
from documents.routing.presenter import files_of
from organization.admin.changelist import ListAdmin
from organization.assignments.admin import OPEN_FIRST, AssignmentAdmin
from organization.requests import staff_user


@admin.register(Routing)
class RoutingAdmin(ListAdmin, AssignmentAdmin):
    list_display = ["title", "status", "unit_name", "due", "arrival"]
    list_filter = ["state", "lead_unit"]
    list_per_page = 50
    search_fields = ["document__subject"]  # by get_search_results
    search_help_text = (
        "Số đến, số và ký hiệu, trích yếu, cơ quan, người ký, độ khẩn; có dấu hay không đều được."
    )
    actions = None

    # Permissions

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Linked from work lists and documents, not from the menu of wards without a register."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Routing | None = None) -> bool:
        """The queryset decides which routings: others are not found (404)."""
        user = request.user
        return user.is_authenticated and (
            may_read_documents(user) or user.unit_id is not None or bool(user.roles)
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """They are made by the decision on a document."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Routing | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Routing | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Routing]:
        rows = cast(RoutingQuerySet, super().get_queryset(request))
        readable = rows.readable_by(staff_user(request)).with_returned()
        return self.with_related(readable, "document__register", "answered_by__register")

    def get_ordering(self, request: HttpRequest) -> Any:
        return (OPEN_FIRST, F("due_on").asc(nulls_last=True), "-pk")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """What finds an incoming document finds its routings."""
        if not search_term.strip():
            return queryset, False
        documents = IncomingDocument.objects.search(search_term)
        return queryset.filter(document__in=documents.values("pk")), False

    # The page

    def get_fieldsets(self, request: HttpRequest, obj: Routing | None = None) -> Any:
        return [(None, {"fields": ["facts"]})]

    def get_readonly_fields(self, request: HttpRequest, obj: Routing | None = None) -> list[str]:
        return ["facts"]

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        if obj and request.method == "GET":
            with transaction.atomic():
                self._lock_document(obj)
                response = super().render_change_form(
                    request, context, add=add, change=change, form_url=form_url, obj=obj
                )
                self._store_opening(request, obj)
            return response
        return super().render_change_form(
            request, context, add=add, change=change, form_url=form_url, obj=obj
        )

    def _store_opening(self, request: HttpRequest, routing: Routing) -> None:
        record_member_opening(routing.document, staff_user(request), now=timezone.now())
        stored = Routing.objects.get(pk=routing.pk)
        if routing.first_opened_at is None and stored.first_opened_at:
            store_days(stored)

    def transition_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        """Lock the document before the routing, as decisions do."""
        if request.method != "POST":
            return super().transition_view(request, object_id, name)
        with transaction.atomic():
            self._lock_document(self.readable_item(request, object_id))
            return super().transition_view(request, object_id, name)

    def _lock_document(self, routing: Routing) -> None:
        IncomingDocument.objects.select_for_update().get(pk=routing.document_id)

    # Columns

    @admin.display(description="Nội dung")
    def facts(self, routing: Routing) -> SafeString:
        context = self.facts_context(routing) | {
            "routing": routing,
            "document": routing.document,
            "files": files_of(routing.document),
        }
        page = render_to_string("documents/admin/routing/_routing_facts.html", context)
        return mark_safe(page)  # noqa: S308  (rendered by a template)

    @admin.display(description="Văn bản")
    def title(self, routing: Routing) -> str:
        return str(routing)

    @admin.display(description="Tình trạng", ordering="state")
    def status(self, routing: Routing) -> SafeString:
        return self.badges(routing)

    @admin.display(description="Đơn vị", ordering="lead_unit")
    def unit_name(self, routing: Routing) -> str:
        return routing.lead_unit.short_name

    @admin.display(description="Hạn", ordering="due_on")
    def due(self, routing: Routing) -> str:
        return self.due_words(routing)

    @admin.display(description="Số đến")
    def arrival(self, routing: Routing) -> str:
        document = routing.document
        return f"{document.arrival_number} ngày {document.arrived_on:%d/%m/%Y}"
