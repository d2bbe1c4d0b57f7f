"""Admin of meetings: created from a series, with panels of open tasks and minutes."""

from __future__ import annotations

from copy import copy
from datetime import datetime
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core.admin.workflow import OptimisticLockForm, WorkflowAdmin
from core.http.params import int_param
from core.workflow.engine import Transition, workflow_of
from meetings.admin.panels import article_panel, meeting_panel, messages_panel, papers_panel
from meetings.admin.series import ChairFieldMixin
from meetings.calendar.public_phones import accepts_phones_field, ask_about_phones
from meetings.guards import minutes_problems
from meetings.minutes.approval import approval_context
from meetings.minutes.chair import taking_over_problem
from meetings.minutes.paper_facts import default_signers
from meetings.minutes.services import new_meeting, store_meeting
from meetings.models import Meeting, MeetingSeries
from meetings.models.paper_facts import SIGNER_FIELDS
from meetings.models.series import SINGLE
from meetings.permissions import may_edit_meetings, may_read_all, may_write_minutes
from meetings.querysets import MeetingQuerySet
from meetings.states import MeetingState
from meetings.tasks.assignment import units_of
from organization.admin.changelist import ChoiceFilter, ListAdmin
from organization.assignments.units import without_account_warning
from organization.calendar.deadlines import day_off_question
from organization.calendar.working_days import WorkingCalendar
from organization.models import User
from organization.permissions import acting_words
from organization.requests import staff_user
from organization.roles import substitutes

FIELDS_FROM_SERIES = (
    "title",
    "place",
    "chair",
    "chair_name",
    "chair_title",
    "secretary",
    "secretary_name",
    "secretary_title",
)


class MeetingForm(ChairFieldMixin, OptimisticLockForm):
    """Form of a meeting; blank fields of a new one default to those of its series."""

    actor: User
    accepts_phones = accepts_phones_field()
    keeps_day = forms.BooleanField(
        label="Vẫn họp ngày này", required=False, widget=forms.HiddenInput
    )

    class Meta:
        model = Meeting
        fields = "__all__"
        help_texts = {
            "is_public": "Người dân thấy ngày, nơi họp, chủ trì ở trang Lịch công tác; duyệt biên"
            " bản rồi thì thấy ở trang Họp cả các kết luận công khai, không thấy gì khác.",
            "review_period": "Có kỳ đánh giá thì cuộc họp có phần số liệu, và số liệu, báo cáo của"
            " kỳ ấy đưa vào cuộc họp được.",
        }

    def is_outdated(self, seen: int | None) -> bool:
        """Rows of the minutes and most transitions raise the version, too: without a revision the
        texts of this form are the same.
        """
        return seen is None or self.instance.history.filter(version__gt=seen).exists()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            for name in ("title", "place", "chair_name"):
                self.fields[name].required = False
                self.fields[name].help_text = "Để trống: theo loại họp."
            series: Any = self.fields["series"]
            series.required = False
            series.empty_label = f"{SINGLE}: một lần, không theo loại nào"

    def clean_chair(self) -> User | None:
        """Refuse that the person makes themselves the chair of a meeting that exists."""
        chair: User | None = self.cleaned_data["chair"]
        if self.instance.pk:
            changed = copy(self.instance)
            changed.chair = chair
            if problem := taking_over_problem(changed, self.instance, self.actor):
                raise ValidationError(problem)
        return chair

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        series = data.get("series")
        if series and not self.instance.pk:
            defaults = new_meeting(series)
            for name in FIELDS_FROM_SERIES:
                data[name] = data.get(name) or getattr(defaults, name)
            for name in SIGNER_FIELDS:  # no fields of this form
                setattr(self.instance, name, getattr(defaults, name))
        elif not self.instance.pk:
            self._complete_single(data)
        if not self.instance.pk and not data.get("place") and "place" not in self.errors:
            self.add_error("place", "Xin ghi địa điểm họp.")
        self._ask_about_day(data.get("starts_at"), data.get("chair"))
        ask_about_phones(self, "title", "place")
        return data

    def _update_errors(self, errors: ValidationError) -> None:
        """Keep what this form said of a field that the model would ask for again."""
        found = getattr(errors, "error_dict", {})
        for name in [name for name in found if name in self.errors]:
            del found[name]
        if not hasattr(errors, "error_dict") or found:
            super()._update_errors(errors)  # type: ignore[misc]

    def _complete_single(self, data: dict[str, Any]) -> None:
        """Ask a meeting without a series for what a series would give it."""
        for name, sentence in (
            ("title", "Xin ghi tên cuộc họp, hoặc chọn loại họp."),
            ("chair_name", "Xin ghi họ tên người chủ trì, hoặc chọn loại họp."),
        ):
            has_chair = name == "chair_name" and data.get("chair")
            if not data.get(name) and not has_chair and name not in self.errors:
                self.add_error(name, sentence)
        for name, value in default_signers().items():
            setattr(self.instance, name, value)

    def _ask_about_day(self, starts_at: datetime | None, chair: User | None) -> None:
        """Ask once about a new day of the meeting that has passed, is a day off or one on which
        the chair is away; about that also of a new chair.
        """
        if starts_at is None or not {"starts_at", "chair"}.intersection(self.changed_data):
            return
        day, today = timezone.localdate(starts_at), timezone.localdate()
        questions = []
        if "starts_at" in self.changed_data and day < today:
            questions.append(f"Ngày họp {day:%d/%m/%Y} đã qua.")
        elif "starts_at" in self.changed_data:
            questions.append(day_off_question(day, WorkingCalendar.load(), noun="Ngày họp"))
        if chair and day >= today and chair.pk in substitutes(day):
            questions.append(f"Chủ trì {chair} vắng ngày {day:%d/%m/%Y}.")
        if not any(questions):
            return
        self.fields["keeps_day"].widget = forms.CheckboxInput()
        if not self.cleaned_data.get("keeps_day"):
            question = " ".join(filter(None, questions))
            self.add_error("starts_at", f"{question} Nếu đúng vậy, xin đánh dấu ô ở dưới.")


