"""Admin of the items on air: what is read, from when to when, how often."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from broadcasts.bulletins.following import follow_items
from broadcasts.bulletins.proposals import with_planned
from broadcasts.bulletins.services import BulletinRefused, add_item
from broadcasts.models import AirItem, Bulletin
from broadcasts.models.pronunciation import vocabulary
from broadcasts.permissions import may_announce, may_see_bulletins, sees_station_menu
from broadcasts.reading.reader import read_aloud
from broadcasts.sources.items import reading_of, store_item, texts_of
from broadcasts.sources.locks import is_text_locked, text_lock
from broadcasts.states import FRAME_KINDS, ItemKind, SourceState
from broadcasts.timing import item_seconds, length_words, syllable_rate
from core.admin.changelist import ChangeListMixin
from core.admin.related_widgets import PlainRelatedWidgetsMixin
from core.http.params import int_param
from core.revisions.forms import OptimisticLockForm
from core.text.comparison.diff import word_diff
from organization.admin.changelist import ChoiceFilter, ListAdmin
from organization.models import Unit
from organization.requests import staff_user

BULLETIN = "ban-tin"  # parameter: the bulletin that an item is for, or was opened from
MAX_PLAYS = 60


def has_words(text: str | None) -> bool:
    """Return whether there is a letter or a digit to be read."""
    return any(sign.isalnum() for sign in text or "")


class AirItemForm(OptimisticLockForm):
    """Text and times of an item; without a reading text one is made of the written text."""

    class Meta:
        model = AirItem
        fields = "__all__"
        widgets = {
            "written": forms.Textarea(attrs={"rows": 6}),
            "reading": forms.Textarea(attrs={"rows": 14}),
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        plays = data.get("plays_wanted")
        if plays is not None and not 1 <= plays <= MAX_PLAYS:
            self.add_error("plays_wanted", f"Số lần phát từ 1 đến {MAX_PLAYS}.")
        if "kind" in self.fields and data.get("kind") == ItemKind.RELAYED:
            if not data.get("relayed_seconds") and not self.instance.recording_id:
                self.add_error("relayed_seconds", "Xin ghi thời lượng chương trình tiếp âm.")
        elif data.get("reading"):
            if not has_words(data["reading"]):
                self.add_error("reading", "Lời đọc không có chữ nào để đọc.")
        elif "written" in self.fields and not has_words(data.get("written")):
            self.add_error("written", "Xin viết nội dung để đọc.")
        return data


class ItemKindFilter(ChoiceFilter):
    title = "loại"
    parameter_name = "loai"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [choice for choice in ItemKind.choices if choice[0] not in FRAME_KINDS]

    def chosen(
        self, request: HttpRequest, queryset: QuerySet[AirItem], value: str
    ) -> QuerySet[AirItem]:
        return queryset.filter(kind=value)


@admin.register(AirItem)
class AirItemAdmin(ListAdmin, ChangeListMixin, PlainRelatedWidgetsMixin, admin.ModelAdmin):
    """Rows are locked while a form is saved; a text on its way to the air is not changed."""

    form = AirItemForm
    change_form_template = "broadcasts/admin/item_form.html"
    list_display = ["title", "kind", "unit", "on_air", "plays_shown"]
    list_filter = [ItemKindFilter]
    list_select_related = ["unit"]
    search_fields = ["title"]
    actions = None
    view_on_site = False

    class Media:
        css = {"all": ["admin_site/css/broadcasts.css"]}

    # Permissions

    def has_module_permission(self, request: HttpRequest) -> bool:
        return sees_station_menu(staff_user(request)) if request.user.is_authenticated else False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_authenticated and may_see_bulletins(staff_user(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and may_announce(staff_user(request))

    def has_change_permission(self, request: HttpRequest, obj: AirItem | None = None) -> bool:
        if not self.has_add_permission(request):
            return False
        return obj is None or not is_text_locked(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[AirItem]:
        rows: QuerySet[AirItem] = with_planned(super().get_queryset(request))  # type: ignore[arg-type]
        return rows.select_related("unit")

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> AirItem | None:
        item = super().get_object(request, object_id, from_field)
        if item and request.method == "POST":
            AirItem.objects.select_for_update().get(pk=item.pk)
            item.refresh_from_db()
        elif item and item.source_key and not item.is_frame:
            follow_items([item])
        return item

    # The form

    def get_fieldsets(self, request: HttpRequest, obj: AirItem | None = None) -> Any:
        may_edit = obj is None or self.has_change_permission(request, obj)
        head = ["seen_version"] if may_edit else []
        if obj is not None and obj.is_frame:
            return [(None, {"fields": [*head, "reading"]})]
        times = ("Khi nào phát", {"fields": ["air_from", "air_until", "plays_wanted"]})
        if obj is not None and obj.source_key:
            return [(None, {"fields": [*head, "reading"]}), times]
        words = ["kind", "title", "unit", "author", "written", "reading", "relayed_seconds"]
        return [(None, {"fields": [*head, *words]}), times]

    def get_form(
        self, request: HttpRequest, obj: AirItem | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        kwargs["help_texts"] = {
            "reading": "Đúng từng chữ phát thanh viên đọc. Để trống thì máy lập từ bản viết;"
            " chữ máy không biết đọc nằm trong [?…].",
            "plays_wanted": "Mỗi lần phát được tính một lượt.",
            "relayed_seconds": "Chỉ với chương trình tiếp âm.",
        }
        return super().get_form(request, obj, change, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        bulletin = self._bulletin(request)
        day = bulletin.day if bulletin else timezone.localdate()
        return {"air_from": day, "air_until": day} | super().get_changeform_initial_data(request)

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "kind":
            kwargs["choices"] = [one for one in ItemKind.choices if one[0] not in FRAME_KINDS]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.related_model is Unit:
            kwargs["queryset"] = Unit.objects.valid(on=timezone.localdate())
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        form = context["adminform"].form
        is_conflict = any(form.has_error(NON_FIELD_ERRORS, code) for code in ("stale", "merged"))
        if is_conflict and set(form.errors) == {NON_FIELD_ERRORS}:
            context["errors"] = []
        if item := context.get("original"):
            context |= self._facts(request, item)
        return super().render_change_form(request, context, *args, **kwargs)

    def _facts(self, request: HttpRequest, item: AirItem) -> dict[str, Any]:
        text = texts_of([item.source_key]).get(item.source_key) if item.source_key else None
        is_corrected = item.source_state == SourceState.CORRECTED and text is not None
        return {
            "length": length_words(item_seconds(item, syllable_rate())),
            "unread": read_aloud(item.reading, vocabulary()).unread if item.reading else (),
            "source": text,
            "difference": word_diff(item.written, text.text) if text and is_corrected else "",
            "bulletin": self._bulletin(request),
            "locked_words": text_lock(item),
            "may_announce": may_announce(staff_user(request)),
            "places": item.places.select_related("bulletin__slot").order_by("-bulletin__starts_at")[
                :20
            ],
        }

    def save_model(self, request: HttpRequest, obj: AirItem, form: Any, change: bool) -> None:
        if not form.has_changed() and change:
            return
        if not obj.reading.strip():
            obj.reading = reading_of(obj.written)
            obj.is_reading_edited = False
        elif "reading" in form.changed_data:
            obj.is_reading_edited = True
        store_item(obj, actor=staff_user(request), now=timezone.now())

    def response_add(self, request: HttpRequest, obj: AirItem, *args: Any) -> HttpResponse:
        """Return to the bulletin that the item was written for, with the item in it."""
        bulletin = self._bulletin(request)
        if bulletin is None:
            return super().response_add(request, obj, *args)
        try:
            add_item(
                bulletin.pk,
                obj.pk,
                version=bulletin.version,
                actor=staff_user(request),
                now=timezone.now(),
            )
        except BulletinRefused as refused:
            self.message_user(request, str(refused), "ERROR")
        return HttpResponseRedirect(f"{bulletin.address}#noi-dung")

    def response_post_save_change(self, request: HttpRequest, obj: AirItem) -> HttpResponseRedirect:
        """Return to the bulletin from which the item was opened."""
        bulletin = self._bulletin(request)
        if bulletin is None:
            return super().response_post_save_change(request, obj)
        return HttpResponseRedirect(f"{bulletin.address}#noi-dung")

    def _bulletin(self, request: HttpRequest) -> Bulletin | None:
        pk = int_param(request.GET.get(BULLETIN))
        return Bulletin.objects.filter(pk=pk).first() if pk else None

    # Columns

    @admin.display(description="Phát", ordering="air_from")
    def on_air(self, item: AirItem) -> str:
        return f"{item.air_from:%d/%m} – {item.air_until:%d/%m/%Y}"

    @admin.display(description="Lượt đã xếp / muốn phát")
    def plays_shown(self, item: AirItem) -> str:
        return f"{item.planned}/{item.plays_wanted}"  # type: ignore[attr-defined]
