"""Forms of a plan: its month, its head, one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.date_fields import DateInput
from core.http.params import int_param
from core.revisions.concurrent_forms import ConcurrentForm
from core.text.vietnamese import clean_line, visible
from news.models import EditorialPlan, PlanLine
from news.models.planning import deadline_of
from news.permissions import WRITERS
from news.states import DeadlineRule
from organization.calendar.period_forms import PeriodWindowMixin
from organization.calendar.working_days import WorkingCalendar
from organization.models import ReportingPeriod, Unit, User

# A wrong year is the usual slip.
MAX_NUMBER = 31
MAX_DUE_DISTANCE = timedelta(days=45)
_Choices = list[tuple[str, Any]]


class MonthForm(PeriodWindowMixin):
    """Month, window and rule of a plan that is to be made.

    A stored period keeps its window.
    """

    required_css_class = "required"

    deadline_rule = forms.ChoiceField(label="Cách tính hạn nộp", choices=DeadlineRule)
    deadline_number = forms.IntegerField(
        label="Số ngày làm việc, hoặc ngày trong tháng",
        required=False,
        min_value=0,
        max_value=31,
        help_text="Để trống nếu hạn là ngày cuối kỳ.",
    )

    class Meta:
        model = ReportingPeriod
        fields = ["year", "month", "starts_on", "ends_on"]
        widgets = {"starts_on": DateInput, "ends_on": DateInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        if self.is_bound and (stored := self._stored()):
            self.instance = stored
        if self.instance.pk:
            for name in ("starts_on", "ends_on"):
                self.fields[name].disabled = True
                self.initial[name] = getattr(self.instance, name)

    def _stored(self) -> ReportingPeriod | None:
        year = int_param(self.data.get("year"), maximum=9999)
        month = int_param(self.data.get("month"), maximum=12)
        if year is None or month is None:
            return None
        return ReportingPeriod.objects.filter(year=year, month=month).first()

    def clean(self) -> dict[str, Any]:
        super().clean()
        check_rule(self, self.cleaned_data)
        if not self.instance.pk:
            self.refuse_overlaps()
        starts_on, ends_on = map(self.cleaned_data.get, ("starts_on", "ends_on"))
        is_new = not self.errors and not self.instance.pk
        if is_new and starts_on and ends_on and starts_on <= ends_on:
            self.ask_about_gaps()
        return self.cleaned_data


class PlanForm(ConcurrentForm):
    """Words, rule and deadline.

    A new rule sets the deadline anew, unless a day was chosen as well.
    """

    compared = ("text", "deadline_rule", "deadline_number", "due_on")

    class Meta:
        model = EditorialPlan
        fields = ["text", "deadline_rule", "deadline_number", "due_on"]
        widgets = {"text": forms.Textarea(attrs={"rows": 8}), "due_on": DateInput}
        labels = {
            "text": "Định hướng chung",
            "deadline_number": "Số ngày làm việc, hoặc ngày trong tháng",
        }
        help_texts = {
            "deadline_number": "",
            "due_on": (
                "Đổi cách tính ở trên thì hạn này được tính lại, trừ khi quý vị chọn ngày khác."
            ),
        }

    def __init__(self, *args: Any, calendar: WorkingCalendar, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.calendar = calendar
        self.fields["deadline_number"].required = False

    def clean_text(self) -> str:
        lines = visible(self.cleaned_data["text"]).splitlines()
        return "\n".join(line.rstrip() for line in lines).strip()

    def clean_deadline_number(self) -> int:
        return self.cleaned_data["deadline_number"] or 0

    def clean_due_on(self) -> date:
        return plausible(self.cleaned_data["due_on"], self.instance.period)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        check_rule(self, data)
        is_new_rule = {"deadline_rule", "deadline_number"} & set(self.changed)
        if is_new_rule and not self.errors and "due_on" not in self.changed:
            rule, number = data["deadline_rule"], data["deadline_number"]
            data["due_on"] = deadline_of(self.instance.period, rule, number, self.calendar)
            if data["due_on"] != self.instance.due_on:
                self.changed.append("due_on")
        return data


class AssigneeWidget(forms.Select):
    """Units and people, drawn once for all lines of a page: dozens of lines with hundreds of
    choices each.
    """

    drawn: SafeString = SafeString("")

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = format_html('value="{}"', value or "")
        options = SafeString(self.drawn.replace(chosen, f"{chosen} selected", 1))
        words = format_html_join(
            "", ' {}="{}"', ((key, word) for key, word in (attrs or {}).items() if word)
        )
        return format_html('<select name="{}"{}>{}</select>', name, words, options)


class LineForm(ConcurrentForm):
    """One line of a plan as one row; a unit or a person is chosen in one place."""

    compared = (
        "topic",
        "who",
        "kind",
        "is_for_portal",
        "is_for_loudspeaker",
        "is_for_upstream",
        "due_on",
        "position",
    )

    was_deleted = False  # the line of this row was deleted after the page was shown
    who = forms.ChoiceField(label="Giao cho", required=False, widget=AssigneeWidget)

    class Meta:
        model = PlanLine
        fields = [
            "topic",
            "kind",
            "is_for_portal",
            "is_for_loudspeaker",
            "is_for_upstream",
            "due_on",
            "position",
        ]
        widgets = {
            "topic": forms.Textarea(attrs={"rows": 1, "enterkeyhint": "next"}),
            "due_on": DateInput,
            "position": forms.NumberInput(attrs={"min": 1, "max": 999, "inputmode": "numeric"}),
        }
        labels = {
            "topic": "Chủ đề",
            "is_for_portal": "Cổng",
            "is_for_upstream": "Liên thông",
            "position": "TT",
        }
        error_messages = {"topic": {"required": "Xin ghi chủ đề, hoặc xóa dòng này."}}

    def __init__(
        self, *args: Any, who: AssigneeChoices, period: ReportingPeriod, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.period = period
        field = cast(forms.ChoiceField, self.fields["who"])
        field.choices = who.choices  # before the widget is drawn by hand, which has no use for them
        cast(AssigneeWidget, field.widget).drawn = who.drawn
        self.initial["who"] = assignee_code(self.instance)
        self.fields["position"].required = False
        if not self.instance.pk:
            self.initial["position"] = None

    def has_changed(self) -> bool:
        """Tell whether the row is used: a new one without topic, assignee and day is blank."""
        if self.is_bound and not self.instance.pk and not self.was_deleted:
            typed = (self[name].value() for name in ("topic", "who", "due_on"))
            if not any(clean_line(str(value or "")) for value in typed):
                return False
        return super().has_changed()

    def become_new(self) -> None:
        """Offer what was typed as a new line, since its own is no more."""
        self.was_deleted = True
        self.data = cast(QueryDict, self.data).copy()
        self.data[self.add_prefix("id")] = ""

    def stored_value(self, name: str) -> Any:
        return assignee_code(self.instance) if name == "who" else super().stored_value(name)

    def clean_topic(self) -> str:
        return clean_line(self.cleaned_data["topic"])

    def clean_due_on(self) -> date | None:
        due_on = self.cleaned_data["due_on"]
        return due_on and plausible(due_on, self.period)

    def clean_position(self) -> int:
        position = self.cleaned_data["position"]
        return self.instance.position if position is None else position

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # Django's hook, unknown to its stubs
        chosen = self.cleaned_data.get("who", "")
        self.instance.unit_id = int(chosen[1:]) if chosen.startswith("u") else None
        self.instance.person_id = int(chosen[1:]) if chosen.startswith("p") else None


class AssigneeChoices:
    """The units of a period and the people who write, with whoever a line of the plan was given to
    already.
    """

    def __init__(self, plan: EditorialPlan) -> None:
        period = plan.period
        valid = Unit.objects.valid_within(period.counts_from, period.ends_on)
        units = Unit.objects.filter(
            Q(pk__in=valid.values("pk")) | Q(plan_lines__plan=plan)
        ).distinct()
        writers = User.objects.filter(
            is_active=True, groups__name__in=[role.value for role in WRITERS]
        ).values("pk")
        people = (
            User.objects.filter(Q(pk__in=writers) | Q(plan_lines__plan=plan))
            .distinct()
            .select_related("unit")
        )
        by_name = sorted(people, key=lambda person: person.sort_key)
        self.choices: _Choices = [
            ("", "Chưa giao"),
            ("Đơn vị", [(f"u{unit.pk}", unit.short_name) for unit in units]),
            ("Người", [(f"p{person.pk}", _person(person)) for person in by_name]),
        ]
        self.drawn = format_html("{}{}", _options(self.choices[:1]), _groups(self.choices[1:]))


def _person(person: User) -> str:
    return f"{person} ({person.unit.short_name})" if person.unit else str(person)


def _options(choices: Iterable[tuple[str, str]]) -> SafeString:
    return format_html_join("", '<option value="{}">{}</option>', choices)


def _groups(groups: _Choices) -> SafeString:
    drawn = ((label, _options(choices)) for label, choices in groups if choices)
    return format_html_join("", '<optgroup label="{}">{}</optgroup>', drawn)


def assignee_code(line: PlanLine) -> str:
    """Return whose line it is as the form says it; the person alone when both stand there."""
    if line.person_id:
        return f"p{line.person_id}"
    return f"u{line.unit_id}" if line.unit_id else ""


def plausible(day: date, period: ReportingPeriod) -> date:
    """Return the day unless it has nothing to do with the period."""
    if period.counts_from - MAX_DUE_DISTANCE <= day <= period.ends_on + MAX_DUE_DISTANCE:
        return day
    raise forms.ValidationError(
        f"Hạn {day:%d/%m/%Y} cách {period} quá xa; xin xem lại tháng và năm."
    )


def deadlines_by_rule(period: ReportingPeriod, calendar: WorkingCalendar) -> dict[str, list[str]]:
    """Return the deadline each rule and number from 0 to 31 means for a period, in words."""
    return {
        rule: [_day_words(deadline_of(period, rule, n, calendar)) for n in range(MAX_NUMBER + 1)]
        for rule in DeadlineRule.values
    }


def _day_words(day: date) -> str:
    return date_format(day, "l, d/m/Y")


def check_rule(form: forms.BaseForm, data: dict[str, Any]) -> None:
    """Ask for the number a rule needs."""
    if data.get("deadline_rule") == DeadlineRule.DAY_OF_MONTH and not data.get("deadline_number"):
        form.add_error("deadline_number", "Xin ghi ngày nào trong tháng, từ 1 đến 31.")


def days_off(days: Iterable[date], calendar: WorkingCalendar) -> Iterator[date]:
    """Yield, each once and in order, the days on which nobody works."""
    yield from (day for day in sorted(set(days)) if not calendar.is_working_day(day))
