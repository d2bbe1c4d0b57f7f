"""Admin of the rules by which leaders share decisions, and of their phrases."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from core.generics import ModelForm
from core.text.forms import NormalizedTextMixin
from core.workflow.classified import RejectsClassifiedMixin
from documents.incoming.deciders import leaders, only_leader_words
from documents.models import DecisionPhrase, LeaderAbsence, LeaderTopic, StandingDelegation
from documents.permissions import DOCUMENT_READERS, may_decide
from organization.admin.role_access import RoleAccessMixin, in_force
from organization.assignments.forms import offer_units
from organization.assignments.units import unit_problem
from organization.models import Topic, User, notify
from organization.requests import staff_user
from organization.roles import Role

_PEOPLE = {"leader", "deputy", "granted_by"}


class DatedRuleForm(NormalizedTextMixin, ModelForm):
    """Form of a rule; people are leaders."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in _PEOPLE & set(self.fields):
            field: Any = self.fields[name]
            field.queryset = leaders()


class _RegisterAdmin(RoleAccessMixin, admin.ModelAdmin):
    """Base: linked from the pages of decisions, not from the menu of wards without a register."""

    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False


class DatedRuleAdmin(_RegisterAdmin):
    """Base: leaders, heads and the clerk edit, whoever works with documents views."""

    form = DatedRuleForm
    edit_roles: tuple[Role, ...] = (Role.LEADER, Role.HEAD, Role.CLERK)
    view_roles = DOCUMENT_READERS

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A rule entered by mistake is taken away; what was decided by it stays."""
        return self.has_change_permission(request, obj)

    @admin.display(description="Dùng")
    def validity(self, row: Any) -> str:
        return in_force(row, otherwise="luôn luôn")


class _LeadersAdmin(DatedRuleAdmin):
    """Base of rules that name leaders: says who may be named where there is only one."""

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        self._say_who(request)
        return super().changelist_view(request, extra_context)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self._say_who(request)
        return super().changeform_view(request, *args, **kwargs)

    def _say_who(self, request: HttpRequest) -> None:
        if request.method == "GET" and (words := only_leader_words()):
            messages.info(request, words)


@admin.register(LeaderTopic)
class LeaderTopicAdmin(_LeadersAdmin):
    list_display = ["topic", "leader", "validity"]
    list_select_related = ["topic", "leader"]


class LeaderAbsenceForm(DatedRuleForm):
    """Form of an absence: one substitute a day, who does not stand in for the other in turn, and
    whom somebody else names.
    """

    actor: User | None = None

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        leader, deputy, first = data.get("leader"), data.get("deputy"), data.get("valid_from")
        if not leader or not deputy or not first:
            return data
        if deputy == self.actor:
            self.add_error(
                "deputy",
                f"Quý vị không tự ghi mình quyết định thay: xin {leader} hoặc văn thư ghi.",
            )
        others = LeaderAbsence.objects.exclude(pk=self.instance.pk)
        others = others.overlapping(first, data.get("valid_until")).select_related("deputy")
        if other := others.filter(leader=leader).first():
            self.add_error(
                "leader",
                f"{other.days_words[0].upper()}{other.days_words[1:]} đã ghi {other.deputy} quyết"
                f" định thay {leader}: xin sửa dòng ấy, hoặc ghi những ngày khác.",
            )
        if other := others.filter(leader=deputy, deputy=leader).first():
            self.add_error(
                "deputy",
                f"{deputy} vắng {other.days_words}, chính {leader} quyết định thay: xin chọn người"
                " khác.",
            )
        return data


@admin.register(LeaderAbsence)
class LeaderAbsenceAdmin(_LeadersAdmin):
    form = LeaderAbsenceForm
    list_display = ["leader", "deputy", "decides_as", "effect"]
    list_select_related = ["leader", "deputy"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        able = leaders().filter(pk=OuterRef("deputy")).order_by()
        return super().get_queryset(request).annotate(may_deputise=Exists(able))

    @admin.display(description="Dùng")
    def effect(self, row: Any) -> str:
        """Return the days; of a substitute without the role that nobody decides."""
        words = self.validity(row)
        if row.may_deputise:
            return words
        return f"{words}; không có hiệu lực: {row.deputy} không còn vai trò lãnh đạo"

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(request, *args, **kwargs)
        form.actor = staff_user(request)  # of a class that is made for this request
        return form

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A substitute reads the days, and neither prolongs nor ends them."""
        is_own = obj is not None and obj.deputy_id == request.user.pk
        return super().has_change_permission(request, obj) and not is_own

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Tell both leaders, and warn of a substitute who is away on some of the days, too."""
        former = LeaderAbsence.objects.filter(pk=obj.pk).select_related("deputy").first()
        super().save_model(request, obj, form, change)
        if not change or form.has_changed():
            self._tell(request, obj, former)
        away = LeaderAbsence.objects.filter(leader=obj.deputy).select_related("deputy")
        for other in away.overlapping(obj.valid_from, obj.valid_until):
            messages.warning(
                request,
                f"{obj.deputy} cũng vắng {other.days_words}: khi ấy {other.deputy} quyết định thay"
                " cả hai.",
            )

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self._tell(request, obj, None, is_over=True)
        super().delete_model(request, obj)

    def _tell(
        self, request: HttpRequest, absence: Any, former: Any, *, is_over: bool = False
    ) -> None:
        """Tell the leader and the substitute, the former one too, by notice and mail."""
        actor, now = staff_user(request), timezone.now()
        right = absence.get_decides_as_display()
        words = f"{absence.leader} vắng {absence.days_words}, {absence.deputy} quyết định thay"
        verb = "bỏ dòng" if is_over else "sửa" if former else "ghi"
        people = {absence.leader, absence.deputy, former.deputy if former else absence.deputy}
        notify(
            [person for person in people if person != actor],
            event=f"absence:{absence.pk}:{now.isoformat()}",
            text=f"{actor} {verb}: {words}, {right}.",
            url=reverse("admin:documents_leaderabsence_changelist"),
            now=now,
            topic=Topic.TASK,
        )


class StandingDelegationForm(DatedRuleForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "unit" in self.fields:
            offer_units(self.fields["unit"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        unit, day = data.get("unit"), data.get("valid_from")
        if unit and day and "unit" in self.changed_data and (problem := unit_problem(unit, day)):
            self.add_error("unit", f"Không giao được cho {problem}")
        if not data.get("days") and "days" not in self.errors:
            self.add_error("days", "Xin ghi hạn từ một ngày làm việc trở lên.")
        elif data.get("days", 0) > 365:
            self.add_error("days", "Hạn dài quá 365 ngày làm việc.")
        return data


@admin.register(StandingDelegation)
class StandingDelegationAdmin(DatedRuleAdmin):
    """A delegation is a leader's own word: leaders alone grant it."""

    form = StandingDelegationForm
    edit_roles = (Role.LEADER, Role.HEAD)
    list_display = ["type", "unit", "days", "granted_by", "validity"]
    list_select_related = ["type", "unit", "granted_by"]
    fields = ["type", "unit", "days", "valid_from", "valid_until"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.granted_by = staff_user(request)
        super().save_model(request, obj, form, change)


class DecisionPhraseForm(RejectsClassifiedMixin, NormalizedTextMixin, ModelForm):
    """Form of a phrase of the leader who is logged in."""

    actor: Any = None

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        phrases = DecisionPhrase.objects.filter(leader=self.actor).exclude(pk=self.instance.pk)
        if data.get("text") and phrases.filter(text=data["text"]).exists():
            self.add_error("text", "Câu này đã có.")
        if phrases.count() >= DecisionPhrase.MAX_PER_LEADER:
            self.add_error(None, f"Đã có {DecisionPhrase.MAX_PER_LEADER} câu mẫu: xin bỏ bớt.")
        return data


@admin.register(DecisionPhrase)
class DecisionPhraseAdmin(_RegisterAdmin):
    """One's own phrases only."""

    form = DecisionPhraseForm
    edit_roles = (Role.LEADER, Role.HEAD)
    fields = ["text", "position"]
    list_display = ["text", "position"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        user = staff_user(request)
        phrases = super().get_queryset(request).filter(leader=user)
        return phrases if may_decide(user) else phrases.none()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        return type(form.__name__, (form,), {"actor": staff_user(request)})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.leader = staff_user(request)
        super().save_model(request, obj, form, change)
