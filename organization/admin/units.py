"""Admin of units, edited by the IT officer."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Exists, ManyToOneRel, OuterRef, Q
from django.forms import ModelChoiceField
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from core.admin.confirmation import ConfirmedAdminMixin, ConfirmedForm, Question
from core.sorting import next_position
from organization.admin.role_access import RoleAccessMixin, in_force
from organization.models import Unit
from organization.roles import Role
from organization.work.handover import hand_over, holdings_of, receiver_of, words_of


def is_referred_to(unit: Unit) -> bool:
    """Return whether any row names the unit, revisions too. One query."""
    relations = [
        relation
        for relation in Unit._meta.get_fields(include_hidden=True)
        if isinstance(relation, ManyToOneRel)
    ]
    named = Q()
    for relation in relations:
        rows = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
        named |= Q(Exists(rows))
    return Unit.objects.filter(named, pk=unit.pk).exists()


class UnitForm(ConfirmedForm):
    def question(self) -> Question | None:
        """Ask before a unit whose last day is over hands over what hangs on it."""
        unit: Unit = self.instance
        receiver = receiver_of(unit, on=timezone.localdate())
        moving = [row for row in holdings_of(unit) if row[0].move] if receiver else []
        if receiver is None or not moving:
            return None
        sentence = (
            f"Ngày cuối đã qua: lưu xong thì {words_of(moving)} chuyển ngay sang {receiver} và"
            " không tự trở lại được. Xin đánh dấu ô này rồi lưu lần nữa."
        )
        return Question(sentence, str(receiver.pk))


@admin.register(Unit)
class UnitAdmin(ConfirmedAdminMixin, RoleAccessMixin, admin.ModelAdmin):
    form = UnitForm
    edit_roles = (Role.IT_OFFICER,)
    view_roles = (Role.EDITOR, Role.APPROVER, Role.LEADER)
    change_list_template = "organization/admin/importable_list.html"
    import_target = "don-vi"
    list_display = ["name", "short_name", "block", "working"]
    list_filter = ["block"]
    list_select_related = ["successor"]
    search_fields = ["name", "short_name"]
    actions = None

    readonly_fields = ["holdings"]

    def has_delete_permission(self, request: HttpRequest, obj: Unit | None = None) -> bool:
        """Only a unit made by mistake, which nothing hangs on."""
        if obj is None or not self.has_change_permission(request, obj):
            return False
        return not is_referred_to(obj)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"position": next_position(Unit.objects.all())}

    def get_form(
        self, request: HttpRequest, obj: Unit | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Offer as successors the other units that have not ended, and the one that is chosen."""
        form = super().get_form(request, obj, change=change, **kwargs)
        field = form.base_fields.get("successor")
        if isinstance(field, ModelChoiceField):
            goes_on = Q(valid_until=None) | Q(valid_until__gte=timezone.localdate())
            units = Unit.objects.filter(goes_on)
            if obj:
                units |= Unit.objects.filter(predecessors=obj.pk)
                units = units.exclude(pk=obj.pk)
            field.queryset = units.distinct()
        return form

    @admin.display(description="Đang gắn với đơn vị")
    def holdings(self, unit: Unit) -> SafeString:
        """Return who and what hangs on the unit, and what becomes of it when it ends."""
        if unit.pk is None:
            return mark_safe("–")
        rows = [
            (count, holding.label, "" if holding.move else f" ({holding.otherwise})")
            for holding, count in holdings_of(unit)
        ]
        if not rows:
            return mark_safe("Không có tài khoản hay việc nào.")
        return format_html(
            "<ul>{}</ul><p>{}</p>",
            format_html_join("", "<li>{} {}{}</li>", rows),
            "Khi đơn vị kết thúc, những điều này chuyển sang đơn vị kế tục ngay sau ngày cuối; số"
            " liệu đến hết ngày cuối vẫn là của đơn vị cũ. Chưa chọn đơn vị kế tục thì tất cả ở"
            " lại và không ai làm tiếp.",
        )

    def save_model(self, request: HttpRequest, obj: Unit, form: Any, change: bool) -> None:
        """Store the unit; of one whose last day is over, move what hangs on it to the successor."""
        stored = Unit.objects.filter(pk=obj.pk).select_related("successor").first()
        super().save_model(request, obj, form, change)
        if stored:
            self._tell_what_stays(request, stored, obj)
        if moved := hand_over(obj, now=timezone.now()):
            self.message_user(request, f"Đã chuyển sang đơn vị kế tục: {', '.join(moved)}.")
        elif obj.valid_until and obj.successor is None and (left := holdings_of(obj)):
            sentence = f"Đơn vị có ngày kết thúc mà chưa có đơn vị kế tục; còn {words_of(left)}."
            self.message_user(request, sentence, messages.WARNING)

    def _tell_what_stays(self, request: HttpRequest, before: Unit, after: Unit) -> None:
        """Tell, once a unit is no longer succeeded as it was, that what was moved stays there."""
        today = timezone.localdate()
        receiver = receiver_of(before, on=today)
        if receiver and receiver != receiver_of(after, on=today):
            sentence = (
                f"Những gì đã chuyển sang {receiver} vẫn thuộc {receiver}, không tự trở lại"
                f" {after}."
            )
            self.message_user(request, sentence, messages.WARNING)

    @admin.display(description="Hoạt động", ordering="valid_from")
    def working(self, unit: Unit) -> str:
        days = in_force(unit, otherwise="đang hoạt động")
        return f"{days}; nay là {unit.successor}" if unit.successor else days
