"""Admin views of an item's revisions: timeline, diff of any two, revert."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Field, Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from core.admin.item import ItemAdmin
from core.http.requests import portal_request
from core.models import RelatedSnapshot
from core.revisions.related import (
    ATTACHMENTS,
    lost_attachments,
    restore_attachments,
    restore_relations,
)
from core.revisions.timeline import TimelineEntry, field_changes, timeline

CHANGED_MEANWHILE = "Bài đã thay đổi; xin xem lại rồi khôi phục lần nữa."


class RevisionAdminMixin(ItemAdmin):
    """The part of ``WorkflowAdmin`` that shows and restores revisions.

    An app lists the columns and relations to restore (``restored_fields``; attachments are always
    restored) and the transitions that submit a text (``handing_in``): reviewers compare with the
    text of the last one.
    """

    handing_in: tuple[str, ...] = ()

    def revision_urls(self, name: str) -> list[URLPattern]:
        return [
            path(
                "<path:object_id>/khoi-phuc/<int:history_id>/",
                self.admin_site.admin_view(self.restore_view),
                name=f"{name}_restore",
            )
        ]

    def history_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the timeline and, with ``?tu=`` and ``?den=`` (history ids), the diff of two
        revisions.
        """
        item = self.readable_item(request, object_id)
        if not self.may_see_history(request, item):
            raise Http404
        entries = timeline(item)
        texts = [entry for entry in entries if entry.after]
        selected = self._selected_pair(request, texts)
        context = self.admin_site.each_context(request) | {
            "title": f"Lịch sử: {item}",
            "opts": self.opts,
            "item": item,
            "item_url": self.address("change", item.pk),
            "timeline": entries,
            "texts": texts,
            "chosen": selected,
            "changes": field_changes(selected[0].after, selected[1].after) if selected else None,
            "shortcuts": self._shortcuts(entries, texts),
            "may_restore": self.has_change_permission(request, item),
            "restore_view": f"admin:{self.opts.app_label}_{self.opts.model_name}_restore",
            "newest_text": texts[0].version if texts else None,
        }
        return TemplateResponse(request, "core/admin/history.html", context | (extra_context or {}))

    def difference_address(self, item: Any, version: int | None) -> str:
        """Return the URL of the difference from the text of a version to the newest one, or of the
        history where there is none.
        """
        history = self.address("history", item.pk)
        if version is None or version == item.version:
            return history
        rows = item.history.order_by("version", "history_id")
        old, new = rows.filter(version__lte=version).last(), rows.last()
        return history if old in (None, new) else f"{history}?tu={old.pk}&den={new.pk}"

    def restore_view(self, request: HttpRequest, object_id: str, history_id: int) -> HttpResponse:
        """Show what a revert to an old revision would change and, by POST, carry it out.

        The text passes the field's sanitiser as any other; attachments are restored as far as their
        files still belong to the item.
        """
        with transaction.atomic():
            is_storing = request.method == "POST"
            portal_request(request).is_storing = is_storing
            item = self.readable_item(request, object_id)
            if not self.has_change_permission(request, item):
                raise PermissionDenied
            row = get_object_or_404(item.history, pk=history_id)
            if not is_storing:
                return self._restore_page(request, item, row)
            if request.POST.get("version") != str(item.version):
                self.message_user(request, CHANGED_MEANWHILE, messages.ERROR)
                return HttpResponseRedirect(self.address("history", item.pk))
            relations = self._relations()
            for name in set(self.restored_fields) - set(relations):
                column = _column(self.model, name)
                setattr(item, column, getattr(row, column))
            if isinstance(item, RelatedSnapshot):
                restore_attachments(item, row)
            self.store(request, item, reason=f"Khôi phục bản {row.version}")
            if restored := [name for name in relations if name in self.restored_fields]:
                restore_relations(item, row, restored)
        self.message_user(request, f"Đã khôi phục bản {row.version}.", messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", item.pk))

    def _restore_page(self, request: HttpRequest, item: Any, row: Any) -> HttpResponse:
        newest = item.history.order_by("version", "history_id").last()
        changes = field_changes(newest, row, only=[*self.restored_fields, ATTACHMENTS])
        context = self.admin_site.each_context(request) | {
            "title": f"Khôi phục bản {row.version}",
            "opts": self.opts,
            "item": item,
            "item_url": self.address("change", item.pk),
            "history_url": self.address("history", item.pk),
            "row": row,
            "changes": changes,
            "left_alone": self._not_restored(item, newest, row),
            "lost": lost_attachments(item, row) if isinstance(item, RelatedSnapshot) else [],
        }
        return TemplateResponse(request, "core/admin/restore.html", context)

    def _not_restored(self, item: Any, newest: Any, row: Any) -> list[str]:
        """Return labels of what differs between the two revisions but is not restored."""
        names = {*(field.name for field in self.opts.concrete_fields), *self._relations()}
        others = names - set(self.restored_fields)
        labels = [change.label for change in field_changes(newest, row, only=others)]
        if isinstance(item, RelatedSnapshot) and ATTACHMENTS not in row.related_snapshot:
            labels.append("Tệp đính kèm")
        return labels

    def _relations(self) -> tuple[str, ...]:
        model = self.model
        return model.snapshot_relations if issubclass(model, RelatedSnapshot) else ()

    def _selected_pair(
        self, request: HttpRequest, texts: list[TimelineEntry]
    ) -> tuple[TimelineEntry, TimelineEntry] | None:
        old_id = request.GET.get("tu")
        new_id = request.GET.get("den")
        if old_id is None and new_id is None:
            return None
        by_id = {str(entry.after.pk): entry for entry in texts}
        old = by_id.get(old_id or "")
        new = by_id.get(new_id or "")
        if old is None or new is None:
            raise Http404
        return old, new

    def _shortcuts(
        self, entries: list[TimelineEntry], texts: list[TimelineEntry]
    ) -> list[tuple[str, TimelineEntry, TimelineEntry]]:
        """Return the comparisons that reviewers need most: (label, old, new)."""
        if len(texts) < 2:
            return []
        shortcuts = [("So với bản trước", texts[1], texts[0])]
        handed_in = next(
            (entry.version for entry in entries if entry.transition in self.handing_in), None
        )
        if handed_in is not None:
            old = next((text for text in texts if text.version <= handed_in), texts[-1])
            if old != texts[0]:
                shortcuts.append(("So với bản nộp", old, texts[0]))
        return shortcuts


def _column(model: type[Model], name: str) -> str:
    """Return the attribute that holds the stored value of a field."""
    field = model._meta.get_field(name)
    return field.attname if isinstance(field, Field) else name
