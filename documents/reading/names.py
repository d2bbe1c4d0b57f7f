"""Names of persons on documents, as forms take them."""

from __future__ import annotations

from typing import Any

from django import forms

from core.text.vietnamese import clean_line


def person_name(text: str) -> str:
    """Return the name without needless blanks; raises ValidationError for one in small letters."""
    name = clean_line(text)
    if name and name == name.lower() and name != name.upper():
        written = " ".join(word[:1].upper() + word[1:] for word in name.split())
        raise forms.ValidationError(
            f"Họ tên viết hoa chữ đầu mỗi tiếng: xin xem lại, như “{written}”."
        )
    return name


class SignerFormMixin:
    """Mixin of a form with the field ``signer``."""

    cleaned_data: dict[str, Any]

    def clean_signer(self) -> str:
        return person_name(self.cleaned_data["signer"])
