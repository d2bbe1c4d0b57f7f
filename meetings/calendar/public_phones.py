"""Forms whose words stand in the public calendar at once: private telephone numbers in them."""

from __future__ import annotations

from typing import Any

from django import forms

from core.text.lint import PHONE_LABEL
from core.workflow.confirmations import phone_confirmations
from organization.identity.facts import private_phones

_ABOUT_PHONES = "Nếu là số riêng của công dân, xin bỏ khỏi lịch; nếu không, đánh dấu ô này."


def accepts_phones_field() -> forms.BooleanField:
    return forms.BooleanField(label=PHONE_LABEL, required=False, widget=forms.HiddenInput)


def ask_about_phones(form: Any, *names: str) -> None:
    """Ask once about private telephone numbers in the fields ``names`` of a cleaned form, if
    residents are to read them and they are new to them.
    """
    data = form.cleaned_data
    is_known = form.instance.pk and not {"is_public", *names} & set(form.changed_data)
    if not data.get("is_public") or data.get("accepts_phones") or is_known:
        return
    text = "\n".join(str(data.get(name) or "") for name in names)
    for one in phone_confirmations(private_phones(text), advice=_ABOUT_PHONES):
        form.fields["accepts_phones"].widget = forms.CheckboxInput()
        form.add_error("accepts_phones", one.refusal)
