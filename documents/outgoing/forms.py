"""Forms of outgoing documents and of their transitions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from core.admin.workflow import OptimisticLockForm
from core.date_fields import DateFormField
from core.dates import RECEIVED
from core.workflow.engine import TransitionForm
from documents.models import OutgoingDocument, Register
from documents.numbering import next_number, registers_in_use
from documents.outgoing.services import proposed_notation
from documents.reading.names import SignerFormMixin
from documents.reading.numbers import MAX_NOTATION, notation_problem, plain_notation
from documents.states import Direction
from organization.roles import CHAIRS

_DATE_ERRORS = {"required": "Xin ghi ngày.", "invalid": "Ngày không đúng; xin ghi như 05/07/2016."}


def own_notation(text: str) -> str:
    """Return the notation of the ward's own paper as papers write it; raises ValidationError."""
    notation = plain_notation(text)
    if problem := notation_problem(notation):
        raise forms.ValidationError(problem)
    return notation


class OutgoingForm(SignerFormMixin, OptimisticLockForm):
    """Form of a draft, or of the dispatch of a signed document."""

    class Meta:
        model = OutgoingDocument
        fields = "__all__"
        widgets = {"recipients": forms.Textarea(attrs={"rows": 3})}

    def clean_notation(self) -> str:
        return own_notation(self.cleaned_data["notation"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        sent_on, today = data.get("sent_on"), timezone.localdate()
        if sent_on and sent_on > today:
            self.add_error("sent_on", f"Ngày chuyển {sent_on:%d/%m/%Y} chưa tới.")
        if data.get("copies") == 0:
            self.add_error("copies", "Số bản ít nhất là 1; chưa biết thì để trống.")
        issued_on = self.instance.issued_on
        if sent_on and issued_on and sent_on < issued_on:
            self.add_error("sent_on", f"Ngày chuyển trước ngày văn bản ({issued_on:%d/%m/%Y}).")
        if "unit" in self.fields and not data.get("unit") and "unit" not in self.errors:
            self.add_error("unit", "Xin chọn đơn vị soạn, giữ bản lưu.")
        return data


class SignForm(SignerFormMixin, TransitionForm):
    """Who signed the paper, in which office, and when."""

    signer = forms.CharField(
        label="Người ký", max_length=50, error_messages={"required": "Xin ghi người ký."}
    )
    signer_title = forms.CharField(
        label="Thẩm quyền, chức vụ",
        max_length=100,
        required=False,
        help_text="Ví dụ: KT. Chủ tịch, Phó Chủ tịch.",
    )
    signed_on = DateFormField(label="Ký ngày", bounds=RECEIVED, error_messages=_DATE_ERRORS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        document: OutgoingDocument = self.item
        own_name = self.actor.full_name if self.actor and self.actor.has_role(*CHAIRS) else ""
        # The clerk records the signature of somebody else.
        self.fields["signer"].initial = document.signer or (
            "" if document.signer_title else own_name
        )
        self.fields["signer_title"].initial = document.signer_title
        self.fields["signed_on"].initial = document.signed_on or timezone.localdate(self.at)

    def clean_signed_on(self) -> Any:
        day = self.cleaned_data["signed_on"]
        if day > timezone.localdate(self.at):
            raise forms.ValidationError(f"Ngày ký {day:%d/%m/%Y} chưa tới.")
        issued_on = self.item.issued_on
        if issued_on and day > issued_on:
            raise forms.ValidationError(f"Ngày ký sau ngày văn bản ({issued_on:%d/%m/%Y}).")
        return day


class IssueForm(TransitionForm):
    """The register that gives the number, the notation and the day of the paper."""

    register = forms.ModelChoiceField(
        Register.objects.none(),
        label="Sổ",
        error_messages={"required": "Xin chọn sổ để cấp số."},
    )
    notation = forms.CharField(
        label="Ký hiệu",
        max_length=MAX_NOTATION,
        help_text="Ví dụ QĐ-UBND; công văn: UBND-VX.",
        error_messages={"required": "Xin ghi ký hiệu."},
    )
    issued_on = DateFormField(label="Ngày văn bản", bounds=RECEIVED, error_messages=_DATE_ERRORS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        document: OutgoingDocument = self.item
        today = timezone.localdate(self.at)
        registers = registers_in_use(Direction.OUTGOING, on=today)
        field: Any = self.fields["register"]
        field.queryset = Register.objects.filter(pk__in=[register.pk for register in registers])
        chosen = document.register if document.register in registers else None
        chosen = chosen or (registers[0] if registers else None)
        field.initial = chosen
        numbers = "; ".join(f"{one}: {next_number(one, on=today)}" for one in registers)
        field.help_text = f"Số tiếp theo của từng sổ: {numbers}. Số đã cấp không dùng lại."
        self.fields["notation"].initial = document.notation or proposed_notation(document, chosen)
        self.fields["issued_on"].initial = today

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not self.item.recipients.strip():
            raise forms.ValidationError("Chưa ghi nơi nhận: xin ghi ở văn bản rồi cấp số.")
        return self.cleaned_data

    def clean_notation(self) -> str:
        return own_notation(self.cleaned_data["notation"])

    def clean_issued_on(self) -> Any:
        day, today = self.cleaned_data["issued_on"], timezone.localdate(self.at)
        if day > today:
            raise forms.ValidationError(f"Ngày văn bản {day:%d/%m/%Y} chưa tới.")
        signed_on = self.item.signed_on
        if signed_on and day < signed_on:
            raise forms.ValidationError(
                f"Ngày văn bản {day:%d/%m/%Y} trước ngày ký {signed_on:%d/%m/%Y}: số được cấp sau"
                " khi ký."
            )
        return day
