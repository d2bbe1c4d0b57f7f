"""Forms of the rows of minutes, one per section."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model, QuerySet

from core.revisions.concurrent_forms import ConcurrentForm
from meetings.minutes.services import default_presence
from meetings.models import (
    AgendaItem,
    Attendance,
    Conclusion,
    Limitation,
    Meeting,
    MinutesPart,
    Opinion,
    Result,
)
from meetings.states import Presence
from organization.calendar.deadlines import ConfirmDayOffMixin, keeps_day_off_field
from organization.models import Unit, User


@dataclass(frozen=True)
class RowChoices:
    """Choices of units valid on the day of the meeting and of people, loaded once per page."""

    units: list[tuple[int, str]]
    people: list[tuple[int, str]]
    # Those with a unit, whom a conclusion may name.
    members: list[tuple[int, str]]

    @classmethod
    def of(cls, meeting: Meeting) -> RowChoices:
        units = Unit.objects.valid(on=meeting.held_on)
        people = list(User.objects.filter(is_active=True).select_related("unit"))
        return cls(
            list(units.values_list("pk", "short_name")),
            [(person.pk, _person_words(person)) for person in people],
            [(person.pk, person.full_name) for person in people if person.unit_id],
        )


def _person_words(person: User) -> str:
    """Return name and unit, since people may have the same name."""
    return f"{person}, {person.unit.short_name}" if person.unit else str(person)


class RowForm(ConcurrentForm):
    """Form of one row, merged field by field with what others stored meanwhile.

    A unit or person chosen before is offered even if no longer valid.
    """

    relations: tuple[str, ...] = ()

    def __init__(self, *args: Any, choices: RowChoices, **kwargs: Any) -> None:
        self.compared = tuple(self._meta.fields or ())
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs["id"] = (
                f"{self._meta.model._meta.model_name}-{name}-{self.instance.pk or 'moi'}"
            )
            if not isinstance(field, forms.ModelChoiceField):
                continue
            related_model = self.instance._meta.get_field(name).related_model
            offered = self.people_offered(choices) if related_model is User else choices.units
            offered_ids = {pk for pk, _ in offered}
            former = [row for row in self._chosen_before(name) if row.pk not in offered_ids]
            offered = offered + [(row.pk, str(row)) for row in former]
            is_many = isinstance(field, forms.ModelMultipleChoiceField)
            field.widget.choices = offered if is_many else [("", "–"), *offered]

    def people_offered(self, choices: RowChoices) -> list[tuple[int, str]]:
        """Return the people to choose from."""
        return choices.members

    def _chosen_before(self, name: str) -> list[Model]:
        if name in self.relations:
            return list(getattr(self.instance, name).all()) if self.instance.pk else []
        chosen = getattr(self.instance, name)
        return [chosen] if chosen else []

    @property
    def seen_value(self) -> str:
        """Return the stored values as the hidden field ``seen`` carries them."""
        return self._packed()

    @property
    def chosen(self) -> dict[str, Any]:
        """Return the chosen rows of the many-to-many fields, for ``store_part``."""
        return {name: self.cleaned_data[name] for name in self.relations}


class AttendanceForm(RowForm):
    class Meta:
        model = Attendance
        fields = [
            "group",
            "name",
            "title",
            "unit",
            "person",
            "presence",
            "deputy_name",
            "deputy_title",
            "reason",
        ]

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if data.get("presence") != Presence.DEPUTY and data.get("deputy_name"):
            self.add_error("deputy_name", "Có người dự thay: xin chọn “Cử người dự thay”.")
        self._recognize(data)
        return data

    def people_offered(self, choices: RowChoices) -> list[tuple[int, str]]:
        return choices.people

    def _recognize(self, data: dict[str, Any]) -> None:
        """Take the one account with the typed name and unit, where the person chose none.

        An account taken for the former name does not stay with another one.
        """
        if "person" in self.changed or not {"name", "unit"}.intersection(self.changed):
            return
        person, former = data.get("person"), self.initial.get("name")
        if person and (person.full_name == data.get("name") or person.full_name != former):
            return
        found = User.objects.filter(
            is_active=True, full_name=data.get("name") or "", unit=data.get("unit")
        )[:2]
        recognized = found[0] if len(found) == 1 else None
        if recognized != person:
            data["person"] = recognized
            self.taken.append("person")
            self._put("person", str(recognized.pk) if recognized else "")


class AgendaForm(RowForm):
    class Meta:
        model = AgendaItem
        fields = ["title", "presenter", "minutes_planned", "notes"]
        widgets = {"notes": forms.Textarea(attrs={"rows": 4})}


class ResultForm(RowForm):
    class Meta:
        model = Result
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}


class LimitationForm(RowForm):
    relations = ("units",)

    class Meta:
        model = Limitation
        fields = ["text", "units", "cause"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 3}),
            "units": forms.CheckboxSelectMultiple,
            "cause": forms.Textarea(attrs={"rows": 2}),
        }


class OpinionForm(RowForm):
    class Meta:
        model = Opinion
        fields = ["speaker", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}


class ConclusionForm(ConfirmDayOffMixin, RowForm):
    relations = ("lead_units", "supporting_units")
    keeps_day_off = keeps_day_off_field()

    class Meta:
        model = Conclusion
        fields = [
            "verb",
            "addressee",
            "text",
            "lead_units",
            "supporting_units",
            "person",
            "due_on",
            "recurrence",
            "has_no_task",
            "no_task_reason",
            "is_public",
        ]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 3}),
            "lead_units": forms.CheckboxSelectMultiple,
            "supporting_units": forms.CheckboxSelectMultiple,
        }

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        lead_units = set(data.get("lead_units") or ())
        supporting_units = set(data.get("supporting_units") or ())
        if lead_units & supporting_units:
            self.add_error("supporting_units", "Đơn vị chủ trì không đồng thời là đơn vị phối hợp.")
        if data.get("due_on") and data.get("recurrence"):
            self.add_error(
                "recurrence", "Việc thường xuyên không có ngày hạn: xin bỏ một trong hai."
            )
        elif "due_on" in self.changed_data:
            self.confirm_days_off([data.get("due_on")])
            if data.get("keeps_day_off"):
                self.instance.day_off_confirmed_on = data.get("due_on")
        return data


@dataclass(frozen=True)
class Section:
    """A section of the minutes: name in URLs, heading, related name on the meeting, form."""

    kind: str
    heading: str
    add_label: str
    related: str
    form: type[RowForm]
    is_numbered: bool = False
    # The one field that stands in the line of a row, the others folded away; "" shows all.
    compact_field: str = ""
    # A pasted list is stored as one row per item.
    splits_lists: bool = False

    @property
    def model(self) -> type[MinutesPart]:
        return self.form._meta.model

    def rows(self, meeting: Meeting) -> QuerySet[MinutesPart]:
        """Return the rows of this section in a meeting, in order."""
        return getattr(meeting, self.related).all()

    def new_row(self, meeting: Meeting) -> MinutesPart:
        """Return an unsaved row of the meeting."""
        row = self.model()
        row.meeting = meeting
        if isinstance(row, Attendance):
            row.presence = default_presence(meeting)
        return row

    def key(self, part: MinutesPart) -> str:
        """Return the HTML id of a row; that of a new one has no number."""
        return f"{self.kind}-{part.pk or 'moi'}"


SECTIONS = (
    Section(
        "thanh-phan",
        "Thành phần dự họp",
        "Thêm người dự",
        "attendances",
        AttendanceForm,
        compact_field="presence",
    ),
    Section(
        "chuong-trinh",
        "Nội dung họp",
        "Thêm nội dung",
        "agenda_items",
        AgendaForm,
        is_numbered=True,
    ),
    Section(
        "ket-qua", "Kết quả đạt được", "Thêm kết quả", "results", ResultForm, splits_lists=True
    ),
    Section(
        "han-che",
        "Tồn tại, hạn chế",
        "Thêm hạn chế",
        "limitations",
        LimitationForm,
        splits_lists=True,
    ),
    Section("y-kien", "Ý kiến phát biểu", "Thêm ý kiến", "opinions", OpinionForm, is_numbered=True),
    Section(
        "ket-luan",
        "Kết luận",
        "Thêm kết luận",
        "conclusions",
        ConclusionForm,
        is_numbered=True,
        splits_lists=True,
    ),
)
BY_KIND = {section.kind: section for section in SECTIONS}
