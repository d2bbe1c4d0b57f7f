"""Base of the admins of versioned items: addresses, read access, the row lock."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import unquote
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.urls import reverse

from core.admin.changelist import ChangeListMixin
from core.admin.related_widgets import PlainRelatedWidgetsMixin
from core.autosave.add_once import AddOnceMixin
from core.generics import ModelAdmin
from core.http.params import int_param
from core.http.requests import portal_request


class ItemAdmin(AddOnceMixin, ChangeListMixin, PlainRelatedWidgetsMixin, ModelAdmin):
    """Base of the admins of versioned items, shared by autosave, revisions and workflow.

    An app defines who may read (``get_queryset``, ``has_view_permission``) and write
    (``has_change_permission``), how a text is stored (``store``) and which columns and relations
    a revert restores (``restored_fields``; attachments are always restored).
    """

    restored_fields: tuple[str, ...] = ()

    def store(self, request: HttpRequest, item: Any, *, reason: str = "") -> None:
        """Store a new or changed text; the row is locked."""
        raise NotImplementedError

    def address(self, view: str, *args: Any) -> str:
        """Return the URL of one of the item's admin views, such as ``change``."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{view}", args=args)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """Return the item; lock its row while a form is being stored.

        So the version that is compared is the version that is replaced.
        """
        item = super().get_object(request, object_id, from_field)
        if item and getattr(request, "is_storing", False):
            self.model._base_manager.select_for_update().get(pk=item.pk)
            item.refresh_from_db()
        portal_request(request).seen_item = item
        return item

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponseRedirect:
        """Answer 404 where Django would redirect: missing and unreadable items look alike.

        What is no key at all leads to the dashboard, as Django has it, but without its message.
        """
        if int_param(object_id) is None:
            return HttpResponseRedirect(reverse("admin:index"))
        raise Http404

    def may_see_history(self, request: HttpRequest, item: Any) -> bool:
        """Return whether a reader of the item sees its earlier texts, timeline and comments."""
        return True

    def readable_item(self, request: HttpRequest, object_id: str) -> Any:
        """Return the item, or raise Http404 for users who may not read it."""
        item = self.get_object(request, unquote(object_id))
        if item is None or not self.has_view_permission(request, item):
            raise Http404
        return item