class SeriesFilter(ChoiceFilter):
    title = "loại họp"
    parameter_name = "loai-hop"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [(str(pk), name) for pk, name in MeetingSeries.objects.values_list("pk", "name")]

    def chosen(
        self, request: HttpRequest, queryset: QuerySet[Meeting], value: str
    ) -> QuerySet[Meeting]:
        return queryset.filter(series=int(value))


class StateFilter(ChoiceFilter):
    title = "tình trạng"
    parameter_name = "tinh-trang"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return list(MeetingState.choices)

    def chosen(
        self, request: HttpRequest, queryset: QuerySet[Meeting], value: str
    ) -> QuerySet[Meeting]:
        return queryset.filter(state=value)


@admin.register(Meeting)
class MeetingAdmin(ListAdmin, WorkflowAdmin):
    form = MeetingForm
    panels = (messages_panel, meeting_panel, papers_panel, article_panel)
    change_form_template = "meetings/admin/meeting_form.html"
    restored_fields = ()
    shows_text = ("approve",)
    list_display = ["title", "day", "series", "status"]
    list_filter = [SeriesFilter, StateFilter]
    list_select_related = ["series"]
    search_fields = ["title", "place"]
    actions = None
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "seen_version",
                    "series",
                    "title",
                    "starts_at",
                    "keeps_day",
                    "ends_at",
                    "place",
                    "is_public",
                    "accepts_phones",
                ]
            },
        ),
        ("Kỳ và số liệu", {"fields": ["review_period", "plan_period", "figures_as_of"]}),
        ("Chủ trì", {"fields": ["chair", "chair_name", "chair_title", "form_of_address"]}),
        ("Thư ký", {"fields": ["secretary", "secretary_name", "secretary_title"]}),
        ("Ý kiến phát biểu", {"fields": ["other_opinions"]}),
    ]

    # Permissions

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and may_read_all(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Meeting | None = None) -> bool:
        """The queryset decides which meetings: others are not found (404)."""
        return request.user.is_authenticated and bool(request.user.roles)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and may_edit_meetings(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Meeting | None = None) -> bool:
        if obj is None:
            return self.has_add_permission(request)
        return may_write_minutes(obj, staff_user(request))

    def has_delete_permission(self, request: HttpRequest, obj: Meeting | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Meeting]:
        meetings = cast(MeetingQuerySet, super().get_queryset(request))
        return meetings.readable_by(staff_user(request)).select_related(
            "series", "chair", "secretary", "review_period", "plan_period"
        )

    # The form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Preselect the series of ``?loai=``; no other, whose attendees would be invited."""
        pk = int_param(request.GET.get("loai"))
        series = MeetingSeries.objects.filter(is_active=True, pk=pk).first() if pk else None
        return {"series": series.pk} if series else {}

    def get_fieldsets(self, request: HttpRequest, obj: Meeting | None = None) -> Any:
        """Readers without the right to change get a read-only summary instead of the form."""
        if obj and not self.has_change_permission(request, obj):
            return [(None, {"fields": ["facts"]})]
        if obj and obj.was_approved:
            # Afterwards the panel of papers asks, and the approver answers.
            asked = ("is_public", "accepts_phones")
            names = [name for name in self.fieldsets[0][1]["fields"] if name not in asked]
            return [(None, {"fields": names}), *self.fieldsets[1:]]
        return super().get_fieldsets(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Meeting | None = None) -> list[str]:
        return ["series", "facts"] if obj else []

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        form.actor = staff_user(request)  # the class is made for this request
        return form

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.related_model is User:
            kwargs["queryset"] = User.objects.filter(is_active=True)
        if db_field.name == "series":
            kwargs["queryset"] = MeetingSeries.objects.filter(is_active=True).exclude(name=SINGLE)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def store(self, request: HttpRequest, item: Meeting, *, reason: str = "") -> None:
        store_meeting(item, actor=staff_user(request), reason=reason)

    def transition_panel(
        self, request: HttpRequest, item: Meeting, name: str, *, is_stale: bool
    ) -> SafeString | str:
        """Show the approver the whole of what is approved and, after a refusal of an older version,
        what changed since.
        """
        if name != "approve":
            return ""
        seen = request.POST.get("seen", "") if is_stale else ""
        context = approval_context(item, seen=seen)
        return mark_safe(  # noqa: S308  (rendered by a template)
            render_to_string("meetings/admin/_approval.html", context, request=request)
        )

    def success_message(self, transition: Transition, item: Meeting) -> str:
        if transition.name == "approve" and item.is_records_only:
            return "Đã duyệt và lưu biên bản; không giao nhiệm vụ, không báo ai."
        if transition.name == "approve" and item.minutes_versions.count() > 1:
            return "Đã duyệt bản đính chính; từ nay mọi nơi theo bản này."
        if transition.name == "approve" and not item.conclusions.exists():
            return "Đã duyệt biên bản; biên bản không có kết luận, không giao nhiệm vụ nào."
        return super().success_message(transition, item)

    def blockers(self, request: HttpRequest, item: Meeting) -> list[str]:
        is_open = item.state in (MeetingState.HELD, MeetingState.SUBMITTED)
        return [*minutes_problems(item)] if is_open else []

    def warning(self, request: HttpRequest, item: Meeting, name: str) -> str:
        """Return for whom a substitute decides, and the units without an account that approval
        assigns tasks to.
        """
        transition = workflow_of(item).get(name)
        name_of = transition.on_behalf_of if transition else None
        leader = name_of(item, staff_user(request)) if name_of else ""
        units = without_account_warning(units_of(item)) if name == "approve" else ""
        return " ".join(filter(None, [acting_words(leader) if leader else "", units]))

    # Columns

    @admin.display(description="Cuộc họp")
    def facts(self, meeting: Meeting) -> SafeString:
        html = render_to_string("meetings/admin/_meeting_facts.html", {"meeting": meeting})
        return mark_safe(html)  # noqa: S308  (rendered by a template)

    @admin.display(description="Ngày họp", ordering="starts_at")
    def day(self, meeting: Meeting) -> str:
        return f"{timezone.localtime(meeting.starts_at):%d/%m/%Y | %H:%M}"

    @admin.display(description="Tình trạng", ordering="state")
    def status(self, meeting: Meeting) -> SafeString:
        public = mark_safe(' <span class="badge">Công khai</span>') if meeting.is_public else ""
        return format_html(
            '<span class="badge badge--plain">{}</span>{}', meeting.get_state_display(), public
        )
