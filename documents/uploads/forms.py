"""Forms of the table of many documents: the upload, and one row."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from core.revisions.concurrent_forms import ConcurrentForm
from core.text.forms import NormalizedTextMixin
from documents.models import Authority, DocumentType, PublicDocument
from documents.models.vocabulary import create_own_authority
from documents.reading.names import SignerFormMixin

UNTICKED = "Xin đánh dấu “không phải văn bản mật” trước khi tải tệp lên."
NO_FILE = "Xin chọn ít nhất một tệp."
ROW_FIELDS = (
    "type",
    "authority",
    "number",
    "number_year",
    "notation",
    "issued_on",
    "subject",
    "signer",
    "covers_personal_data",
)


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """A field of several files; an empty one among them is left to the check of its content."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list) else []
        if not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return files


class UploadForm(NormalizedTextMixin, forms.Form):
    """Files, each a document; the tick says that none is a classified paper."""

    is_not_classified = forms.BooleanField(
        label="Các tệp này không phải văn bản mật", error_messages={"required": UNTICKED}
    )
    file = ManyFilesField(
        label="Chọn các tệp",
        error_messages={"required": NO_FILE},
        widget=ManyFilesInput(attrs={"accept": ".pdf,.docx,.xlsx,.pptx,.odt,.ods"}),
    )
    idempotency_key = forms.RegexField(
        r"^[0-9a-f]{32}$",
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid": "Tệp gửi lên thiếu dấu nhận: xin tải lại trang rồi gửi lại."},
    )


class RowChoices:
    """Types and authorities in use today, queried once for a table. Two queries."""

    def __init__(self) -> None:
        today = timezone.localdate()
        authorities = list(Authority.objects.valid(today))
        if not authorities:
            create_own_authority()
            authorities = list(Authority.objects.valid(today))
        self._offered: dict[str, list[tuple[Any, str]]] = {
            "type": [(row.pk, row.name) for row in DocumentType.objects.valid(today)],
            "authority": [(row.pk, row.name) for row in authorities],
        }

    def of(self, name: str, current: Any) -> list[tuple[Any, str]]:
        """Return the choices of a field with the row's present one, in use or not."""
        offered = self._offered[name]
        known = {key for key, _ in offered}
        own = [(current.pk, current.name)] if current and current.pk not in known else []
        return [("", "–"), *offered, *own]


class RowForm(SignerFormMixin, ConcurrentForm):
    """A draft of the table; ``choices`` are the shared ones of type and authority."""

    compared = ROW_FIELDS

    class Meta:
        model = PublicDocument
        fields = ROW_FIELDS
        widgets = {"subject": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, choices: RowChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, model in (("type", DocumentType), ("authority", Authority)):
            field: Any = self.fields[name]
            current = getattr(self.instance, name)
            field.queryset = model.objects.all()
            field.choices = choices.of(name, current)
        self.fields["number_year"].help_text = ""
        self.fields["covers_personal_data"].help_text = ""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for name in ("type", "authority"):
            value, field = data.get(name), self.fields[name]
            offered = {str(key) for key, _ in field.choices}  # type: ignore[attr-defined]
            if value is not None and str(value.pk) not in offered:
                self.add_error(name, "Mục này không còn dùng: xin chọn mục khác.")
        return data
