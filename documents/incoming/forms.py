"""Forms of an incoming document: entry in a register, correction of what was registered."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone

from core.generics import ModelForm
from core.revisions.concurrent_forms import ConcurrentForm
from core.workflow.classified import RejectsClassifiedMixin
from documents.incoming.agencies import known_spelling
from documents.incoming.deciders import leaders, substitutes_of
from documents.models import DocumentTopic, DocumentType, IncomingDocument, Register
from documents.numbering import next_numbers, registers_in_use
from documents.reading.names import SignerFormMixin
from documents.reading.numbers import DocumentNumber, parse_code, plain_number, year_problem
from documents.register_import.rules import entry_problems
from documents.states import Direction, Urgency

_FACTS = (
    *("agency", "issued_on", "type", "subject", "topic", "signer", "urgency", "remarks", "decider"),
)
_NUMBER = ("number", "number_year", "notation")
_NUMBER_GROUP = ("code", *_NUMBER)  # proposed together, or not at all
_LABELS = {
    "number": "Số",
    "number_year": "Năm",
    "type": "Loại",
    "topic": "Lĩnh vực",
    "urgency": "Độ khẩn",
    "decider": "Trình lãnh đạo",
}
_REQUIRED = {
    "register": "Xin chọn sổ.",
    "arrived_on": "Xin ghi ngày đến.",
    "agency": "Xin ghi cơ quan ban hành.",
    "subject": "Xin ghi trích yếu.",
}


@dataclass(frozen=True)
class FormChoices:
    """Choices of the form and what its data list offers. Five queries."""

    registers: list[Register]
    next_numbers: dict[int, int]
    types: list[DocumentType]
    topics: list[DocumentTopic]
    leaders: list[Any]
    away: dict[int, int]

    @classmethod
    def load(cls, today: date) -> FormChoices:
        registers = registers_in_use(Direction.INCOMING, on=today)
        return cls(
            registers,
            next_numbers(registers, on=today),
            list(DocumentType.objects.valid(today)),
            list(DocumentTopic.objects.valid(today)),
            list(leaders()),
            substitutes_of(today),
        )


def _named(names: dict[int, str], pk: int, away: dict[int, int]) -> str:
    """Return a row as it is offered: of a leader who is away with who decides today."""
    if pk not in away:
        return names[pk]
    deputy = names.get(away[pk], "người khác")
    return f"{names[pk]} (vắng, {deputy} thay)"


class IncomingFactsForm(SignerFormMixin, RejectsClassifiedMixin, ModelForm):
    """Fields, labels and checks that entry and correction share."""

    required_css_class = "required"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for name, label in _LABELS.items():
            self.fields[name].label = label
        for name, sentence in _REQUIRED.items():
            if name in self.fields:
                self.fields[name].required = True
                self.fields[name].error_messages["required"] = sentence
        self.fields["subject"].widget = forms.Textarea(attrs={"rows": 2})
        self.fields["urgency"].required = False

    def place_cursor(self, default: str = "") -> bool:
        """Let the page open with the cursor in the first wrong field, or in ``default``; return
        whether a field is wrong.
        """
        wrong = (one.name for one in self.visible_fields() if one.errors)
        name = next(wrong, "") if self.is_bound else ""
        if target := name or default:
            self.fields[target].widget.attrs["autofocus"] = True
        return bool(name)

    def offer(self, choices: FormChoices) -> None:
        """Offer the rows in use, and the one the document has."""
        offered: dict[str, list[Any]] = {
            "register": choices.registers,
            "type": choices.types,
            "topic": choices.topics,
            "decider": choices.leaders,
        }
        for name, rows in offered.items():
            if name not in self.fields:
                continue
            field: Any = self.fields[name]
            own = getattr(self.instance, name)
            rows = [*rows, own] if own and own not in rows else rows
            field.queryset = field.queryset.model._default_manager.filter(
                pk__in=[row.pk for row in rows]
            )
            blank = "– theo phân công của lãnh đạo –" if name == "decider" else "–"
            names = {row.pk: str(row) for row in rows}
            away = choices.away if name == "decider" else {}
            field.choices = [("", blank), *((pk, _named(names, pk, away)) for pk in names)]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        data["urgency"] = data.get("urgency") or Urgency.NORMAL
        data["number"] = plain_number(data.get("number") or "")
        stored = {"arrived_on": self.instance.arrived_on}
        if problem := year_problem(data.get("number_year"), today=timezone.localdate()):
            self.add_error("number_year", problem)
        for name, sentence in entry_problems(stored | data, today=timezone.localdate()):
            shown = name if name in self.fields else "issued_on"
            self.add_error(shown, f"{sentence[0].upper()}{sentence[1:]}")
        year, issued_on = data.get("number_year"), data.get("issued_on")
        if year and issued_on and issued_on.year != year and "number_year" not in self.errors:
            self.add_error(
                "issued_on",
                f"Số văn bản ghi năm {year} mà ngày văn bản là {issued_on:%d/%m/%Y}: xin xem lại.",
            )
        if data.get("number") and not data.get("notation") and data.get("number_year"):
            self.add_error("notation", "Số có năm thì phải có ký hiệu, như 01/2026/QĐ-UBND.")
        return data


class EntryForm(IncomingFactsForm):
    """A document to be registered.

    ``code`` is number and notation as the paper has them. The three fields of the number show how
    it was understood and correct it; ``parsed_code`` is the code they were filled from, so that a
    code typed anew is understood anew.
    """

    code = forms.CharField(
        label="Số, ký hiệu",
        required=False,
        max_length=80,
        help_text="Ghi như trên giấy, ví dụ 15/KH-UBND; để trống nếu văn bản không có số.",
    )
    parsed_code = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)
    accepts_repeat = forms.BooleanField(label="Vẫn vào sổ", required=False)
    idempotency_key = forms.RegexField(
        r"^[0-9a-f]{32}$",
        widget=forms.HiddenInput,
        error_messages={
            "invalid": "Trang gửi lên thiếu dấu nhận: xin bấm Vào sổ lần nữa.",
            "required": "Trang gửi lên thiếu dấu nhận: xin bấm Vào sổ lần nữa.",
        },
    )

    class Meta:
        model = IncomingDocument
        fields = ("register", "arrived_on", *_NUMBER, *_FACTS)

    field_order = ("register", "arrived_on", *_NUMBER_GROUP, *_FACTS)  # of the page

    def __init__(self, *args: Any, choices: FormChoices, **kwargs: Any) -> None:
        today = timezone.localdate()
        super().__init__(*args, **kwargs)
        self.choices = choices
        self.offer(choices)
        field: Any = self.fields["register"]
        field.empty_label = None
        field.choices = [
            (one.pk, f"{one} (số tiếp theo {choices.next_numbers[one.pk]})")
            for one in choices.registers
        ]
        self.fields["code"].widget.attrs["autocomplete"] = "off"
        self.fields["agency"].widget.attrs |= {"list": "co-quan-da-biet", "autocomplete": "off"}
        self.initial = {
            "register": choices.registers[0].pk if choices.registers else None,
            "arrived_on": today,
            "idempotency_key": secrets.token_hex(16),
        } | {name: value for name, value in self.initial.items() if value not in (None, "")}

    def clean(self) -> dict[str, Any]:
        self._take_code()
        data = super().clean()
        if data.get("register") and not data.get("type") and data.get("notation"):
            data["type"] = self._type_of(str(data["notation"]))
        return data

    def clean_agency(self) -> str:
        return known_spelling(self.cleaned_data["agency"])

    def _take_code(self) -> None:
        """Fill the fields of the number from the code, unless they were corrected by hand."""
        data = self.cleaned_data
        code, typed = data.get("code", ""), tuple(data.get(name) or "" for name in _NUMBER)
        before = _parts(parse_code(data.get("parsed_code", "")))
        is_corrected = any(typed) and typed != before
        if is_corrected or any(name in self.errors for name in (*_NUMBER, "code")):
            return
        found = parse_code(code)
        if code and found is None:
            self.add_error(
                "code",
                f"Không tách được số và ký hiệu từ “{code}”: xin ghi số và ký hiệu vào các ô riêng"
                " bên dưới.",
            )
            return
        parts = _parts(found)
        for name, value in zip(_NUMBER, parts, strict=True):
            data[name] = value or (None if name == "number_year" else "")
            self._put(name, str(value))
        self._put("parsed_code", code)

    def _type_of(self, notation: str) -> DocumentType | None:
        """Return the type by whose abbreviation the notation begins."""
        first = DocumentNumber("", notation).abbreviations[:1]
        return next((one for one in self.choices.types if [one.abbreviation] == first), None)

    def renew_key(self) -> None:
        """Let the page, sent once more, register another document."""
        self._put("idempotency_key", secrets.token_hex(16))

    def fill(self, proposed: dict[str, str]) -> list[str]:
        """Put proposals into the empty fields of an unsent form; return which were filled.

        Code, number, year and notation are one: none is filled where a person typed any of them.
        """
        is_numbered = any(self.initial.get(name) for name in _NUMBER_GROUP)
        empty = {
            name: value
            for name, value in proposed.items()
            if name in self.fields and str(self.initial.get(name) or "0") == "0"
        }
        if is_numbered:
            empty = {name: empty[name] for name in empty if name not in _NUMBER_GROUP}
        elif empty.get("code"):
            empty["parsed_code"] = empty["code"]
        self.initial = {**self.initial, **empty}
        return list(empty)

    def _put(self, name: str, value: str) -> None:
        data = cast(QueryDict, self.data).copy()
        data[name] = value
        self.data = data


def _parts(found: DocumentNumber | None) -> tuple[Any, ...]:
    return (found.number, found.year or "", found.notation) if found else ("", "", "")


class FactsForm(IncomingFactsForm, ConcurrentForm):
    """Correction of a registered document; what another person saved meanwhile is not lost."""

    compared = (*_NUMBER, *_FACTS)

    class Meta:
        model = IncomingDocument
        fields = (*_NUMBER, *_FACTS)

    def __init__(self, *args: Any, choices: FormChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(choices)
