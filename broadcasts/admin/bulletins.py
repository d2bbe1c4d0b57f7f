"""Admin of bulletins."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from broadcasts.bulletins.following import follow_bulletin
from broadcasts.bulletins.forms import BulletinForm
from broadcasts.bulletins.guards import airable_items
from broadcasts.bulletins.personal_data import personal_warnings
from broadcasts.bulletins.presenter import content_of
from broadcasts.bulletins.services import create_bulletin, store_bulletin
from broadcasts.bulletins.views import OFFERS
from broadcasts.emergency.views import stop_page
from broadcasts.models import Bulletin, Emergency, Slot
from broadcasts.on_air import with_on_air
from broadcasts.permissions import may_announce, may_see_bulletins
from broadcasts.recording.services import audio_status
from broadcasts.states import FRAME_KINDS, BulletinState
from broadcasts.timing import length_words
from core.admin.workflow import WorkflowAdmin
from core.workflow.engine import available, log_of
from organization.admin.changelist import ChoiceFilter, ListAdmin
from organization.requests import staff_user

CANCEL_WORDS = (
    "Hủy rồi thì không lấy lại được bản tin này; buổi ấy chỉ còn lập bản tin mới được. Nếu chỉ là"
    " buổi này không phát, xin dùng “Không phát”: trước giờ phát vẫn lấy lại được."
)
READ_UNAPPROVED_WORDS = (
    "Bản tin này chưa được duyệt nên không ghi là đã phát được. Nếu thực tế đã có người đọc trực"
    " tiếp, xin chọn “Lý do khác” và ghi rõ ai đọc, lúc nào, những mục gì: sổ nhật ký giữ câu ấy."
)


class BulletinStateFilter(ChoiceFilter):
    title = "tình trạng"
    parameter_name = "tinh-trang"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return list(BulletinState.choices)

    def chosen(
        self, request: HttpRequest, queryset: QuerySet[Bulletin], value: str
    ) -> QuerySet[Bulletin]:
        return queryset.filter(state=value)


def content_panel(
    model_admin: Any, request: HttpRequest, bulletin: Bulletin
) -> tuple[str, dict[str, Any]]:
    """Return the items with what may be done with them."""
    may_edit = bulletin.state == BulletinState.DRAFT and may_announce(staff_user(request))
    context = content_of(bulletin, now=timezone.now(), offers=may_edit)
    return "broadcasts/admin/_content.html", context | {
        "bulletin": bulletin,
        "may_edit": may_edit,
        "shows_offers": OFFERS in request.GET,
        "may_announce": may_announce(staff_user(request)),
    }


def audio_panel(
    model_admin: Any, request: HttpRequest, bulletin: Bulletin
) -> tuple[str, dict[str, Any]] | None:
    """Return the state of the joined file, for whoever composes; None of what is cancelled."""
    if bulletin.state in (BulletinState.CANCELLED, BulletinState.MISSED):
        return None
    context = {"bulletin": bulletin, "audio": audio_status(bulletin)}
    may_join = may_announce(staff_user(request))
    return "broadcasts/admin/_audio.html", context | {"may_join": may_join}


@admin.register(Bulletin)
class BulletinAdmin(ListAdmin, WorkflowAdmin):
    ends_editing = ("approve", "start_emergency")
    form = BulletinForm
    panels = (content_panel, audio_panel)
    restored_fields = ()
    list_display = ["title", "begins", "items", "length", "status"]
    list_filter = [BulletinStateFilter]
    list_select_related = ["slot"]
    actions = None

    class Media:
        css = {"all": ["admin_site/css/broadcasts.css", "admin_site/css/recorder.css"]}

    # Permissions

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and may_see_bulletins(staff_user(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and may_announce(staff_user(request))

    def has_change_permission(self, request: HttpRequest, obj: Bulletin | None = None) -> bool:
        if not request.user.is_authenticated or not may_announce(staff_user(request)):
            return False
        return obj is None or obj.state == BulletinState.DRAFT

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Bulletin]:
        counted = Count("places", filter=~Q(places__item__kind__in=FRAME_KINDS))
        rows: Any = super().get_queryset(request)
        rows = rows.select_related("slot").annotate(item_count=counted)
        return with_on_air(rows, timezone.now())

    # The form

    def state_words(self, obj: Bulletin) -> str:
        return obj.state_words

    def autosave_context(
        self, request: HttpRequest, form: Any, item: Any, **options: Any
    ) -> dict[str, Any]:
        """Keep no draft of a new bulletin, which is a day and a slot."""
        if item is None:
            return {}
        return super().autosave_context(request, form, item, **options)

    def get_fieldsets(self, request: HttpRequest, obj: Bulletin | None = None) -> Any:
        if obj is None:
            return [(None, {"fields": ["seen_version", "day", "slot"]})]
        if self.has_change_permission(request, obj):
            fields = ["seen_version", "starts_at", "keeps_time", "minutes"]
            return [("Giờ phát, thời lượng", {"fields": fields, "classes": ["collapse"]})]
        return [(None, {"fields": ["starts_at", "minutes"]})]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"day": timezone.localdate()} | super().get_changeform_initial_data(request)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.related_model is Slot:
            kwargs["queryset"] = Slot.objects.overlapping(timezone.localdate(), None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def store(self, request: HttpRequest, item: Bulletin, *, reason: str = "") -> None:
        actor, now = staff_user(request), timezone.now()
        if item.pk is None:
            create_bulletin(item, actor=actor, now=now)
        else:
            store_bulletin(item, actor=actor, now=now, reason=reason)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """Return the bulletin, its items compared with their sources before it is shown."""
        bulletin = super().get_object(request, object_id, from_field)
        if bulletin and bulletin.is_ahead:
            follow_bulletin(bulletin)
        return bulletin

    def transition_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        """Carry out a transition; an emergency is stopped with its banner and its notice."""
        if name == "stop" and request.method == "POST":
            emergency = Emergency.objects.filter(
                bulletin=self.readable_item(request, object_id)
            ).first()
            if emergency:
                return stop_page(request, emergency.pk)
        return super().transition_view(request, object_id, name)

    def transition_hints(self, request: HttpRequest, item: Any, name: str) -> list[str]:
        if name not in ("submit", "approve"):
            return []
        content = content_of(item, now=timezone.now(), offers=False)
        over = content["air_time"]
        hints = [f"Bản tin dài {over.words}."] if over.is_over else []
        return [*hints, *content["warnings"]]

    def warning(self, request: HttpRequest, item: Any, name: str) -> str:
        if name == "cancel":
            return CANCEL_WORDS
        if name == "miss" and item.state in (BulletinState.DRAFT, BulletinState.IN_REVIEW):
            return READ_UNAPPROVED_WORDS if item.ends_at <= timezone.now() else ""
        if name not in ("submit", "approve"):
            return ""
        return " ".join(personal_warnings(airable_items(item), with_numbers=False))

    def transition_panel(
        self, request: HttpRequest, item: Any, name: str, *, is_stale: bool
    ) -> SafeString | str:
        """Tell whoever logs a session that it was logged meanwhile, and lead to correcting it."""
        if name not in ("log", "miss") or not is_stale:
            return ""
        logged = log_of(item).filter(name__in=("log", "miss", "correct_log")).last()
        if logged is None:
            return ""
        context = {
            "bulletin": item,
            "logged": logged,
            "correct_url": self.address("transition", item.pk, "correct_log")
            if any(one.transition.name == "correct_log" for one in available(item, request.user))
            else "",
        }
        return render_to_string("broadcasts/admin/_logged.html", context | {"name": name})

    # Columns

    @admin.display(description="Bản tin", ordering="starts_at")
    def title(self, bulletin: Bulletin) -> str:
        return str(bulletin)

    @admin.display(description="Phát lúc", ordering="starts_at")
    def begins(self, bulletin: Bulletin) -> str:
        return f"{timezone.localtime(bulletin.starts_at):%H:%M, %d/%m/%Y}"

    @admin.display(description="Số mục")
    def items(self, bulletin: Bulletin) -> int:
        return bulletin.item_count  # type: ignore[attr-defined]

    @admin.display(description="Bản âm thanh")
    def length(self, bulletin: Bulletin) -> str:
        return length_words(bulletin.audio_seconds) if bulletin.audio_seconds else "–"

    @admin.display(description="Tình trạng", ordering="state")
    def status(self, bulletin: Bulletin) -> SafeString:
        return format_html('<span class="badge badge--plain">{}</span>', bulletin.state_words)
